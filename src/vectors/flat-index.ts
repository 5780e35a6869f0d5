import { checkCount, checkFinite, checkLength } from './checks.js'
import { dotProduct } from './normalize.js'
import { MAX_QUERIES } from './row-memory.js'
import { scanMargin } from './scan-margin.js'
import type { Centring, ScanQuery } from './scan-query.js'
import { type Hits, TopK } from './top-k.js'
import type { VectorIndex } from './vector-index.js'
import { type Prepared, usage, VectorRows } from './vector-rows.js'

/** Rows to score exactly, at first, for k hits; and how often four times as many may be taken where that leaves the order in doubt. */
const shortlistLength = (k: number): number => k + 32
const MAX_GROWTHS = 2

/** Exhaustive search over the rows. All errors are `usage`. */
export class FlatIndex extends VectorRows implements VectorIndex {
  /**
   * The k rows with the highest totals, best first, ties to the lower row; fewer where the mask allows fewer. The scan, over codes,
   * finds a shortlist; its scores are then taken from the float32 query and the vectors as well as they are kept. While a row
   * beyond the shortlist may still belong to the k, by what the scan can be wrong, a longer one is taken.
   */
  search(scan: ScanQuery, k: number): Hits {
    return this.#search(scan, k)
  }

  /** The same among `rows` only, each named once. */
  searchRows(scan: ScanQuery, k: number, rows: Uint32Array): Hits {
    if (rows.length > this.size) throw usage(`searchRows received ${rows.length} rows of ${this.size}, expected each once`)
    for (const row of rows) this.checkRow(row)
    return this.#search(scan, k, rows)
  }

  #search(scan: ScanQuery, k: number, list?: Uint32Array): Hits {
    const numbers = this.#check(scan, k)
    const prepared = [scan.query, ...(scan.more ?? [])].map((query) => this.prepare(query, scan.centred))
    const memory = this.memory
    if (scan.bias) memory.biases.set(scan.bias)
    if (scan.mask) memory.mask.set(scan.mask)
    if (list) memory.list.set(list)
    const margin = this.#writeQueries(prepared, numbers.alpha, scan.centred)
    const rowCount = list?.length ?? this.size
    const { offsets, stride } = memory
    for (let growth = 0, length = shortlistLength(k); ; growth++, length *= 4) {
      const found = memory.kernel.scan({
        ...offsets,
        ...numbers,
        rowCount,
        stride,
        list: list ? offsets.list : 0,
        inverses: scan.centred ? offsets.inverses : 0,
        biases: scan.bias ? offsets.biases : 0,
        mask: scan.mask ? offsets.mask : 0,
        queryCount: prepared.length,
        k: Math.min(rowCount, length),
      })
      // no row beyond the shortlist has a higher total than this
      const beyond = found === length ? memory.heapScores[0]! + margin : Number.NEGATIVE_INFINITY
      const hits = this.#rescore(scan, numbers, prepared, found, k)
      if (growth === MAX_GROWTHS || hits.length === 0 || hits.scores[hits.length - 1]! >= beyond) return hits
    }
  }

  /**
   * Lays the queries out for the scan. Where it centres, their offsets make each row's total as high as it may be, by what the scan
   * can be wrong (one margin would not do: inverses differ). Elsewhere returns by how much every total may be higher.
   */
  #writeQueries(prepared: readonly Prepared[], alpha: number, centred: Centring | undefined): number {
    let highest = 0
    prepared.forEach(({ vector, offset }, place) => {
      const queryScale = this.memory.writeQuery(place, vector, offset)
      const margin = scanMargin({
        dimensions: this.dimensions,
        queryLength: Math.sqrt(dotProduct(vector, vector)),
        queryScale,
        longestRow: this.longest,
        coarsestRow: this.halves ? this.coarsest : 0,
      })
      if (centred) this.memory.writeQuery(place, vector, offset + Math.sign(alpha) * margin)
      highest = Math.max(highest, margin)
    })
    return centred ? 0 : Math.abs(alpha) * highest
  }

  /** The best k of the `found` rows in the heap, by exact totals. */
  #rescore({ bias, centred }: ScanQuery, { alpha, beta, missing }: Numbers, prepared: readonly Prepared[], found: number, k: number): Hits {
    const { present, inverses } = this.memory
    const rows = this.memory.heapRows.slice(0, found)
    const scores = new Float64Array(found).fill(Number.NEGATIVE_INFINITY)
    for (const { vector, offset } of prepared) {
      this.inner(vector, found).forEach((inner, i) => {
        scores[i] = Math.max(scores[i]!, centred ? (inner + offset) * inverses[rows[i]!]! : inner)
      })
    }
    const best = TopK.of(Math.min(k, found))
    rows.forEach((row, i) => {
      best.offer(row, (present[row] ? alpha * scores[i]! + beta : missing) + (bias ? bias[row]! : 0))
    })
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

interface Numbers {
  readonly alpha: number
  readonly beta: number
  readonly missing: number
}
