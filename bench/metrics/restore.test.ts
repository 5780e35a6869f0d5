import { expect, test } from 'vitest'
import { reconstruction } from './restore.js'

/** A path 0 - 1 - 2 - 3 and a node 4 without edges. */
const PATH = [new Set([1]), new Set([0, 2]), new Set([1, 3]), new Set([2]), new Set<number>()]

/** The other nodes by distance on a line. */
const onALine =
  (...places: readonly number[]) =>
  (node: number) =>
    [...places.keys()]
      .filter((other) => other !== node)
      .sort((a, b) => Math.abs(places[a]! - places[node]!) - Math.abs(places[b]! - places[node]!))

test('nodes in the order of a path keep it whole, at every hop', () => {
  const [one, two, three] = reconstruction(onALine(0, 20, 40, 60, 180), PATH, [0, 1, 2, 3])
  expect([...one!, ...two!, ...three!]).toEqual(new Array(12).fill(1))
})

test('average precision by hand, where the order is another', () => {
  // from node 0: 4, 2, 1, 3
  const [one, two, three] = reconstruction(onALine(0, 30, 20, 40, 10), PATH, [0])
  expect([one![0], two![0], three![0]]).toEqual([1 / 3, (1 / 2 + 2 / 3) / 2, (1 / 2 + 2 / 3 + 3 / 4) / 3])
})

test('a node without edges has no value', () => {
  expect(reconstruction(onALine(0, 30, 20, 40, 10), PATH, [4], 1)[0]![0]).toBeNaN()
})
