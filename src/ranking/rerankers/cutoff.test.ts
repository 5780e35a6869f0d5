import { expect, test } from 'vitest'
import { mulberry32 } from '../../vectors/random.js'
import { confidenceOf, type Evidence, fitCutoff, type Judged, readCutoff } from './cutoff.js'

/** A right answer is half a cosine above its query's mean, a wrong one a tenth; the means say nothing. */
function judgements(seed: number, count: number, rightOf = 2): Judged[] {
  const random = mulberry32(seed)
  return Array.from({ length: count }, (_, i) => {
    const relevant = i % rightOf === 0
    const mean = random()
    return { evidence: evidence(mean + (relevant ? 0.5 : 0.1) + 0.1 * random(), mean), relevant }
  })
}

const evidence = (cosine: number, mean: number): Evidence => ({ cosine, mean, deviation: 0.1, coverage: 0 })

test('reads a cosine by its query: what is far above the query’s mean is right, however small', () => {
  const cutoff = fitCutoff(judgements(3, 2000))

  for (const mean of [0, 0.5, 1]) {
    expect(confidenceOf(cutoff, evidence(mean + 0.55, mean))).toBeGreaterThan(0.75)
    expect(confidenceOf(cutoff, evidence(mean + 0.15, mean))).toBeLessThan(0.25)
  }
})

test('half way between right and wrong is one half, however many of each were judged', () => {
  for (const rightOf of [2, 10]) {
    expect(confidenceOf(fitCutoff(judgements(5, 3000, rightOf)), evidence(0.85, 0.5))).toBeCloseTo(0.5, 1)
  }
})

test('words that a row has raise it, the first ones most', () => {
  const random = mulberry32(6)
  const judged = Array.from({ length: 400 }, (_, i): Judged => {
    return { evidence: { ...evidence(0.5, 0.2), coverage: (i % 2 ? 0.5 : 0.1) + 0.2 * random() }, relevant: i % 2 === 1 }
  })
  const of = (coverage: number) => confidenceOf(fitCutoff(judged), { ...evidence(0.5, 0.2), coverage })
  const odds = (confidence: number) => Math.log(confidence / (1 - confidence))

  expect(odds(of(0.25)) - odds(of(0))).toBeCloseTo(odds(of(1)) - odds(of(0.25)), 6)
  expect(of(1)).toBeGreaterThan(of(0.25))
})

test('is read back as it was kept, and nothing else is', () => {
  const cutoff = fitCutoff(judgements(4, 400))

  expect(readCutoff(JSON.parse(JSON.stringify(cutoff)))).toEqual(cutoff)
  for (const wrong of [
    undefined,
    null,
    3,
    {},
    { ...cutoff, bias: Number.NaN },
    { ...cutoff, weights: [1] },
    { ...cutoff, deviations: [1, 1, 1, 0] },
  ]) {
    expect(readCutoff(wrong)).toBeUndefined()
  }
})
