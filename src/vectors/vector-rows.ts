import { PagekinError } from '../errors.js'
import { checkCount, checkFinite, checkLength } from './checks.js'
import { HalfRows } from './half-rows.js'
import { createKernel, type Kernel } from './kernel/kernel.js'
import { dequantize, type Quantized } from './quantize.js'
import { RowMemory } from './row-memory.js'

export interface IndexOptions {
  /** Default: `createKernel()`. */
  readonly kernel?: Kernel
  /** Rows to make room for at once. Default 0. */
  readonly capacity?: number
  /**
   * Vectors given as float32 (`set`, not `setCodes`) are kept as float16 beside their codes, and scores taken from there, while both
   * fit into so many MB. Beyond, the codes alone are kept. Default 16; 0 keeps codes only.
   */
  readonly budgetMB?: number
  /** Of each int8 code that are kept: 4 halves the memory, and scores are then those of codes in steps of 16. Default 8. */
  readonly bits?: 4 | 8
}

const MAX_DIMENSIONS = 65_536

/** int8 vectors in the memory of a scan kernel, with float16 ones beside them while there is room. */
export abstract class VectorRows {
  readonly dimensions: number
  readonly kernelKind: 'wasm' | 'js'
  protected readonly memory: RowMemory
  readonly #kernel: Kernel
  readonly #budgetBytes: number
  /** Null before the first float32 vector, and from the moment that the rows are more than the budget allows. */
  protected halves: HalfRows | null = null
  #size = 0
  #count = 0
  /** No row is longer. */
  protected longest = 0

  constructor(dimensions: number, options: IndexOptions = {}) {
    if (!Number.isInteger(dimensions) || dimensions < 1 || dimensions > MAX_DIMENSIONS) {
      throw usage(`received ${dimensions} dimensions, expected an integer from 1 to ${MAX_DIMENSIONS}`)
    }
    const { kernel = createKernel(), capacity = 0, budgetMB = 16, bits = 8 } = options
    this.dimensions = dimensions
    this.kernelKind = kernel.kind
    this.#kernel = kernel
    this.#budgetBytes = checkFinite('FlatIndex: budgetMB', budgetMB) * 2 ** 20
    this.memory = new RowMemory(kernel, dimensions, checkCount('FlatIndex: capacity', capacity), bits)
  }

  get size(): number {
    return this.#size
  }

  get count(): number {
    return this.#count
  }

  get bytes(): number {
    return this.memory.kernel.buffer.byteLength + (this.halves?.bytes ?? 0)
  }

  resize(rows: number): void {
    this.memory.reserve(checkCount('FlatIndex.resize: rows', rows))
    for (let row = rows; row < this.#size; row++) this.unset(row)
    this.#size = rows
    if (this.#fitsHalves()) this.halves?.reserve(rows)
    else this.halves = null
  }

  /** Gives a row its vector, as int8 codes with one scale, and as float16 while the budget allows. */
  set(row: number, vector: Float32Array): void {
    this.checkRow(row)
    checkLength('FlatIndex.set: vector', vector, this.dimensions)
    const scale = this.memory.quantize(row, vector)
    if (this.#fitsHalves()) {
      this.halves ??= new HalfRows(this.#kernel, this.dimensions, this.#size)
      this.halves.set(row, vector)
    }
    this.#place(row, scale)
  }

  setCodes(row: number, codes: Int8Array, scale: number): void {
    this.checkRow(row)
    checkLength('FlatIndex.setCodes: codes', codes, this.dimensions)
    if (!(scale >= 0 && scale < Number.POSITIVE_INFINITY)) throw usage(`received the scale ${scale}, expected a finite number, 0 or more`)
    this.memory.writeCodes(row, codes)
    this.halves?.unset(row)
    this.#place(row, scale)
  }

  copy(from: number, to: number): void {
    this.checkPresent(from)
    this.checkRow(to)
    this.memory.writeCodes(to, this.memory.readCodes(from))
    this.halves?.copy(from, to)
    this.#place(to, this.memory.scales[from]!)
  }

  unset(row: number): void {
    if (!this.has(row)) return
    this.memory.present[row] = 0
    this.halves?.unset(row)
    this.#count--
  }

  has(row: number): boolean {
    this.checkRow(row)
    return this.memory.present[row] === 1
  }

  vector(row: number, out: Float32Array = new Float32Array(this.dimensions)): Float32Array {
    this.checkPresent(row)
    return this.read(row, out)
  }

  /** A copy of a row's codes, and its scale. Throws when it has none. */
  codes(row: number): Quantized {
    this.checkPresent(row)
    return { codes: this.memory.readCodes(row).slice(), scale: this.memory.scales[row]! }
  }

  /** Inner products with the first `count` rows of `heapRows`: a view of `heapScores`. */
  protected inner(vector: Float32Array, count: number): Float32Array {
    const scores = this.memory.heapScores.subarray(0, count)
    const { halves } = this
    const rows = this.memory.heapRows.subarray(0, count)
    if (halves?.rescore(vector, rows, scores) === count) return scores
    this.memory.rescore(vector, count)
    halves?.rescore(vector, rows, scores)
    return scores
  }

  /** A row has another vector. */
  protected abstract placed(row: number): void

  protected read(row: number, out: Float32Array): Float32Array {
    return this.halves?.has(row) ? this.halves.vector(row, out) : dequantize(this.memory.readCodes(row), this.memory.scales[row]!, out)
  }

  /** Rows that have a vector. */
  protected presentRows(): number[] {
    const { present } = this.memory
    const rows: number[] = []
    for (let row = 0; row < this.#size; row++) if (present[row]) rows.push(row)
    return rows
  }

  #place(row: number, scale: number): void {
    this.memory.scales[row] = scale
    this.longest = Math.max(this.longest, Math.sqrt(this.memory.squares[row]!) * scale)
    if (this.memory.present[row] === 0) this.#count++
    this.memory.present[row] = 1
    this.placed(row)
  }

  #fitsHalves(): boolean {
    return this.#size * this.memory.stride + HalfRows.bytes(this.dimensions, this.#size) <= this.#budgetBytes
  }

  protected checkRow(row: number): void {
    if (!(Number.isInteger(row) && row >= 0 && row < this.#size)) throw usage(`received row ${row}, expected 0 to ${this.#size - 1}`)
  }

  protected checkPresent(row: number): void {
    if (!this.has(row)) throw usage(`row ${row} has no vector; ask has(row) first`)
  }
}

export function usage(why: string): PagekinError {
  return new PagekinError('usage', `FlatIndex: ${why}`)
}
