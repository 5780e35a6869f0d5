// AssemblyScript. The pass over signatures of one bit a dimension.

/**
 * Scores every allowed row by the number of bits in which its signature differs from the query's: `total = table[distance] + bias`, NaN
 * if the row is no hit. `stride` is a multiple of 8.
 */
export function hamming(
  rowCount: u32,
  stride: usize,
  signatures: usize,
  present: usize,
  biases: usize,
  mask: usize,
  query: usize,
  table: usize,
  missing: f32,
  totals: usize,
): void {
  // 384 dimensions are six words. Keeping the query's six in locals halves the time of a row
  const isSix = stride == 48
  const q0 = isSix ? load<i64>(query) : 0
  const q1 = isSix ? load<i64>(query, 8) : 0
  const q2 = isSix ? load<i64>(query, 16) : 0
  const q3 = isSix ? load<i64>(query, 24) : 0
  const q4 = isSix ? load<i64>(query, 32) : 0
  const q5 = isSix ? load<i64>(query, 40) : 0
  let start = signatures
  for (let row: u32 = 0; row < rowCount; row++) {
    let total = missing
    if (mask && !load<u8>(mask + row)) total = NaN
    else if (load<u8>(present + row)) {
      let distance: i64 = 0
      if (isSix) {
        const first = popcnt(load<i64>(start) ^ q0) + popcnt(load<i64>(start, 8) ^ q1) + popcnt(load<i64>(start, 16) ^ q2)
        distance = first + popcnt(load<i64>(start, 24) ^ q3) + popcnt(load<i64>(start, 32) ^ q4) + popcnt(load<i64>(start, 40) ^ q5)
      } else {
        for (let byte: usize = 0; byte < stride; byte += 8) distance += popcnt(load<i64>(start + byte) ^ load<i64>(query + byte))
      }
      total = load<f32>(table + (<usize>distance << 2))
    }
    if (biases) total += load<f32>(biases + (<usize>row << 2))
    store<f32>(totals + (<usize>row << 2), total)
    start += stride
  }
}
