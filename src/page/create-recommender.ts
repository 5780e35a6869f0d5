import { PagekinError } from '../errors.js'
import { own } from '../own.js'
import type { Recommender, RecommenderOptions } from '../types.js'
import { lookAhead } from './ahead.js'
import type { Delivery } from './config.js'
import { visitorsChoice } from './visitors-choice.js'

/**
 * Starts a recommender: resolves when there is a catalog to answer from, by words at first; vectors follow by themselves.
 *
 * @throws PagekinError `usage` (options), `catalog-invalid`, `timeout`, `worker-failed`, `aborted`.
 */
export function createRecommenderFrom(delivery: Delivery, options: RecommenderOptions): Promise<Recommender> {
  const found = withCatalog(delivery, options)
  const recommender = start(delivery, found)
  if (typeof document !== 'undefined') lookAhead(recommender, found)
  return recommender
}

/** With `discover`, the catalog of this page or origin where no other is named. */
function withCatalog(delivery: Delivery, options: RecommenderOptions): RecommenderOptions | Promise<RecommenderOptions> {
  const { discover, catalog, items, pack, source, assets = delivery.assets, consent } = own(options ?? {})
  if (discover !== 'auto' || (catalog ?? items ?? pack ?? source) !== undefined || typeof document === 'undefined') return options
  return import('./discovery.js').then(
    async (chunk) => {
      const mayStore = !visitorsChoice.whyHeld(consent === 'required')
      return { ...options, ...(await chunk.discover(new URL(assets.replace(/\/?$/, '/'), document.baseURI).href, mayStore)) }
    },
    (cause) => {
      throw PagekinError.from(cause, 'worker-failed', 'createRecommender: discover.js')
    },
  )
}

let failures = 0

async function start(delivery: Delivery, options: RecommenderOptions | Promise<RecommenderOptions>): Promise<Recommender> {
  const part = (failures > 0 && delivery.startAgain?.(failures)) || import('./start-recommender.js')
  const chunk = await part.catch((cause) => {
    failures++
    throw PagekinError.from(cause, 'worker-failed', 'createRecommender: recommender.js')
  })
  return chunk.startRecommender(delivery, options)
}
