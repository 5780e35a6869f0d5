import { checkCount } from '../../src/vectors/checks.js'
import type { ScanQuery } from '../../src/vectors/scan-query.js'
import type { VectorIndex } from './approximate/vector-index.js'

export interface IdentifiedHit {
  readonly id: string
  readonly score: number
}

/**
 * Vectors by the caller's ids, over any index by rows. Removing leaves a tombstone, which the next new id takes; `compact` closes
 * the rest, some at a time. Ids stay what they are, row numbers do not: keep none of them.
 */
export class IdentifiedIndex<Index extends VectorIndex = VectorIndex> {
  readonly index: Index
  readonly #rows = new Map<string, number>()
  readonly #ids: (string | undefined)[] = []
  readonly #tombstones: number[] = []

  /** @param index an index without rows */
  constructor(index: Index) {
    this.index = index
  }

  /** Ids that have a vector. */
  get size(): number {
    return this.#rows.size
  }

  /** Rows, those that no id has among them: the length of a mask or a bias. */
  get rowCount(): number {
    return this.#ids.length
  }

  /** Gives an id its vector, or another one. */
  upsert(id: string, vector: Float32Array): void {
    const known = this.#rows.get(id)
    if (known !== undefined) {
      this.index.set(known, vector)
      return
    }
    const row = this.#takeTombstone() ?? this.#append()
    try {
      this.index.set(row, vector)
    } catch (error) {
      this.#tombstones.push(row)
      throw error
    }
    this.#rows.set(id, row)
    this.#ids[row] = id
  }

  /** Whether the id had a vector, which is gone now. */
  remove(id: string): boolean {
    const row = this.#rows.get(id)
    if (row === undefined) return false
    this.index.unset(row)
    this.#rows.delete(id)
    this.#ids[row] = undefined
    this.#tombstones.push(row)
    return true
  }

  /** The row of an id now, for masks and biases of the next search. */
  row(id: string): number | undefined {
    return this.#rows.get(id)
  }

  /** The k best ids, best first. */
  search(scan: ScanQuery, k: number): IdentifiedHit[] {
    const { rows, scores } = this.index.search({ ...scan, missing: Number.NaN }, k)
    return Array.from(rows, (row, i) => ({ id: this.#ids[row]!, score: scores[i]! }))
  }

  /**
   * Moves at most `moves` vectors from the end into tombstones and drops the rows that gets free: a slice of idle time.
   * True when none is left.
   */
  compact(moves: number): boolean {
    checkCount('IdentifiedIndex.compact: moves', moves)
    this.#dropLast()
    for (let move = 0; move < moves && this.#rows.size < this.#ids.length; move++) {
      const last = this.#ids.length - 1
      const free = this.#takeTombstone()!
      const id = this.#ids[last]!
      const { codes, scale } = this.index.codes(last)
      this.index.setCodes(free, codes, scale)
      this.#rows.set(id, free)
      this.#ids[free] = id
      this.#ids[last] = undefined
      this.#dropLast()
    }
    return this.#rows.size === this.#ids.length
  }

  /** A row that no id has. The list may name rows that were dropped since, or dropped, added and given to an id. */
  #takeTombstone(): number | undefined {
    for (;;) {
      const row = this.#tombstones.pop()
      if (row === undefined || (row < this.#ids.length && this.#ids[row] === undefined)) return row
    }
  }

  #append(): number {
    this.#ids.push(undefined)
    this.index.resize(this.#ids.length)
    return this.#ids.length - 1
  }

  /** Drops tombstones at the end. */
  #dropLast(): void {
    let rows = this.#ids.length
    while (rows > 0 && this.#ids[rows - 1] === undefined) rows--
    if (rows === this.#ids.length) return
    this.#ids.length = rows
    this.index.resize(rows)
  }
}
