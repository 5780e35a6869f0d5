import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { purity, vMeasure } from './clustering.js'

const labelled = fc
  .array(fc.tuple(fc.nat(3), fc.nat(3)), { minLength: 1, maxLength: 30 })
  .map((list) => [list.map(([cluster]) => cluster), list.map(([, label]) => label)] as const)

/** H(A | B) from the definition: the mean over b of the entropy of A within b. */
function conditional(a: readonly number[], b: readonly number[]): number {
  let sum = 0
  for (const value of new Set(b)) {
    const within = a.filter((_, i) => b[i] === value)
    for (const label of new Set(within)) {
      const share = within.filter((other) => other === label).length / within.length
      sum -= (within.length / a.length) * share * Math.log(share)
    }
  }
  return sum
}

const nothing = (n: number) => new Array<number>(n).fill(0)

describe('purity', () => {
  test('the example of Manning et al., figure 16.1: (5 + 4 + 3) / 17', () => {
    const clusters = [...'11111122222233333']
    const classes = [...'xxxxxoxoooodxxddd']
    expect(purity(clusters, classes)).toBeCloseTo(12 / 17, 12)
  })

  test('is the best accuracy of giving each cluster one class', () => {
    fc.assert(
      fc.property(labelled, ([clusters, classes]) => {
        let best = 0
        for (let code = 0; code < 256; code++) {
          const guess = (cluster: number) => (code >> (2 * cluster)) & 3
          best = Math.max(best, clusters.filter((cluster, i) => guess(cluster) === classes[i]).length)
        }
        expect(purity(clusters, classes)).toBeCloseTo(best / clusters.length, 12)
      }),
      { numRuns: 30 },
    )
  })
})

describe('V-measure', () => {
  test('by hand: two classes cut into 2 + 1 + 1 are homogeneous and two thirds complete', () => {
    const { homogeneity, completeness, v } = vMeasure([0, 0, 1, 2], ['a', 'a', 'b', 'b'])
    expect(homogeneity).toBeCloseTo(1, 12)
    expect(completeness).toBeCloseTo(2 / 3, 12)
    expect(v).toBeCloseTo(0.8, 12)
    expect(vMeasure([0, 0, 1, 2], ['a', 'a', 'b', 'b'], 2).v).toBeCloseTo((3 * 1 * (2 / 3)) / (2 + 2 / 3), 12)
  })

  test('equals the definition by conditional entropies, and with beta 1 the normalised mutual information', () => {
    fc.assert(
      fc.property(labelled, ([clusters, classes]) => {
        const n = clusters.length
        const [hc, hk] = [conditional(classes, nothing(n)), conditional(clusters, nothing(n))]
        const expected = {
          h: hc === 0 ? 1 : 1 - conditional(classes, clusters) / hc,
          c: hk === 0 ? 1 : 1 - conditional(clusters, classes) / hk,
        }
        const { homogeneity, completeness, v } = vMeasure(clusters, classes)
        expect(homogeneity).toBeCloseTo(expected.h, 9)
        expect(completeness).toBeCloseTo(expected.c, 9)
        if (hc > 0 && hk > 0) expect(v).toBeCloseTo((2 * (hc - conditional(classes, clusters))) / (hc + hk), 9)
      }),
    )
  })

  test('turns about with its arguments and does not care for names', () => {
    fc.assert(
      fc.property(labelled, ([clusters, classes]) => {
        const there = vMeasure(clusters, classes)
        const back = vMeasure(
          classes.map((label) => `c${label}`),
          clusters,
        )
        expect(back.homogeneity).toBeCloseTo(there.completeness, 9)
        expect(back.v).toBeCloseTo(there.v, 9)
      }),
    )
  })

  test('one cluster of two classes has no homogeneity, so 0; one class in one cluster is perfect', () => {
    expect(vMeasure([0, 0], [0, 1])).toEqual({ homogeneity: 0, completeness: 1, v: 0 })
    expect(vMeasure([0, 0], [5, 5])).toEqual({ homogeneity: 1, completeness: 1, v: 1 })
  })

  test('independent labels are 0, not NaN, though homogeneity and completeness are', () => {
    expect(vMeasure([0, 0, 1, 1], [0, 1, 0, 1]).v).toBe(0)
  })
})

test('nothing is NaN, unequal lengths an error', () => {
  expect(purity([], [])).toBeNaN()
  expect(vMeasure([], [])).toEqual({ homogeneity: Number.NaN, completeness: Number.NaN, v: Number.NaN })
  expect(() => purity([1], [])).toThrow(/1 clusters and 0 classes/)
  expect(() => vMeasure([1], [])).toThrow(/1 clusters and 0 classes/)
})
