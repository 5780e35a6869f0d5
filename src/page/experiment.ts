import { own } from '../own.js'
import type { ExperimentOptions } from '../types.js'
import { earlyError } from './early-error.js'
import { visitorsChoice } from './visitors-choice.js'

const KEY = 'pagekin-experiments'
const PARTS = 100

/**
 * The half of an A/B test that this visitor belongs to: the same on all pages of the site and in later visits. Visitors who are in `b` stay
 * there when `share` rises. Undefined where nothing may be stored (no consent, Global Privacy Control, storage forbidden) and on a server:
 * such a visitor is no part of the test.
 *
 * @param name Of the test. Visitors of two tests are parted independently.
 * @throws PagekinError `usage` for a share that is not from 0 to 1.
 * @example shelf.mode = experiment('below the item', { share: 0.2 }) === 'b' ? 'goes-with' : 'similar'
 */
export function experiment(name: string, { share = 0.5, consent }: ExperimentOptions = {}): 'a' | 'b' | undefined {
  if (!(share >= 0 && share <= 1)) {
    throw earlyError('usage', `experiment: share: received ${share}, expected a number from 0 to 1`, 'Give a share from 0 to 1.')
  }
  // the scripts of a page may each have a copy of this: what is stored is what they share
  if (visitorsChoice.whyHeld(consent === 'required', visitorsChoice.stored())) return undefined
  try {
    const places = storedPlaces(localStorage.getItem(KEY))
    const known = places[name]
    const place = isPlace(known) ? known : Math.floor(PARTS * Math.random())
    if (place !== known) localStorage.setItem(KEY, JSON.stringify({ ...places, [name]: place }))
    return place < PARTS * share ? 'b' : 'a'
  } catch {
    // storage is forbidden or full
    return undefined
  }
}

/** By test. Of a record that is damaged nothing: its visitor is parted anew. */
function storedPlaces(record: string | null): Readonly<Record<string, unknown>> {
  try {
    const places: unknown = JSON.parse(record ?? '{}')
    return typeof places === 'object' && places !== null ? own(places as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}

function isPlace(known: unknown): known is number {
  // only a whole number from 0 on is what it becomes here
  return (known as number) >>> 0 === known && known < PARTS
}

/** Who comes back is parted anew. */
export function forgetExperiments(): void {
  try {
    localStorage.removeItem(KEY)
  } catch {
    // storage is forbidden: there is nothing to remove
  }
}
