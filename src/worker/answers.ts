import { compileFilter, mentionsAvailability } from '../catalog/filter.js'
import { PagekinError } from '../errors.js'
import { type Bm25Index, queryTerms, type WeightedTerm } from '../lexical/bm25.js'
import { itemFields } from '../lexical/item-fields.js'
import { wordsByTerm } from '../lexical/tokens.js'
import type { Candidate } from '../ranking/candidate.js'
import { profileOf } from '../ranking/queries/profile.js'
import { type Seed, seedTerm } from '../ranking/queries/seeds.js'
import { rank, type Vectors } from '../ranking/rank.js'
import { spread } from '../ranking/rerankers/spread.js'
import { centralityTerm } from '../ranking/scorers/centrality.js'
import { graphSeeds, lexicalTerm } from '../ranking/scorers/lexical.js'
import { popularityTerm } from '../ranking/scorers/popularity.js'
import { wordTerm } from '../ranking/scorers/words.js'
import type { RowTerm, Term } from '../ranking/term.js'
import type { Interaction, Item, ItemId, Recommendation, Where } from '../types.js'
import type { CatalogRows } from './catalog-rows.js'
import type { EngineRequest } from './protocol.js'

/** Everything an answer is made from, at one moment. */
export interface AnswerContext {
  readonly rows: CatalogRows
  readonly words: Bm25Index
  readonly vectors: Vectors | null
  readonly interactions: readonly Interaction[]
  readonly now: number
}

type Request = Omit<EngineRequest, 'callId'>

const DEFAULT_DIVERSITY = 0.3
/** Terms of an item that stand for it in a lexical query: the strongest say nearly all, and the scan costs by the term. */
const ITEM_TERMS = 32
/** Words of the last three events, as measured best together with vectors (DESIGN.md 5.6). */
const WORD_EVENTS = 3
/**
 * What words count in a search beside meaning (1): exact words and their graph so much each, bounded. nDCG@10 of the dev halves, papers,
 * Cranfield, TREC passages, Crowdflower, films, two shops: .800 .421 .781 .848 .506 .331 .348 with .7, .800 .420 .781 .848 .504 .323
 * .348 with .5; meaning alone .619 .327 .766 .848 .355 .276 .289; words alone .800 .404 .770 .827 .422 .260 .318; unbounded (.5 and .75)
 * .815 .423 .783 .840 .506 .323 .348; BM25 without the graph, by the length of the query, .773 .397 .765 .850 .486 .285 .327.
 * Of the two, .5 keeps all of TREC passages within .01 of meaning alone (.6717 against .6816, exponential gain), .6 does not (.6694).
 */
const WORDS_BESIDE_MEANING = 0.5
const MOST_DEVIATIONS = 4

/** Items like these; one that is named twice counts once. @throws PagekinError `item-unknown`, `filter-invalid`. */
export function similar(given: readonly ItemId[], request: Request, context: AnswerContext): Recommendation[] {
  const ids = [...new Set(given)]
  if (ids.length === 0) throw new PagekinError('usage', 'similar: received no id, expected at least one')
  const seeds = ids.map((id): Seed => {
    const row = context.rows.rowOf(id)
    if (row === undefined)
      throw new PagekinError(
        'item-unknown',
        `similar: received the id "${id.slice(0, 100)}", expected one of the ${context.rows.count} items of the catalog`,
      )
    return { row, share: 1 / ids.length, reason: (weight) => ({ kind: 'similar-to', id, title: titleOf(row, context), weight }) }
  })
  const mask = maskOf(request, context, ids)
  return present(rankFor(itemTerms(seeds, seeds, context), mask, request, DEFAULT_DIVERSITY, context), context)
}

/**
 * From this visitor's history; without any, like `request.context` (the item on the page), else by popularity, else a
 * varied choice. Items of the history do not come back.
 */
export function forYou(request: Request & { readonly context?: ItemId }, context: AnswerContext): Recommendation[] {
  const profile = profileOf(context.interactions, context.rows.rowOf, context.now)
  const mask = maskOf(request, context, [
    ...context.interactions.map(({ id }) => id),
    ...(request.context === undefined ? [] : [request.context]),
  ])
  if (profile.length > 0) {
    const seeds = profile.map(({ row, share, event }): Seed => {
      const type = event.type === 'dismiss' ? 'view' : event.type
      return { row, share, reason: (weight) => ({ kind: 'because-you', event: type, id: event.id, title: titleOf(row, context), weight }) }
    })
    return present(rankFor(itemTerms(seeds, seeds.slice(0, WORD_EVENTS), context), mask, request, DEFAULT_DIVERSITY, context), context)
  }
  if (request.context !== undefined && context.rows.rowOf(request.context) !== undefined)
    return similar([request.context], request, context)
  return withoutHistory(mask, request, context)
}

/**
 * Free text. `vector` is the encoded query, null while there is no encoder: words alone then, and only rows that share one,
 * unless the request is to be `complete`.
 * Texts are not compared centred (DESIGN.md 5.6).
 */
export function search(text: string, vector: Float32Array | null, request: Request, context: AnswerContext): Recommendation[] {
  const { words, rows } = context
  const query = queryTerms(text)
  const asTyped = wordsByTerm(text)
  const named = wordTerm(words, query, rows.size, 1, (term) => asTyped.get(term) ?? term)
  const meaning = vector && context.vectors ? [meaningTerm(vector)] : []
  const isNamed = named.scores.some((score) => score > 0)
  const mask = maskOf(request, context, [])
  if (meaning.length === 0 && !request.complete) {
    // nothing matches: an empty answer is the honest one
    if (!isNamed) return []
    for (let row = 0; row < mask.length; row++) if (!(named.scores[row]! > 0)) mask[row] = 0
  }
  const lexical = isNamed ? [searchWords(query, named, meaning.length > 0, context)] : []
  return present(rankFor([...lexical, ...meaning], mask, request, 0, context), context)
}

function meaningTerm(vector: Float32Array): Term {
  return { kind: 'vector', weight: 1, space: 'plain', parts: [{ vector, reason: (weight) => ({ kind: 'meaning', weight }) }] }
}

function searchWords(
  query: readonly WeightedTerm[],
  named: RowTerm,
  besideMeaning: boolean,
  { words, rows, vectors }: AnswerContext,
): RowTerm {
  // as long as few rows have a vector, meaning can speak for few
  const embedded = besideMeaning && vectors ? vectors.index.count / rows.count : 0
  const weight = 1 + embedded * (WORDS_BESIDE_MEANING - 1)
  const graph = words.graph()
  return lexicalTerm({ ...named, weight }, { graph, query: graph.queryVector(query), weight, bound: MOST_DEVIATIONS })
}

/** For people, who do not read ids. */
function titleOf(row: number, { rows }: AnswerContext): string {
  return rows.items[row]!.title
}

/** Words and vectors, 1:1. For a row without a vector the graph of the words stands in for it. */
function itemTerms(seeds: readonly Seed[], wordSeeds: readonly Seed[], { rows, words, vectors }: AnswerContext): Term[] {
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
function wordsOf(item: Item): Map<string, string> {
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
  return [...joined].map(([term, weight]) => ({ term, weight }))
}

function withoutHistory(mask: Uint8Array, request: Request, context: AnswerContext): Recommendation[] {
  const { rows, vectors } = context
  const popular = popularityTerm(rows.items, 1)
  if (popular) return present(rankFor([popular], mask, request, DEFAULT_DIVERSITY, context), context)
  if (vectors && vectors.index.count > 0) return present(rankFor([centralityTerm(vectors, 1)], mask, request, 0.7, context), context)
  const all = rankFor([], mask, { ...request, limit: rows.size }, 0, context)
  const varied = spread(all, (row) => rows.items[row]?.category?.[0] ?? '', request.limit)
  return present(
    varied.map((candidate) => ({ ...candidate, reasons: [{ kind: 'varied', weight: 0 }] })),
    context,
  )
}

function rankFor(
  terms: readonly Term[],
  mask: Uint8Array,
  request: Request,
  defaultDiversity: number,
  { rows, vectors }: AnswerContext,
): Candidate[] {
  return rank({ rows: rows.size, terms, mask, limit: request.limit, diversity: request.diversity ?? defaultDiversity }, vectors)
}

/** 1 for rows that may be recommended: present, available (unless `where` speaks of that), let through, not excluded, never dismissed. */
function maskOf({ where, exclude = [] }: Request, { rows, interactions }: AnswerContext, without: readonly ItemId[]): Uint8Array {
  const mask = where ? filterRows(where, rows) : new Uint8Array(rows.size).fill(1)
  const anyAvailability = where !== undefined && mentionsAvailability(where)
  rows.items.forEach((item, row) => {
    if (!item || (!anyAvailability && item.available === false)) mask[row] = 0
  })
  const dismissed = interactions.filter(({ type }) => type === 'dismiss').map(({ id }) => id)
  for (const id of [...without, ...exclude, ...dismissed]) {
    const row = rows.rowOf(id)
    if (row !== undefined) mask[row] = 0
  }
  return mask
}

/** `compileFilter` over the rows that hold an item. */
function filterRows(where: Where, { items, size }: CatalogRows): Uint8Array {
  const present: Item[] = []
  const rowOf: number[] = []
  items.forEach((item, row) => {
    if (!item) return
    present.push(item)
    rowOf.push(row)
  })
  const allowed = compileFilter(where, present)
  const mask = new Uint8Array(size)
  rowOf.forEach((row, i) => {
    mask[row] = allowed[i]!
  })
  return mask
}

function present(candidates: readonly Candidate[], { rows }: AnswerContext): Recommendation[] {
  return candidates.map(({ row, score, reasons }) => ({ item: rows.items[row]!, score, reasons }))
}
