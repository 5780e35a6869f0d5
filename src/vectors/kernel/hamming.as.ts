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
      for (let byte: usize = 0; byte < stride; byte += 8) distance += popcnt(load<i64>(start + byte) ^ load<i64>(query + byte))
      total = load<f32>(table + (<usize>distance << 2))
    }
    if (biases) total += load<f32>(biases + (<usize>row << 2))
    store<f32>(totals + (<usize>row << 2), total)
  }
}
