// Pointers are byte offsets into the instance's buffer. Numbers are float32, except where a line says otherwise.

/**
 * The passes of a transformer encoder. Plain SIMD and relaxed SIMD leave the same bits; the JavaScript twin differs by float32 rounding.
 *
 * Activations are int8 codes with a scale, an offset and a sum a row: `value = scale * code + offset`. The sum is 32 times that of the
 * codes (int32), because an unsigned weight of 32 stands for 0. Each row is quantised by itself, so that no text depends on another.
 */
export interface Passes {
  /** Rows of the token table as activations. `ids` is uint32, a row each. */
  lookUp(
    rows: number,
    width: number,
    ids: number,
    table: number,
    tableScales: number,
    activations: number,
    scales: number,
    offsets: number,
    sums: number,
  ): void
  /** Quantises rows of numbers. */
  quantize(rows: number, width: number, values: number, activations: number, scales: number, offsets: number, sums: number): void
  /**
   * `out = activations x weights + biases`, exact in int32 before the scales; then GELU if `activate` is 1. Weights are packed as
   * docs/model-format.md says. Works on three rows at a time: all arrays need room for a multiple of three.
   */
  matmul(
    rows: number,
    inputs: number,
    outputs: number,
    activations: number,
    scales: number,
    offsets: number,
    sums: number,
    weights: number,
    columnScales: number,
    columnSums: number,
    biases: number,
    activate: number,
    out: number,
  ): void
  /**
   * Attention among the tokens of one text. A row of `values` holds queries, keys and contents, `width` of each. `scratch` has room for
   * `1.5 * width / heads + 4` rows of as many numbers as tokens, rounded up to eight.
   * Queries, keys, contents and weights are rounded to int16.
   */
  attend(tokens: number, width: number, heads: number, values: number, scratch: number, out: number): void
  /** Layer norm of `values + added`. `out` may be either of them. */
  addNorm(rows: number, width: number, values: number, added: number, gains: number, shifts: number, out: number): void
  /** Relaxed SIMD only: how `matmul` adds up, 1 for int16 first. The bits are the same. */
  addInInt16?(chosen: 0 | 1): void
  /** The mean of all rows. */
  meanRows(rows: number, width: number, values: number, out: number): void
}

/** One memory and the code that works on it. */
export interface KernelInstance {
  readonly buffer: ArrayBuffer
  readonly passes: Passes
}
