import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mulberry32 } from '../../vectors/random.js'
import { bootstrapMean, meanByUnit, pairedBootstrap } from './bootstrap.js'

/** 200 queries whose difficulty differs much and whose gain is small: 0.05 on average, with some spread. */
function queries(): readonly [number[], number[]] {
  const random = mulberry32(5)
  const baseline = Array.from({ length: 200 }, () => random())
  return [baseline.map((value) => value + 0.05 + (random() - 0.5) * 0.1), baseline]
}

/** All samples with replacement of a few values, so the bootstrap distribution exactly. */
function everyResampledMean(values: readonly number[]): number[] {
  const sums = (left: number): number[] => (left === 0 ? [0] : sums(left - 1).flatMap((sum) => values.map((value) => sum + value)))
  return sums(values.length)
    .map((sum) => sum / values.length)
    .sort((a, b) => a - b)
}

describe('the interval of a mean', () => {
  test('agrees with all 4^4 samples of four values', () => {
    const values = [0, 0.3, 0.5, 1]
    const exact = everyResampledMean(values)
    const { mean, lo, hi } = bootstrapMean(values, { resamples: 20_000, seeds: [11] })
    expect(mean).toBeCloseTo(0.45, 12)
    // all 256 samples are the distribution that resampling draws from
    expect(Math.abs(lo - exact[Math.round(0.025 * 255)]!)).toBeLessThan(0.03)
    expect(Math.abs(hi - exact[Math.round(0.975 * 255)]!)).toBeLessThan(0.03)
  })

  test('agrees with the normal interval, mean +- 1.96 s / sqrt(n), on many values', () => {
    const random = mulberry32(9)
    const values = Array.from({ length: 400 }, () => random())
    const mean = values.reduce((sum, value) => sum + value, 0) / 400
    const error = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 399 / 400)
    const interval = bootstrapMean(values, { seeds: [1], resamples: 4000 })
    expect((interval.hi - interval.lo) / (2 * 1.96 * error)).toBeGreaterThan(0.93)
    expect((interval.hi - interval.lo) / (2 * 1.96 * error)).toBeLessThan(1.07)
    expect((interval.hi + interval.lo) / 2).toBeCloseTo(mean, 2)
  })

  test('two values: the ends are the values, the mean half way', () => {
    expect(bootstrapMean([2, 4])).toEqual({ mean: 3, lo: 2, hi: 4, units: 2, undefinedUnits: 0 })
  })

  test('holds the mean in nine of ten samples of one population when it promises 90 %', () => {
    const random = mulberry32(21)
    let held = 0
    for (let trial = 0; trial < 300; trial++) {
      const { lo, hi } = bootstrapMean(
        Array.from({ length: 60 }, () => random()),
        { seeds: [trial], resamples: 200, level: 0.9 },
      )
      if (lo <= 0.5 && 0.5 <= hi) held++
    }
    expect(held / 300).toBeGreaterThan(0.84)
    expect(held / 300).toBeLessThan(0.95)
  })

  test('the same seeds give the same ends; more seeds span those of each; a lower level is narrower', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 2, maxLength: 20 }), (values) => {
        const one = bootstrapMean(values, { seeds: [1], resamples: 100 })
        const two = bootstrapMean(values, { seeds: [2], resamples: 100 })
        expect(bootstrapMean(values, { seeds: [1], resamples: 100 })).toEqual(one)
        const both = bootstrapMean(values, { seeds: [1, 2], resamples: 100 })
        expect([both.lo, both.hi]).toEqual([Math.min(one.lo, two.lo), Math.max(one.hi, two.hi)])
        const narrow = bootstrapMean(values, { seeds: [1], resamples: 100, level: 0.5 })
        expect(narrow.lo).toBeGreaterThanOrEqual(one.lo)
        expect(narrow.hi).toBeLessThanOrEqual(one.hi)
      }),
      { numRuns: 30 },
    )
  })

  test('another seed draws other samples', () => {
    const values = Array.from({ length: 50 }, (_, i) => Math.sqrt(i))
    expect(bootstrapMean(values, { seeds: [1] }).lo).not.toBe(bootstrapMean(values, { seeds: [2] }).lo)
  })

  test('units without a value are counted apart', () => {
    const with0 = bootstrapMean([1, Number.NaN, 3, Number.NaN])
    expect(with0).toEqual({ ...bootstrapMean([1, 3]), undefinedUnits: 2 })
  })

  test('one unit has a mean but no interval, none has neither', () => {
    expect(bootstrapMean([5])).toEqual({ mean: 5, lo: Number.NaN, hi: Number.NaN, units: 1, undefinedUnits: 0 })
    expect(bootstrapMean([Number.NaN])).toEqual({ mean: Number.NaN, lo: Number.NaN, hi: Number.NaN, units: 0, undefinedUnits: 1 })
  })
})

describe('the interval of a difference', () => {
  test('pairs the units: sees 0.05 that an unpaired one cannot', () => {
    const [ours, baseline] = queries()
    const { mean, lo, hi } = pairedBootstrap(ours, baseline)
    expect(mean).toBeCloseTo(ours.reduce((sum, value, i) => sum + value - baseline[i]!, 0) / 200, 12)
    expect(lo).toBeGreaterThan(0.04)
    expect(hi).toBeLessThan(0.06)
    const [a, b] = [bootstrapMean(ours), bootstrapMean(baseline)]
    expect(a.lo).toBeLessThan(b.hi)
  })

  test('equals drawing units and subtracting the two means', () => {
    const [ours, baseline] = queries()
    const random = mulberry32(77)
    const differences = Array.from({ length: 2000 }, () => {
      let [a, b] = [0, 0]
      for (let i = 0; i < 200; i++) {
        const unit = Math.floor(random() * 200)
        a += ours[unit]!
        b += baseline[unit]!
      }
      return a / 200 - b / 200
    }).sort((a, b) => a - b)
    const { lo, hi } = pairedBootstrap(ours, baseline, { seeds: [3], resamples: 2000 })
    expect(Math.abs(lo - differences[50]!)).toBeLessThan(0.002)
    expect(Math.abs(hi - differences[1949]!)).toBeLessThan(0.002)
  })

  test('turns about with its arguments, and is nothing for equal ones', () => {
    const [ours, baseline] = queries()
    const there = pairedBootstrap(ours, baseline)
    const back = pairedBootstrap(baseline, ours)
    expect(back.lo).toBeCloseTo(-there.hi, 10)
    expect(back.hi).toBeCloseTo(-there.lo, 10)
    expect(pairedBootstrap(ours, ours)).toMatchObject({ mean: 0, lo: 0, hi: 0 })
  })

  test('a unit that has no value in either is left out of both', () => {
    expect(pairedBootstrap([1, Number.NaN, 3, 4], [0, 0, Number.NaN, 1])).toMatchObject({ mean: 2, units: 2, undefinedUnits: 2 })
  })
})

describe('units with several values', () => {
  test('have their mean, in the order of their first; NaN is passed over, NaN alone stays', () => {
    expect([...meanByUnit([1, 5, 3, Number.NaN, Number.NaN], ['a', 'b', 'a', 'b', 'c'])]).toEqual([2, 5, Number.NaN])
    expect(() => meanByUnit([1], [])).toThrow(/1 values and 0 units/)
  })
})

test('wrong arguments are errors', () => {
  expect(() => pairedBootstrap([1], [1, 2])).toThrow(/1 and 2 values/)
  expect(() => bootstrapMean([1, 2], { level: 1 })).toThrow(/level 1/)
  expect(() => bootstrapMean([1, 2], { resamples: 0 })).toThrow(/resamples/)
  expect(() => bootstrapMean([1, 2], { seeds: [] })).toThrow(/seeds/)
  expect(() => bootstrapMean([1, Number.POSITIVE_INFINITY])).toThrow(/infinite/)
})
