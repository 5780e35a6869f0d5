/** Rows in disjoint lists. Adding and removing take constant time; the order in a list means nothing. */
export class RowLists {
  readonly #lists: Uint32Array[]
  readonly #lengths: number[]
  /** The list of each row, or -1. */
  #listOf = new Int32Array(0)
  /** The place of each row in its list. */
  #placeOf = new Uint32Array(0)

  constructor(count: number) {
    this.#lists = Array.from({ length: count }, () => new Uint32Array(4))
    this.#lengths = Array.from({ length: count }, () => 0)
  }

  get count(): number {
    return this.#lists.length
  }

  get bytes(): number {
    return this.#lists.reduce((sum, list) => sum + list.byteLength, this.#listOf.byteLength + this.#placeOf.byteLength)
  }

  /** The rows of a list: a view that the next change may overwrite. */
  rows(list: number): Uint32Array {
    return this.#lists[list]!.subarray(0, this.#lengths[list])
  }

  /** Moves a row into a list. */
  put(row: number, list: number): void {
    if (row >= this.#listOf.length) this.#grow(row + 1)
    this.take(row)
    const length = this.#lengths[list]!
    if (length === this.#lists[list]!.length) {
      const longer = new Uint32Array(length * 2)
      longer.set(this.#lists[list]!)
      this.#lists[list] = longer
    }
    this.#lists[list]![length] = row
    this.#lengths[list] = length + 1
    this.#listOf[row] = list
    this.#placeOf[row] = length
  }

  /** Removes a row from its list, if it has one. */
  take(row: number): void {
    const list = this.#listOf[row] ?? -1
    if (list < 0) return
    const rows = this.#lists[list]!
    const last = rows[--this.#lengths[list]!]!
    const place = this.#placeOf[row]!
    rows[place] = last
    this.#placeOf[last] = place
    this.#listOf[row] = -1
  }

  #grow(rows: number): void {
    const length = Math.max(rows, 2 * this.#listOf.length)
    const listOf = new Int32Array(length).fill(-1)
    listOf.set(this.#listOf)
    const placeOf = new Uint32Array(length)
    placeOf.set(this.#placeOf)
    this.#listOf = listOf
    this.#placeOf = placeOf
  }
}
