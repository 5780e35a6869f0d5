import { expect, test } from 'vitest'
import { normalize } from '../vectors/normalize.js'
import { mulberry32 } from '../vectors/random.js'
import { bCubed, groupUnlabelled } from './new-categories.js'

const DIMENSIONS = 24
const EACH = 12

/** Items around five directions, in turn. */
function clouds(spread: number): { rows: Float32Array; truth: number[] } {
  const random = mulberry32(1)
  const truth = Array.from({ length: 5 * EACH }, (_, row) => row % 5)
  const rows = Float32Array.from(
    truth.flatMap((kind) => Array.from({ length: DIMENSIONS }, (_, j) => Number(j === kind) + spread * (random() - 0.5))),
  )
  return { rows: normalize(rows, DIMENSIONS), truth }
}

test('items without a category get that of the items like them, and those of categories nobody named fall into as many groups', () => {
  const { rows, truth } = clouds(0.3)
  const categories = truth.map((kind, row) => (kind < 3 && row % 2 === 0 ? `known ${kind}` : undefined))
  const told = groupUnlabelled(categories, rows, DIMENSIONS)!
  const asked = truth.filter((_, row) => categories[row] === undefined)
  expect(told.filter((_, at) => asked[at]! < 3)).toEqual(asked.filter((kind) => kind < 3).map((kind) => `known ${kind}`))
  const groups = told.filter((_, at) => asked[at]! >= 3)
  expect(new Set(groups)).toEqual(new Set([0, 1]))
  expect(new Set(bCubed(asked, told))).toEqual(new Set([1]))
})

test('fewer than five items are no category of their own', () => {
  const { rows, truth } = clouds(0.3)
  const taken = [...truth.keys()].filter((row) => truth[row]! < 3 || (truth[row] === 3 && row < 20))
  const some = Float32Array.from(taken.flatMap((row) => [...rows.subarray(row * DIMENSIONS, (row + 1) * DIMENSIONS)]))
  const categories = taken.map((row) => (truth[row]! < 3 && row % 2 === 0 ? `known ${truth[row]}` : undefined))
  expect(groupUnlabelled(categories, some, DIMENSIONS)!.filter((group) => typeof group === 'number')).toEqual([])
})

test('nothing is told from one category, which does not show how wide a category is', () => {
  const { rows, truth } = clouds(0.3)
  const categories = truth.map((kind) => (kind === 0 ? 'known' : undefined))
  expect(groupUnlabelled(categories, rows, DIMENSIONS)).toBeNull()
})

test('B-cubed F1 of an item is the harmonic mean of its precision and its recall', () => {
  // the first is in a part of 3 with 2 of its kind, of which there are 4
  const names = ['a', 'a', 'b', 'a', 'a']
  const parts = [0, 0, 0, 1, 1]
  const [precision, recall] = [2 / 3, 2 / 4]
  expect(bCubed(names, parts)[0]).toBeCloseTo((2 * precision * recall) / (precision + recall), 12)
})
