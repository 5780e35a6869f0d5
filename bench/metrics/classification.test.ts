import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { auc, logLoss, macroF1 } from './classification.js'

const scored = fc
  .array(fc.tuple(fc.nat(6), fc.boolean()), { minLength: 2, maxLength: 30 })
  .map((list) => [list.map(([score]) => score), list.map(([, label]) => label)] as const)
  .filter(([, labels]) => labels.includes(true) && labels.includes(false))

describe('AUC', () => {
  test('by hand: of four pairs two right, one tied, one wrong', () => {
    expect(auc([3, 1, 1, 2], [true, true, false, false])).toBeCloseTo((2 + 0.5) / 4, 12)
  })

  test('counts every pair of a positive and a negative, a tie as half', () => {
    fc.assert(
      fc.property(scored, ([scores, labels]) => {
        let [right, pairs] = [0, 0]
        for (const [i, positive] of labels.entries()) {
          for (const [j, other] of labels.entries()) {
            if (!positive || other) continue
            pairs++
            right += scores[i]! > scores[j]! ? 1 : scores[i] === scores[j] ? 0.5 : 0
          }
        }
        expect(auc(scores, labels)).toBeCloseTo(right / pairs, 12)
      }),
    )
  })

  test('is the area of the trapezoids under the ROC curve', () => {
    fc.assert(
      fc.property(scored, ([scores, labels]) => {
        const rate = (threshold: number, wanted: boolean) =>
          labels.filter((label, i) => label === wanted && scores[i]! >= threshold).length /
          labels.filter((label) => label === wanted).length
        let area = 0
        for (let threshold = 6; threshold >= 0; threshold--) {
          area += ((rate(threshold, false) - rate(threshold + 1, false)) * (rate(threshold, true) + rate(threshold + 1, true))) / 2
        }
        expect(auc(scores, labels)).toBeCloseTo(area, 12)
      }),
    )
  })

  test('turned about by the sign; one class only is NaN', () => {
    fc.assert(
      fc.property(scored, ([scores, labels]) => {
        expect(
          auc(
            scores.map((score) => -score),
            labels,
          ),
        ).toBeCloseTo(1 - auc(scores, labels), 12)
      }),
    )
    expect(auc([1, 2], [true, true])).toBeNaN()
    expect(auc([1, 2], [false, false])).toBeNaN()
    expect(auc([], [])).toBeNaN()
    expect(() => auc([1], [])).toThrow(/1 and 0 values/)
    expect(() => auc([Number.NaN, 1], [true, false])).toThrow(/NaN/)
  })
})

describe('log loss', () => {
  test('by hand: a coin costs ln 2, a three quarters chance that comes true ln 4/3', () => {
    expect(logLoss([0.5, 0.5], [true, false])).toBeCloseTo(Math.LN2, 12)
    expect(logLoss([0.75], [true])).toBeCloseTo(Math.log(4 / 3), 12)
    expect(logLoss([0.75], [false])).toBeCloseTo(Math.log(4), 12)
  })

  test('is -1/n of the logarithm of the likelihood', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 99 }), fc.boolean()), { minLength: 1, maxLength: 12 }), (list) => {
        const likelihood = list.reduce((product, [percent, label]) => (product * (label ? percent : 100 - percent)) / 100, 1)
        expect(
          logLoss(
            list.map(([percent]) => percent / 100),
            list.map(([, label]) => label),
          ),
        ).toBeCloseTo(-Math.log(likelihood) / list.length, 9)
      }),
    )
  })

  test('a sure mistake costs -ln of the margin; what is no probability is an error; nothing is NaN', () => {
    expect(logLoss([0], [true])).toBeCloseTo(-Math.log(1e-15), 6)
    expect(logLoss([1], [false], 0.01)).toBeCloseTo(-Math.log(0.01), 6)
    expect(() => logLoss([1.2], [true])).toThrow(/1.2 at position 0/)
    expect(() => logLoss([-0.1], [true])).toThrow(/-0.1/)
    expect(logLoss([], [])).toBeNaN()
  })
})

test('macro F1 is the mean over true labels of the harmonic mean of precision and recall', () => {
  const truth = ['a', 'a', 'b', 'b', 'c']
  const told = ['a', 'b', 'b', 'b', 'd']
  const f1 = (precision: number, recall: number) => (2 * precision * recall) / (precision + recall)
  expect(macroF1(truth, told)).toBeCloseTo((f1(1, 1 / 2) + f1(2 / 3, 1) + 0) / 3, 12)
  expect(macroF1(truth, truth)).toBe(1)
})
