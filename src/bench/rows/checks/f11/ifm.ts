import { draws } from '../../../../evaluate/draw.js'
import { effectiveRank } from '../../../../evaluate/metrics/effective-rank.js'
import type { DimensionReduction } from '../../../../vectors/dimension-reduction.js'
import { mergeRedundantDimensions } from '../../../../vectors/redundant-dimensions.js'
import { ExactHits } from '../../../index/exact-hits.js'
import { defineCheck, type Measured, round } from '../../check.js'
import { mean } from '../compare.js'
import { centredRows } from '../vectors-of.js'
import { REAL_NEEDS, type RealRows, realRows } from './real-rows.js'

interface Redundancy extends Measured {
  readonly rank: number
  readonly dimensions: number
  readonly left: number
}

const ROWS = 3_000
const SAMPLE = 1_000
const QUERIES = 100
const K = 10
/** Dimensions planted beside the encoder's, each following one of them with a correlation of about .98. */
const PLANTED = 64
const NOISE = 0.2
const LEAST_RECALL = 0.99

export const ifm = defineCheck<typeof mergeRedundantDimensions, Redundancy>({
  what: `${ROWS} real rows with ${PLANTED} dimensions planted that follow others: merging what correlates above .95 (found on ${SAMPLE} rows) leaves none of them and keeps recall@10 of other queries at ${LEAST_RECALL}; effective rank told`,
  quick: false,
  needs: REAL_NEEDS,
  capability: mergeRedundantDimensions,
  controls: {
    identity: (_, dimensions) => ({ dimensions, merged: [], row: (vector) => vector, query: (vector) => vector }),
    // as many dimensions left out, any of them, and queries that take no notice
    shuffled(_, dimensions) {
      const kept = draws(5)
        .shuffled(Array.from({ length: dimensions }, (_, j) => j))
        .slice(PLANTED)
      const take = (vector: Float32Array) => Float32Array.from(kept, (j) => vector[j]!)
      return { dimensions: kept.length, merged: [], row: take, query: take }
    },
  },
  async measure(merge, context) {
    const plain = await realRows(context, ROWS, QUERIES)
    const real = plant(plain, context.seed)
    const reduction = merge(real.vectors.slice(0, SAMPLE * real.dimensions), real.dimensions)
    const figure = mean(recalls(real, reduction))
    const sample = plain.vectors.slice(0, SAMPLE * plain.dimensions)
    const rank = effectiveRank(centredRows(sample, plain.dimensions), plain.dimensions)
    const own = mergeRedundantDimensions(sample, plain.dimensions).merged.length
    const detail = `${real.dimensions} dimensions to ${reduction.dimensions}; of the encoder's own ${plain.dimensions} ${own} follow another, effective rank ${round(rank)}`
    return { figure, baseline: LEAST_RECALL, ci: null, rank, dimensions: real.dimensions, left: reduction.dimensions, detail }
  },
  passes: ({ figure, rank, dimensions, left }) => figure >= LEAST_RECALL && left <= dimensions - PLANTED && Number.isFinite(rank),
})

/** Each planted dimension is another one, times a factor, and noise. */
function plant(real: RealRows, seed: number): RealRows {
  const draw = draws(seed)
  const dimensions = real.dimensions + PLANTED
  const copies = draw
    .shuffled(Array.from({ length: real.dimensions }, (_, j) => j))
    .slice(0, PLANTED)
    .map((of) => ({ of, slope: 0.5 + draw.fraction(), deviation: deviationOf(real, of) }))
  const widened = (vector: Float32Array) =>
    Float32Array.from([...vector, ...copies.map(({ of, slope, deviation }) => slope * (vector[of]! + NOISE * deviation * draw.normal()))])
  const rows = real.vectors.length / real.dimensions
  const vectors = new Float32Array(rows * dimensions)
  for (let row = 0; row < rows; row++) {
    vectors.set(widened(real.vectors.subarray(row * real.dimensions, (row + 1) * real.dimensions)), row * dimensions)
  }
  return { dimensions, vectors, queries: real.queries.map(widened) }
}

function deviationOf({ vectors, dimensions }: RealRows, j: number): number {
  let [sum, squares] = [0, 0]
  for (let at = j; at < vectors.length; at += dimensions) {
    sum += vectors[at]!
    squares += vectors[at]! ** 2
  }
  const rows = vectors.length / dimensions
  return Math.sqrt(squares / rows - (sum / rows) ** 2)
}

/** For each query the share of the ten best by all dimensions that are the ten best by those that are left. */
function recalls(real: RealRows, reduction: DimensionReduction): number[] {
  const best = hits(real.vectors, real.dimensions, real.queries)
  const rows = real.vectors.length / real.dimensions
  const reduced = new Float32Array(rows * reduction.dimensions)
  for (let row = 0; row < rows; row++) {
    reduced.set(reduction.row(real.vectors.slice(row * real.dimensions, (row + 1) * real.dimensions)), row * reduction.dimensions)
  }
  const found = hits(
    reduced,
    reduction.dimensions,
    real.queries.map((query) => reduction.query(query)),
  )
  return found.map((rows, i) => rows.filter((row) => best[i]!.includes(row)).length / K)
}

function hits(vectors: Float32Array, dimensions: number, queries: readonly Float32Array[]): number[][] {
  const exact = new ExactHits(dimensions, queries, K)
  exact.add(vectors)
  return exact.take().map(({ rows }) => rows)
}
