// AssemblyScript. The k best hits in memory, as a heap whose root is the worst.

/** Offers a hit to a heap of `size` hits that may hold `k`; returns the new size. NaN, and what is below `floor`, is never kept. */
@inline
export function offer(scores: usize, rows: usize, size: u32, k: u32, floor: f32, total: f32, row: u32): u32 {
  if (size < k) {
    if (!(total >= floor)) return size
    siftUp(scores, rows, size, total, row)
    return size + 1
  }
  if (k && total >= load<f32>(scores) && isWorse(load<f32>(scores), load<u32>(rows), total, row)) siftDown(scores, rows, size, total, row)
  return size
}

/** Whether a is a worse hit than b: lower score, or the same score on a later row. */
@inline
function isWorse(scoreA: f32, rowA: u32, scoreB: f32, rowB: u32): bool {
  return scoreA < scoreB || (scoreA == scoreB && rowA > rowB)
}

/** Adds a hit at the free place `at` of the heap. */
function siftUp(scores: usize, rows: usize, at: u32, score: f32, row: u32): void {
  while (at > 0) {
    const parent = (at - 1) >> 1
    const parentScore = load<f32>(scores + (parent << 2))
    const parentRow = load<u32>(rows + (parent << 2))
    if (!isWorse(score, row, parentScore, parentRow)) break
    store<f32>(scores + (at << 2), parentScore)
    store<u32>(rows + (at << 2), parentRow)
    at = parent
  }
  store<f32>(scores + (at << 2), score)
  store<u32>(rows + (at << 2), row)
}

/** Puts a hit in the place of the root of a heap of `size` hits. */
function siftDown(scores: usize, rows: usize, size: u32, score: f32, row: u32): void {
  let at: u32 = 0
  while (true) {
    let child: u32 = 2 * at + 1
    if (child >= size) break
    let childScore = load<f32>(scores + (child << 2))
    let childRow = load<u32>(rows + (child << 2))
    if (child + 1 < size) {
      const rightScore = load<f32>(scores + ((child + 1) << 2))
      const rightRow = load<u32>(rows + ((child + 1) << 2))
      if (isWorse(rightScore, rightRow, childScore, childRow)) {
        child++
        childScore = rightScore
        childRow = rightRow
      }
    }
    if (!isWorse(childScore, childRow, score, row)) break
    store<f32>(scores + (at << 2), childScore)
    store<u32>(rows + (at << 2), childRow)
    at = child
  }
  store<f32>(scores + (at << 2), score)
  store<u32>(rows + (at << 2), row)
}
