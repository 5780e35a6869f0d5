/** Where a pass finds its operands. Pointers are byte offsets into the instance's buffer; 0 means absent where a line says so. */
interface PassParameters {
  /** How many rows to look at: 0 to rowCount - 1, unless there is a list. */
  readonly rowCount: number
  /** uint8 a row: 1 where the row has a vector. */
  readonly present: number
  /** float32 a row, added to the total; 0 = none. */
  readonly biases: number
  /** uint8 a row, 1 = allowed; 0 = every row is. */
  readonly mask: number
  /** The total, before bias, of a row without a vector. */
  readonly missing: number
  /** float32, `rowCount` of them: where the totals go; NaN for a row that is no hit. */
  readonly totals: number
}

export interface BestParameters {
  readonly count: number
  /** float32, `count` of them. */
  readonly totals: number
  /** uint32, `count` of them: whose totals they are; 0 = of the first `count` rows. */
  readonly list: number
  /** Lower totals are not kept. */
  readonly floor: number
  /** Length of the two heap arrays. */
  readonly k: number
  readonly heapScores: number
  readonly heapRows: number
}

export interface ScanParameters extends PassParameters {
  /** Codes a row; a multiple of 32. */
  readonly stride: number
  /** uint32, `rowCount` of them: the rows to look at, each once; 0 = the first `rowCount`. */
  readonly list: number
  /** The upper halves of codes, `stride / 2` bytes a row, 16-byte aligned (`splitCodes`). */
  readonly upper: number
  /** float32 a row: what one step of a code is worth. */
  readonly scales: number
  /** float32 a row, `1 / |x - mu|`; 0 = the scan is not centred. */
  readonly inverses: number
  readonly queryCount: number
  /** int8, `stride` a query; 0 beyond the dimensions. */
  readonly queries: number
  /** float32 a query: what its inner product with upper halves is multiplied by, beside the row's scale. */
  readonly queryScales: number
  /** float32 a query, added to its inner product with upper halves before any scale. */
  readonly lifts: number
  /** float32 a query, added before `inverses` come in. */
  readonly offsets: number
  readonly alpha: number
  readonly beta: number
}

export interface NearestParameters {
  readonly rowCount: number
  /** Bytes from one row's codes to the next, and from one query's; a multiple of 16. */
  readonly stride: number
  /** int8, `stride` a row. */
  readonly codes: number
  /** int32 a row: the sum of its codes. */
  readonly sums: number
  readonly queryCount: number
  /** uint8, `stride` a query: its codes plus `QUERY_SHIFT`, in 0..127; 0 beyond the dimensions. */
  readonly queries: number
  /** float32 a query. */
  readonly queryScales: number
  /** uint32 a row: where the query goes. */
  readonly out: number
}

export interface HammingParameters extends PassParameters {
  /** Bytes from one row's signature to the next; a multiple of 8. */
  readonly stride: number
  /** `stride` bytes a row, 8-byte aligned. */
  readonly signatures: number
  /** `stride` bytes. */
  readonly query: number
  /** float32, `8 * stride + 1` of them: the total for each distance. */
  readonly table: number
}

interface ListParameters {
  readonly count: number
  /** uint32, `count` of them. */
  readonly list: number
  /** float32, one for each element of a row, 0 beyond the dimensions. */
  readonly query: number
  /** float32, `count` of them: where the inner products go. */
  readonly out: number
}

export interface RescoreCodesParameters extends ListParameters {
  /** Codes a row; a multiple of 32. */
  readonly stride: number
  readonly upper: number
  /** 0 = not kept: 8 each. */
  readonly lower: number
  /** float32 a row. */
  readonly scales: number
}

export interface RescoreHalvesParameters extends ListParameters {
  /** Bytes from one row to the next; a multiple of 16. */
  readonly stride: number
  readonly halves: number
}

export interface SumRowsParameters {
  readonly count: number
  readonly dimensions: number
  /** Codes a row; a multiple of 32. */
  readonly stride: number
  /** uint32, `count` of them. */
  readonly list: number
  readonly upper: number
  /** 0 = not kept: 8 each. */
  readonly lower: number
  /** float32, one for each entry of the list. */
  readonly factors: number
  /** Room for the codes of a row. */
  readonly scratch: number
  /** float64, one for each dimension; 8-byte aligned. */
  readonly out: number
}

/** Where the codes of one row are, whole and in halves. */
export interface RowParameters {
  /** Codes a row; a multiple of 32. */
  readonly stride: number
  /** int8. */
  readonly codes: number
  readonly upper: number
  /** 0 = not kept: 8 each. */
  readonly lower: number
}

export type Pass = (...operands: number[]) => number

/** What a module exports. */
export type Passes = Readonly<Record<string, Pass>>

/** One source compiled with relaxed SIMD and without, as hexadecimal digits. */
export interface PassModules {
  readonly plain: string
  readonly relaxed: string
}

/** One memory and the code that works on it. */
export interface KernelInstance {
  /** Replaced whenever `grow` makes more room: derive views again after it. */
  readonly buffer: ArrayBuffer
  /** Makes the buffer at least `bytes` long and keeps its content. Throws `usage` when the device cannot give that much. */
  grow(bytes: number): void
  /**
   * `s = (q . upper + lift) * scale * queryScale + offset`, if centred `s *= inverse`, the highest of it over all queries, then
   * `total = alpha * s + beta + bias` (`missing + bias` without a vector), in float32 in this order.
   */
  scan(parameters: ScanParameters): void
  /** Leaves the k best totals in the heap arrays, as a heap whose root is the worst, and returns how many there are. */
  best(parameters: BestParameters): number
  /** Inner products of a float32 query with int8 rows of a list, within 1e-6 of their magnitudes. */
  rescoreCodes(parameters: RescoreCodesParameters): void
  /** The same with float16 rows. */
  rescoreHalves(parameters: RescoreHalvesParameters): void
  /** Sum of the codes of the rows of a list, each times its factor. */
  sumRows(parameters: SumRowsParameters): void
  /**
   * `quantize` of `stride` float32 numbers, 0 beyond the dimensions, into as many codes. Returns the scale, or -1 and leaves the codes
   * undefined where a number is not finite or the scale is below `TINY`.
   */
  quantize(stride: number, vector: number, codes: number): number
  /** Cuts a row's codes into upper and lower halves; returns the sum of their squares. */
  splitCodes(parameters: RowParameters): number
  /** Puts them together again. */
  joinCodes(parameters: RowParameters): void
  /** More passes over the same memory; null where there is no WebAssembly, for which they have twins. */
  load(modules: PassModules): Passes | null
  /** Float32 as float16; `count` is a multiple of 8. Returns the largest magnitude: beyond `MAX_FLOAT16` what was written is undefined. */
  toFloat16(count: number, values: number, out: number): number
}
