'use client'

export { type EngineProps, PagekinProvider } from './provider.js'
export { Recommendations, type RecommendationsProps, type RenderedItem } from './recommendations.js'
export { type UseRecommendationsOptions, type UseRecommendationsResult, useRecommendations } from './use-recommendations.js'
