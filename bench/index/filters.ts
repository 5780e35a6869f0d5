import { FlatIndex } from '../../src/vectors/flat-index.js'
import { mulberry32 } from '../../src/vectors/random.js'
import { IvfIndex } from './approximate/ivf-index.js'
import type { Task } from './engine.js'
import { quantile, type Source } from './measure.js'

/** Searches under a mask that allows a share of the rows, at random. */
export interface FilterRow {
  /** 1 = no mask. */
  readonly share: number
  readonly flatP50Ms: number
  readonly ivfP50Ms: number
  /** Share of the flat index's ten hits that the inverted file finds. */
  readonly ivfRecallAt10: number
  /** Searches of either index that found less than ten, or less than there are. */
  readonly short: number
}

const SHARES = [1, 0.5, 0.1, 0.01, 0.001]
const K = 10

/** A flat index and an inverted file over the same rows, under masks. */
export function measureFilters({ n, dimensions }: Task, { queries, chunks }: Source): FilterRow[] {
  const flat = new FlatIndex(dimensions, { capacity: n })
  flat.resize(n)
  let row = 0
  for (const chunk of chunks()) {
    for (let start = 0; start < chunk.length; start += dimensions) flat.set(row++, chunk.subarray(start, start + dimensions))
  }
  const ivf = new IvfIndex(flat)
  ivf.train()
  const random = mulberry32(7)
  return SHARES.map((share) => {
    const mask = share === 1 ? undefined : Uint8Array.from({ length: n }, () => (random() < share ? 1 : 0))
    const expected = Math.min(K, mask ? mask.reduce((sum, allowed) => sum + allowed, 0) : n)
    const times = { flat: [] as number[], ivf: [] as number[] }
    let found = 0
    let short = 0
    for (const query of queries) {
      const [exact, flatMs] = timed(() => flat.search({ query, mask }, K))
      const [hits, ivfMs] = timed(() => ivf.search({ query, mask }, K))
      times.flat.push(flatMs)
      times.ivf.push(ivfMs)
      const best = new Set(exact.rows)
      found += hits.rows.filter((hit) => best.has(hit)).length
      short += (exact.length < expected ? 1 : 0) + (hits.length < expected ? 1 : 0)
    }
    const ivfRecallAt10 = found / (expected * queries.length)
    return { share, flatP50Ms: quantile(times.flat, 0.5), ivfP50Ms: quantile(times.ivf, 0.5), ivfRecallAt10, short }
  })
}

function timed<Result>(call: () => Result): [Result, number] {
  const start = performance.now()
  return [call(), performance.now() - start]
}
