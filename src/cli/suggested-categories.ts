import { bestPhrases, phrasesOf } from '../engine/answers/tags.js'
import { countOf, groupUnlabelled, LEAST_ITEMS } from '../evaluate/new-categories.js'
import type { Item } from '../types.js'
import { centredRows } from '../vectors/mean.js'

/** Items without a category that belong to one that others have, or that nobody has named yet. */
export interface SuggestedCategory {
  /** As the catalog has it, joined by " > "; undefined for a new one. */
  readonly category?: string
  /** What titles of a new one have in common, and others have not; the first says most. */
  readonly words?: readonly string[]
  readonly items: readonly Item[]
}

/** Every pair of them is compared. */
const MOST_ITEMS = 2_000
/** A level tells little if one of its categories has more of the items. */
const MOST_IN_ONE = 0.5
const WORDS = 3
/** Titles of a new category that a word is in, at least. */
const LEAST_SHARE = 0.2

/**
 * The items that are compared (at most 2,000, evenly from the catalog), without their categories, and their categories at the first level that divides the catalog. Null if fewer
 * than five items have none, or no category is given.
 */
export function uncategorised(items: readonly Item[]): { readonly bare: Item[]; readonly categories: (string | undefined)[] } | null {
  const step = Math.ceil(items.length / MOST_ITEMS)
  const compared = items.filter((_, row) => row % step === 0)
  const paths = compared.flatMap(({ category }) => (category ? [category] : []))
  if (paths.length === 0 || compared.length - paths.length < LEAST_ITEMS) return null
  const at = (level: number) => paths.map((path) => path.slice(0, level).join(' > '))
  const deepest = Math.max(...paths.map((path) => path.length))
  let level = 1
  while (level < deepest && mostIn(at(level)) > MOST_IN_ONE) level++
  return {
    bare: compared.map(({ category: _, ...item }) => item),
    categories: compared.map(({ category }) => category?.slice(0, level).join(' > ')),
  }
}

/** New ones first, then the others, largest first. @param vectors Of the items of `uncategorised`, in their order. */
export function suggestCategories(
  { bare, categories }: NonNullable<ReturnType<typeof uncategorised>>,
  vectors: Float32Array,
  dimensions: number,
): SuggestedCategory[] {
  const told = groupUnlabelled(categories, centredRows(vectors, dimensions), dimensions)
  const open = bare.filter((_, row) => categories[row] === undefined)
  const groups = new Map<string | number, Item[]>()
  told?.forEach((key, at) => {
    groups.set(key, [...(groups.get(key) ?? []), open[at]!])
  })
  const isNew = ([key]: [string | number, Item[]]) => Number(typeof key === 'number')
  const counts = countPhrases(bare)
  return [...groups]
    .sort((a, b) => isNew(b) - isNew(a) || b[1].length - a[1].length)
    .map(([key, items]) => (typeof key === 'string' ? { category: key, items } : { words: inCommon(items, counts, bare.length), items }))
}

function mostIn(names: readonly string[]): number {
  return Math.max(...countOf(names).values()) / names.length
}

function countPhrases(items: readonly Item[]): Map<string, { word: string; items: number }> {
  const counts = new Map<string, { word: string; items: number }>()
  for (const { id, title } of items) {
    for (const [key, word] of phrasesOf({ id, title })) counts.set(key, { word, items: (counts.get(key)?.items ?? 0) + 1 })
  }
  return counts
}

/** Phrases by the share of these titles times the log of how much higher it is than that of all. */
function inCommon(items: readonly Item[], all: ReturnType<typeof countPhrases>, total: number): string[] {
  const scored = [...countPhrases(items)].flatMap(([key, { word, items: count }]) => {
    const share = count / items.length
    return share < LEAST_SHARE ? [] : [{ key, word, score: share * Math.log((share * total) / all.get(key)!.items) }]
  })
  return bestPhrases(scored, WORDS).map(({ word }) => word)
}
