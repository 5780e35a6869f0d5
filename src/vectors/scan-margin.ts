/** Deviations of an error that are reckoned with: of three million rows one is further off. */
const DEVIATIONS = 5

/**
 * How far the inner product of a vector with one that was rounded to steps may lie from that with what it stands for. Rounding moves
 * each element by up to half a step, evenly: the sum over d elements has the deviation `step / sqrt(12)` times the length. Five of them,
 * or in few dimensions, where that says little, Cauchy's bound.
 */
export function roundingMargin(dimensions: number, step: number, length: number): number {
  return Math.min(Math.sqrt(dimensions) / 2, DEVIATIONS / Math.sqrt(12)) * step * length
}
