import { catalogKey } from '../catalog/version.js'
import { own } from '../own.js'
import { parseUrl } from '../parse-url.js'
import type { KeptNeighbours } from '../store/kept-neighbours.js'
import type { Recommender } from '../types.js'
import type { SharedOptions } from './shared-recommenders.js'
import { visitorsChoice } from './visitors-choice.js'

/** Where an answer may be had while a recommender is still to come. */
export interface Ahead {
  readonly options: SharedOptions
  /** What may be kept of the catalog at `url`; undefined where nothing may be kept on the device. */
  readonly kept: { readonly url: string; readonly neighbours: Promise<KeptNeighbours> } | undefined
}

const AHEAD = new WeakMap<object, Ahead | Promise<Ahead>>()

/** Called when `coming` is asked for: what an earlier visit kept is opened at once, because that takes a moment, and closed when it has come. */
export function lookAhead(coming: Promise<Recommender>, options: SharedOptions | Promise<SharedOptions>): void {
  const ahead = (known: SharedOptions): Ahead => {
    const kept = keptOf(known)
    const close = () => void kept?.neighbours.then((neighbours) => neighbours.close()).catch(() => undefined)
    coming.then(close, close)
    return { options: known, kept }
  }
  const found = options instanceof Promise ? options.then(ahead, () => ahead({})) : ahead(options)
  AHEAD.set(coming, found)
}

/** Of a recommender's promise, as long as it was made here. */
export function aheadOf(coming: Recommender | PromiseLike<Recommender>): Ahead | Promise<Ahead> | undefined {
  return AHEAD.get(coming)
}

function keptOf(options: SharedOptions): Ahead['kept'] {
  const { catalog, pack, storage, fields, currency, consent } = own(options ?? {})
  if (typeof catalog !== 'string' || pack !== undefined || storage === 'memory') return undefined
  if (visitorsChoice.whyHeld(consent === 'required')) return undefined
  const url = parseUrl(catalog, document.baseURI)?.href
  if (url === undefined) return undefined
  const key = catalogKey(url, fields ?? {}, currency)
  const neighbours = import('../store/kept-neighbours.js').then((chunk) => new chunk.KeptNeighbours(key))
  // a shelf that asks them hears of it
  neighbours.catch(() => undefined)
  return { url, neighbours }
}
