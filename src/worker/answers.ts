import { compileFilter, mentionsAvailability } from '../catalog/filter.js'
import { isTitleFromText } from '../catalog/title-from-text.js'
import { PagekinError } from '../errors.js'
import { type Bm25Index, queryTerms, type WeightedTerm } from '../lexical/bm25.js'
import { itemFields } from '../lexical/item-fields.js'
import { tokenize, wordsByTerm } from '../lexical/tokens.js'
import type { Candidate } from '../ranking/candidate.js'
import { profileOf } from '../ranking/queries/profile.js'
import { type Seed, seedTerm } from '../ranking/queries/seeds.js'
import { wordWeight } from '../ranking/queries/word-weight.js'
import { rank, type Vectors } from '../ranking/rank.js'
import { spread } from '../ranking/rerankers/spread.js'
import { centralityTerm } from '../ranking/scorers/centrality.js'
import { popularityTerm } from '../ranking/scorers/popularity.js'
import { wordTerm } from '../ranking/scorers/words.js'
import type { RowTerm, Term } from '../ranking/term.js'
import type { Interaction, Item, ItemId, Recommendation, Where } from '../types.js'
import { topK } from '../vectors/top-k.js'
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
/** A title counts more than other text (`FIELD_WEIGHTS`), so a row whose title has all words is among the best few. */
const NAMED_CANDIDATES = 20
/** A longer title is a text. */
const MAX_NAME_CHARACTERS = 200

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
  const terms = searchTerms(text, vector, context)
  const matched = terms.filter((term) => term.kind === 'vector' || term.scores.some((score) => score > 0))
  const mask = maskOf(request, context, [])
  if (request.complete) return present(rankFor(terms, mask, request, 0, context), context)
  // nothing matches: an empty answer is the honest one
  if (matched.length === 0) return []
  return present(rankFor(matched, onlyMatching(mask, matched), request, 0, context), context)
}

function searchTerms(text: string, vector: Float32Array | null, { words, rows, vectors }: AnswerContext): Term[] {
  const query = queryTerms(text)
  const asTyped = wordsByTerm(text)
  const lexical = wordTerm(words, query, rows.size, 1, (term) => asTyped.get(term) ?? term)
  const terms: Term[] = query.length > 0 ? [lexical] : []
  if (!vector || !vectors) return terms
  const meaning: Term = {
    kind: 'vector',
    weight: 1,
    space: 'plain',
    parts: [{ vector, reason: (weight) => ({ kind: 'meaning', weight }) }],
  }
  // as long as few rows have a vector, meaning can speak for few
  const embedded = vectors.index.count / rows.count
  const weight = namesAnItem(query, lexical.scores, rows) ? 1 : 1 - embedded + embedded * wordWeight(query.length)
  return [...terms.map((term) => ({ ...term, weight })), meaning]
}

/** Whether the title of one of the best rows has every word of the query: then somebody may be looking for that very item. */
function namesAnItem(query: readonly WeightedTerm[], scores: Float32Array, { items }: CatalogRows): boolean {
  const best = topK(scores, NAMED_CANDIDATES)
  return [...best.rows.subarray(0, best.length)].some((row) => {
    const item = items[row]
    if (!item || item.title.length > MAX_NAME_CHARACTERS || isTitleFromText(item)) return false
    const title = new Set(tokenize(item.title))
    return query.every(({ term }) => title.has(term))
  })
}

/** For people, who do not read ids. */
function titleOf(row: number, { rows }: AnswerContext): string {
  return rows.items[row]!.title
}

function itemTerms(seeds: readonly Seed[], wordSeeds: readonly Seed[], { rows, words, vectors }: AnswerContext): Term[] {
  const query = joinTerms(wordSeeds, words)
  const terms: Term[] = [wordTerm(words, query, rows.size, 1, (term, row) => wordsOf(rows.items[row]!).get(term) ?? term)]
  const near = vectors && seedTerm(seeds, vectors.index, 1)
  if (near) terms.push(near)
  return terms
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

/** Without a vector for the query, a row that shares no word with it is no answer, however few others there are. */
function onlyMatching(mask: Uint8Array, terms: readonly Term[]): Uint8Array {
  if (terms.some(({ kind }) => kind === 'vector')) return mask
  const [words] = terms as readonly RowTerm[]
  for (let row = 0; row < mask.length; row++) if (!((words?.scores[row] ?? 0) > 0)) mask[row] = 0
  return mask
}

function present(candidates: readonly Candidate[], { rows }: AnswerContext): Recommendation[] {
  return candidates.map(({ row, score, reasons }) => ({ item: rows.items[row]!, score, reasons }))
}
