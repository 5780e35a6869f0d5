import { checkPaired } from '../../src/evaluate/metrics/checks.js'

/**
 * Kendall's tau-b = (concordant - discordant) / sqrt((n0 - n1)(n0 - n2)), n0 = n (n - 1) / 2, n1 and n2 the pairs tied in x
 * and in y (Kendall, 1945). O(n log n): discordant pairs are the swaps of a merge sort by y of what is sorted by x
 * (Knight, 1966). NaN where either list is constant, or has fewer than two values.
 */
export function kendallTauB(x: ArrayLike<number>, y: ArrayLike<number>): number {
  checkPaired('kendallTauB', x, y)
  checkPaired('kendallTauB', y, x)
  const n = x.length
  const order = Array.from({ length: n }, (_, i) => i).sort((a, b) => x[a]! - x[b]! || y[a]! - y[b]!)
  const pairs = (n * (n - 1)) / 2
  const tiedX = tiedPairs(n, (i, j) => x[order[i]!] === x[order[j]!])
  const tiedBoth = tiedPairs(n, (i, j) => x[order[i]!] === x[order[j]!] && y[order[i]!] === y[order[j]!])
  const sorted = Float64Array.from(order, (i) => y[i]!)
  const discordant = sortCountingSwaps(sorted)
  const tiedY = tiedPairs(n, (i, j) => sorted[i] === sorted[j])
  const concordant = pairs - tiedX - tiedY + tiedBoth - discordant
  // all tied in one of them is 0 / 0
  return (concordant - discordant) / Math.sqrt((pairs - tiedX) * (pairs - tiedY))
}

/** Pairs within the runs of a sorted list. */
function tiedPairs(n: number, same: (i: number, j: number) => boolean): number {
  let pairs = 0
  for (let start = 0, i = 1; i <= n; i++) {
    if (i < n && same(start, i)) continue
    pairs += ((i - start) * (i - start - 1)) / 2
    start = i
  }
  return pairs
}

/** Sorts in place, from the bottom up, and counts the pairs that stood in the wrong order. */
function sortCountingSwaps(values: Float64Array): number {
  let swaps = 0
  let from = values
  let to: Float64Array = new Float64Array(values.length)
  for (let width = 1; width < values.length; width *= 2) {
    for (let low = 0; low < values.length; low += 2 * width) {
      const middle = Math.min(low + width, values.length)
      const high = Math.min(low + 2 * width, values.length)
      let [left, right] = [low, middle]
      for (let at = low; at < high; at++) {
        if (left < middle && (right >= high || from[left]! <= from[right]!)) to[at] = from[left++]!
        else {
          to[at] = from[right++]!
          swaps += middle - left
        }
      }
    }
    ;[from, to] = [to, from]
  }
  if (from !== values) values.set(from)
  return swaps
}
