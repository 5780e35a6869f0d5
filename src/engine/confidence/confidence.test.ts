import fc from 'fast-check'
import { expect, test } from 'vitest'
import { confidenceOf, type Evidence, SURE } from './confidence.js'

const SHARES: ReadonlySet<string> = new Set(['named', 'told', 'head'])
const share = fc.double({ min: 0, max: 1, noNaN: true })
const evidence = fc.record({
  cosine: fc.double({ min: -1, max: 1, noNaN: true }),
  standing: fc.double({ min: -5, max: 10, noNaN: true }),
  named: share,
  told: share,
  head: share,
  joining: fc.nat({ max: 20 }),
})

test('confidence is a probability', () => {
  fc.assert(
    fc.property(evidence, (one) => {
      expect(confidenceOf(one)).toSatisfy((value: number) => value > 0 && value < 1)
    }),
  )
})

test('more of any sign never makes a row less likely', () => {
  const more = { cosine: share, standing: share, named: share, told: share, head: share, joining: fc.nat({ max: 5 }) }
  fc.assert(
    fc.property(evidence, fc.record(more), (one, added) => {
      for (const name of Object.keys(added) as (keyof Evidence)[]) {
        const better = { ...one, [name]: Math.min(SHARES.has(name) ? 1 : Number.POSITIVE_INFINITY, one[name] + added[name]) }
        expect(confidenceOf(better)).toBeGreaterThanOrEqual(confidenceOf(one))
      }
    }),
  )
})

test('a row whose names hold all words of the query is what was searched for, whatever its vector says', () => {
  fc.assert(
    fc.property(evidence, (one) => {
      expect(confidenceOf({ ...one, named: 1 })).toBeGreaterThanOrEqual(SURE)
    }),
  )
})

test('a thing that nothing names and that is near to nothing is not what was searched for', () => {
  expect(confidenceOf({ cosine: 0.3, standing: 2.5, named: 0, told: 0, head: 0, joining: 0 })).toBeLessThan(SURE)
})
