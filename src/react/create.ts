import { delivery } from '../page/delivery.js'
import type { CreateRecommender } from '../page/shared-recommenders.js'

export const create: CreateRecommender = async (options) =>
  (await import('../page/create-recommender.js')).createRecommenderFrom(delivery, options)
