import { itemSentence } from '../../../../catalog/item-sentence.js'
import { skewness } from '../../../../evaluate/metrics/hubness.js'
import type { ItemTruth } from '../../../../evaluate/t1/items.js'
import { FACTS } from '../../../../evaluate/t1/vocabulary.js'
import { dotProduct } from '../../../../vectors/normalize.js'
import { sampleRows } from '../../../../vectors/statistics.js'
import { topK } from '../../../../vectors/top-k.js'
import { defineCheck, type Measured, round } from '../../check.js'
import { compare } from '../compare.js'
import { centredRows, pickRows } from '../vectors-of.js'

/** Vectors, and the row that each belongs to. */
interface Bank {
  readonly vectors: Float32Array
  readonly rows: readonly number[]
}

/** A number a row, added to every score of that row, from the vectors of rows and of a bank of queries. */
type HubBias = (rows: Float32Array, queries: Bank, dimensions: number) => Float32Array

interface Hubs extends Measured {
  readonly skew: number
  readonly skewBefore: number
}

const K = 10
const BANK = 512
/** Of both banks. */
const BETA = 20
/** So many facts of five in common: what a shelf beside an item may show. */
const MIN_SHARED = 3

/**
 * The two inverted softmaxes of DBNorm (Wang et al., "Balance Act", EMNLP 2023) leave the order of one query's rows to a constant a row:
 * b_g = -(ln sum over the query bank of e^(beta s) + ln sum over the gallery bank of e^(beta s)) / (2 beta).
 * Theirs are banks of training data; here a row leaves out what is its own, or only rows in a bank would be pushed down.
 */
const dualBankBias: HubBias = (rows, queries, dimensions) => {
  const gallery = bankOf(rows, dimensions, 5)
  const ofQueries = logSums(rows, queries, dimensions)
  const ofGallery = logSums(rows, gallery, dimensions)
  return ofQueries.map((sum, row) => -(sum + ofGallery[row]!) / (2 * BETA))
}

export const dbnorm = defineCheck<HubBias, Hubs>({
  what: 'T1, items like each of 500, vectors about their mean: with the bias of both banks the skew of N_10 falls and P@10 (three facts of five in common) rises; else it stays off',
  quick: false,
  needs: [],
  capability: dualBankBias,
  controls: {
    identity: (rows, _queries, dimensions) => new Float32Array(rows.length / dimensions),
    shuffled: (rows, queries, dimensions) => dualBankBias(rows, queries, dimensions).reverse(),
  },
  async measure(biasOf, context) {
    const { items, truth } = context.shop()
    const { vectors, dimensions } = await context.embed(items.map(itemSentence))
    const rows = centredRows(vectors, dimensions)
    const titles = await context.embed(items.map(({ title }) => title))
    const bias = biasOf(rows, bankOf(centredRows(titles.vectors, dimensions), dimensions, 6), dimensions)
    const asked = [...sampleRows(items.length, { size: 500, seed: 7 })]
    const without = neighbours(rows, dimensions, asked, new Float32Array(items.length))
    const withBias = neighbours(rows, dimensions, asked, bias)
    const precision = (found: readonly Uint32Array[]) =>
      found.map((near, i) => [...near].filter((row) => shared(truth[row]!, truth[asked[i]!]!) >= MIN_SHARED).length / K)
    const { figure, baseline, ci } = compare('', precision(withBias), precision(without))
    const skew = skewOf(withBias, items.length)
    const skewBefore = skewOf(without, items.length)
    return { figure, baseline, ci, skew, skewBefore, detail: `skew of N_10 ${round(skew)} against ${round(skewBefore)} centred alone` }
  },
  passes: ({ ci, skew, skewBefore }) => skew < skewBefore && ci![0] > 0,
})

function bankOf(vectors: Float32Array, dimensions: number, seed: number): Bank {
  const rows = [...sampleRows(vectors.length / dimensions, { size: BANK, seed })]
  return { vectors: pickRows(vectors, dimensions, rows), rows }
}

function logSums(rows: Float32Array, bank: Bank, dimensions: number): Float32Array {
  const at = (of: Float32Array, row: number) => of.subarray(row * dimensions, (row + 1) * dimensions)
  return Float32Array.from({ length: rows.length / dimensions }, (_, row) => {
    let sum = 0
    bank.rows.forEach((own, other) => {
      if (own !== row) sum += Math.exp(BETA * dotProduct(at(rows, row), at(bank.vectors, other)))
    })
    return Math.log(sum)
  })
}

function neighbours(rows: Float32Array, dimensions: number, asked: readonly number[], bias: Float32Array): Uint32Array[] {
  const at = (row: number) => rows.subarray(row * dimensions, (row + 1) * dimensions)
  const scores = new Float32Array(bias.length)
  return asked.map((row) => {
    const query = at(row)
    for (let other = 0; other < bias.length; other++)
      scores[other] = other === row ? Number.NaN : dotProduct(query, at(other)) + bias[other]!
    return topK(scores, K).rows.slice()
  })
}

function skewOf(found: readonly Uint32Array[], rows: number): number {
  const counts = new Uint32Array(rows)
  for (const near of found) for (const row of near) counts[row]!++
  return skewness(counts)
}

function shared({ facts: a }: ItemTruth, { facts: b }: ItemTruth): number {
  return FACTS.filter((fact) => a[fact] === b[fact]).length
}
