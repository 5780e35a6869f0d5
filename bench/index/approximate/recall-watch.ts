import type { ScanQuery } from '../../../src/vectors/scan-query.js'
import { sampleRows } from '../../../src/vectors/statistics.js'
import type { ApproximateIndex } from './approximate-index.js'

export interface RecallWatchOptions {
  /** Doubles the effort if fewer than this share of the exact hits are found. Default .98. */
  readonly target?: number
  /** Hits compared for each search. Default 10. */
  readonly k?: number
}

export interface RecallReport {
  /** Share of the exact hits that were found, over all compared searches; NaN if there were none. */
  readonly recall: number
  readonly compared: number
  /** The index's effort from now on. */
  readonly effort: number
}

/** Searches kept for the next comparison. */
const KEPT = 8
/** Comparisons without a miss, in a row, before the watch tries less effort. */
const PATIENCE = 4
const LESS = 0.75

/** Compares an index's answers to recent searches with exact ones, in idle time, and adjusts its effort. */
export class RecallWatch {
  readonly #index: ApproximateIndex
  readonly #target: number
  readonly #k: number
  readonly #searches: ScanQuery[] = []
  #perfect = 0
  /** An effort that missed too much. The watch never goes back to it. */
  #tooLittle = 0

  constructor(index: ApproximateIndex, { target = 0.98, k = 10 }: RecallWatchOptions = {}) {
    this.#index = index
    this.#target = target
    this.#k = k
  }

  /** Remembers a search. */
  note(scan: ScanQuery): void {
    this.#searches.push(scan)
    if (this.#searches.length > KEPT) this.#searches.shift()
  }

  /** Compares the searches noted since the last check, at most eight. Costs one exhaustive search each. */
  check(): RecallReport {
    const searches = this.#searches.splice(0).filter(({ bias, mask }) => fits(this.#index.size, bias) && fits(this.#index.size, mask))
    let found = 0
    let wanted = 0
    for (const scan of searches) {
      const best = new Set(this.#index.exact.search(scan, this.#k).rows)
      wanted += best.size
      found += this.#index.search(scan, this.#k).rows.filter((row) => best.has(row)).length
    }
    const recall = found / wanted
    if (wanted > 0) this.#follow(recall)
    return { recall, compared: searches.length, effort: this.#index.effort }
  }

  #follow(recall: number): void {
    const index = this.#index
    this.#perfect = recall === 1 ? this.#perfect + 1 : 0
    if (recall < this.#target) {
      this.#tooLittle = index.effort
      index.effort = Math.min(index.mostEffort, index.effort * 2)
    } else if (this.#perfect === PATIENCE) {
      this.#perfect = 0
      const less = Math.max(1, Math.floor(index.effort * LESS))
      if (less > this.#tooLittle) index.effort = less
    }
  }
}

/** Rows used as queries. */
const PROBES = 32

/**
 * Doubles the effort of a newly trained index until it finds the target's share of the exact hits for 32 of its own rows. Costs 32
 * exhaustive searches. A probe always finds itself, so its target is stricter (.99). Returns the share.
 */
export function calibrate(
  index: ApproximateIndex,
  { target = 0.99, k = 10, seed = 1 }: RecallWatchOptions & { readonly seed?: number } = {},
): number {
  const probes = Array.from(sampleRows(index.size, { size: PROBES, seed, accept: (row) => index.has(row) }), (row) => {
    const query = index.vector(row)
    return { query, best: new Set(index.exact.search({ query }, k).rows) }
  })
  const wanted = probes.reduce((sum, { best }) => sum + best.size, 0)
  for (;;) {
    const found = probes.reduce((sum, { query, best }) => sum + index.search({ query }, k).rows.filter((row) => best.has(row)).length, 0)
    const recall = wanted === 0 ? 1 : found / wanted
    if (recall >= target || index.effort >= index.mostEffort) return recall
    index.effort = Math.min(index.mostEffort, index.effort * 2)
  }
}

function fits(size: number, column: ArrayLike<number> | undefined): boolean {
  return column === undefined || column.length === size
}
