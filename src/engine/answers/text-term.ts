import { queryTerms, type WeightedTerm } from '../../lexical/bm25.js'
import { itemFields } from '../../lexical/item-fields.js'
import { tokenize, wordsByTerm } from '../../lexical/tokens.js'
import { namesOthers } from '../../links.js'
import { type ClauseScores, MET } from '../../ranking/scorers/clauses.js'
import { lexicalTerm } from '../../ranking/scorers/lexical.js'
import { type WithoutTerm, withoutTerm } from '../../ranking/scorers/without.js'
import { wordTerm } from '../../ranking/scorers/words.js'
import { standardize, standardOf } from '../../ranking/standardize.js'
import type { RowTerm } from '../../ranking/term.js'
import type { AnswerContext } from './context.js'
import { LONGEST_VALUE } from './facets.js'
import { embeddedShare, wordsOf } from './item-terms.js'

/** What exact words and the graph of words each count in a search beside meaning, which counts 1: docs/measurements.md#search-fusion. */
const WORDS_BESIDE_MEANING = 0.5
/** Beyond this many deviations the score of words grows only as a logarithm. */
export const MOST_DEVIATIONS = 4

/** A text with its vector, null while there is none: words alone then. */
export interface TextVector {
  readonly text: string
  readonly vector: Float32Array | null
}

/** A part of a list, with its alternatives one by one: "wool or cotton" is "wool", "cotton". Without any, the part itself is the one wording. */
export interface Clause {
  readonly text: string
  readonly wordings: readonly TextVector[]
}

/** What words and meaning say of every row, in standard units. */
export function textTerm({ text, vector }: TextVector, context: AnswerContext): RowTerm {
  const said = wordsIn(text, context)
  const { named } = said
  const near = nearnessTo(vector, context)
  const lexical = searchWords(said, near !== null, context)
  const reason: RowTerm['reason'] = (row, weight) =>
    near && !(named.scores[row]! > 0) ? { kind: 'meaning', weight } : named.reason(row, weight)
  return { ...lexical, scores: near ? lexical.scores.map((score, row) => score + near[row]!) : lexical.scores, reason }
}

/**
 * The same of one clause, by the wording that fits best. A row that has every word of it, or what stands for the word, meets it however
 * frequent the words are. One that has a whole value of it is halfway there ("Drama films": a tag of a film, whose text does not say
 * "films").
 */
export function clauseScores({ text, wordings }: Clause, context: AnswerContext): ClauseScores {
  const [first, ...others] = wordings.map((wording) => wordingScores(wording, context))
  return { text, scores: first!.map((score, row) => others.reduce((best, scores) => Math.max(best, scores[row]!), score)) }
}

function wordingScores(wording: TextVector, context: AnswerContext): Float32Array {
  const { scores } = textTerm(wording, context)
  const meets = rowsWithAll(wording.text, context)
  const isNamed = rowsNamedBy(queryTerms(wording.text), context)
  return scores.map((score, row) => Math.max(score, meets[row] ? MET : isNamed[row] ? MET / 2 : score))
}

/** 1 for the rows of which one value has no other terms than these. Words find all of them. */
function rowsNamedBy(query: readonly WeightedTerm[], { words, rows: { items } }: AnswerContext): Uint8Array {
  const terms = new Set(query.map(({ term }) => term))
  const scores = new Float32Array(items.length)
  words.scoresInto(query, scores)
  const isNamed = new Map<unknown, boolean>()
  const names = (value: unknown) => {
    let named = isNamed.get(value)
    if (named === undefined) {
      const own = typeof value === 'string' && value.length <= LONGEST_VALUE ? tokenize(value) : []
      named = own.length > 0 && own.every((term) => terms.has(term))
      isNamed.set(value, named)
    }
    return named
  }
  return Uint8Array.from(items, ({ brand, category, tags, attributes }, row) => {
    if (!(scores[row]! > 0)) return 0
    const isAnyNamed = names(brand) || category?.some(names) || tags?.some(names)
    return Number(
      isAnyNamed ||
        Object.entries(attributes ?? {}).some(
          ([name, value]) => !namesOthers(name, value) && (Array.isArray(value) ? value.some(names) : names(value)),
        ),
    )
  })
}

/** 1 for the rows that have every word of a text, or what stands for the word. */
export function rowsWithAll(text: string, context: AnswerContext): Uint8Array {
  const queries = queryTerms(text).map((term) => context.words.withNearTerms([term]))
  return rowsWithEach(queries, context)
}

/** 1 for the rows that each of some queries finds; 0 for all without a query. */
export function rowsWithEach(queries: readonly (readonly WeightedTerm[])[], { words, rows }: AnswerContext): Uint8Array {
  const has = new Uint8Array(rows.size).fill(queries.length > 0 ? 1 : 0)
  const scores = new Float32Array(rows.size)
  for (const query of queries) {
    words.scoresInto(query, scores)
    for (let row = 0; row < has.length; row++) if (!(scores[row]! > 0)) has[row] = 0
  }
  return has
}

/** Cosines of all rows in standard units, 0 for a row without a vector; null where there is nothing to compare. */
function nearnessTo(vector: Float32Array | null, { rows, vectors }: AnswerContext): Float32Array | null {
  if (!vector || !vectors) return null
  const { index } = vectors
  const cosines = index.scores(vector, Uint32Array.from(rows.items.keys()))
  const standard = standardOf(cosines.map((cosine, row) => (index.has(row) ? cosine : Number.NaN)))
  return cosines.map((cosine, row) => (index.has(row) ? standardize(cosine, standard) : 0))
}

/** What is not wanted, in words and in meaning. */
export function notWanted(without: readonly TextVector[], context: AnswerContext): WithoutTerm {
  const { rows, words } = context
  const textOf = (row: number) =>
    itemFields(rows.items[row]!)
      .map(({ text }) => text)
      .join('\n')
  return withoutTerm(
    without.map(({ text, vector }) => ({ text, near: nearnessTo(vector, context) })),
    words,
    rows.size,
    textOf,
  )
}

/** What the words of a text say. */
export interface SaidWords {
  readonly query: readonly WeightedTerm[]
  /** Rows that share one. */
  readonly named: RowTerm
  /**
   * How much of the text the catalog knows, 0 to 1: what share of it its words are, by how telling they are (one that stands for another is as much as
   * they are alike), or how rare the rarest is, if that is more. Around a part number may stand what will.
   */
  readonly share: number
}

/** The words of a text as a query, and as the term of rows that share one. */
export function wordsIn(text: string, { words, rows }: AnswerContext): SaidWords {
  const typed = queryTerms(text)
  // the catalog may write a part number as one word; 1/2 is not 12
  const joined = typed.slice(1).map(({ term }, at) => typed[at]!.term + term)
  typed.push(...joined.filter((term) => /\d/.test(term) && /\D/.test(term) && words.has(term)).map((term) => ({ term, weight: 1 })))
  const read = typed.map((wanted) => words.withNearTerms([wanted]))
  const query = read.flat()
  const asTyped = wordsByTerm(text)
  const named = wordTerm(words, query, rows.size, 1, (term, row) => asTyped.get(term) ?? wordsOf(rows.items[row]!).get(term) ?? term)
  // of a word that one item has
  const most = words.idfOf('') - Math.log(3)
  let all = 0
  let known = 0
  let rarest = 0
  typed.forEach(({ term, weight }, at) => {
    const telling = words.idfOf(term)
    all += weight * telling
    for (const near of read[at]!) if (words.has(near.term)) known += near.weight * telling
    if (words.has(term)) rarest = Math.max(rarest, telling / most)
  })
  return { query, named, share: all > 0 ? Math.max(known / all, rarest) : 0 }
}

/** Leaves rows out of a mask that share no word: without a vector nothing else is a match. */
export function keepSharing({ named }: SaidWords, mask: Uint8Array): void {
  for (let row = 0; row < mask.length; row++) if (!(named.scores[row]! > 0)) mask[row] = 0
}

/** A search's words and the graph of words as one term. Beside meaning they count by how much of the search the catalog knows. */
export function searchWords({ query, named, share }: SaidWords, besideMeaning: boolean, { words, rows, vectors }: AnswerContext): RowTerm {
  // as long as few rows have a vector, meaning can speak for few
  const embedded = besideMeaning ? embeddedShare(vectors, rows) : 0
  const weight = 1 + embedded * (WORDS_BESIDE_MEANING * share - 1)
  const graph = words.graph()
  return lexicalTerm({ ...named, weight }, { graph, query: graph.queryVector(query), weight, bound: MOST_DEVIATIONS })
}
