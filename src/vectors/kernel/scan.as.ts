// AssemblyScript. One pass over int8 rows: mask, dot product, centring, bias and top-k selection, so that no array of
// one score a row ever leaves the memory. Written for plain wasm SIMD. `scan-js.ts` is its twin, operation for
// operation: change both. Pointers are byte offsets into the imported memory; a pointer of 0 means "absent".

/** Inner product of int8 codes with an int16 query; `stride` is a multiple of 16. Exact while it fits in int32. */
@inline
function dot(codes: usize, query: usize, stride: usize): i32 {
  let low = i32x4.splat(0)
  let high = i32x4.splat(0)
  const end = codes + stride
  while (codes < end) {
    low = i32x4.add(low, i32x4.dot_i16x8_s(v128.load_ext<i8>(codes), v128.load(query)))
    high = i32x4.add(high, i32x4.dot_i16x8_s(v128.load_ext<i8>(codes, 8), v128.load(query, 16)))
    codes += 16
    query += 32
  }
  const sum = i32x4.add(low, high)
  return (
    i32x4.extract_lane(sum, 0) + i32x4.extract_lane(sum, 1) + i32x4.extract_lane(sum, 2) + i32x4.extract_lane(sum, 3)
  )
}

/** Scores every allowed row and keeps the best `k` as a heap whose root is the worst. Returns how many were kept. */
export function scan(
  rowCount: u32,
  stride: usize,
  codes: usize,
  present: usize,
  scales: usize,
  inverses: usize,
  biases: usize,
  mask: usize,
  query: usize,
  queryScale: f32,
  offset: f32,
  alpha: f32,
  beta: f32,
  missing: f32,
  k: u32,
  heapScores: usize,
  heapRows: usize,
): u32 {
  let size: u32 = 0
  for (let row: u32 = 0; row < rowCount; row++) {
    if (mask && !load<u8>(mask + row)) continue
    const word: usize = (<usize>row) << 2
    let total = missing
    if (load<u8>(present + row)) {
      let score = <f32>dot(codes + <usize>row * stride, query, stride) * load<f32>(scales + word) * queryScale
      if (inverses) score = (score + offset) * load<f32>(inverses + word)
      total = alpha * score + beta
    }
    if (biases) total += load<f32>(biases + word)
    if (total != total) continue
    if (size < k) siftUp(heapScores, heapRows, size++, total, row)
    // rows come in rising order, so a score equal to the worst one kept loses to it
    else if (k && total > load<f32>(heapScores)) siftDown(heapScores, heapRows, size, total, row)
  }
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
