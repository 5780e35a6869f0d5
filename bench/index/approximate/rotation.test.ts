import fc from 'fast-check'
import { expect, test } from 'vitest'
import { dotProduct } from '../../../src/vectors/normalize.js'
import { mulberry32 } from '../../../src/vectors/random.js'
import { gaussian } from '../../../src/vectors/vectors.test-helper.js'
import { Rotation } from './rotation.js'

test('a rotation keeps inner products, in any number of dimensions', () => {
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: 1, max: 400 }), (seed, dimensions) => {
      const random = mulberry32(seed)
      const draw = () => Float32Array.from({ length: dimensions }, () => gaussian(random))
      const [a, b] = [draw(), draw()]
      const rotation = new Rotation(dimensions, seed)
      const before = dotProduct(a, b)
      expect(dotProduct(rotation.apply(a.slice()), rotation.apply(b.slice()))).toBeCloseTo(before, 2)
    }),
  )
})

test('what lies in one dimension is spread over all of them', () => {
  const vector = new Float32Array(384)
  vector[5] = 1
  const rotated = new Rotation(384, 7).apply(vector)
  expect(Math.max(...rotated.map(Math.abs))).toBeLessThan(0.3)
  expect(rotated.filter((value) => value !== 0).length).toBeGreaterThan(300)
})

test('the seed decides', () => {
  const rotate = (seed: number) => [...new Rotation(48, seed).apply(new Float32Array(48).fill(1))]
  expect(rotate(1)).toEqual(rotate(1))
  expect(rotate(1)).not.toEqual(rotate(2))
})
