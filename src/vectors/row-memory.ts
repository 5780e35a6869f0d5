import type { Kernel, KernelInstance } from './kernel/kernel.js'

type Column = 'mask' | 'biases' | 'heapScores' | 'heapRows' | 'present' | 'scales' | 'inverses' | 'codes'
type Offsets = Readonly<Record<Column | 'query', number>>

/** Order in memory, bytes a row (codes: a stride), and whether the content outlives a scan and so must survive growth. */
const COLUMNS: readonly { readonly name: Column; readonly bytes: number; readonly kept: boolean }[] = [
  { name: 'mask', bytes: 1, kept: false },
  { name: 'biases', bytes: 4, kept: false },
  { name: 'heapScores', bytes: 4, kept: false },
  { name: 'heapRows', bytes: 4, kept: false },
  { name: 'present', bytes: 1, kept: true },
  { name: 'scales', bytes: 4, kept: true },
  { name: 'inverses', bytes: 4, kept: true },
  { name: 'codes', bytes: 0, kept: true },
]

/** Offset 0 is kept free: to a kernel a pointer of 0 means "absent". */
const FIRST_OFFSET = 16

/**
 * The columns of a `FlatIndex` in the memory of its kernel, each 16-byte aligned, the codes of a row padded to a multiple
 * of 16 (with anything: the padding of the query is 0). Growth moves the columns apart and derives all views again:
 * hold none of them across a call of `reserve`.
 */
export class RowMemory {
  readonly kernel: KernelInstance
  /** Bytes from one row's codes to the next. */
  readonly stride: number
  offsets: Offsets
  query!: Int16Array
  mask!: Uint8Array
  biases!: Float32Array
  heapScores!: Float32Array
  heapRows!: Uint32Array
  present!: Uint8Array
  scales!: Float32Array
  inverses!: Float32Array
  codes!: Int8Array
  #capacity = 0

  constructor(kernel: Kernel, dimensions: number, capacity: number) {
    this.kernel = kernel.instantiate()
    this.stride = align(dimensions)
    this.offsets = layOut(this.stride, 0).offsets
    this.#grow(capacity)
  }

  /** Makes room for at least `rows` rows; when it has to grow, for half as many again as before, so that appending stays cheap. */
  reserve(rows: number): void {
    if (rows > this.#capacity) this.#grow(Math.max(rows, Math.floor(this.#capacity * 1.5)))
  }

  #grow(capacity: number): void {
    const { offsets, byteLength } = layOut(this.stride, capacity)
    this.kernel.grow(byteLength)
    const bytes = new Uint8Array(this.kernel.buffer)
    // every column moves towards the end, so the last one must go first
    for (const column of COLUMNS.toReversed()) {
      if (!column.kept) continue
      const from = this.offsets[column.name]
      bytes.copyWithin(offsets[column.name], from, from + this.#capacity * (column.bytes || this.stride))
    }
    bytes.fill(0, offsets.present + this.#capacity, offsets.present + capacity)
    this.offsets = offsets
    this.#capacity = capacity
    this.#deriveViews()
  }

  #deriveViews(): void {
    const { offsets, stride } = this
    const { buffer } = this.kernel
    const capacity = this.#capacity
    this.query = new Int16Array(buffer, offsets.query, stride)
    this.mask = new Uint8Array(buffer, offsets.mask, capacity)
    this.biases = new Float32Array(buffer, offsets.biases, capacity)
    this.heapScores = new Float32Array(buffer, offsets.heapScores, capacity)
    this.heapRows = new Uint32Array(buffer, offsets.heapRows, capacity)
    this.present = new Uint8Array(buffer, offsets.present, capacity)
    this.scales = new Float32Array(buffer, offsets.scales, capacity)
    this.inverses = new Float32Array(buffer, offsets.inverses, capacity)
    this.codes = new Int8Array(buffer, offsets.codes, capacity * stride)
  }
}

function layOut(stride: number, capacity: number): { offsets: Offsets; byteLength: number } {
  const offsets = { query: FIRST_OFFSET } as Record<Column | 'query', number>
  let end = FIRST_OFFSET + stride * Int16Array.BYTES_PER_ELEMENT
  for (const { name, bytes } of COLUMNS) {
    offsets[name] = end
    end += align(capacity * (bytes || stride))
  }
  return { offsets, byteLength: end }
}

function align(bytes: number): number {
  return Math.ceil(bytes / 16) * 16
}
