import fc from 'fast-check'
import { expect, test } from 'vitest'
import { linearCka } from './cka.js'

const rowsOf = (n: number, d: number) => fc.array(fc.integer({ min: -9, max: 9 }), { minLength: n * d, maxLength: n * d })
const pair = fc.integer({ min: 3, max: 8 }).chain((n) => fc.tuple(rowsOf(n, 2), rowsOf(n, 3)))

/** HSIC of two linear kernels by their definition, trace(K H L H), with the n x n kernels and the centring matrix written out. */
function hsic(x: readonly number[], dx: number, y: readonly number[], dy: number): number {
  const n = x.length / dx
  const kernel = (m: readonly number[], d: number) =>
    Array.from({ length: n }, (_, i) =>
      Array.from({ length: n }, (_, j) => Array.from({ length: d }, (_, c) => m[i * d + c]! * m[j * d + c]!).reduce((a, b) => a + b, 0)),
    )
  const times = (a: number[][], b: number[][]) => a.map((row) => b.map((_, j) => row.reduce((sum, value, c) => sum + value * b[c]![j]!, 0)))
  const h = Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => Number(i === j) - 1 / n))
  return times(times(times(kernel(x, dx), h), kernel(y, dy)), h).reduce((sum, row, i) => sum + row[i]!, 0)
}

test('by hand: two columns of one space against one of them', () => {
  // x: (1,0) (-1,0) (0,1) (0,-1), so X^T X = 2 I; y: its first column, Y^T Y = 2: 2^2 / (2 sqrt(2) * 2)
  expect(linearCka(Float32Array.of(1, 0, -1, 0, 0, 1, 0, -1), 2, Float32Array.of(1, -1, 0, 0), 1)).toBeCloseTo(1 / Math.SQRT2, 10)
})

test('equals HSIC(K, L) / sqrt(HSIC(K, K) HSIC(L, L))', () => {
  fc.assert(
    fc.property(pair, ([x, y]) => {
      const own = Math.sqrt(hsic(x, 2, x, 2) * hsic(y, 3, y, 3))
      fc.pre(own > 1)
      expect(linearCka(Float32Array.from(x), 2, Float32Array.from(y), 3)).toBeCloseTo(hsic(x, 2, y, 3) / own, 8)
    }),
  )
})

test('is 1 for a rotated, scaled and shifted copy, and symmetric', () => {
  fc.assert(
    fc.property(pair, ([x, y]) => {
      const turned = Array.from({ length: x.length / 2 }, (_, i) => [3 - 2 * x[2 * i + 1]!, 2 * x[2 * i]! + 1]).flat()
      const cka = linearCka(Float32Array.from(x), 2, Float32Array.from(turned), 2)
      fc.pre(!Number.isNaN(cka))
      expect(cka).toBeCloseTo(1, 8)
      const there = linearCka(Float32Array.from(x), 2, Float32Array.from(y), 3)
      fc.pre(!Number.isNaN(there))
      expect(linearCka(Float32Array.from(y), 3, Float32Array.from(x), 2)).toBeCloseTo(there, 10)
    }),
  )
})

test('equal rows are NaN, unequal numbers of rows an error', () => {
  // whatever rounding does to their mean
  for (let n = 2; n < 20; n++) {
    const [same, other] = [new Float32Array(n).fill(0.1), Float32Array.from({ length: n }, (_, i) => i)]
    expect(linearCka(same, 1, other, 1)).toBeNaN()
    expect(linearCka(other, 1, same, 1)).toBeNaN()
  }
  expect(linearCka(new Float32Array(0), 1, new Float32Array(0), 1)).toBeNaN()
  expect(() => linearCka(Float32Array.of(1, 2), 1, Float32Array.of(1), 1)).toThrow(/2 and 1 rows/)
})
