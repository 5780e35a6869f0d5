import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DEFAULT_WEIGHTS } from '../for-you-weights.js'
import { toSequences } from '../sequences.js'
import { interactionShare, interactionTerm, moveSummary, pruneSummary, summarize, userCountTerm } from './interaction-summary.js'

const ROWS = 8
const paths = fc.array(fc.uniqueArray(fc.nat({ max: ROWS - 1 }), { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 20 })
const z = (values: readonly number[]): number[] => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)
  return values.map((value) => (deviation < 1e-6 * Math.max(1, Math.abs(mean)) ? 0 : (value - mean) / deviation))
}

/** The two formulas, written down a second time from the sequences themselves. */
function bruteForce(sequences: readonly (readonly number[])[], history: readonly { row: number; weight: number }[]): number[] {
  const met = (row: number) => sequences.filter((path) => path.includes(row)).length
  const both = (a: number, b: number) => sequences.filter((path) => path.includes(a) && path.includes(b)).length
  const together = Array.from({ length: ROWS }, (_, j) =>
    history.reduce((sum, { row, weight }) => sum + (row === j ? 0 : (weight * both(row, j)) / (Math.sqrt(met(row) * met(j)) + 10)), 0),
  )
  const step = (from: number, to: number) =>
    sequences.reduce((sum, path) => {
      const gap = path.indexOf(to) - path.indexOf(from)
      return sum + (path.includes(from) && path.includes(to) && gap >= 1 && gap <= 3 ? 0.5 ** (gap - 1) : 0)
    }, 0)
  const next = Array.from({ length: ROWS }, (_, j) =>
    history.slice(0, 3).reduce((sum, { row }, t) => {
      const all = Array.from({ length: ROWS }, (_, to) => step(row, to)).reduce((total, count) => total + count, 0)
      return sum + 0.7 ** t * Math.log((step(row, j) + 5 / ROWS) / (all + 5))
    }, 0),
  )
  const zTogether = z(together)
  return z(next).map((value, j) => 0.5 * value + zTogether[j]!)
}

describe('interactionTerm', () => {
  test('is what the formulas say, for any paths and history', () => {
    const histories = fc.uniqueArray(fc.nat({ max: ROWS - 1 }), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(paths, histories, (sequences, rows) => {
        const history = rows.map((row, t) => ({ row, weight: 0.9 ** t }))
        const { scores } = interactionTerm(history, summarize(toSequences(sequences, ROWS)), 1)

        bruteForce(sequences, history).forEach((expected, row) => {
          expect(scores[row]).toBeCloseTo(expected, 3)
        })
      }),
    )
  })

  test('is the same whatever rows the items have, and new items have no users', () => {
    const sequences = toSequences(
      [
        [0, 1, 2],
        [0, 2],
        [1, 3],
        [0, 1],
      ],
      4,
    )
    const summary = summarize(sequences)
    const moved = moveSummary({ ...summary, expected: Float32Array.of(3, 2.5, 2, 1) }, [5, 3, -1, 0], 6)

    expect([...moved.users]).toEqual([1, 0, 0, 3, 0, 3])
    expect([...moved.expected!]).toEqual([1, 0, 0, 2.5, 0, 3])
    const { together } = moved
    const weight = (from: number, to: number) => {
      for (let e = together.offset[from]!; e < together.offset[from + 1]!; e++) if (together.rows[e] === to) return together.weights[e]
      return 0
    }
    expect(weight(5, 3)).toBeCloseTo(2 / (3 + 10), 6)
    expect(weight(3, 0)).toBeCloseTo(1 / (Math.sqrt(3) + 10), 6)
    // what is gone is nobody's neighbour
    expect(together.offset[6]).toBe(together.rows.length)
    expect([...together.rows].sort()).toEqual([0, 3, 3, 5])
  })
})

test('pruneSummary keeps what speaks strongest for each row, and all where there is no more', () => {
  const summary = summarize(
    toSequences(
      [
        [0, 1, 2, 3],
        [0, 1, 3],
        [0, 2],
        [1, 3],
        [3, 0],
      ],
      4,
    ),
  )
  const speakers = ({ together }: typeof summary, row: number) =>
    [...together.rows].flatMap((to, e) => {
      const from = [...together.offset].findLastIndex((start) => start <= e)
      return to === row ? [{ from, weight: together.weights[e]! }] : []
    })
  const pruned = pruneSummary(summary, 2)

  for (let row = 0; row < 4; row++) {
    const all = speakers(summary, row).sort((a, b) => b.weight - a.weight || a.from - b.from)
    expect(
      speakers(pruned, row)
        .map(({ weight }) => weight)
        .sort(),
    ).toEqual(
      all
        .slice(0, 2)
        .map(({ weight }) => weight)
        .sort(),
    )
  }
  expect(pruned.users).toEqual(summary.users)
  expect(pruneSummary(summary, 100)).toEqual(summary)
})

describe('interactionShare', () => {
  test('is 0 where no item of the history has users, a half at thirty, and goes to 1', () => {
    const summary = { ...summarize(toSequences([], 3)), users: Uint32Array.of(0, 30, 1e6) }

    expect(interactionShare([{ row: 0, weight: 1 }], summary)).toBe(0)
    expect(interactionShare([], summary)).toBe(0)
    expect(interactionShare([{ row: 1, weight: 0.3 }], summary)).toBeCloseTo(0.5, 9)
    expect(interactionShare([{ row: 2, weight: 1 }], summary)).toBeGreaterThan(0.999)
    expect(
      interactionShare(
        [0, 1].map((row) => ({ row, weight: 1 })),
        summary,
      ),
    ).toBeCloseTo(15 / 45, 9)
  })
})

test('userCountTerm orders by how many users an item has', () => {
  const { scores } = userCountTerm(summarize(toSequences([[1, 2], [2]], 3)), 1)

  expect([...scores].map((score) => Math.round(Math.expm1(score)))).toEqual([0, 1, 2])
})

test('an item that nobody met is as popular as it is expected to be', () => {
  const summary = { ...summarize(toSequences([[1, 2], [2]], 3)), expected: Float32Array.of(1.5, 1, 2) }
  const counted = { ...summary, users: Uint32Array.of(0, 1, 2), weights: { ...DEFAULT_WEIGHTS, together: 0, next: 0, popular: 1 } }

  expect([...userCountTerm(summary, 1).scores].map(Math.expm1).map((users) => Math.round(users * 10) / 10)).toEqual([1.5, 1, 2])
  const { scores } = interactionTerm([{ row: 2, weight: 1 }], counted, 1)
  z([1.5, 1, 2].map(Math.log1p)).forEach((expected, row) => {
    expect(scores[row]).toBeCloseTo(expected, 5)
  })
})
