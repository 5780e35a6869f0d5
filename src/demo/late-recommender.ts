import type { Recommender, RecommenderState } from '../index.js'

const STARTING: RecommenderState = {
  phase: 'starting',
  level: 'none',
  device: 'none',
  deviceReason: 'the recommender is starting',
  storage: 'memory',
  items: { total: 0, embedded: 0, embeddedThisVisit: 0, maxItemsPerVisit: 0, rejected: 0 },
  rejectedRows: [],
  bytes: { catalog: 0, runtime: 0, model: 0 },
  catalogSource: 'none',
  mixedPrecision: false,
  revision: 0,
}

/** A recommender to hand to shelves before it is there: their questions wait, and the page is drawn meanwhile. */
export function lateRecommender(coming: Promise<Recommender>): Recommender {
  const listeners = new Set<() => void>()
  let state = STARTING
  const tell = (next: RecommenderState) => {
    state = next
    for (const listener of [...listeners]) listener()
  }
  coming.then(
    (recommender) => {
      tell(recommender.getState())
      recommender.subscribe(() => tell(recommender.getState()))
    },
    ({ code, message }) => tell({ ...STARTING, phase: 'failed', deviceReason: 'there is no recommender', error: { code, message } }),
  )
  return {
    similar: async (ids, options) => (await coming).similar(ids, options),
    forYou: async (options) => (await coming).forYou(options),
    search: async (text, options) => (await coming).search(text, options),
    upsert: async (items) => (await coming).upsert(items),
    remove: async (ids) => (await coming).remove(ids),
    clear: async (what) => (await coming).clear(what),
    record(interaction) {
      coming.then(
        (recommender) => recommender.record(interaction),
        () => undefined,
      )
    },
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    dispose() {
      coming.then(
        (recommender) => recommender.dispose(),
        () => undefined,
      )
    },
  }
}
