import { CentredRows, type Prepared } from './centred-rows.js'
import { checkCount, checkFinite, checkLength } from './checks.js'
import { dotProduct } from './normalize.js'
import { COARSE_STEP, MAX_QUERIES } from './row-memory.js'
import { roundingMargin } from './scan-margin.js'
import type { ScanQuery } from './scan-query.js'
import { type Hits, TopK } from './top-k.js'
import type { VectorIndex } from './vector-index.js'
import { usage } from './vector-rows.js'

/** Rows to score exactly at first, for k hits: of real texts hardly fewer than 16 have a tenth best that is the tenth best of all. */
const firstLength = (k: number): number => Math.ceil(1.6 * k)

/** What float32 adds, as a share of the lengths. */
const ROUNDING = 1e-6

/** Exhaustive search over the rows. All errors are `usage`. */
export class FlatIndex extends CentredRows implements VectorIndex {
  /**
   * The k rows with the highest totals, best first, ties to the lower row; fewer where the mask allows fewer. The scan reads half of
   * every code and ranks by what a total could be at most, as far as the other half is to be reckoned with (`roundingMargin`). The
   * totals of the first of these are then taken from the float32 query and the vectors as well as they are kept, and after them those
   * of all rows that could still belong to the k.
   */
  search(scan: ScanQuery, k: number): Hits {
    return this.#search(scan, k)
  }

  /** The same among `rows` only, each named once. */
  searchRows(scan: ScanQuery, k: number, rows: Uint32Array): Hits {
    if (rows.length > this.size) throw usage(`searchRows received ${rows.length} rows of ${this.size}, expected each once`)
    for (let i = 0; i < rows.length; i++) if (rows[i]! >= this.size) this.checkRow(rows[i]!)
    return this.#search(scan, k, rows)
  }

  #search(scan: ScanQuery, k: number, list?: Uint32Array): Hits {
    const numbers = this.#check(scan, k)
    const prepared = [scan.query, ...(scan.more ?? [])].map((query) => this.prepare(query, scan.centred))
    const memory = this.memory
    if (scan.bias) memory.biases.set(scan.bias)
    if (scan.mask) memory.mask.set(scan.mask)
    if (list) memory.list.set(list)
    this.#writeQueries(prepared, numbers.alpha)
    const { offsets, stride } = memory
    const rows = { list: list ? offsets.list : 0, rowCount: list?.length ?? this.size }
    memory.kernel.scan({
      ...offsets,
      ...numbers,
      ...rows,
      stride,
      inverses: scan.centred ? offsets.inverses : 0,
      biases: scan.bias ? offsets.biases : 0,
      mask: scan.mask ? offsets.mask : 0,
      queryCount: prepared.length,
    })
    const best = (most: number, floor: number) => memory.kernel.best({ ...offsets, list: rows.list, count: rows.rowCount, k: most, floor })
    const found = best(Math.min(rows.rowCount, firstLength(k)), Number.NEGATIVE_INFINITY)
    const hits = this.#rescore(scan, numbers, prepared, found, k)
    // where there are fewer than k, all have been scored
    const possible = best(rows.rowCount, above(hits.scores[k - 1] ?? Number.POSITIVE_INFINITY))
    return possible <= found ? hits : this.#rescore(scan, numbers, prepared, possible, k)
  }

  /** Lays the queries out for the scan, their scores as high as they may be (as low, where alpha turns the order round). */
  #writeQueries(prepared: readonly Prepared[], alpha: number): void {
    const { dimensions, memory } = this
    prepared.forEach(({ vector, offset }, place) => {
      const length = Math.sqrt(dotProduct(vector, vector))
      const sign = Math.sign(alpha)
      const scale = memory.writeQuery(place, vector, sign * roundingMargin(dimensions, COARSE_STEP, length))
      memory.writeOffset(place, offset + sign * (roundingMargin(dimensions, scale, this.longest) + ROUNDING * length * this.longest))
    })
  }

  /** The best k of the `found` rows in the heap, by exact totals. */
  #rescore({ bias, centred }: ScanQuery, { alpha, beta, missing }: Numbers, prepared: readonly Prepared[], found: number, k: number): Hits {
    const { present, inverses } = this.memory
    const rows = this.memory.heapRows.slice(0, found)
    const scores = new Float64Array(found).fill(Number.NEGATIVE_INFINITY)
    for (const { vector, offset } of prepared) {
      const inner = this.inner(vector, found)
      for (let i = 0; i < found; i++) {
        scores[i] = Math.max(scores[i]!, centred ? (inner[i]! + offset) * inverses[rows[i]!]! : inner[i]!)
      }
    }
    const best = TopK.of(Math.min(k, found))
    for (let i = 0; i < found; i++) {
      const row = rows[i]!
      best.offer(row, (present[row] ? alpha * scores[i]! + beta : missing) + (bias ? bias[row]! : 0))
    }
    return best.drain()
  }

  #check({ alpha = 1, beta = 0, missing = 0, bias, mask, more = [] }: ScanQuery, k: number): Numbers {
    checkCount('FlatIndex.search: k', k)
    checkFinite('FlatIndex.search: alpha', alpha)
    checkFinite('FlatIndex.search: beta', beta)
    if (!Number.isNaN(missing)) checkFinite('FlatIndex.search: missing', missing)
    if (bias) checkLength('FlatIndex.search: bias', bias, this.size)
    if (mask) checkLength('FlatIndex.search: mask', mask, this.size)
    if (more.length >= MAX_QUERIES) throw usage(`received ${more.length + 1} queries, expected ${MAX_QUERIES} at most`)
    return { alpha, beta, missing }
  }
}

/**
 * The next float32. What equals the last hit cannot replace it: among equal totals the first list has the lower rows, and all rows without a
 * vector may have one total.
 */
function above(score: number): number {
  const value = Float32Array.of(score)
  if (value[0]! > score) return value[0]!
  const bits = new Int32Array(value.buffer)
  if (value[0] === 0) bits[0] = 1
  else if (value[0]! < Number.POSITIVE_INFINITY) bits[0]! += value[0]! > 0 ? 1 : -1
  return value[0]!
}

interface Numbers {
  readonly alpha: number
  readonly beta: number
  readonly missing: number
}
