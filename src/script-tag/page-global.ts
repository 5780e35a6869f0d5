import { experiment } from '../page/experiment.js'
import type { CreateRecommender } from '../page/shared-recommenders.js'
import { warnUsage } from '../shelf/warn.js'
import type { ExperimentOptions } from '../types.js'

/** `window.Pagekin`: the one name that the script tag adds to a page. */
export interface PagekinGlobal {
  /** Version of pagekin. */
  readonly version: string
  /** Calls back with this object. To call it before the script has loaded: `window.Pagekin ||= { q: [], ready(f) { this.q.push(f) } }`. */
  ready(callback: (pagekin: PagekinGlobal) => void): void
  /** The function of the package. */
  readonly createRecommender: CreateRecommender
  /** The function of the package. */
  readonly experiment: (name: string, options?: ExperimentOptions) => 'a' | 'b' | undefined
}

declare global {
  interface Window {
    Pagekin?: PagekinGlobal
  }
}

/** Puts the global in place and calls what waits in a stub's queue. The first copy on a page keeps the name. */
export function installGlobal(version: string, createRecommender: CreateRecommender): void {
  const there: unknown = window.Pagekin
  if (isGlobal(there)) {
    warnUsage(`embed.js: loaded twice (${there.version} and ${version}); the first serves the page`)
    return
  }
  const pagekin: PagekinGlobal = { version, ready: (callback) => call(callback, pagekin), createRecommender, experiment }
  const waiting = queueOf(there)
  window.Pagekin = pagekin
  for (const callback of waiting) pagekin.ready(callback)
}

function isGlobal(value: unknown): value is PagekinGlobal {
  return typeof value === 'object' && value !== null && 'createRecommender' in value && 'version' in value
}

/** An element with the id Pagekin is also a `window.Pagekin`, without a queue. */
function queueOf(stub: unknown): ((pagekin: PagekinGlobal) => void)[] {
  const queue = typeof stub === 'object' && stub !== null && 'q' in stub ? stub.q : undefined
  return Array.isArray(queue) ? queue.filter((entry) => typeof entry === 'function') : []
}

function call(callback: (pagekin: PagekinGlobal) => void, pagekin: PagekinGlobal): void {
  try {
    callback(pagekin)
  } catch (thrown) {
    warnUsage(`Pagekin.ready: ${thrown}`)
  }
}
