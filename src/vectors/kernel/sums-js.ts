import type { SumRowsParameters } from './parameters.js'

/** The twin of `sumRows` in `scan.as.ts`: the same sums in the same order, so the same bits. */
export function sumRowsInJs(buffer: ArrayBuffer, p: SumRowsParameters): void {
  const list = new Uint32Array(buffer, p.list, p.count)
  const factors = new Float32Array(buffer, p.factors, p.count)
  const codes = new Int8Array(buffer, p.codes)
  const out = new Float64Array(buffer, p.out, p.dimensions).fill(0)
  for (let i = 0; i < p.count; i++) {
    const start = list[i]! * p.stride
    const factor = factors[i]!
    for (let j = 0; j < p.dimensions; j++) out[j]! += factor * codes[start + j]!
  }
}

export function sumOfCodesInJs(buffer: ArrayBuffer, codes: number, dimensions: number): number {
  return new Int8Array(buffer, codes, dimensions).reduce((sum, code) => sum + code, 0)
}

export function squaresOfCodesInJs(buffer: ArrayBuffer, codes: number, dimensions: number): number {
  return new Int8Array(buffer, codes, dimensions).reduce((sum, code) => sum + code * code, 0)
}
