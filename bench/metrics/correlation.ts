import { checkPaired } from '../../src/evaluate/metrics/checks.js'
import { averageRanks } from './ranks.js'

/** Pearson's r = sum (x - mx)(y - my) / sqrt(sum (x - mx)^2 sum (y - my)^2) (1895). NaN where either list is constant, or empty. */
export function pearson(x: ArrayLike<number>, y: ArrayLike<number>): number {
  checkPaired('pearson', x, y)
  checkPaired('pearson', y, x)
  if (isConstant(x) || isConstant(y)) return Number.NaN
  const [mx, my] = [mean(x), mean(y)]
  let [xy, xx, yy] = [0, 0, 0]
  for (let i = 0; i < x.length; i++) {
    const [dx, dy] = [x[i]! - mx, y[i]! - my]
    xy += dx * dy
    xx += dx * dx
    yy += dy * dy
  }
  // rounding may pass the bound by an ulp
  return Math.max(-1, Math.min(1, xy / Math.sqrt(xx * yy)))
}

/** Spearman's rho: Pearson's r of the ranks, ties at the mean of their ranks (1904). NaN where either list is constant, or empty. */
export function spearman(x: ArrayLike<number>, y: ArrayLike<number>): number {
  checkPaired('spearman', x, y)
  checkPaired('spearman', y, x)
  return pearson(averageRanks(x), averageRanks(y))
}

function mean(values: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i]!
  return sum / values.length
}

// by comparison, not by variance: rounding can give equal values a variance above 0
function isConstant(values: ArrayLike<number>): boolean {
  for (let i = 1; i < values.length; i++) if (values[i] !== values[0]) return false
  return true
}
