// @module-tag long
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FlatIndex } from '../../src/vectors/flat-index.js'
import { dotProduct } from '../../src/vectors/normalize.js'
import { dequantize, quantize } from '../../src/vectors/quantize.js'
import { mulberry32 } from '../../src/vectors/random.js'
import { gaussian } from '../../src/vectors/vectors.test-helper.js'
import { BinaryIndex } from './approximate/binary-index.js'
import { IvfIndex } from './approximate/ivf-index.js'
import { IdentifiedIndex } from './identified-index.js'

const DIMENSIONS = 12

test.each([() => new FlatIndex(DIMENSIONS), () => new BinaryIndex(DIMENSIONS), () => new IvfIndex(DIMENSIONS, { nlist: 4 })])(
  'after any upserts, removals and slices of compaction, searches are those of a map (%#)',
  (make) => {
    const call = fc.oneof(
      fc.record({ name: fc.constant('upsert' as const), id: fc.integer({ min: 0, max: 30 }) }),
      fc.record({ name: fc.constant('remove' as const), id: fc.integer({ min: 0, max: 30 }) }),
      fc.record({ name: fc.constant('compact' as const), id: fc.nat(5) }),
    )
    fc.assert(
      fc.property(fc.array(call, { maxLength: 120 }), fc.nat(), (calls, seed) => {
        const random = mulberry32(seed)
        const draw = () => Float32Array.from({ length: DIMENSIONS }, () => gaussian(random))
        const index = new IdentifiedIndex(make())
        const model = new Map<string, Float32Array>()
        for (const { name, id } of calls) {
          if (name === 'upsert') {
            const vector = draw()
            index.upsert(`i${id}`, vector)
            const { codes, scale } = quantize(vector)
            model.set(`i${id}`, dequantize(codes, scale))
          } else if (name === 'remove') {
            expect(index.remove(`i${id}`)).toBe(model.delete(`i${id}`))
          } else {
            const before = index.rowCount - index.size
            expect(index.compact(id)).toBe(index.rowCount === model.size)
            expect(index.rowCount - index.size).toBeLessThanOrEqual(Math.max(0, before - id))
          }
          expect(index.size).toBe(model.size)
        }
        const query = draw()
        const hits = index.search({ query }, 40)
        const scores = new Map([...model].map(([id, vector]) => [id, dotProduct(vector, query)]))
        expect(hits.map(({ id }) => id).toSorted()).toEqual([...model.keys()].toSorted())
        hits.forEach(({ id, score }, i) => {
          expect(Math.abs(score - scores.get(id)!)).toBeLessThan(1e-4)
          if (i > 0) expect(score).toBeLessThanOrEqual(hits[i - 1]!.score)
        })
        expect(index.search({ query }, 3)).toEqual(hits.slice(0, 3))
        for (const id of model.keys()) expect(index.index.has(index.row(id)!)).toBe(true)
        expect(index.row('none')).toBeUndefined()
      }),
      { numRuns: 150 },
    )
  },
)

test('a vector that is refused leaves no id behind', () => {
  const index = new IdentifiedIndex(new FlatIndex(2))
  expect(() => index.upsert('a', Float32Array.of(Number.NaN, 0))).toThrow(/received NaN/)
  expect([index.size, index.row('a')]).toEqual([0, undefined])
  index.upsert('b', Float32Array.of(1, 0))
  expect(index.rowCount).toBe(1)
  expect(() => index.compact(-1)).toThrow(/moves: received -1/)
})
