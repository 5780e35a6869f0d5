// the package's file begins with 'use client' (scripts/build.mjs)
export { type EngineProps, PagekinProvider } from './provider.js'
export { Recommendations } from './recommendations.js'
export type { ListedItem, RecommendationsProps, RenderedItem } from './recommendations-props.js'
export { type UseRecommendationsOptions, type UseRecommendationsResult, useRecommendations } from './use-recommendations.js'
