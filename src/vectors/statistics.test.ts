import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sampleRows, statistics } from './statistics.js'

test('mean and deviation are those of the textbook, far from zero too', () => {
  expect(statistics([2, 4, 4, 4, 5, 5, 7, 9])).toEqual({ mean: 5, deviation: 2, count: 8 })
  expect(statistics([1e9 + 1, 1e9 + 2, 1e9 + 3]).deviation).toBeCloseTo(Math.sqrt(2 / 3), 6)
  fc.assert(
    fc.property(fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 2, maxLength: 50 }), (values) => {
      const mean = values.reduce((a, b) => a + b) / values.length
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
      const found = statistics(values)
      expect(found.mean).toBeCloseTo(mean, 9)
      expect(found.deviation).toBeCloseTo(Math.sqrt(variance), 6)
    }),
  )
})

test('NaN is no value, and no values have mean and deviation 0', () => {
  expect(statistics([Number.NaN, 3, Number.NaN, 5])).toEqual({ mean: 4, deviation: 1, count: 2 })
  expect(statistics([7])).toEqual({ mean: 7, deviation: 0, count: 1 })
  expect(statistics([Number.NaN])).toEqual({ mean: 0, deviation: 0, count: 0 })
})

test('a sample is distinct accepted rows in rising order, all of them when they are few', () => {
  fc.assert(
    fc.property(fc.nat(300), fc.integer({ min: 1, max: 40 }), fc.nat(), fc.integer({ min: 1, max: 5 }), (rowCount, size, seed, step) => {
      const accept = (row: number) => row % step === 0
      const accepted = Array.from({ length: rowCount }, (_, row) => row).filter(accept)
      const sample = [...sampleRows(rowCount, { size, seed, accept })]
      expect(sample).toHaveLength(Math.min(size, accepted.length))
      expect(sample.every(accept)).toBe(true)
      expect([...new Set(sample)].sort((a, b) => a - b)).toEqual(sample)
      expect([...sampleRows(rowCount, { size, seed, accept })]).toEqual(sample)
    }),
  )
  expect([...sampleRows(3)]).toEqual([0, 1, 2])
  expect(sampleRows(5000)).toHaveLength(1024)
})

test('over many seeds every row is sampled equally often', () => {
  const times = new Float64Array(50)
  for (let seed = 0; seed < 5000; seed++) for (const row of sampleRows(50, { size: 10, seed })) times[row]!++
  // 1,000 expected; the deviation of a fair draw is 28
  for (const count of times) expect(Math.abs(count - 1000)).toBeLessThan(5 * 28.3)
})
