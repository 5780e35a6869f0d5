// AssemblyScript. The pass over signatures of one bit a dimension.

/**
 * Scores every allowed row by the number of bits in which its signature differs from the query's: `total = table[distance] + bias`,
 * NaN where it is no hit. `stride` is a multiple of 8.
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
  for (let row: u32 = 0; row < rowCount; row++) {
    let total = missing
    if (mask && !load<u8>(mask + row)) total = NaN
    else if (load<u8>(present + row)) {
      const start = signatures + <usize>row * stride
      let distance: i64 = 0
      let byte: usize = 0
      // three at a time: 384 dimensions are six
      for (; byte + 24 <= stride; byte += 24) {
        distance += differing(start + byte, query + byte) + differing(start + byte + 8, query + byte + 8) + differing(start + byte + 16, query + byte + 16)
      }
      for (; byte < stride; byte += 8) distance += differing(start + byte, query + byte)
      total = load<f32>(table + (<usize>distance << 2))
    }
    if (biases) total += load<f32>(biases + (<usize>row << 2))
    store<f32>(totals + (<usize>row << 2), total)
  }
}

/** Of 64 bits. */
@inline
function differing(a: usize, b: usize): i64 {
  return popcnt(load<i64>(a) ^ load<i64>(b))
}
