import { itemSentence } from '../../catalog/item-sentence.js'
import { Bm25Index, queryTerms } from '../../lexical/bm25.js'
import { itemFields } from '../../lexical/item-fields.js'
import type { Vectors } from '../../ranking/rank.js'
import type { Judged } from '../../ranking/rerankers/cutoff.js'
import { evidenceOf } from '../../ranking/rerankers/evidence.js'
import { VectorSample } from '../../ranking/vector-sample.js'
import type { Item } from '../../types.js'
import { FlatIndex } from '../../vectors/flat-index.js'
import { sampleRows } from '../../vectors/statistics.js'
import type { AnswerContext } from '../answers/context.js'
import { search } from '../answers/search.js'
import { CatalogRows } from '../catalog-rows.js'
import type { EncoderClient } from '../encoder-client.js'
import { type CatalogQuestion, catalogQuestions } from './questions.js'

export interface JudgedCatalog {
  /** A row each; null for one that is empty. */
  readonly items: readonly (Item | null)[]
  readonly words: Bm25Index
  readonly vectors: Vectors
  readonly encoder: Pick<EncoderClient, 'encode'>
  /** Between two slices of some milliseconds: whoever waits for an answer gets it first. Rejects to stop. */
  pause(): Promise<void>
}

/** So many rows stand for all of a larger catalog. */
const MAX_ROWS = 4096
/** Texts the encoder has at a time: a visitor's search waits for them. */
const CHUNK = 4
/** Rows of a catalog that are as like a row as any: none is a wrong answer to what asks for the row. */
const NEIGHBOURHOOD = 0.05
/** Of them, those that are right answers to it. */
const TWINS = 5
/** Fewer tell nothing. */
const MIN_QUESTIONS = 30
const SEED = 1

/**
 * Judged first hits of a catalog's own questions, for `fitCutoff`: with the rows asked for in the catalog (right where one comes first)
 * and with their whole neighbourhood left out (never right). The catalog is searched as a page searches it, rows that gave
 * a sentence without it. Embeds about 190 texts.
 *
 * @throws what the encoder and `pause` throw.
 */
export async function judgeCatalog(catalog: JudgedCatalog): Promise<Judged[]> {
  const { items, vectors, pause } = catalog
  const rows = sampleRows(vectors.index.size, {
    size: MAX_ROWS,
    seed: SEED,
    accept: (row) => items[row] !== null && vectors.index.has(row),
  })
  // what is sold out is a right answer, too
  const whole = [...rows].map((row): Item => ({ ...items[row]!, available: true }))
  const { questions, cut } = catalogQuestions(whole, SEED)
  if (questions.length < MIN_QUESTIONS) return []
  const left = whole.map((item, row) => cut.get(row) ?? item)
  const texts = questions.map(({ text }) => text)
  const asked = await encode(texts, 'query', catalog)
  const cutRows = [...cut.keys()]
  const cutVectors = await encode(
    cutRows.map((row) => itemSentence(left[row]!)),
    'item',
    catalog,
  )
  const near = cutRows.map((row) => neighbours(rows[row]!, rows, vectors.index))
  const context = await copyOf(left, rows, cutRows, cutVectors, catalog)
  const judged: Judged[] = []
  for (const [i, question] of questions.entries()) {
    await pause()
    const own = question.kind === 'label' ? question.rows : near[cutRows.indexOf(question.row)]!
    const right = new Set(question.kind === 'label' ? own : own.slice(0, TWINS + 1))
    judged.push(...firstHit(question, asked[i]!, [], right, context), ...firstHit(question, asked[i]!, own, new Set(), context))
  }
  return judged
}

function firstHit(
  { text }: CatalogQuestion,
  vector: Float32Array,
  without: readonly number[],
  right: ReadonlySet<number>,
  context: AnswerContext,
): Judged[] {
  const exclude = without.map((row) => context.rows.items[row]!.id)
  const [hit] = search(text, vector, { limit: 1, exclude, minConfidence: 0 }, context)
  if (!hit) return []
  const row = context.rows.rowOf(hit.item.id)!
  const [evidence] = evidenceOf(queryTerms(text), vector, [row], context.words, context.vectors!)
  return evidence ? [{ evidence, relevant: right.has(row) }] : []
}

/** Rows of the sample like one, itself first: a twentieth of them, and no fewer than the right answers. */
function neighbours(row: number, rows: Uint32Array, index: FlatIndex): number[] {
  const mask = new Uint8Array(index.size)
  for (const other of rows) mask[other] = 1
  const count = Math.max(TWINS + 1, Math.round(rows.length * NEIGHBOURHOOD))
  const found = index.search({ query: index.vector(row), centred: 'shift', mask }, count)
  const placeOf = new Map([...rows].map((other, place) => [other, place]))
  const others = [...found.rows.subarray(0, found.length)].filter((other) => other !== row)
  return [row, ...others].map((other) => placeOf.get(other)!)
}

/** The sampled rows as a catalog of their own, in which the cut ones lack what was cut. */
async function copyOf(
  items: readonly Item[],
  rows: Uint32Array,
  cutRows: readonly number[],
  cutVectors: readonly Float32Array[],
  { words, vectors, pause }: JudgedCatalog,
): Promise<AnswerContext> {
  const catalogRows = new CatalogRows()
  catalogRows.put({ items, hashes: items.map(({ id }) => id) })
  const copied = Bm25Index.restore(words.toRecord([...rows]), rows.length)!
  for (const row of cutRows) copied.replace(row, itemFields(items[row]!))
  await pause()
  const index = new FlatIndex(vectors.index.dimensions, { capacity: rows.length, budgetMB: 0 })
  index.resize(rows.length)
  rows.forEach((row, place) => {
    const { codes, scale } = vectors.index.codes(row)
    index.setCodes(place, codes, scale)
  })
  cutRows.forEach((row, i) => {
    index.set(row, cutVectors[i]!)
  })
  await pause()
  copied.prepare()
  copied.graph()
  return { rows: catalogRows, words: copied, vectors: { index, sample: new VectorSample(index) }, interactions: [], now: 0 }
}

async function encode(
  texts: readonly string[],
  kind: 'query' | 'item',
  { encoder, vectors, pause }: JudgedCatalog,
): Promise<Float32Array[]> {
  const { dimensions } = vectors.index
  const encoded: Float32Array[] = []
  for (let from = 0; from < texts.length; from += CHUNK) {
    await pause()
    const chunk = texts.slice(from, from + CHUNK)
    const made = await encoder.encode(chunk, kind)
    chunk.forEach((_, i) => {
      encoded.push(made.slice(i * dimensions, (i + 1) * dimensions))
    })
  }
  return encoded
}
