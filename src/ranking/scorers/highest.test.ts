import { expect, test } from 'vitest'
import { highestTerm } from './highest.js'

test('a row has the highest score by one of several terms, which says why', () => {
  const byOne = [
    [1, -2, 0.5, 3],
    [0, -1, 0.5, 4],
    [-1, -3, 2, 4],
  ]
  const term = highestTerm(
    byOne.map((scores, at) => ({
      scores: Float32Array.from(scores),
      reason: (row, weight) => ({ kind: 'similar-to', id: `i${at}`, title: `${row}`, weight }),
    })),
    0.5,
  )

  const highest = byOne[0]!.map((_, row) => Math.max(...byOne.map((scores) => scores[row]!)))
  expect([...term.scores]).toEqual(highest)
  expect([term.weight, term.standard]).toEqual([0.5, { mean: 0, deviation: 1 }])
  // of equal scores the first says why
  const named = highest.map((score, row) => term.reason(row, score / 2))
  expect(named).toEqual([0, 1, 2, 1].map((at, row) => ({ kind: 'similar-to', id: `i${at}`, title: `${row}`, weight: highest[row]! / 2 })))
})
