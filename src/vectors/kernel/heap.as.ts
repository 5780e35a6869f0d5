// AssemblyScript. The k best hits in memory, as a heap whose root is the worst.

/**
 * Keeps the `k` best of the totals of rows 0 to `count` - 1, each at `floor` or above. They form a heap whose root is the worst; if k is
 * `count` or more, they stay in the order of the rows. NaN is never kept. Returns how many there are.
 */
export function best(count: u32, totals: usize, floor: f32, k: u32, heapScores: usize, heapRows: usize): u32 {
  let size: u32 = 0
  if (!k) return 0
  let least = floor
  for (let row: u32 = 0; row < count; row++) {
    // most of a long column is skipped, four rows at a time
    if (row + 4 <= count && !v128.any_true(f32x4.ge(v128.load(totals + (<usize>row << 2)), f32x4.splat(least)))) {
      row += 3
      continue
    }
    const total = load<f32>(totals + (<usize>row << 2))
    if (!(total >= least)) continue
    if (k >= count) put(heapScores, heapRows, size++, total, row)
    else if (size < k) siftUp(heapScores, heapRows, size++, total, row)
    else if (isWorse(load<f32>(heapScores), load<u32>(heapRows), total, row)) siftDown(heapScores, heapRows, size, total, row)
    if (size == k) least = load<f32>(heapScores)
  }
  return size
}

/** Whether a is a worse hit than b: lower score, or the same score on a later row. */
@inline
function isWorse(scoreA: f32, rowA: u32, scoreB: f32, rowB: u32): bool {
  return scoreA < scoreB || (scoreA == scoreB && rowA > rowB)
}

@inline
function put(scores: usize, rows: usize, at: u32, score: f32, row: u32): void {
  store<f32>(scores + (at << 2), score)
  store<u32>(rows + (at << 2), row)
}

/** Adds a hit at the free place `at` of the heap. */
function siftUp(scores: usize, rows: usize, at: u32, score: f32, row: u32): void {
  while (at > 0) {
    const parent = (at - 1) >> 1
    const parentScore = load<f32>(scores + (parent << 2))
    const parentRow = load<u32>(rows + (parent << 2))
    if (!isWorse(score, row, parentScore, parentRow)) break
    put(scores, rows, at, parentScore, parentRow)
    at = parent
  }
  put(scores, rows, at, score, row)
}

/** Replaces the root of a heap of `size` hits. */
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
    put(scores, rows, at, childScore, childRow)
    at = child
  }
  put(scores, rows, at, score, row)
}
