// Pointers are byte offsets into the instance's buffer. A pointer of 0 means "absent" where a line says so.

export interface ScanParameters {
  /** The scan looks at rows 0 to rowCount - 1. */
  readonly rowCount: number
  /** Codes a row; a multiple of 32. */
  readonly stride: number
  /** The upper nibbles of the codes, `stride / 2` bytes a row, 16-byte aligned (`splitCodes`). */
  readonly upper: number
  /** uint8 a row: 1 if the row has a vector. */
  readonly present: number
  /** float32 a row: the value of one step of a code. */
  readonly scales: number
  /** float32 a row, `1 / |x - mu|`; 0 = the scan is not centred. */
  readonly inverses: number
  /** float32 a row, added to the total; 0 = none. */
  readonly biases: number
  /** uint8 a row, 1 = allowed; 0 = every row is. */
  readonly mask: number
  readonly queryCount: number
  /** int8, `stride` a query; 0 beyond the dimensions. */
  readonly queries: number
  /** float32 a query: the factor of its inner product with upper nibbles, beside the row's scale. */
  readonly queryScales: number
  /** float32 a query, added to its inner product with upper nibbles before any scale. */
  readonly lifts: number
  /** float32 a query, added before `inverses` multiply. */
  readonly offsets: number
  readonly alpha: number
  readonly beta: number
  /** The total, before bias, of a row without a vector. */
  readonly missing: number
  /** float32, `rowCount` of them: receives the totals; NaN for a row that is no hit. */
  readonly totals: number
}

export interface BestParameters {
  readonly count: number
  /** float32, `count` of them. */
  readonly totals: number
  /** Lower totals are not kept. */
  readonly floor: number
  /** Length of the two heap arrays. */
  readonly k: number
  readonly heapScores: number
  readonly heapRows: number
}

/** Rows of codes, as `splitCodes` wrote them. */
export interface SplitRows {
  /** Codes a row; a multiple of 32. */
  readonly stride: number
  /** Upper nibbles, `stride / 2` bytes a row. */
  readonly upper: number
  /** Lower nibbles, as many; 0 = not kept: each is 8. */
  readonly lower: number
}

export interface RescoreParameters extends SplitRows {
  readonly count: number
  /** uint32, `count` of them: the rows. */
  readonly list: number
  /** float32 a row. */
  readonly scales: number
  /** float32, `stride` of them; 0 beyond the dimensions. */
  readonly query: number
  /** float32, `count` of them: receives the inner products. */
  readonly out: number
}

export interface SumRowsParameters extends SplitRows {
  readonly count: number
  readonly dimensions: number
  /** uint32, `count` of them: the rows. */
  readonly list: number
  /** float32, one for each entry of the list. */
  readonly factors: number
  /** Room for the codes of a row. */
  readonly scratch: number
  /** float64, one for each dimension; 8-byte aligned. */
  readonly out: number
}

/** The codes of one row, whole and split. */
export interface RowParameters extends SplitRows {
  /** int8, `stride` of them. */
  readonly codes: number
}

/** One memory and the code that works on it. */
export interface KernelInstance {
  /** Replaced whenever `grow` makes more room: derive views again after it. */
  readonly buffer: ArrayBuffer
  /** The memory behind the buffer; null in the JavaScript twin. Other modules may import it. */
  readonly memory: WebAssembly.Memory | null
  /** Makes the buffer at least `bytes` long and keeps its content. Throws `usage` if the device cannot give that much. */
  grow(bytes: number): void
  /**
   * For each query `s = (q . upper + lift) * scale * queryScale + offset`; if centred, `s *= inverse`. Then, with the highest s of all
   * queries, `total = alpha * s + beta + bias`, or `missing + bias` without a vector. All in float32, in this order.
   */
  scan(parameters: ScanParameters): void
  /** Leaves the k best totals in the heap arrays, as a heap whose root is the worst. Returns how many there are. */
  best(parameters: BestParameters): number
  /** Inner products of a float32 query with the int8 rows of a list, within 1e-6 of their magnitudes. */
  rescoreCodes(parameters: RescoreParameters): void
  /** Sum of the codes of the rows of a list, each times its factor. */
  sumRows(parameters: SumRowsParameters): void
  /**
   * `quantize` of `stride` float32 numbers, 0 beyond the dimensions, into as many codes. Returns the scale. Returns -1 if a number is
   * not finite or the scale is below `TINY`; the codes are then undefined.
   */
  quantize(stride: number, vector: number, codes: number): number
  /** Splits a row's codes into upper and lower nibbles. Returns the sum of the squares of the codes. */
  splitCodes(parameters: RowParameters): number
  /** Joins them again. */
  joinCodes(parameters: RowParameters): void
}
