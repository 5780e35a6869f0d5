import { IDENTIFIERS, itemSentence } from '../../../catalog/item-sentence.js'
import { tokenize } from '../../../lexical/tokens.js'
import { isDuplicate } from '../../../ranking/rerankers/same-product.js'
import type { Item } from '../../../types.js'
import type { CatalogFacts } from '../facts.js'
import { counted, type Detector, type Example, finding, percent, shareOf } from '../finding.js'
import { fieldValues, namedFields } from '../item-values.js'

/** Two texts that share this much of all their words are one text with small changes. */
const NEAR_JACCARD = 0.85
const MIN_TERMS = 8
/** Items that agree in this many fields, and differ in none, may be one product. */
const MIN_SHARED_FIELDS = 3
const PRICE_TOLERANCE = 0.05
/** A duplicate is looked for among this many neighbours. */
export const DUPLICATE_NEIGHBOURS = 10

/** Items with the same text as another item. Variants that share a `group` do not count. */
export const sameText: Detector = ({ items }) => {
  const rows = new Map<string, number[]>()
  items.forEach((item, row) => {
    const text = textKey(item)
    if (text !== '') rows.set(text, [...(rows.get(text) ?? []), row])
  })
  const sets = [...rows.values()].filter((set) => set.length > 1 && !isGroup(set, items)).sort((a, b) => b.length - a.length)
  const extra = sets.reduce((sum, set) => sum + set.length - 1, 0)
  if (extra === 0) return null
  return finding({
    kind: 'same-text',
    title: `${counted(extra, 'item')} (${percent(extra / items.length)}) ${extra === 1 ? 'repeats' : 'repeat'} the whole text of another.`,
    why: 'To words and to the encoder they are one thing: a shelf shows it twice, and the next best item is pushed out.',
    advice: 'Publish one of each set. If they are variants, keep one, or say in the text how they differ.',
    count: extra,
    of: items.length,
    examples: sets.map((set) => ({
      ids: set.slice(0, 3).map((row) => items[row]!.id),
      note: `${counted(set.length, 'item')}: ${items[set[0]!]!.title}`,
    })),
  })
}

/**
 * Items that are one product in other words, among each other's nearest neighbours: a shelf shows one of them, their texts are
 * nearly the same, or brand, category and attributes are the same at nearly the same price.
 */
export const nearDuplicates: Detector = (facts) => {
  const { items, sample } = facts
  const pairs = nearPairs(facts)
  const sets = joined(pairs)
  const extra = sets.reduce((sum, set) => sum + set.length - 1, 0)
  if (extra === 0) return null
  const examples = sets.map((set): Example => {
    const [a, b] = [items[set[0]!]!, items[set[1]!]!]
    return { ids: set.slice(0, 3).map((row) => items[row]!.id), note: `${a.title} / ${b.title}` }
  })
  return finding({
    kind: 'near-duplicates',
    title: `${counted(extra, 'item')} (${shareOf(extra, facts)}) ${extra === 1 ? 'is' : 'are'} nearly the same as another, in ${counted(sets.length, 'set')}.`,
    why: 'Shelves fill with look-alikes: other sizes, colours or listings of what the visitor is looking at.',
    advice:
      'Publish one item a product. If they are one offer told twice, take one out; if they are variants, keep the one you would show first.',
    count: extra,
    of: sample.length,
    examples,
  })
}

/** Pairs of rows that are near duplicates, the lower row first. */
export function nearPairs({ items, sample, nearByWords, nearByVectors }: CatalogFacts): [number, number][] {
  const terms = sample.map((row) => new Set(tokenize(itemSentence(items[row]!))))
  const told = toldFields(sample.map((row) => items[row]!))
  const pairs: [number, number][] = []
  sample.forEach((row, place) => {
    const near = new Set([nearByWords, nearByVectors].flatMap((lists) => [...(lists?.rows[place] ?? [])].slice(0, DUPLICATE_NEIGHBOURS)))
    for (const other of near) {
      const [a, b] = [items[row]!, items[sample[other]!]!]
      if (other <= place && neighbours(nearByWords, nearByVectors, other).has(place)) continue
      if (isGroup([row, sample[other]!], items) || textKey(a) === textKey(b)) continue
      if (isDuplicate(a, b) || isNearText(terms[place]!, terms[other]!) || told(a, b))
        pairs.push([Math.min(row, sample[other]!), Math.max(row, sample[other]!)])
    }
  })
  return pairs
}

function neighbours(byWords: CatalogFacts['nearByWords'], byVectors: CatalogFacts['nearByVectors'], place: number): Set<number> {
  return new Set([byWords, byVectors].flatMap((lists) => [...(lists?.rows[place] ?? [])].slice(0, DUPLICATE_NEIGHBOURS)))
}

function isNearText(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  if (a.size < MIN_TERMS || b.size < MIN_TERMS) return false
  let both = 0
  for (const term of a) if (b.has(term)) both++
  return both >= NEAR_JACCARD * (a.size + b.size - both)
}

/**
 * Whether two items agree in brand, category and attributes beyond chance: in three fields or more, different in none, with prices at
 * most 5 % apart, and with values so rare that less than one pair of the catalog would share them by chance.
 */
function toldFields(items: readonly Item[]): (a: Item, b: Item) => boolean {
  const fields = namedFields(items).filter((field) => field !== 'tags' && !IDENTIFIERS.test(field))
  const bits = new Map<string, number>()
  for (const field of fields) {
    const counts = new Map<string, number>()
    for (const item of items) {
      const value = wholeValue(item, field)
      if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1)
    }
    for (const [value, count] of counts) bits.set(`${field}\n${value}`, Math.log2(items.length / count))
  }
  // pairs there are, as bits; prices as near as these are worth some three of them
  const enough = 2 * Math.log2(Math.max(2, items.length)) - 1 - 3
  return (a, b) => {
    if (a.price === undefined || b.price === undefined) return false
    if (Math.abs(a.price.value - b.price.value) > PRICE_TOLERANCE * Math.max(a.price.value, b.price.value)) return false
    let shared = 0
    let sum = 0
    for (const field of fields) {
      const [left, right] = [wholeValue(a, field), wholeValue(b, field)]
      if (left !== right) return false
      if (left === undefined) continue
      shared++
      sum += bits.get(`${field}\n${left}`)!
    }
    return shared >= MIN_SHARED_FIELDS && sum >= enough
  }
}

function wholeValue(item: Item, field: string): string | undefined {
  const values = fieldValues(item, field)
  return values.length === 0 ? undefined : values.join(', ')
}

function textKey(item: Item): string {
  return itemSentence(item).toLowerCase().replace(/\s+/g, ' ').trim()
}

function isGroup(rows: readonly number[], items: readonly Item[]): boolean {
  const group = items[rows[0]!]!.group
  return group !== undefined && rows.every((row) => items[row]!.group === group)
}

/** Connected sets of pairs, largest first, rows in order. */
function joined(pairs: readonly (readonly [number, number])[]): number[][] {
  const setOf = new Map<number, Set<number>>()
  for (const [a, b] of pairs) {
    const set = new Set([a, b, ...(setOf.get(a) ?? []), ...(setOf.get(b) ?? [])])
    for (const row of set) setOf.set(row, set)
  }
  return [...new Set(setOf.values())].map((set) => [...set].sort((a, b) => a - b)).sort((a, b) => b.length - a.length || a[0]! - b[0]!)
}
