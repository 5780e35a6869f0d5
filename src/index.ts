import { createRecommenderFrom } from './page/create-recommender.js'
import { delivery } from './page/delivery.js'
import type { Recommender, RecommenderOptions } from './types.js'

/**
 * Starts a recommender in this page: resolves when there is a catalog to answer from, by words at first; vectors follow
 * by themselves.
 *
 * @example
 * const kin = await createRecommender({ catalog: '/catalog.json' })
 * const shelf = await kin.similar('sku-1', { limit: 8, where: { available: true } })
 *
 * @throws PagekinError `usage` (options), `catalog-invalid`, `timeout`, `worker-failed`, `aborted`.
 */
export function createRecommender(options: RecommenderOptions): Promise<Recommender> {
  return createRecommenderFrom(delivery, options)
}

export { ERROR_CODES } from './error-codes.js'
export { PagekinError } from './errors.js'
export { experiment } from './page/experiment.js'
export { interleave } from './page/interleave.js'
export type * from './types.js'
