import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sessionKnnScores } from '../../evaluate/baselines/session-knn.js'
import { starScores } from '../../evaluate/baselines/star.js'
import { tghRows } from '../../evaluate/baselines/tgh.js'
import { type Sequences, sequenceAt, sequenceCount, sequencesOfRows, sequencesPerRow, toSequences } from '../sequences.js'
import { itemItemScores, sparseWeights, transposeWeights, weightsBytes } from './item-item.js'
import { itemKnnWeights } from './item-knn.js'
import { addTransitionLifts, transitionCounts } from './transitions.js'

const ROWS = 8
const lists = fc.array(fc.array(fc.nat({ max: ROWS - 1 }), { minLength: 1, maxLength: 7 }), { minLength: 1, maxLength: 12 })
const history = fc.array(fc.nat({ max: ROWS - 1 }), { minLength: 1, maxLength: 5 })
const met = (made: readonly number[][], ...rows: number[]): number => made.filter((list) => rows.every((row) => list.includes(row))).length
/** A made-up text: rows of like parity resemble each other, and near numbers more. */
const cosine = (a: number, b: number): number => (a % 2 === b % 2 ? 0.5 : 0) + 0.4 / (1 + Math.abs(a - b))
const textInto = (row: number, out: Float32Array): void =>
  out.forEach((_, other) => {
    out[other] = cosine(row, other)
  })
const close = (found: Float32Array, expected: readonly number[]): void => {
  expected.forEach((value, row) => {
    expect(found[row], `row ${row}`).toBeCloseTo(value, 5)
  })
}
const rows = Array.from({ length: ROWS }, (_, row) => row)

describe('sequences', () => {
  test('keep what they were given, and know for each row where it is', () => {
    fc.assert(
      fc.property(lists, (made) => {
        const sequences = toSequences(made, ROWS)
        const { offset, sequences: found } = sequencesOfRows(sequences)

        expect(made.map((_, s) => [...sequenceAt(sequences, s)])).toEqual(made)
        expect(sequenceCount(sequences)).toBe(made.length)
        for (const row of rows) {
          const expected = made.flatMap((list, s) => (list.includes(row) ? [s] : []))
          expect([...found.subarray(offset[row], offset[row + 1])]).toEqual(expected)
        }
        expect([...sequencesPerRow(sequences)]).toEqual(rows.map((row) => met(made, row)))
      }),
    )
  })

  test('refuse a row that the catalog does not have', () => {
    expect(() => toSequences([[0, 3]], 3)).toThrow('sequence 0 has row 3')
  })
})

describe('item weights', () => {
  test('add up over the history, each by its weight', () => {
    const dense = rows.map((i) => rows.map((j) => (i + 2 * j) % 5))
    const weights = sparseWeights(ROWS, ROWS, (row, out) => {
      out.set(dense[row]!)
      return rows
    })
    const out = new Float32Array(ROWS)

    itemItemScores(
      [
        { row: 1, weight: 2 },
        { row: 6, weight: -0.5 },
      ],
      weights,
      out,
    )

    close(
      out,
      rows.map((j) => 2 * dense[1]![j]! - 0.5 * dense[6]![j]!),
    )
    expect(weightsBytes(weights)).toBe(4 * (ROWS + 1) + 8 * dense.flat().filter(Boolean).length)
  })

  test('keep the largest by magnitude, and are the same twice turned', () => {
    const dense = [
      [0.1, -3, 2],
      [0, 0, 0],
      [1, 5, -4],
    ]
    const weights = sparseWeights(3, 2, (row, out) => {
      out.set(dense[row]!)
      return [0, 1, 2]
    })

    expect([...weights.offset]).toEqual([0, 2, 2, 4])
    expect([...weights.rows]).toEqual([1, 2, 1, 2])
    expect([...weights.weights]).toEqual([-3, 2, 5, -4])
    expect(transposeWeights(transposeWeights(weights))).toEqual(weights)
    expect([...transposeWeights(weights).rows]).toEqual([0, 2, 0, 2])
  })
})

describe('itemKnnWeights', () => {
  test('is the shrunk cosine of co-occurrence, for the best neighbours of each target', () => {
    fc.assert(
      fc.property(lists, fc.integer({ min: 1, max: ROWS }), fc.constantFrom(0, 3), (made, neighbours, shrink) => {
        const weights = itemKnnWeights(toSequences(made, ROWS), { neighbours, shrink })
        const cosineOf = (i: number, j: number): number =>
          i === j || met(made, i, j) === 0 ? 0 : met(made, i, j) / (Math.sqrt(met(made, i) * met(made, j)) + shrink)

        for (const j of rows) {
          // what the formula gives a history of every row but j, of which only the best speak
          const speaking = rows
            .map((i) => cosineOf(i, j))
            .sort((a, b) => b - a)
            .slice(0, neighbours)
          const out = new Float32Array(ROWS)
          itemItemScores(
            rows.map((row) => ({ row, weight: 1 })),
            weights,
            out,
          )
          expect(out[j]).toBeCloseTo(
            speaking.reduce((sum, value) => sum + value, 0),
            5,
          )
        }
      }),
    )
  })
})

describe('sessionKnnScores', () => {
  test('lets the most similar sessions vote, as written down over all of them', () => {
    fc.assert(
      fc.property(
        lists,
        history,
        fc.constantFrom('harmonic', 'linear', 'none' as const),
        fc.constantFrom(0, 1),
        (made, past, decay, idfWeight) => {
          const sessions = toSequences(made, ROWS)
          const out = new Float32Array(ROWS)
          sessionKnnScores(past, sessions, sequencesOfRows(sessions), out, { neighbours: 100, decay, idfWeight })

          const steps = [...new Set([...past].reverse())]
          const fading = (row: number): number => {
            const step = steps.indexOf(row) + 1
            return decay === 'none' ? 1 : decay === 'harmonic' ? 1 / step : 1.1 - 0.1 * step
          }
          const expected = rows.map((row) =>
            made.reduce((sum, list) => {
              const shared = steps.filter((item) => list.includes(item))
              if (shared.length === 0 || !list.includes(row)) return sum
              const similarity = shared.reduce((total, item) => total + fading(item), 0) / steps.length
              return sum + similarity * fading(shared[0]!) * (1 + idfWeight * Math.log(made.length / met(made, row)))
            }, 0),
          )
          close(out, expected)
        },
      ),
    )
  })

  test('asks so many neighbours, of so many of the latest sessions', () => {
    const sessions = toSequences(
      [
        [0, 1, 2],
        [0, 1, 3],
        [0, 4],
      ],
      ROWS,
    )
    const ask = (options: { neighbours: number; sample?: number }): number[] => {
      const out = new Float32Array(ROWS)
      sessionKnnScores([1, 0], sessions, sequencesOfRows(sessions), out, options)
      return rows.filter((row) => out[row]! > 0)
    }

    expect(ask({ neighbours: 2 })).toEqual([0, 1, 2, 3])
    expect(ask({ neighbours: 2, sample: 1 })).toEqual([0, 4])
  })
})

describe('starScores', () => {
  test('is equation 1 of the paper', () => {
    fc.assert(
      fc.property(lists, history, (made, past) => {
        const shared = itemKnnWeights(toSequences(made, ROWS), { neighbours: ROWS })
        const out = new Float32Array(ROWS)
        starScores(past, textInto, shared, out, { last: 2, textShare: 0.3, decay: 0.7 })

        const last = past.slice(-2).reverse()
        const cooc = (i: number, j: number): number =>
          i === j || met(made, i, j) === 0 ? 0 : met(made, i, j) / Math.sqrt(met(made, i) * met(made, j))
        close(
          out,
          rows.map((x) => last.reduce((sum, j, t) => sum + (0.7 ** (t + 1) * (0.3 * cosine(j, x) + 0.7 * cooc(j, x))) / last.length, 0)),
        )
      }),
    )
  })
})

describe('transitions', () => {
  test('are counted up to three steps ahead, each half the one before', () => {
    const {
      offset,
      rows: to,
      weights,
    } = transitionCounts(
      toSequences(
        [
          [0, 1, 2, 3, 4],
          [0, 1],
          [5, 5],
        ],
        ROWS,
      ),
    )
    const row = (i: number): object =>
      Object.fromEntries([...to.subarray(offset[i], offset[i + 1])].map((j, e) => [j, weights[offset[i]! + e]]))

    expect(row(0)).toEqual({ 1: 2, 2: 0.5, 3: 0.25 })
    expect(row(3)).toEqual({ 4: 1 })
    expect(row(5)).toEqual({})
  })

  test('lift a row by how much more likely it comes next than one that nobody went on to', () => {
    const counts = transitionCounts(
      toSequences(
        [
          [0, 1],
          [0, 2],
          [0, 1],
        ],
        ROWS,
      ),
    )
    const lifts = (from: number): Float32Array => {
      const out = new Float32Array(ROWS)
      addTransitionLifts(from, counts, 0.5, out)
      return out
    }
    const seen = [0, 2, 1]
    const chance = (row: number) => ((seen[row] ?? 0) + 5 / ROWS) / (3 + 5)

    close(
      lifts(0),
      rows.map((row) => 0.5 * Math.log(chance(row) / chance(7))),
    )
    expect([...lifts(7)]).toEqual(rows.map(() => 0))
  })
})

describe('tghRows', () => {
  const graph: Sequences = toSequences(
    [
      [0, 1, 2],
      [0, 3, 4],
      [0, 3],
      [0, 5, 6],
    ],
    ROWS,
  )
  const steps = transitionCounts(graph, { maxGap: 1 })
  const all = new Uint8Array(ROWS).fill(1)

  test('deals the places ring by ring, in each by text and well-trodden steps', () => {
    const found = tghRows(
      [0],
      textInto,
      steps,
      Uint8Array.from(all, (_, row) => Number(row !== 0)),
      4,
      { budgets: [[2, 1, 1]] },
    )

    // ring 1 is 1, 3, 5: text alone would order 1 (.2), 3 (.1), 5 (.07); two steps to 3 give it .5, one gives .5 ln 2 / ln 3
    const bonus = (count: number): number => (0.5 * Math.log1p(count)) / Math.log1p(2)
    expect(cosine(0, 3) + bonus(2)).toBeGreaterThan(cosine(0, 1) + bonus(1))
    // ring 2 is 2, 4, 6, of which 2 is the nearest; beyond is 7
    expect(found).toEqual([3, 1, 2, 7])
  })

  test('gives the places of a short ring to what is left, and fills up by text', () => {
    const mask = Uint8Array.from(all, (_, row) => Number(row !== 2))

    expect(tghRows([2], textInto, steps, mask, 3, { budgets: [[7, 2, 1]] })).toHaveLength(3)
    // nothing follows 2: the list is the order of text, even rows first
    expect(tghRows([2], textInto, steps, mask, 3)).toEqual([0, 4, 6])
  })

  test('names nothing twice and nothing that is masked, with two sources', () => {
    fc.assert(
      fc.property(lists, history, (made, past) => {
        const mask = Uint8Array.from(all, (_, row) => Number(!past.includes(row)))
        const found = tghRows(past, textInto, transitionCounts(toSequences(made, ROWS), { maxGap: 1 }), mask, 5, {
          budgets: [
            [5, 1],
            [3, 1],
          ],
        })

        expect(new Set(found).size).toBe(found.length)
        expect(found.every((row) => mask[row] === 1)).toBe(true)
        expect(found).toHaveLength(
          Math.min(
            5,
            mask.reduce((sum, value) => sum + value, 0),
          ),
        )
      }),
    )
  })
})
