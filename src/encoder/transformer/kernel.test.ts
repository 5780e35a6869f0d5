import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { allowRelaxedSimd } from '../../vectors/kernel/relaxed-simd.test-helper.js'
import { mulberry32 } from '../../vectors/random.js'
import { createKernel, fasterWay } from './kernel.js'
import type { KernelInstance } from './passes.js'

allowRelaxedSimd()

/** Of each of eight parts of the memory. Before them is what the passes keep. */
const BYTES = 1 << 17
const [RELAXED, PLAIN, TWIN] = (['relaxed', 'simd', 'js'] as const).map((kind) => createKernel(kind))
const INSTANCES = [RELAXED!, PLAIN!, TWIN!].map((kernel) => kernel.instantiate(9 * BYTES))
const [VALUES, ACTIVATIONS, SCALES, OFFSETS, SUMS, WEIGHTS, COLUMNS, OUT] = [1, 2, 3, 4, 5, 6, 7, 8].map((part) => part * BYTES) as [
  number,
  number,
  number,
  number,
  number,
  number,
  number,
  number,
]

test('relaxed SIMD is there to be tested', () => {
  expect([RELAXED!.kind, PLAIN!.kind, TWIN!.kind]).toEqual(['relaxed', 'simd', 'js'])
})

test.each([
  ['of a microsecond', 0.001],
  ['of .1 milliseconds, as in Chromium', 0.1],
  ['of a millisecond, as in Firefox and Safari', 1],
])('the faster way to add up is found with a clock %s, though a busy machine delays some rounds', (_, step) => {
  const cases = [0, 1].flatMap((faster) =>
    [0.037, 0.008].flatMap((ms) => Array.from({ length: 50 }, (_, phase) => ({ faster, ms, phase }))),
  )
  for (const { faster, ms, phase } of cases) {
    let time = phase * 0.0173
    let delay = 4
    const chosen = fasterWay(
      (way) => {
        time += way === faster ? ms : 1.5 * ms
        if (time < delay) return
        time += 20
        delay = time + 25
      },
      () => Math.floor(time / step) * step,
    )
    expect(chosen).toBe(faster)
  }
})

test('the faster way is that of the optimised code, which takes the place of the first one soon', () => {
  for (const faster of [0, 1] as const) {
    let time = 0
    let runs = 0
    const isFast = (way: 0 | 1) => (way === faster) === runs++ >= 100
    expect(
      fasterWay(
        (way) => {
          time += isFast(way) ? 0.008 : 0.012
        },
        () => time,
      ),
    ).toBe(faster)
  }
})

test('a clock that stands still, or has steps of .1 seconds, ends the trial soon', () => {
  for (const step of [Number.POSITIVE_INFINITY, 100]) {
    let runs = 0
    const now = () => (step === 100 ? Math.floor((0.05 * runs) / step) * step : 0)
    fasterWay(() => void runs++, now)
    expect(runs).toBeLessThan(12_000)
  }
})

/** Runs a pass in the three forms, on the same numbers. Expects the same bits of both SIMD forms. Returns what SIMD and twin wrote. */
function three(rows: number, width: number, seed: number, run: (instance: KernelInstance) => void, written: number) {
  const outputs = INSTANCES.map((instance) => {
    const random = mulberry32(seed)
    const values = new Float32Array(instance.buffer, VALUES, rows * width)
    for (let at = 0; at < values.length; at++) values[at] = (random() - 0.3) * 8
    run(instance)
    return new Float32Array(instance.buffer, OUT, written).slice()
  })
  expect(outputs[1]).toEqual(outputs[0])
  return { values: new Float32Array(INSTANCES[0]!.buffer, VALUES, rows * width).slice(), simd: outputs[0]!, twin: outputs[2]! }
}

function near(actual: ArrayLike<number>, expected: ArrayLike<number>, within: number) {
  for (let at = 0; at < expected.length; at++) expect(Math.abs(actual[at]! - expected[at]!), `at ${at}`).toBeLessThanOrEqual(within)
}

const shapes = fc.record({
  rows: fc.integer({ min: 1, max: 5 }).map((threes) => 3 * threes),
  inputs: fc.integer({ min: 1, max: 8 }).map((eights) => 8 * eights),
  outputs: fc.integer({ min: 1, max: 5 }).map((eights) => 8 * eights),
  seed: fc.nat(),
})

describe('quantised products', () => {
  const prepare = (instance: KernelInstance, inputs: number, outputs: number, seed: number) => {
    const random = mulberry32(seed + 1)
    const weights = new Uint8Array(instance.buffer, WEIGHTS, inputs * outputs)
    for (let at = 0; at < weights.length; at++) weights[at] = Math.floor(random() * 64)
    const scales = new Float32Array(instance.buffer, COLUMNS, 3 * outputs)
    for (let column = 0; column < outputs; column++) {
      let sum = 0
      for (let k = 0; k < inputs; k++) sum += weightAt(weights, inputs, k, column)
      scales[column] = 0.001 + random() / 100
      scales[outputs + column] = sum
      scales[2 * outputs + column] = random() - 0.5
    }
    return { weights, scales }
  }
  const weightAt = (weights: Uint8Array, inputs: number, k: number, column: number) =>
    weights[Math.floor(column / 8) * 8 * inputs + Math.floor(k / 4) * 32 + (column % 8) * 4 + (k % 4)]! - 32

  test.each([
    ['without GELU', 0],
    ['with GELU', 1],
  ])('%s are those of float64, within the step of the activations', (_, activate) => {
    fc.assert(
      fc.property(shapes, ({ rows, inputs, outputs, seed }) => {
        const { values, simd, twin } = three(
          rows,
          inputs,
          seed,
          (instance) => {
            prepare(instance, inputs, outputs, seed)
            instance.passes.quantize(rows, inputs, VALUES, ACTIVATIONS, SCALES, OFFSETS, SUMS)
            const columns = [COLUMNS, COLUMNS + 4 * outputs, COLUMNS + 8 * outputs] as const
            instance.passes.matmul(rows, inputs, outputs, ACTIVATIONS, SCALES, OFFSETS, SUMS, WEIGHTS, ...columns, activate, OUT)
          },
          rows * outputs,
        )
        near(twin, simd, 1e-5)
        const { weights, scales } = prepare(INSTANCES[0]!, inputs, outputs, seed)
        for (let row = 0; row < rows; row++) {
          const own = values.subarray(row * inputs, (row + 1) * inputs)
          const step = (Math.max(0, ...own) - Math.min(0, ...own)) / 255
          for (let column = 0; column < outputs; column++) {
            let sum = 0
            let weight = 0
            for (let k = 0; k < inputs; k++) {
              sum += own[k]! * weightAt(weights, inputs, k, column)
              weight += Math.abs(weightAt(weights, inputs, k, column))
            }
            const exact = sum * scales[column]! + scales[2 * outputs + column]!
            const margin = 1.2 * ((step / 2) * weight * scales[column]!) + 1e-4
            expect(Math.abs(simd[row * outputs + column]! - (activate ? gelu(exact) : exact))).toBeLessThanOrEqual(margin)
          }
        }
      }),
      { numRuns: 40 },
    )
  })

  /** x times the normal distribution below x, by summing it up. */
  function gelu(x: number): number {
    const steps = 2000
    let area = 0
    for (let i = 0; i < steps; i++) area += Math.exp(-((((i + 0.5) / steps) * x) ** 2) / 2)
    return x * (0.5 + ((area / steps) * x) / Math.sqrt(2 * Math.PI))
  }
})

test('activations at the ends of their range are exact', () => {
  for (const instance of INSTANCES) {
    new Float32Array(instance.buffer, VALUES, 24).set([...Array(16).fill(255), ...Array(8).fill(0)])
    new Float32Array(instance.buffer, VALUES, 8)[0] = 0
    new Uint8Array(instance.buffer, WEIGHTS, 64).fill(63)
    new Float32Array(instance.buffer, COLUMNS, 24).set([...Array(8).fill(1), ...Array(8).fill(8 * 31), ...Array(8).fill(0)])
    instance.passes.quantize(3, 8, VALUES, ACTIVATIONS, SCALES, OFFSETS, SUMS)
    instance.passes.matmul(3, 8, 8, ACTIVATIONS, SCALES, OFFSETS, SUMS, WEIGHTS, COLUMNS, COLUMNS + 32, COLUMNS + 64, 0, OUT)
    expect([...new Float32Array(instance.buffer, OUT, 24)]).toEqual([7, 8, 0].flatMap((count) => Array(8).fill(count * 255 * 31)))
  }
})

test('attention is the mean of the contents, weighted by the softmax of the scores, within the steps of its numbers', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 21 }), fc.constantFrom(1, 2, 3), fc.nat(), (tokens, heads, seed) => {
      const width = 8 * heads
      const { values, simd, twin } = three(
        tokens,
        3 * width,
        seed,
        ({ passes }) => passes.attend(tokens, width, heads, VALUES, WEIGHTS, OUT),
        tokens * width,
      )
      // a step of a weight, of contents up to 5.6
      near(twin, simd, 4e-4)
      const exact = (token: number, part: number, head: number, d: number) => values[token * 3 * width + part * width + head * 8 + d]!
      // what a head has of queries, keys or contents is in steps of its largest number
      const stepOf = (part: number, head: number) => {
        const sizes = Array.from({ length: tokens * 8 }, (_, place) => Math.abs(exact(place >> 3, part, head, place & 7)))
        return Math.max(...sizes) / (part === 2 ? 32_767 : Math.floor(Math.sqrt(2e9 / 8)))
      }
      const steps = [0, 1, 2].map((part) => Array.from({ length: heads }, (_, head) => stepOf(part, head)))
      const at = (token: number, part: number, head: number, d: number) => {
        const step = steps[part]![head]!
        return Math.round(exact(token, part, head, d) / step) * step
      }
      const expected: number[] = []
      for (let i = 0; i < tokens; i++) {
        for (let head = 0; head < heads; head++) {
          const weights = Array.from({ length: tokens }, (_, j) => {
            let score = 0
            for (let d = 0; d < 8; d++) score += at(i, 0, head, d) * at(j, 1, head, d)
            return Math.exp(score / Math.sqrt(8))
          })
          const total = weights.reduce((sum, weight) => sum + weight, 0)
          for (let d = 0; d < 8; d++) expected.push(weights.reduce((sum, weight, j) => sum + (weight / total) * at(j, 2, head, d), 0))
        }
      }
      // half a step of each of 21 weights, of contents up to 5.6
      near(simd, expected, 2e-3)
    }),
    { numRuns: 60 },
  )
})

test('a row after the layer norm has the deviation of its gains around its shifts', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 9 }), fc.nat(), (rows, eights, seed) => {
      const width = 8 * eights
      const { values, simd, twin } = three(
        rows,
        width,
        seed,
        ({ buffer, passes }) => {
          new Float32Array(buffer, WEIGHTS, rows * width).fill(0.5)
          new Float32Array(buffer, COLUMNS, width).fill(2)
          new Float32Array(buffer, SCALES, width).fill(-1)
          passes.addNorm(rows, width, VALUES, WEIGHTS, COLUMNS, SCALES, OUT)
        },
        rows * width,
      )
      near(twin, simd, 1e-4)
      for (let row = 0; row < rows; row++) {
        const own = values.subarray(row * width, (row + 1) * width)
        const mean = own.reduce((sum, value) => sum + value, 0) / width
        const deviation = Math.sqrt(own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / width)
        near(
          simd.subarray(row * width, (row + 1) * width),
          [...own].map((value) => (2 * (value - mean)) / deviation - 1),
          1e-3,
        )
      }
    }),
    { numRuns: 40 },
  )
})

test('the mean of rows is that of float64', () => {
  const { values, simd, twin } = three(13, 24, 5, ({ passes }) => passes.meanRows(13, 24, VALUES, OUT), 24)
  const expected = Array.from(
    { length: 24 },
    (_, j) => Array.from({ length: 13 }, (_, row) => values[row * 24 + j]!).reduce((a, b) => a + b) / 13,
  )
  near(simd, expected, 1e-5)
  near(twin, expected, 1e-5)
})
