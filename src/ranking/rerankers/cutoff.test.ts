import { expect, test } from 'vitest'
import { mulberry32 } from '../../vectors/random.js'
import { cutOff, type Evidence, fitCutoff, type Judged } from './cutoff.js'

/** A right answer is half a cosine above its query's mean, a wrong one a tenth; the means say nothing. */
function judgements(seed: number, count: number): Judged[] {
  const random = mulberry32(seed)
  return Array.from({ length: count }, (_, i) => {
    const relevant = i % 2 === 0
    const mean = random()
    return { evidence: evidence(mean + (relevant ? 0.5 : 0.1) + 0.1 * random(), mean), relevant }
  })
}

const evidence = (cosine: number, mean: number): Evidence => ({ cosine, mean, deviation: 0.1, coverage: 0, graph: 0, graphDeviation: 1 })

test('reads a cosine by its query: what is far above the query’s mean is right, however small', () => {
  const cutoff = fitCutoff(judgements(3, 400))

  for (const mean of [0, 0.5, 1]) {
    expect(cutoff.confidenceOf(evidence(mean + 0.55, mean))).toBeGreaterThan(0.8)
    expect(cutoff.confidenceOf(evidence(mean + 0.15, mean))).toBeLessThan(0.2)
  }
})

test('shows what passes the threshold, in its order and with its confidence; nothing where nothing does', () => {
  const cutoff = fitCutoff(judgements(4, 400))
  const candidates = [0.55, 0.12, 0.6].map((above, row) => ({ row, score: -row, above }))
  const evidenceOf = ({ above }: (typeof candidates)[number]) => evidence(0.3 + above, 0.3)

  const shown = cutOff(candidates, cutoff, { evidenceOf })

  expect(shown.map(({ row }) => row)).toEqual([0, 2])
  for (const candidate of shown) expect(candidate.confidence).toBe(cutoff.confidenceOf(evidenceOf(candidate)))
  expect(cutOff(candidates.slice(1, 2), cutoff, { evidenceOf })).toEqual([])
  expect(cutOff(candidates, cutoff, { evidenceOf, threshold: 0 })).toHaveLength(3)
})
