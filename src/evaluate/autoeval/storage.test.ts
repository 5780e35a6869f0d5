import { expect, test } from 'vitest'
import { normalize } from '../../vectors/normalize.js'
import { mulberry32 } from '../../vectors/random.js'
import { clustered, gaussian } from '../../vectors/vectors.test-helper.js'
import { measureStorage, type StorageForm, smallestWithin, storageReport } from './storage.js'

const DIMENSIONS = 64

/** Unit vectors whose first dimensions vary the most, as those of a Matryoshka encoder do. */
function leaning(rows: number, seed: number): Float32Array {
  const random = mulberry32(seed)
  return normalize(
    Float32Array.from({ length: rows * DIMENSIONS }, (_, i) => gaussian(random) * 0.8 ** (i % DIMENSIONS)),
    DIMENSIONS,
  )
}

test.each([
  { name: 'few directions', sample: leaning(400, 3), least: [0.97, 0.8, 0.7] },
  { name: 'clusters', sample: clustered(400, DIMENSIONS, 20, mulberry32(4)), least: [0.97, 0.6, 0.2] },
])('the chosen form fits the budget and loses no more than .005 against the best that does ($name)', ({ sample, least }) => {
  const forms = measureStorage(sample, DIMENSIONS)
  const recalls = [1, 0.25, 0.125].map((share) => {
    const budget = share * 4 * DIMENSIONS
    const chosen = smallestWithin(forms, budget)
    expect(chosen.bytesPerItem).toBeLessThanOrEqual(budget)
    const best = Math.max(...forms.filter(({ bytesPerItem }) => bytesPerItem <= budget).map(({ recallAt10 }) => recallAt10))
    expect(chosen.recallAt10).toBeGreaterThanOrEqual(best - 0.005)
    return chosen.recallAt10
  })
  recalls.forEach((recall, i) => {
    expect(recall).toBeGreaterThanOrEqual(least[i]!)
  })
})

test('of forms that are as good the smallest is taken, and the smallest of all if none fits', () => {
  const form = (bytesPerItem: number, recallAt10: number): StorageForm => ({ dimensions: 8, bits: 8, bytesPerItem, recallAt10 })
  const forms = [form(30, 0.99), form(20, 0.986), form(10, 0.9)]
  expect([30, 25, 15, 5].map((budget) => smallestWithin(forms, budget).bytesPerItem)).toEqual([20, 20, 10, 10])
})

test('a report has a form for each budget, and a sample of fewer than 100 items has none', () => {
  const sample = leaning(100, 5)
  const report = storageReport(sample, DIMENSIONS)!
  expect(report.float32BytesPerItem).toBe(256)
  expect(report.budgets.map(({ share }) => share)).toEqual([0.28, 0.125, 0.06, 0.03])
  // a row of the page's index: 64 codes, three numbers of 4 bytes and a flag
  expect(measureStorage(sample, DIMENSIONS).find(({ dimensions, bits }) => dimensions === 64 && bits === 8)!.bytesPerItem).toBe(77)
  expect(storageReport(sample.subarray(DIMENSIONS), DIMENSIONS)).toBeUndefined()
})
