import { expect, test } from 'vitest'
import { reconstruction } from './restore.js'

/** A path 0 - 1 - 2 - 3 and a node 4 without edges. */
const PATH = [new Set([1]), new Set([0, 2]), new Set([1, 3]), new Set([2]), new Set<number>()]

/** Unit vectors at these angles, in degrees. */
const circle = (...angles: readonly number[]) =>
  Float32Array.from(angles.flatMap((angle) => [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)]))

test('vectors in the order of a path keep it whole, at every hop', () => {
  const [one, two, three] = reconstruction(circle(0, 20, 40, 60, 180), 2, PATH, [0, 1, 2, 3])
  expect([...one!, ...two!, ...three!]).toEqual(new Array(12).fill(1))
})

test('average precision by hand, where the order is another', () => {
  // from node 0 at 0 degrees: 4, 2, 1, 3
  const [one, two, three] = reconstruction(circle(0, 30, 20, 40, 10), 2, PATH, [0])
  expect([one![0], two![0], three![0]]).toEqual([1 / 3, (1 / 2 + 2 / 3) / 2, (1 / 2 + 2 / 3 + 3 / 4) / 3])
})

test('a node without edges has no value, and a graph of another size is refused', () => {
  expect(reconstruction(circle(0, 30, 20, 40, 10), 2, PATH, [4], 1)[0]![0]).toBeNaN()
  expect(() => reconstruction(circle(0), 2, PATH, [0])).toThrow(/received 1 vectors and 5 nodes/)
})
