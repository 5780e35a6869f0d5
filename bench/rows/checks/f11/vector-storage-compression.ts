import { measureStorage, type StorageForm, smallestWithin } from '../../../../src/evaluate/autoeval/storage.js'
import { FlatIndex } from '../../../../src/vectors/flat-index.js'
import { truncateDimensions } from '../../../../src/vectors/normalize.js'
import { topK } from '../../../../src/vectors/top-k.js'
import { directionOf } from '../../../index/approximate/angle.js'
import { ExactHits } from '../../../index/exact-hits.js'
import { defineCheck, type Measured } from '../../check.js'
import { type Comparison, compare, mean, weakest } from '../compare.js'
import { REAL_NEEDS, type RealRows, realRows } from './real-rows.js'

/** Chooses one of the ways to keep rows, all measured on a sample, that takes no more than so many bytes a row. */
type Choose = (measured: readonly StorageForm[], budgetBytes: number) => StorageForm

interface ByBudget extends Measured {
  /** The chosen form beside the best that fits, for each budget. */
  readonly comparisons: readonly Comparison[]
}

const ROWS = 8_000
const SAMPLE = 1_500
const QUERIES = 100
const K = 10
const SHARES = [0.25, 0.125, 0.03]
const MOST_SHORT = 0.01

export const vectorStorageCompression = defineCheck<Choose, ByBudget>({
  what: `${ROWS} real rows, ${QUERIES} other queries; chosen on a sample of ${SAMPLE} for 25, 12.5 and 3 % of float32: recall@10 at most ${MOST_SHORT} below the best form that fits (lower end of the interval), of four and eight bits in twelve numbers of dimensions and one bit a dimension`,
  reachable: '`pagekin eval`',
  product: true,
  margin: MOST_SHORT,
  quick: false,
  needs: REAL_NEEDS,
  capability: smallestWithin,
  controls: {
    // any that fits, by size alone
    identity: (measured, budgetBytes) =>
      measured
        .filter(({ bytesPerItem }) => bytesPerItem <= budgetBytes)
        .reduce((least, form) => (form.bytesPerItem < least.bytesPerItem ? form : least)),
  },
  async measure(choose, context) {
    const real = await realRows(context, ROWS, QUERIES)
    const { dimensions } = real
    const sample = real.vectors.subarray(0, SAMPLE * dimensions)
    const measured = measureStorage(sample, dimensions)
    const exact = new ExactHits(dimensions, real.queries, K)
    exact.add(real.vectors)
    const best = exact.take().map(({ rows }) => new Set(rows))
    const forms = measured.map((form) => ({ ...form, recall: recallOf(real, form, best) }))
    const bits = [1, 3 / 4, 1 / 2, 1 / 4].map((share) => {
      const kept = Math.round(dimensions * share)
      return { name: `${kept} bits`, bytesPerItem: kept / 8 + 1, recall: recallOfBits(real, kept, best) }
    })
    const told: string[] = []
    const comparisons = SHARES.map((share) => {
      const budget = share * 4 * dimensions
      const chosen = choose(measured, budget)
      const form = forms.find(({ dimensions, bits }) => dimensions === chosen.dimensions && bits === chosen.bits)!
      const fitting = [...forms, ...bits].filter(({ bytesPerItem }) => bytesPerItem <= budget)
      const most = fitting.reduce((a, b) => (mean(b.recall) > mean(a.recall) ? b : a))
      told.push(`${share * 100} %: ${form.dimensions} dimensions of ${form.bits} bits`)
      return compare(`${share * 100} %`, form.recall, most.recall)
    })
    const all = weakest(comparisons)
    return { ...all, comparisons, detail: `${all.detail}; ${told.join('; ')}` }
  },
  passes: ({ comparisons }) => comparisons.every(({ ci }) => ci[0] > -MOST_SHORT),
})

function recallOf(
  { vectors, dimensions, queries }: RealRows,
  { bits, dimensions: kept }: StorageForm,
  best: readonly ReadonlySet<number>[],
): number[] {
  const index = new FlatIndex(kept, { capacity: ROWS, bits })
  index.resize(ROWS)
  const cut = truncateDimensions(vectors, dimensions, kept)
  for (let row = 0; row < ROWS; row++) index.set(row, cut.subarray(row * kept, (row + 1) * kept))
  return queries.map((query, i) => {
    const { rows } = index.search({ query: truncateDimensions(query, dimensions, kept) }, K)
    return rows.filter((row) => best[i]!.has(row)).length / K
  })
}

/** One bit a dimension, of the first ones, and nothing else kept: the ten nearest by Hamming distance. */
function recallOfBits({ vectors, dimensions, queries }: RealRows, kept: number, best: readonly ReadonlySet<number>[]): number[] {
  const origin = new Float32Array(dimensions)
  for (let at = 0; at < vectors.length; at++) origin[at % dimensions]! += vectors[at]! / ROWS
  const signsOf = (vector: Float32Array) =>
    Int8Array.from(directionOf(vector, origin, undefined).subarray(0, kept), (value) => (value >= 0 ? 1 : -1))
  const signs = Array.from({ length: ROWS }, (_, row) => signsOf(vectors.subarray(row * dimensions, (row + 1) * dimensions)))
  return queries.map((query, i) => {
    const own = signsOf(query)
    const alike = Float32Array.from(signs, (other) => {
      let sum = 0
      for (let j = 0; j < kept; j++) sum += own[j]! * other[j]!
      return sum
    })
    return topK(alike, K).rows.filter((row) => best[i]!.has(row)).length / K
  })
}
