import { expect, test } from 'vitest'
import { FlatIndex } from '../../vectors/flat-index.js'
import { normalize } from '../../vectors/normalize.js'
import { mulberry32 } from '../../vectors/random.js'
import { toSequences } from '../sequences.js'
import { summarize } from './interaction-summary.js'
import type { ItemWeights } from './item-item.js'
import { withNewItems } from './new-items.js'

const ROWS = 12
/** Nobody met the last two; row 9 is met by two, the others by more. */
const sequences = toSequences(
  [
    ...Array.from({ length: 20 }, (_, user) =>
      [user % 9, (user * 2 + 1) % 9, (user + 4) % 9].filter((row, i, all) => all.indexOf(row) === i),
    ),
    [9, 0],
    [9, 1],
  ],
  ROWS,
)

function vectors(): FlatIndex {
  const random = mulberry32(5)
  const index = new FlatIndex(8, { capacity: ROWS })
  index.resize(ROWS)
  for (let row = 0; row < ROWS - 1; row++) index.set(row, normalize(Float32Array.from({ length: 8 }, () => random() - 0.3)))
  index.setCentre(index.mean())
  return index
}

const weight = ({ offset, rows, weights }: ItemWeights, from: number, to: number): number => {
  for (let e = offset[from]!; e < offset[from + 1]!; e++) if (rows[e] === to) return weights[e]!
  return 0
}

test('a new item is met like the items that its vector resembles, by the cube of the cosine', () => {
  const summary = summarize(sequences)
  const index = vectors()
  const filled = withNewItems(summary, index)

  const met = [...summary.users.keys()].filter((row) => summary.users[row]! >= 3)
  const cosine = (row: number) =>
    index.centre(index.vector(row)).reduce((sum, value, d) => sum + value * index.centre(index.vector(10))[d]!, 0)
  const shares = met.map((row) => Math.max(0, cosine(row)) ** 3)
  const total = shares.reduce((sum, share) => sum + share, 0)
  for (let from = 0; from < ROWS; from++) {
    const expected = met.reduce((sum, row, m) => sum + (shares[m]! / total) * weight(summary.together, from, row), 0)
    expect(weight(filled.together, from, 10)).toBeCloseTo(expected, 4)
  }
})

test('a new item weighs by the root of how many users it is expected to have, over what is usual', () => {
  const summary = summarize(sequences)
  const expected = Float32Array.from(summary.users, (users, row) => (row === 10 ? 35 : users))
  const [plain, filled] = [summary, { ...summary, expected }].map((one) => withNewItems(one, vectors()).together)

  const met = [...summary.users].filter((users) => users >= 3)
  const usual = met.reduce((product, users) => product * (1 + users), 1) ** (1 / met.length)
  for (let from = 0; from < ROWS; from++) {
    expect(weight(filled!, from, 10)).toBeCloseTo(Math.sqrt(36 / usual) * weight(plain!, from, 10), 5)
    for (let to = 0; to < 10; to++) expect(weight(filled!, from, to)).toBe(weight(plain!, from, to))
  }
})

test('what is known of other items, and an item without a vector, stay as they are; nothing follows from a new one', () => {
  const summary = summarize(sequences)
  const filled = withNewItems(summary, vectors())

  for (let from = 0; from < ROWS; from++) {
    for (const to of [...Array(10).keys(), 11]) expect(weight(filled.together, from, to)).toBe(weight(summary.together, from, to))
  }
  expect(filled.users).toEqual(summary.users)
  expect(filled.together.offset[11]! - filled.together.offset[10]!).toBe(0)
})
