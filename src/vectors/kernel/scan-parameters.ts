/** Where `scan` finds its operands. Pointers are byte offsets into the instance's buffer; 0 means absent where a line says so. */
export interface ScanParameters {
  readonly rowCount: number
  /** Bytes from one row's codes to the next; a multiple of 16. */
  readonly stride: number
  /** int8, `rowCount * stride`, 16-byte aligned. */
  readonly codes: number
  /** uint8 a row: 1 where the row has a vector. */
  readonly present: number
  /** float32 a row: what one step of a code is worth. */
  readonly scales: number
  /** float32 a row, `1 / |x - mu|`; 0 = the scan is not centred. */
  readonly inverses: number
  /** float32 a row, added to the total; 0 = none. */
  readonly biases: number
  /** uint8 a row, 1 = allowed; 0 = every row is. */
  readonly mask: number
  /** int16, `stride` of them, 0 beyond the dimensions. */
  readonly query: number
  readonly queryScale: number
  /** Added to the inner product before it is multiplied by `inverses`. */
  readonly offset: number
  readonly alpha: number
  readonly beta: number
  /** The total, before bias, of a row without a vector. */
  readonly missing: number
  /** Length of the two heap arrays. */
  readonly k: number
  readonly heapScores: number
  readonly heapRows: number
}
