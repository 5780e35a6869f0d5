import type { Kernel } from './kernel/kernel.js'
import type { KernelInstance } from './kernel/parameters.js'

export interface Column {
  /** Bytes a row. */
  readonly bytes: number
  /** Whether the content must survive growth. False for what one search writes and reads. */
  readonly kept: boolean
}

/** Nothing lies at offset 0: to a kernel a pointer of 0 means "absent". */
const FIRST_OFFSET = 16

/**
 * Columns of numbers, one entry a row, in the memory of their own kernel instance. Bytes of fixed size lie before them. Each column is
 * 16-byte aligned. Growth moves the columns and does not clear new rows.
 */
export class Columns<Name extends string> {
  readonly kernel: KernelInstance
  readonly #columns: readonly (readonly [Name, Column])[]
  readonly #fixedBytes: number
  #offsets: Record<Name, number>
  #capacity = 0

  constructor(kernel: Kernel, columns: Readonly<Record<Name, Column>>, fixedBytes: number, capacity: number) {
    this.kernel = kernel.instantiate()
    this.#columns = Object.entries(columns) as [Name, Column][]
    this.#fixedBytes = fixedBytes
    this.#offsets = this.#layOut(0).offsets
    this.#grow(capacity)
  }

  /** Where each column begins. Changes with every growth. */
  get offsets(): Readonly<Record<Name, number>> {
    return this.#offsets
  }

  get capacity(): number {
    return this.#capacity
  }

  /** Where the bytes of fixed size begin. */
  get fixedOffset(): number {
    return FIRST_OFFSET
  }

  /**
   * Makes room for at least `rows` rows. Growth is by half the capacity at least, so that appending stays cheap. Returns true if it grew:
   * then derive every view of the buffer again.
   */
  reserve(rows: number): boolean {
    if (rows <= this.#capacity) return false
    this.#grow(Math.max(rows, Math.floor(this.#capacity * 1.5)))
    return true
  }

  /** Moves entries of kept columns: entry r becomes what entry `from[r]` was; if that is negative, it stays. */
  arrange(from: Int32Array): void {
    if (from.every((row, to) => row < 0 || row === to)) return
    const bytes = new Uint8Array(this.kernel.buffer)
    for (const [name, column] of this.#columns) {
      if (!column.kept) continue
      const start = this.#offsets[name]
      const before = bytes.slice(start, start + this.#capacity * column.bytes)
      from.forEach((row, to) => {
        if (row >= 0 && row !== to) bytes.set(before.subarray(row * column.bytes, (row + 1) * column.bytes), start + to * column.bytes)
      })
    }
  }

  #grow(capacity: number): void {
    const { offsets, byteLength } = this.#layOut(capacity)
    this.kernel.grow(byteLength)
    const bytes = new Uint8Array(this.kernel.buffer)
    // columns move towards the end, so the last one goes first
    for (const [name, column] of this.#columns.toReversed()) {
      const from = this.#offsets[name]
      if (column.kept) bytes.copyWithin(offsets[name], from, from + this.#capacity * column.bytes)
    }
    this.#offsets = offsets
    this.#capacity = capacity
  }

  #layOut(capacity: number): { offsets: Record<Name, number>; byteLength: number } {
    const offsets = {} as Record<Name, number>
    let end = FIRST_OFFSET + align(this.#fixedBytes)
    for (const [name, { bytes }] of this.#columns) {
      offsets[name] = end
      end += align(capacity * bytes)
    }
    return { offsets, byteLength: end }
  }
}

/** The next multiple of 16. */
export function align(bytes: number): number {
  return Math.ceil(bytes / 16) * 16
}
