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
  /** Length of the two heap arrays. */
  readonly k: number
  readonly heapScores: number
  readonly heapRows: number
}

export interface ScanParameters extends PassParameters {
  /** Bytes from one row's codes to the next; a multiple of 16. */
  readonly stride: number
  /** uint32, `rowCount` of them: the rows to look at, each once; 0 = the first `rowCount`. */
  readonly list: number
  /** int8, `stride` a row, 16-byte aligned. */
  readonly codes: number
  /** float32 a row: what one step of a code is worth. */
  readonly scales: number
  /** int32 a row: the sum of its codes, without those beyond the dimensions. */
  readonly sums: number
  /** float32 a row, `1 / |x - mu|`; 0 = the scan is not centred. */
  readonly inverses: number
  readonly queryCount: number
  /** uint8, `stride` a query: its codes plus `QUERY_SHIFT`, in 0..127; 0 beyond the dimensions. */
  readonly queries: number
  /** float32 a query: what one step of its codes is worth. */
  readonly queryScales: number
  /** float32 a query, added to the inner product before it is multiplied by `inverses`. */
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
  /** uint8, as for a scan. */
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

export interface RescoreParameters {
  readonly type: 'int8' | 'float16'
  readonly count: number
  /** Bytes from one row to the next; a multiple of 16. */
  readonly stride: number
  /** uint32, `count` of them. */
  readonly list: number
  readonly rows: number
  /** float32 a row; 0 for float16. */
  readonly scales: number
  /** float32, one for each element of a row, 0 beyond the dimensions. */
  readonly query: number
  /** float32, `count` of them: where the inner products go. */
  readonly out: number
}

export interface SumRowsParameters {
  readonly count: number
  readonly dimensions: number
  /** Bytes from one row to the next. */
  readonly stride: number
  /** uint32, `count` of them. */
  readonly list: number
  readonly codes: number
  /** float32, one for each entry of the list. */
  readonly factors: number
  /** float64, one for each dimension; 8-byte aligned. */
  readonly out: number
}

/** One memory and the code that works on it. */
export interface KernelInstance {
  /** Replaced whenever `grow` makes more room: derive views again after it. */
  readonly buffer: ArrayBuffer
  /** Makes the buffer at least `bytes` long and keeps its content. Throws `usage` when the device cannot give that much. */
  grow(bytes: number): void
  /**
   * `s = dot * scale * queryScale`, if centred `s = (s + offset) * inverse`, the highest of it over all queries, then
   * `total = alpha * s + beta + bias` (`missing + bias` without a vector), in float32 in this order. Leaves the k best totals
   * in the heap arrays, as a heap whose root is the worst, and returns how many there are.
   */
  scan(parameters: ScanParameters): number
  /** For each row the query with the largest inner product, the first of equals. */
  nearest(parameters: NearestParameters): void
  /** `total = table[bits that differ] + bias` (`missing + bias` without a vector); the k best, as `scan` leaves them. */
  hamming(parameters: HammingParameters): number
  /** Inner products of a float32 query with the rows of a list, within 1e-6 of their magnitudes. */
  rescore(parameters: RescoreParameters): void
  /** Sum of the codes of the rows of a list, each times its factor. */
  sumRows(parameters: SumRowsParameters): void
  sumOfCodes(codes: number, dimensions: number): number
  squaresOfCodes(codes: number, dimensions: number): number
}
