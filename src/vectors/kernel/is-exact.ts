import type { KernelInstance } from './parameters.js'

const STRIDE = 16

/**
 * Whether a scan computes one inner product as it must. An engine may take a module with relaxed SIMD and compute it wrongly: V8
 * 11.3 (Node 20, behind a flag) doubles it in its baseline compiler.
 */
export function isExact(instance: KernelInstance): boolean {
  const { buffer } = instance
  const codes = new Int8Array(buffer, 16, STRIDE)
  const query = new Uint8Array(buffer, 32, STRIDE)
  let inner = 0
  for (let j = 0; j < STRIDE; j++) {
    codes[j] = 17 * j - 127
    query[j] = 127 - 5 * j
    inner += codes[j]! * query[j]!
  }
  const [present, scales, queryScales, sums, heapScores, heapRows] = [48, 64, 80, 96, 112, 128]
  new Uint8Array(buffer)[present] = 1
  new Float32Array(buffer)[scales / 4] = 1
  new Float32Array(buffer)[queryScales / 4] = 1
  const columns = { codes: 16, queries: 32, present, scales, queryScales, sums, offsets: 0, heapScores, heapRows }
  const unused = { list: 0, inverses: 0, biases: 0, mask: 0 }
  instance.scan({ ...columns, ...unused, rowCount: 1, stride: STRIDE, queryCount: 1, alpha: 1, beta: 0, missing: 0, k: 1 })
  return new Float32Array(buffer)[heapScores / 4] === inner
}
