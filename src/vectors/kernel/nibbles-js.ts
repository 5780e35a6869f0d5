import type { RowParameters, SplitRows, SumRowsParameters } from './parameters.js'

/** Two lower nibbles that are not kept. */
const MIDDLE = 0x88

/** The twin of `splitCodes` in `nibbles.as.ts`. */
export function splitCodesInJs(buffer: ArrayBuffer, p: RowParameters): number {
  const codes = new Int8Array(buffer, p.codes, p.stride)
  const upper = new Uint8Array(buffer, p.upper, p.stride / 2)
  const lower = p.lower ? new Uint8Array(buffer, p.lower, p.stride / 2) : undefined
  let squares = 0
  for (let at = 0; at < upper.length; at++) {
    const j = firstOf(at)
    const first = codes[j]! + 128
    const last = codes[j + 16]! + 128
    upper[at] = (first >> 4) | (last & 0xf0)
    if (lower) lower[at] = (first & 15) | ((last & 15) << 4)
    squares += codes[j]! ** 2 + codes[j + 16]! ** 2
  }
  return squares
}

/** The twin of `joinCodes` in `nibbles.as.ts`. */
export function joinCodesInJs(buffer: ArrayBuffer, p: RowParameters): void {
  joinInto(buffer, p, 0, new Int8Array(buffer, p.codes, p.stride))
}

/** The twin of `sumRows` in `nibbles.as.ts`: the same sums in the same order, so the same bits. */
export function sumRowsInJs(buffer: ArrayBuffer, p: SumRowsParameters): void {
  const list = new Uint32Array(buffer, p.list, p.count)
  const factors = new Float32Array(buffer, p.factors, p.count)
  const out = new Float64Array(buffer, p.out, p.dimensions).fill(0)
  const codes = new Int8Array(buffer, p.scratch, p.stride)
  for (let i = 0; i < p.count; i++) {
    joinInto(buffer, p, list[i]!, codes)
    const factor = factors[i]!
    for (let j = 0; j < p.dimensions; j++) out[j]! += factor * codes[j]!
  }
}

/** Writes the joined codes of a row. */
export function joinInto(buffer: ArrayBuffer, { stride, upper, lower }: SplitRows, row: number, codes: Int8Array): void {
  const bytes = stride / 2
  const high = new Uint8Array(buffer, upper + row * bytes, bytes)
  const low = lower ? new Uint8Array(buffer, lower + row * bytes, bytes) : undefined
  for (let at = 0; at < bytes; at++) {
    const j = firstOf(at)
    const rest = low ? low[at]! : MIDDLE
    codes[j] = (((high[at]! & 15) << 4) | (rest & 15)) - 128
    codes[j + 16] = ((high[at]! & 0xf0) | (rest >> 4)) - 128
  }
}

/** The code whose nibble is in the lower four bits of byte `at`. The code in its upper four is 16 further on. */
function firstOf(at: number): number {
  return 2 * (at & ~15) + (at & 15)
}
