import { type FacetColumn, facetColumn } from '../../catalog/facet-column.js'
import { presentColumn } from '../../catalog/filter-fields.js'
import { tokenize, wordsByTerm } from '../../lexical/tokens.js'
import type { AskRequest } from '../../protocol.js'
import type { Asked, FacetChoice, Item, ItemId, Question, Told } from '../../types.js'
import type { AnswerContext } from './context.js'
import { codesOf, columnFor, columnsOf, LONGEST_VALUE, MOST_NUMBERS, rangesOf } from './facets.js'
import { maskOf } from './mask.js'
import { isToldByWords } from './told-by-words.js'

/** How often an answer is taken to be wrong: docs/measurements.md#ask. */
const WRONG = 0.1
/** How little the place counts at which words find an item: docs/measurements.md#ask. */
const FLAT = 10
/** A question that tells less, in bits, is not worth an answer. */
const LEAST_GAIN = 0.1
/** A value of a path or list that more of what is left has is not offered. */
const MOST_OF_VALUE = 0.8
/** A value that fewer of what is left have is not offered. */
const LEAST_OF_VALUE = 0.01

/** The field that stands for the words of titles. */
export const WORDS = 'words'
/** Neither a number nor a model's. */
const WORD = /^\p{L}{3,}$/u

const wordColumns = new WeakMap<readonly Item[], FacetColumn>()

/**
 * The question whose answer tells most about which item a visitor wants, and the items by how well they fit what was answered.
 *
 * Every answer counts by Bayes' rule, with one answer in ten taken to be wrong, so that a wrong one loses no item:
 *
 *     weight(item) = prod over answers of (1 - w) p + w (1 - p),  p: 1 or 0, or the share of the others that fit where the item has no value
 *     gain(field)  = H(answer) - H(answer | item),  in bits, over the weights
 *
 * A field of codes tells many items apart, but few visitors know theirs: its gain counts by the share of what is left that has an offered
 * value (`isToldByWords`).
 *
 * Source: MacKay, Information Theory, Inference, and Learning Algorithms (2003), chapter 8.
 *
 * @throws PagekinError `filter-invalid`.
 */
export function ask(request: AskRequest, context: Pick<AnswerContext, 'rows' | 'interactions'>): Asked {
  const { where, told, found = [], fields, limit, enough } = request
  const { rows } = context
  const { items } = rows
  const weights = Float64Array.from(maskOf(where ? { where } : {}, context, []))
  normalize(weights)
  const contradictions = new Uint8Array(weights.length)
  const said = found.flatMap((id) => rows.rowOf(id) ?? [])
  if (said.length > 0) heed(said, weights, contradictions)
  for (const answer of told) {
    const column = askedColumn(answer.field, items)
    if (column.values.length === 0 && items.length > 0) presentColumn('told', answer.field, items)
    weigh(weights, contradictions, answer, column)
    normalize(weights)
  }
  const left = 2 ** entropyOf(weights)
  const names = fields ?? [...columnsOf(items).offered, WORDS]
  const question = left <= enough ? undefined : bestOf(names, weights, request, items)
  const likely = [...weights.keys()].filter((row) => weights[row]! > 0).sort((a, b) => weights[b]! - weights[a]! || a - b)
  return {
    ...(question && { question }),
    likely: likely.slice(0, limit).map((row): { id: ItemId; share: number } => ({ id: items[row]!.id, share: weights[row]! })),
    items: likely.length && Math.round(left),
    ...(told.length + said.length > 0 && { where: { id: fittingOf(items, contradictions, likely) } }),
  }
}

/** The items that contradict no more answers than the best of these rows does. */
function fittingOf(items: readonly Item[], contradictions: Uint8Array, rows: readonly number[]): ItemId[] {
  const least = rows.reduce((fewest, row) => Math.min(fewest, contradictions[row]!), contradictions.length)
  return items.flatMap(({ id }, row) => (contradictions[row]! <= least ? id : []))
}

/** The column of a field; of `words`, where no item has such a field, that of the words of titles. */
export function askedColumn(field: string, items: readonly Item[]): FacetColumn {
  const column = columnFor(field, items)
  return field !== WORDS || column.values.length > 0 ? column : titleWords(items)
}

function titleWords(items: readonly Item[]): FacetColumn {
  let words = wordColumns.get(items)
  if (!words) {
    words = facetColumn(WORDS, items, {
      valuesOf: ({ title }) => [...wordsByTerm(title).values()].filter((word) => WORD.test(word)),
      comparable: (word) => tokenize(String(word))[0],
    })
    wordColumns.set(items, words)
  }
  return words
}

function bestOf(
  fields: readonly string[],
  weights: Float64Array,
  { told, values: most }: AskRequest,
  items: readonly Item[],
): Question | undefined {
  let best: Question | undefined
  for (const field of fields) {
    const found = askedColumn(field, items)
    const before = told.filter((answer) => answer.field === field)
    if (found.isTime || before.some((answer) => !answer.values?.length && !answer.not?.length)) continue
    const answered = before.flatMap(({ values = [], not = [] }) => [...values, ...not]).flatMap((value) => [...codesOf(value, found)])
    const offered = offeredOf(found, weights, most, new Set(answered))
    if (offered.length === 0) continue
    const { bits, named } = gainOf(found, weights, offered)
    const gain = bits < LEAST_GAIN || isToldByWords(found, titleWords(items)) ? bits : bits * named
    if (gain >= LEAST_GAIN && gain > (best?.gain ?? 0)) best = { field, values: offered, gain }
  }
  return best
}

/**
 * Words are an answer, too: nine times in ten the wanted item is among those that they find, sooner among the first.
 *
 *     weight(item) ∝ (1 - w) / (place + flat) where it is found,  w / others where not
 */
function heed(found: readonly number[], weights: Float64Array, contradictions: Uint8Array): void {
  const shares = new Float64Array(weights.length)
  for (const [place, row] of found.entries()) if (weights[row]! > 0) shares[row] = 1 / (place + FLAT)
  const all = shares.reduce((sum, share) => sum + share, 0)
  const others = weights.reduce((sum, weight, row) => sum + Number(weight > 0 && shares[row] === 0), 0)
  if (all === 0) return
  for (let row = 0; row < weights.length; row++) {
    if (shares[row]! > 0) weights[row] = ((1 - WRONG) * shares[row]!) / all
    else {
      if (weights[row]! > 0) weights[row] = WRONG / others
      contradictions[row] = 1
    }
  }
  normalize(weights)
}

function weigh(weights: Float64Array, contradictions: Uint8Array, { values = [], not = [] }: Told, column: FacetColumn): void {
  const isWanted = values.length > 0
  if (!isWanted && not.length === 0) return
  const among = new Uint8Array(column.values.length)
  for (const choice of isWanted ? values : not) for (const code of codesOf(choice, column)) among[code] = 1
  const fits = new Float64Array(weights.length).fill(-1)
  let known = 0
  let fitting = 0
  for (let row = 0; row < weights.length; row++) {
    const has = hasOf(row, column, among)
    if (has < 0) continue
    fits[row] = isWanted ? has : 1 - has
    contradictions[row]! += 1 - fits[row]!
    known += weights[row]!
    fitting += weights[row]! * fits[row]!
  }
  const share = known > 0 ? fitting / known : 0.5
  for (let row = 0; row < weights.length; row++) {
    const p = fits[row]! < 0 ? share : fits[row]!
    weights[row]! *= (1 - WRONG) * p + WRONG * (1 - p)
  }
}

/** 1 where the row has one of these codes, 0 where it has others, -1 where it has none. */
function hasOf(row: number, { starts, codes }: FacetColumn, among: Uint8Array): number {
  if (starts[row] === starts[row + 1]) return -1
  for (let at = starts[row]!; at < starts[row + 1]!; at++) if (among[codes[at]!]) return 1
  return 0
}

/** Those that most of what is left has, without what was answered; ranges hold about as much of it each, and are offered once. */
function offeredOf(column: FacetColumn, weights: Float64Array, most: number, answered: ReadonlySet<number>): FacetChoice[] {
  const shares = new Float64Array(column.values.length)
  for (let row = 0; row < weights.length; row++) {
    if (weights[row]) for (let at = column.starts[row]!; at < column.starts[row + 1]!; at++) shares[column.codes[at]!]! += weights[row]!
  }
  const kinds = shares.reduce((sum, share) => sum + Number(share > 0), 0)
  if (column.bySize && kinds > MOST_NUMBERS) return rangesOf(column, shares, shares).map(({ value }) => value)
  const isList = column.codes.length > weights.length
  const codes = [...shares.keys()].filter((code) => shares[code]! >= LEAST_OF_VALUE && String(column.values[code]).length <= LONGEST_VALUE)
  const depth = column.depths && depthOf(column.depths, codes, shares)
  const best = covering(
    column,
    weights,
    codes.filter((code) => {
      const tellsApart = depth === undefined ? !isList || shares[code]! <= MOST_OF_VALUE : column.depths![code] === depth
      return tellsApart && !answered.has(code)
    }),
    most,
  )
  if (column.bySize) best.sort((a, b) => Number(column.values[a]) - Number(column.values[b]))
  return best.map((code) => column.values[code]!)
}

/** One after the other, the value that most of what has none of them yet has. */
function covering({ starts, codes, values }: FacetColumn, weights: Float64Array, among: readonly number[], most: number): number[] {
  const isOpen = new Uint8Array(values.length)
  for (const code of among) isOpen[code] = 1
  const isCovered = new Uint8Array(weights.length)
  const best: number[] = []
  while (best.length < most) {
    const shares = new Float64Array(values.length)
    for (let row = 0; row < weights.length; row++) {
      if (!weights[row] || isCovered[row]) continue
      for (let at = starts[row]!; at < starts[row + 1]!; at++) shares[codes[at]!]! += weights[row]!
    }
    let next = -1
    for (const code of among) if (isOpen[code] && shares[code]! >= LEAST_OF_VALUE && shares[code]! > (shares[next] ?? 0)) next = code
    if (next < 0) break
    best.push(next)
    isOpen[next] = 0
    for (let row = 0; row < weights.length; row++) {
      for (let at = starts[row]!; at < starts[row + 1]!; at++) if (codes[at] === next) isCovered[row] = 1
    }
  }
  return best
}

/** The first place of a path where what is left differs. */
function depthOf(depths: readonly number[], codes: readonly number[], shares: Float64Array): number {
  let depth = 0
  while (codes.some((code) => depths[code] === depth && shares[code]! > MOST_OF_VALUE)) depth++
  return depth
}

/**
 * Who wants an item names one of its values that are offered, each as likely, or says that it has none of them. An item without any value
 * is answered for as the others are, so that it adds nothing. `named` is the share of the answers that name a value.
 */
function gainOf(
  column: FacetColumn,
  weights: Float64Array,
  offered: readonly FacetChoice[],
): { readonly bits: number; readonly named: number } {
  const { starts, codes } = column
  const none = offered.length
  const place = new Int32Array(column.values.length).fill(-1)
  offered.forEach((choice, at) => {
    for (const code of codesOf(choice, column)) place[code] = at
  })
  const answers = new Float64Array(none + 1)
  const noise = WRONG / (none + 1)
  const noiseBits = noise * Math.log2(noise)
  // what an item says with so many offered values, less what noise says
  const bits = Float64Array.from({ length: none + 2 }, (_, own) => {
    const each = noise + (1 - WRONG) / own
    return own === 0 ? 0 : own * each * Math.log2(each) + (none + 1 - own) * noiseBits
  })
  // the last row that counted for each answer
  const countedFor = new Int32Array(none + 1).fill(-1)
  const own = new Int32Array(none + 1)
  let known = 0
  let within = 0
  for (let row = 0; row < weights.length; row++) {
    const weight = weights[row]!
    if (weight === 0 || starts[row] === starts[row + 1]) continue
    let size = 0
    for (let at = starts[row]!; at < starts[row + 1]!; at++) {
      const answer = place[codes[at]!]!
      if (answer < 0 || countedFor[answer] === row) continue
      countedFor[answer] = row
      own[size++] = answer
    }
    if (size === 0) own[size++] = none
    for (let at = 0; at < size; at++) answers[own[at]!]! += weight / size
    known += weight
    within -= weight * bits[size]!
  }
  if (known === 0) return { bits: 0, named: 0 }
  const all = answers.map((share) => noise + ((1 - WRONG) * share) / known)
  return { bits: known * entropyOf(all) - within, named: 1 - answers[none]! / known }
}

function entropyOf(shares: Float64Array): number {
  let bits = 0
  for (const share of shares) if (share > 0) bits -= share * Math.log2(share)
  return bits
}

function normalize(weights: Float64Array): void {
  const sum = weights.reduce((total, weight) => total + weight, 0)
  if (sum > 0) for (let row = 0; row < weights.length; row++) weights[row]! /= sum
}
