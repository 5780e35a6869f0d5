import { describe, expect, test } from 'vitest'
import { mulberry32 } from '../vectors/random.js'
import { DEFAULT_WEIGHTS } from './for-you-weights.js'
import { type Choice, FEWEST_CHOICES, LEARNT, visitorWeights } from './visitor-weights.js'

const OTHERS = 40
const usual = LEARNT.map((name) => DEFAULT_WEIGHTS[name])
const scoreOf = (choice: Choice, i: number, weights: readonly number[]) => choice.reduce((sum, term, t) => sum + weights[t]! * term[i]!, 0)

/** Of 41 rows with random terms, the one that is best by `taste`; without a taste any of them. */
function choicesBy(taste: readonly number[] | null, count: number, seed = 1): Choice[] {
  const random = mulberry32(seed)
  return Array.from({ length: count }, () => {
    const terms = LEARNT.map(() => Float32Array.from({ length: OTHERS + 1 }, () => 3.4 * (random() - 0.5)))
    const rows = Array.from({ length: OTHERS + 1 }, (_, i) => i)
    const best = taste ? rows.reduce((a, b) => (scoreOf(terms, b, taste) > scoreOf(terms, a, taste) ? b : a)) : 0
    for (const term of terms) [term[0], term[best]] = [term[best]!, term[0]!]
    return terms
  })
}

/** As the doc comment has it. */
function loss(choices: readonly Choice[], weights: readonly number[]): number {
  const lists = choices.map((choice) => {
    const own = scoreOf(choice, 0, weights)
    const others = Array.from({ length: OTHERS }, (_, i) => Math.exp(0.5 * (scoreOf(choice, i + 1, weights) - own)))
    return Math.log(1 + others.reduce((sum, value) => sum + value, 0))
  })
  const pull = weights.reduce((sum, weight, t) => sum + (weight - usual[t]!) ** 2, 0)
  return lists.reduce((sum, value) => sum + value, 0) + (10 / 2) * pull
}

describe('weights of a visitor', () => {
  test('are where the loss of the lists is lowest, among weights of 0 and more', () => {
    const choices = choicesBy([0, 1, 0, 0, 2], 30)
    const { weights } = visitorWeights(choices, DEFAULT_WEIGHTS)!
    const learnt = LEARNT.map((name) => weights[name])
    const random = mulberry32(2)

    expect(Math.min(...learnt)).toBeGreaterThanOrEqual(0)
    for (let draw = 0; draw < 300; draw++) {
      const near = learnt.map((weight) => Math.max(0, weight + 0.3 * (random() - 0.5)))
      expect(loss(choices, near)).toBeGreaterThanOrEqual(loss(choices, learnt) - 1e-6)
    }
  })

  test('follow a taste, and a replay says that they help', () => {
    const { weights, helps, gain } = visitorWeights(choicesBy([0, 0, 0, 0, 1], 30), DEFAULT_WEIGHTS)!

    expect(helps).toBe(true)
    expect(gain).toBeGreaterThan(0)
    expect(weights.popular).toBeGreaterThan(weights.words)
    expect(weights.popular).toBeGreaterThan(weights.meaning)
    expect({ ...weights, halfKnown: DEFAULT_WEIGHTS.halfKnown, fade: DEFAULT_WEIGHTS.fade }).toEqual(weights)
  })

  test('are seldom said to help a visitor who takes anything', () => {
    const helped = Array.from({ length: 30 }, (_, seed) => visitorWeights(choicesBy(null, 30, seed + 10), DEFAULT_WEIGHTS)!.helps)

    // a standard error above 0 by chance: one in six
    expect(helped.filter(Boolean).length).toBeLessThanOrEqual(10)
  })

  test('need some choices', () => {
    expect(visitorWeights(choicesBy([0, 0, 0, 0, 1], FEWEST_CHOICES - 1), DEFAULT_WEIGHTS)).toBeNull()
  })
})
