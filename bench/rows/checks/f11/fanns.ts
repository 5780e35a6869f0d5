import { draws } from '../../../../src/evaluate/draw.js'
import { bootstrapMean } from '../../../../src/evaluate/metrics/bootstrap.js'
import type { FlatIndex } from '../../../../src/vectors/flat-index.js'
import { dotProduct } from '../../../../src/vectors/normalize.js'
import { topK } from '../../../../src/vectors/top-k.js'
import { IvfIndex } from '../../../index/approximate/ivf-index.js'
import { PlannedIndex } from '../../../index/approximate/planned-index.js'
import { defineCheck, type Measured, round } from '../../check.js'
import type { Bounds } from '../../outcome.js'
import { mean, median } from '../compare.js'
import { flatOver, REAL_NEEDS, type RealRows, realRows, timeOf } from './real-rows.js'

/** Searches rows under a mask, or all of them. */
type Filtered = (index: FlatIndex | IvfIndex | PlannedIndex, query: Float32Array, mask?: Uint8Array) => ArrayLike<number>

interface ByShare extends Measured {
  readonly shares: readonly ShareFound[]
}

/** For one share that a mask allows: recall@10 against exact search of the same codes. */
interface ShareFound {
  readonly flat: number
  readonly ci: Bounds
  readonly ivf: number
  readonly planned: number
  /** Recall@10 of the flat index against float32. */
  readonly float32: number
  /** The flat index's time over its time without a mask. */
  readonly slower: number
}

const ROWS = 10_000
const QUERIES = 200
const K = 10
const SHARES = [0.9, 0.1, 0.01, 0.001]
const LEAST_IVF = 0.95
const MOST_TIME = 1.1
/** Scores this close are equal: the oracle sums in float64, the kernel in float32. */
const TIE = 2e-5
const ROUNDS = 5

export const fanns = defineCheck<Filtered, ByShare>({
  what: `${ROWS} real rows, random filters letting 90, 10, 1 and .1 % through, against exact search of the same int8 codes under the same filter (scores within ${TIE} are equal): recall@10 of the flat index, and of what the planner takes, is 1, in no more than ${MOST_TIME} times the time without a filter; of the inverted file ${LEAST_IVF} at least`,
  reachable: '`where` of every request',
  product: true,
  quick: false,
  needs: REAL_NEEDS,
  capability: (index, query, mask) => index.search({ query, mask }, K).rows,
  controls: {
    // the common way: the ten best of all, then the filter
    identity: (index, query, mask) => Array.from(index.search({ query }, K).rows).filter((row) => !mask || mask[row]),
  },
  async measure(search, context) {
    const real = await realRows(context, ROWS, QUERIES)
    const flat = flatOver(real)
    const codes = { ...real, vectors: vectorsOf(flat) }
    const ivf = new IvfIndex(flat)
    ivf.train()
    const planned = new PlannedIndex(real.dimensions, { plan: () => 'ivf' })
    planned.resize(ROWS)
    for (let row = 0; row < ROWS; row++) planned.set(row, rowOf(real, row))
    planned.maintain()
    const draw = draws(context.seed)
    const shares = SHARES.map((share) => {
      const mask = Uint8Array.from({ length: ROWS }, () => (draw.fraction() < share ? 1 : 0))
      const found = { flat: [] as number[], ivf: [] as number[], planned: [] as number[], float32: [] as number[] }
      for (const query of real.queries) {
        const recall = recallUnder(codes, query, mask)
        const rows = search(flat, query, mask)
        found.flat.push(recall(rows))
        found.float32.push(recallUnder(real, query, mask)(rows))
        found.ivf.push(recall(search(ivf, query, mask)))
        found.planned.push(recall(search(planned, query, mask)))
      }
      const slower = timeRatio(
        real.queries,
        (query) => search(flat, query, mask),
        (query) => search(flat, query),
      )
      const { lo, hi } = bootstrapMean(found.flat)
      return {
        flat: mean(found.flat),
        ci: [lo, hi] as const,
        ivf: mean(found.ivf),
        planned: mean(found.planned),
        float32: mean(found.float32),
        slower,
      }
    })
    const detail = shares
      .map(({ flat, ivf, planned, float32, slower }, i) => {
        return `${SHARES[i]! * 100} %: flat ${round(flat)} (of float32 ${round(float32)}) in ${round(slower)} of the time, ivf ${round(ivf)}, planned ${round(planned)}`
      })
      .join('; ')
    const least = shares.reduce((a, b) => (b.flat < a.flat ? b : a))
    return { figure: least.flat, baseline: null, ci: least.ci, shares, detail }
  },
  passes: ({ shares }) =>
    shares.every(({ flat, ivf, planned, slower }) => flat === 1 && planned === 1 && ivf >= LEAST_IVF && slower <= MOST_TIME),
})

const rowOf = ({ vectors, dimensions }: RealRows, row: number) => vectors.subarray(row * dimensions, (row + 1) * dimensions)

/** The vectors that an index's codes stand for, row-major. */
function vectorsOf(index: FlatIndex): Float32Array {
  const vectors = new Float32Array(index.size * index.dimensions)
  for (let row = 0; row < index.size; row++) index.vector(row, vectors.subarray(row * index.dimensions, (row + 1) * index.dimensions))
  return vectors
}

/** Median time of one way to search over that of another, turn by turn, the least of some rounds: what else runs slows both. */
function timeRatio(
  queries: readonly Float32Array[],
  one: (query: Float32Array) => unknown,
  other: (query: Float32Array) => unknown,
): number {
  const ratios = Array.from({ length: ROUNDS }, () => {
    const times: [number[], number[]] = [[], []]
    for (const query of queries) {
      times[0].push(timeOf(() => one(query)))
      times[1].push(timeOf(() => other(query)))
    }
    return median(times[0]) / median(times[1])
  })
  return Math.min(...ratios)
}

/** Recall of the ten best under a mask, by exact scores. A row within `TIE` of the tenth counts as one of them. */
function recallUnder({ vectors, dimensions }: RealRows, query: Float32Array, mask: Uint8Array): (rows: ArrayLike<number>) => number {
  const scores = Float32Array.from(mask, (_, row) => dotProduct(query, vectors.subarray(row * dimensions, (row + 1) * dimensions)))
  const best = topK(scores, K, mask)
  const least = best.scores[best.length - 1]! - TIE
  return (rows) => Array.from(rows).filter((row) => mask[row] && scores[row]! >= least).length / best.length
}
