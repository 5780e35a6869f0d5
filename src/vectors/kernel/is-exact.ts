import type { KernelInstance } from './parameters.js'

const STRIDE = 32

/**
 * Whether a scan computes one inner product right. An engine may accept a module with relaxed SIMD and compute it wrongly: V8 11.3
 * (Node 20, behind a flag) doubles the product in its baseline compiler.
 */
export function isExact(instance: KernelInstance): boolean {
  const { buffer } = instance
  const upper = new Uint8Array(buffer, 16, STRIDE / 2)
  const query = new Int8Array(buffer, 32, STRIDE)
  let inner = 0
  for (let j = 0; j < STRIDE / 2; j++) {
    upper[j] = 16 * j + (15 - j)
    query[j] = 127 - 9 * j
    query[j + 16] = 16 * j - 127
    inner += (15 - j) * query[j]! + j * query[j + 16]!
  }
  const [present, scales, queryScales, offsets, totals] = [64, 80, 96, 112, 128]
  new Uint8Array(buffer)[present] = 1
  new Float32Array(buffer)[scales / 4] = 1
  new Float32Array(buffer)[queryScales / 4] = 1
  const columns = { upper: 16, queries: 32, present, scales, queryScales, lifts: offsets, offsets, totals }
  const unused = { inverses: 0, biases: 0, mask: 0 }
  instance.scan({ ...columns, ...unused, rowCount: 1, stride: STRIDE, queryCount: 1, alpha: 1, beta: 0, missing: 0 })
  return new Float32Array(buffer)[totals / 4] === inner
}
