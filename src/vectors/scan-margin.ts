/** Deviations of a scan's error that are reckoned with. */
const DEVIATIONS = 5
/** What float32 adds, as a share of the magnitudes. */
const ROUNDING = 1e-6

/** What the error of a scan's inner product depends on; all are lengths or steps, 0 or more. */
export interface ErrorSources {
  readonly dimensions: number
  readonly queryLength: number
  /** What one step of the query's codes is worth. */
  readonly queryScale: number
  /** No row is longer. */
  readonly longestRow: number
  /** No row's scale is larger; 0 where its codes are all there is. */
  readonly coarsestRow: number
}

/**
 * How far the inner product of codes may lie from that of the vectors they stand for. Rounding moves each element by up to half
 * a step, evenly: the sum over d elements has the deviation `step / sqrt(12)` times the other vector's length. Five of them, or in
 * few dimensions, where that says little, Cauchy's bound.
 */
export function scanMargin({ dimensions, queryLength, queryScale, longestRow, coarsestRow }: ErrorSources): number {
  const steps = Math.min(Math.sqrt(dimensions) / 2, DEVIATIONS / Math.sqrt(12))
  return steps * (queryScale * longestRow + coarsestRow * queryLength) + ROUNDING * queryLength * longestRow
}
