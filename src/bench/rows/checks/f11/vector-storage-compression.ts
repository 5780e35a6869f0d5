import { directionOf } from '../../../../vectors/angle.js'
import type { DimensionReduction } from '../../../../vectors/dimension-reduction.js'
import { FlatIndex } from '../../../../vectors/flat-index.js'
import { measureStorage, type StorageOption, smallestWithin } from '../../../../vectors/storage-choice.js'
import { topK } from '../../../../vectors/top-k.js'
import { ExactHits } from '../../../index/exact-hits.js'
import { defineCheck, type Measured, round } from '../../check.js'
import { mean } from '../compare.js'
import { REAL_NEEDS, type RealRows, realRows } from './real-rows.js'

/** Chooses one of the ways to keep rows, all measured on a sample, that takes no more than so many bytes a row. */
type Choose = (measured: readonly StorageOption[], budgetBytes: number) => StorageOption

interface ByBudget extends Measured {
  /** By how much the best form that fits finds more than the chosen one, for each budget. */
  readonly short: readonly number[]
}

const ROWS = 8_000
const SAMPLE = 1_500
const QUERIES = 100
const K = 10
const SHARES = [0.25, 0.125, 0.03]
const MOST_SHORT = 0.01

export const vectorStorageCompression = defineCheck<Choose, ByBudget>({
  what: `${ROWS} real rows, ${QUERIES} other queries; chosen on a sample of ${SAMPLE} for 25, 12.5 and 3 % of float32: recall@10 within ${MOST_SHORT} of the best form that fits, of four and eight bits and float16 in twelve numbers of dimensions and one bit a dimension`,
  quick: false,
  needs: REAL_NEEDS,
  capability: smallestWithin,
  controls: {
    // any that fits, by size alone
    identity: (measured, budgetBytes) =>
      measured.filter(({ bytes }) => bytes <= budgetBytes).reduce((least, option) => (option.bytes < least.bytes ? option : least)),
  },
  async measure(choose, context) {
    const real = await realRows(context, ROWS, QUERIES)
    const { dimensions } = real
    const sample = real.vectors.subarray(0, SAMPLE * dimensions)
    const { measured, reductionTo } = measureStorage({ sample, dimensions, rows: 1, matryoshka: true })
    const exact = new ExactHits(dimensions, real.queries, K)
    exact.add(real.vectors)
    const best = exact.take().map(({ rows }) => new Set(rows))
    const forms = measured.map((option) => ({ ...option, recall: recallOf(real, reductionTo(option.dimensions), option, best) }))
    const bits = [1, 3 / 4, 1 / 2, 1 / 4].map((share) => {
      const kept = Math.round(dimensions * share)
      return { name: `${kept} bits`, bytes: kept / 8 + 1, recall: recallOfBits(real, kept, best) }
    })
    const told: string[] = []
    const short = SHARES.map((share) => {
      const budget = share * 4 * dimensions
      const chosen = choose(measured, budget)
      const form = forms.find(
        (form) => form.dimensions === chosen.dimensions && form.bits === chosen.bits && form.float16 === chosen.float16,
      )!
      const fitting = [...forms, ...bits].filter(({ bytes }) => bytes <= budget)
      const most = Math.max(...fitting.map(({ recall }) => recall))
      told.push(
        `${share * 100} %: ${form.dimensions} dimensions of ${form.float16 ? 'float16' : `${form.bits} bits`} ${round(form.recall)}, the best ${round(most)}`,
      )
      return most - form.recall
    })
    return { figure: Math.max(...short), baseline: null, ci: null, short, detail: told.join('; ') }
  },
  passes: ({ short }) => short.every((loss) => loss <= MOST_SHORT),
})

function recallOf(
  real: RealRows,
  reduction: DimensionReduction | null,
  { bits, float16 }: StorageOption,
  best: readonly ReadonlySet<number>[],
): number {
  const { vectors, dimensions, queries } = real
  const index = new FlatIndex(reduction?.dimensions ?? dimensions, {
    capacity: ROWS,
    bits,
    budgetMB: float16 ? Number.MAX_SAFE_INTEGER : 0,
  })
  index.resize(ROWS)
  for (let row = 0; row < ROWS; row++) {
    const vector = vectors.subarray(row * dimensions, (row + 1) * dimensions)
    index.set(row, reduction ? reduction.row(vector) : vector)
  }
  const found = queries.map((query, i) => {
    const { rows } = index.search({ query: reduction ? reduction.query(query) : query }, K)
    return rows.filter((row) => best[i]!.has(row)).length / K
  })
  return mean(found)
}

/** One bit a dimension, of the first ones, and nothing else kept: the ten nearest by Hamming distance. */
function recallOfBits({ vectors, dimensions, queries }: RealRows, kept: number, best: readonly ReadonlySet<number>[]): number {
  const origin = new Float32Array(dimensions)
  for (let at = 0; at < vectors.length; at++) origin[at % dimensions]! += vectors[at]! / ROWS
  const signsOf = (vector: Float32Array) =>
    Int8Array.from(directionOf(vector, origin, undefined).subarray(0, kept), (value) => (value >= 0 ? 1 : -1))
  const signs = Array.from({ length: ROWS }, (_, row) => signsOf(vectors.subarray(row * dimensions, (row + 1) * dimensions)))
  const found = queries.map((query, i) => {
    const own = signsOf(query)
    const alike = Float32Array.from(signs, (other) => {
      let sum = 0
      for (let j = 0; j < kept; j++) sum += own[j]! * other[j]!
      return sum
    })
    return topK(alike, K).rows.filter((row) => best[i]!.has(row)).length / K
  })
  return mean(found)
}
