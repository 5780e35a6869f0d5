import type { Bm25Index, WeightedTerm } from '../../lexical/bm25.js'
import { itemFields } from '../../lexical/item-fields.js'
import { wordsByTerm } from '../../lexical/tokens.js'
import { type Seed, seedTerm } from '../../ranking/queries/seeds.js'
import { graphSeeds, lexicalTerm } from '../../ranking/scorers/lexical.js'
import { wordTerm } from '../../ranking/scorers/words.js'
import type { Term } from '../../ranking/term.js'
import type { Item } from '../../types.js'
import type { AnswerContext } from './context.js'

/** Terms of an item that stand for it in a lexical query: the strongest say nearly all, and the scan costs by the term. */
const ITEM_TERMS = 32

/** Words and vectors, 1:1. For a row without a vector the graph of the words stands in for it. */
export function itemTerms(seeds: readonly Seed[], wordSeeds: readonly Seed[], { rows, words, vectors }: AnswerContext): Term[] {
  const query = joinTerms(wordSeeds, words)
  const named = wordTerm(words, query, rows.size, 1, (term, row) => wordsOf(rows.items[row]!).get(term) ?? term)
  const near = vectors && seedTerm(seeds, vectors.index, 1)
  if (near && vectors.index.count >= rows.count) return [named, near]
  const graph = words.graph()
  const standIn = {
    graph,
    query: graphSeeds(graph, seeds),
    weight: 1,
    ...(near && { speaksFor: (row: number) => !vectors.index.has(row) }),
  }
  return near ? [lexicalTerm(named, standIn), near] : [lexicalTerm(named, standIn)]
}

/** Words of an item as it writes them; kept, because one answer asks for the same item's several times. */
export function wordsOf(item: Item): Map<string, string> {
  const known = WORDS.get(item)
  if (known) return known
  const words = wordsByTerm(
    itemFields(item)
      .map(({ text }) => text)
      .join('\n'),
  )
  WORDS.set(item, words)
  return words
}

const WORDS = new WeakMap<Item, Map<string, string>>()

/** The strongest terms of several items as one query, each item's by its share. */
function joinTerms(seeds: readonly Seed[], words: Bm25Index): WeightedTerm[] {
  const joined = new Map<string, number>()
  for (const { row, share } of seeds) {
    for (const { term, weight } of words.itemQueryTerms(row, ITEM_TERMS)) joined.set(term, (joined.get(term) ?? 0) + share * weight)
  }
  return Array.from(joined, ([term, weight]) => ({ term, weight }))
}
