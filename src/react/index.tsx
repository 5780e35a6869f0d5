// the package's file begins with 'use client' (scripts/build.mjs)
export { type EngineProps, PagekinProvider } from './provider.js'
export { type ListedItem, Recommendations, type RecommendationsProps, type RenderedItem } from './recommendations.js'
export { type UseRecommendationsOptions, type UseRecommendationsResult, useRecommendations } from './use-recommendations.js'
