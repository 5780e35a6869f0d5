import type { ScanParameters } from '../../kernel/parameters.js'

// Pointers are byte offsets into the instance's buffer, as those of the scan kernel are.

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
  /** uint32 a row: receives the number of the query. */
  readonly out: number
}

export interface HammingParameters extends Pick<ScanParameters, 'rowCount' | 'present' | 'biases' | 'mask' | 'missing' | 'totals'> {
  /** Bytes from one row's signature to the next; a multiple of 8. */
  readonly stride: number
  /** `stride` bytes a row, 8-byte aligned. */
  readonly signatures: number
  /** `stride` bytes. */
  readonly query: number
  /** float32, `8 * stride + 1` of them: the total for each distance. */
  readonly table: number
}
