import { float32From } from '../../kernel/scan-js.js'
import type { HammingParameters } from './parameters.js'

/** The twin of `hamming` in `hamming.as.ts`: the same bits, without WebAssembly. */
export function hammingInJs(buffer: ArrayBuffer, p: HammingParameters): void {
  const words = p.stride / 4
  const signatures = new Uint32Array(buffer, p.signatures, p.rowCount * words)
  const query = new Uint32Array(buffer, p.query, words)
  const table = float32From(buffer, p.table)
  const present = new Uint8Array(buffer, p.present)
  const biases = p.biases ? float32From(buffer, p.biases) : undefined
  const mask = p.mask ? new Uint8Array(buffer, p.mask) : undefined
  const totals = new Float32Array(buffer, p.totals, p.rowCount)
  const missing = Math.fround(p.missing)

  for (let row = 0; row < p.rowCount; row++) {
    let total = missing
    if (mask && !mask[row]) total = Number.NaN
    else if (present[row]) {
      let distance = 0
      for (let word = 0; word < words; word++) distance += countBits(signatures[row * words + word]! ^ query[word]!)
      total = table[distance]!
    }
    totals[row] = biases ? total + biases[row]! : total
  }
}

/** Number of set bits of 32: sums of pairs, of fours, of bytes, then of all bytes at once. */
function countBits(bits: number): number {
  const pairs = bits - ((bits >>> 1) & 0x55555555)
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333)
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}
