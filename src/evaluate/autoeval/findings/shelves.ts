import { exposure } from '../../metrics/exposure.js'
import type { CatalogFacts } from '../facts.js'
import { counted, type Detector, finding, percent, shareOf } from '../finding.js'

/** A fair share of shelves of ten is ten; five times that is a hub. */
const HUB_FACTOR = 5
/** Hubs are a finding if they take this share of all places. */
const MIN_HUB_SHARE = 0.05
/** Every catalog has some items at its edge. */
const MIN_UNSEEN_SHARE = 0.1

/**
 * Items without a similar item. By vectors: the nearest item is farther than 1 of 100 random pairs, and farther than for the other
 * items (below the lower fence of Tukey, 1977: first quartile - 1.5 times the distance of the quartiles). Both are needed: in a catalog
 * of few kinds a random pair is often similar. By words: shares none.
 */
export const deadEnds: Detector = (facts) => {
  const { items, sample, nearByWords, nearByVectors, chanceCosine = Number.NaN } = facts
  if (sample.length < 20) return null
  const nearest = nearByVectors ? sample.map((_, place) => nearByVectors.scores[place]![0] ?? -1) : []
  const limit = Math.min(chanceCosine, lowerFence(nearest))
  const isLost = (place: number) => (nearByVectors ? nearest[place]! < limit : nearByWords.rows[place]!.length === 0)
  const lost = sample.flatMap((row, place) => (isLost(place) ? [{ row, place }] : []))
  if (lost.length === 0) return null
  return finding({
    kind: 'dead-ends',
    title: `${counted(lost.length, 'item')} (${shareOf(lost.length, facts)}) ${lost.length === 1 ? 'is' : 'are'} like nothing else in the catalog.`,
    why: nearByVectors
      ? 'Even their nearest neighbour is hardly nearer than an item drawn at random: the shelf under them looks arbitrary.'
      : 'They share no word with any other item: the shelf under them is arbitrary.',
    advice: 'Check that their text says what they are. If it does, the catalog has nothing that goes with them: leave their shelf out.',
    count: lost.length,
    of: sample.length,
    examples: lost.map(({ row, place }) => {
      const next = nearByVectors ? sample[nearByVectors.rows[place]![0]!] : undefined
      const note = next === undefined ? '' : `; nearest: ${items[next]!.title}`
      return { ids: [items[row]!.id], note: `${items[row]!.title}${note}` }
    }),
  })
}

function lowerFence(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort()
  const quartile = (share: number) => sorted[Math.floor(share * (sorted.length - 1))]!
  return quartile(0.25) - 1.5 * (quartile(0.75) - quartile(0.25))
}

/** Available items that no other item's shelf shows. */
export const neverShown: Detector = (facts) => {
  const counts = shelfCounts(facts)
  const shown = facts.sample.filter((row) => facts.items[row]!.available !== false)
  const unseen = shown.filter((row) => counts[row] === 0)
  const share = unseen.length / Math.max(1, shown.length)
  // with hardly more items than places, every item is on some shelf
  if (shown.length < 50 || share < MIN_UNSEEN_SHARE) return null
  return finding({
    kind: 'never-shown',
    title: `${counted(unseen.length, 'item')} (${shareOf(unseen.length, facts, shown.length)}) ${unseen.length === 1 ? 'is' : 'are'} on no other item’s shelf of ten.`,
    why: 'Visitors who go from item to item never meet them; only search, a category page or a varied shelf shows them.',
    advice:
      'Give them more text in the words of their neighbours, or a place on a category page. `diversity` above 0.3 brings some of them up.',
    count: unseen.length,
    of: shown.length,
    examples: unseen.map((row) => ({ ids: [facts.items[row]!.id], note: facts.items[row]!.title })),
  })
}

/** Items that are on far more shelves than their share. */
export const hubs: Detector = (facts) => {
  const { items, shelves, sample } = facts
  const counts = shelfCounts(facts)
  const places = shelves.reduce((sum, shelf) => sum + shelf.length, 0)
  const fair = places / Math.max(1, sample.length)
  const found = sample.filter((row) => counts[row]! >= HUB_FACTOR * fair).sort((a, b) => counts[b]! - counts[a]! || a - b)
  const taken = found.reduce((sum, row) => sum + counts[row]!, 0)
  if (sample.length < 50 || taken < MIN_HUB_SHARE * places) return null
  return finding({
    kind: 'hubs',
    title: `${counted(found.length, 'item')} ${found.length === 1 ? 'takes' : 'take'} ${percent(taken / places)} of all places on shelves.`,
    why: `An item is on ${fair.toFixed(0)} shelves on average; these are on ${HUB_FACTOR} times as many or more, so visitors see them again and again.`,
    advice: 'Look at their texts: general or very long ones are near everything. Say what is particular about them.',
    count: taken,
    of: places,
    examples: found.map((row) => ({ ids: [items[row]!.id], note: `${items[row]!.title}; on ${counts[row]} of ${sample.length} shelves` })),
  })
}

/** On how many shelves each item is. */
export function shelfCounts({ items, shelves }: Pick<CatalogFacts, 'items' | 'shelves'>): Uint32Array {
  return exposure(shelves, items.length)
}
