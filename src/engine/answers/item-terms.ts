import { keptFor } from '../../kept-for.js'
import type { Bm25Index, WeightedTerm } from '../../lexical/bm25.js'
import type { Bm25Field } from '../../lexical/forward-index.js'
import { itemFields } from '../../lexical/item-fields.js'
import { wordsByTerm } from '../../lexical/tokens.js'
import { type Seed, seedTerm } from '../../ranking/queries/seeds.js'
import type { Vectors } from '../../ranking/rank.js'
import { graphSeeds, lexicalTerm } from '../../ranking/scorers/lexical.js'
import { wordTerm } from '../../ranking/scorers/words.js'
import type { Term } from '../../ranking/term.js'
import type { Item } from '../../types.js'
import type { CatalogRows } from '../catalog-rows.js'
import { type AnswerContext, titleOf } from './context.js'

/** Terms of an item that stand for it in a lexical query: the strongest say nearly all, and the scan costs by the term. */
const ITEM_TERMS = 32

/** Rows with equal shares. */
export function equalSeeds(rows: readonly number[], context: AnswerContext): Seed[] {
  return rows.map((row) => ({
    row,
    share: 1 / rows.length,
    reason: (weight) => ({ kind: 'similar-to', id: context.rows.items[row]!.id, title: titleOf(row, context), weight }),
  }))
}

/**
 * Words and vectors, 1:1. The graph of the words stands in for vectors: for a row without one, and by the share of rows without one for all.
 *
 * @param dropped Terms of the items that are not looked for.
 */
export function itemTerms(
  seeds: readonly Seed[],
  wordSeeds: readonly Seed[],
  { rows, words, vectors }: AnswerContext,
  dropped: ReadonlySet<string> = new Set(),
): Term[] {
  const query = joinTerms(wordSeeds, words).filter(({ term }) => !dropped.has(term))
  const named = wordTerm(words, query, rows.size, 1, (term, row) => namesOf(rows.items[row]!).get(term))
  const embedded = embeddedShare(vectors, rows)
  const near = vectors && seedTerm(seeds, vectors.index, embedded)
  if (near && embedded === 1) return [named, near]
  const graph = words.graph()
  const standIn = {
    graph,
    query: graphSeeds(graph, seeds),
    weight: 1,
    ...(near && { shareOf: (row: number) => (vectors.index.has(row) ? 1 - embedded : 1) }),
  }
  return near ? [lexicalTerm(named, standIn), near] : [lexicalTerm(named, standIn)]
}

/**
 * How much vectors count beside words: by the share of rows that have one. The first rows with a vector are those near what is on the
 * page: alone they say little of who is nearest.
 */
export function embeddedShare(vectors: Vectors | null, { size }: CatalogRows): number {
  return vectors && size > 0 ? Math.min(1, vectors.index.count / size) : 0
}

/** Words of an item as it writes them. */
export const wordsOf = keptWords((item) => itemFields(item))

/** Those of its names: title, brand, category and tags. What two descriptions share is boilerplate, more often than not. */
const namesOf = keptWords((item) => itemFields(item).slice(0, 2))

/** By term. Kept, because one answer asks for the same item's several times. */
function keptWords(fieldsOf: (item: Item) => readonly Bm25Field[]): (item: Item) => ReadonlyMap<string, string> {
  return keptFor((item) =>
    wordsByTerm(
      fieldsOf(item)
        .map(({ text }) => text)
        .join('\n'),
    ),
  )
}

/** The strongest terms of several items as one query, each item's by its share. */
export function joinTerms(seeds: readonly Pick<Seed, 'row' | 'share'>[], words: Bm25Index): WeightedTerm[] {
  const joined = new Map<string, number>()
  for (const { row, share } of seeds) {
    for (const { term, weight } of words.itemQueryTerms(row, ITEM_TERMS)) joined.set(term, (joined.get(term) ?? 0) + share * weight)
  }
  return Array.from(joined, ([term, weight]) => ({ term, weight }))
}
