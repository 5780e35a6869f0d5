/** Standard deviations of the error that the margin covers: one row in three million lies beyond. */
const DEVIATIONS = 5

/**
 * A bound on the error of an inner product with a vector that was rounded to steps. Rounding moves each element by up to half a step,
 * uniformly, so the error has the standard deviation `step / sqrt(12)` times the length of the other vector. In few dimensions that says
 * little, and Cauchy's bound is lower.
 */
export function roundingMargin(dimensions: number, step: number, length: number): number {
  return Math.min(Math.sqrt(dimensions) / 2, DEVIATIONS / Math.sqrt(12)) * step * length
}
