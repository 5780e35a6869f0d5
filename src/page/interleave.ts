import type { Interleaved, InterleaveOptions, ItemId } from '../types.js'
import { earlyError } from './early-error.js'

/** For numbers of 32 bits (Steele and Vigna, "Computationally Easy, Spectrally Good Multipliers", 2022). */
const MULTIPLIER = 0x93d765dd

/**
 * One list of two answers, to find out which of them visitors prefer: the rankings choose in turns, each its best item that is not chosen yet,
 * and a coin says who begins each round. An entry has its answer's fields and `team`, the ranking that chose it; a click counts for that one.
 * Once a ranking has no item left, the rest of the other follows with `team: undefined` and counts for neither. Equal items at equal places are
 * chosen like all others. Takes any two lists of `{ item: { id } }`, needs no page, and keeps nothing.
 *
 * Team-draft interleaving of Radlinski, Kurup and Joachims, "How Does Clickthrough Data Reflect Retrieval Quality?" (CIKM 2008).
 *
 * @throws PagekinError `usage` for a limit that is no whole number from 0.
 * @example
 * const [a, b] = await Promise.all([kin.similar('sku-1'), kin.similar('sku-1', { diversity: 0.8 })])
 * const ids = interleave(a, b, { limit: 6 }).map(({ item, team }) => `${team} ${item.id}`)
 */
export function interleave<R extends { readonly item: { readonly id: ItemId } }>(
  a: readonly R[] & { readonly recommendationId?: string },
  b: readonly R[],
  { limit = Math.max(a.length, b.length), seed = a.recommendationId ?? Math.random() }: InterleaveOptions = {},
): Interleaved<R>[] {
  if (limit >>> 0 !== limit)
    throw earlyError('usage', `interleave: limit: received ${limit}, expected a whole number from 0`, 'Give a whole number from 0.')
  // hashes the seed, then tosses coins
  let state = 0
  const mix = (value: number) => {
    state = Math.imul(state + value, MULTIPLIER)
    return state
  }
  for (const letter of `${seed}`) mix(letter.codePointAt(0)!)
  const list: Interleaved<R>[] = []
  const chosen = new Set<ItemId>()
  const nextOf = (ranking: readonly R[]) => ranking.find(({ item }) => !chosen.has(item.id))
  // how many more a has chosen than b
  let lead = 0
  while (list.length < limit) {
    const ofA = nextOf(a)
    const ofB = nextOf(b)
    const team = ofA && ofB && ((lead || mix(1)) < 0 ? 'a' : 'b')
    const next = team === 'b' ? ofB : (ofA ?? ofB)
    if (!next) break
    if (team) lead += team === 'a' ? 1 : -1
    chosen.add(next.item.id)
    list.push({ ...next, team })
  }
  return list
}
