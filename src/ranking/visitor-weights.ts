import { statistics } from '../vectors/statistics.js'
import type { ForYouWeights } from './for-you-weights.js'
import { solvePositive } from './transforms/solve-positive.js'

/** The weights that are learnt of one visitor; how the past fades, and what counts as known, stay the site's. */
export const LEARNT = ['words', 'meaning', 'together', 'next', 'popular'] as const

/** Something that a visitor took: what each term of `LEARNT` said of it before its weight (first), and of rows that were not taken. */
export type Choice = readonly Float32Array[]

/** What the choices of one visitor say about the weights of `forYou`. */
export interface VisitorWeights {
  readonly weights: ForYouWeights
  /** Whether they help: else the usual ones stay. */
  readonly helps: boolean
  readonly choices: number
  /** Mean of `ln(place by the usual weights / place by those learnt)` over choices that did not teach them. */
  readonly gain: number
}

/** Fewer choices are chance (docs/measurements.md#learns-here). */
export const FEWEST_CHOICES = 9
/** Scores are in standard units: so many of them are odds of e. */
const SCALE = 0.5
/** Pulls to the usual weights, as many choices would that say nothing. */
const PRIOR = 10
const STEPS = 12
const LONGEST_STEP = 0.5
const STILL = 1e-4
/** The past is parted into so many: each part is placed by weights that the others taught. */
const PARTS = 3

/**
 * Learns weights of the terms from what a visitor took, by the loss of a whole list at once, which is RankNet's for a list of two:
 *
 *     sum over choices of ln(1 + sum over others j of e^(c (s_j - s_taken)))  +  p/2 |w - usual|^2,   s = sum over terms of w * term
 *
 * by Newton's method, no weight below 0. Source: RankList (families of listwise losses over RankNet, Burges et al. 2005); the paper's own
 * approximation could not be read. They help if the places of choices that were left out gain more than a standard error.
 *
 * @param choices Of one visitor, in order.
 * @param usual   What `forYou` uses without them.
 * @returns null for fewer than `FEWEST_CHOICES`.
 */
export function visitorWeights(choices: readonly Choice[], usual: ForYouWeights): VisitorWeights | null {
  if (choices.length < FEWEST_CHOICES) return null
  const start = LEARNT.map((name) => usual[name])
  const gains = Array.from({ length: PARTS }, (_, part) => {
    const [asked, others] = [true, false].map((isAsked) => choices.filter((_, c) => (c % PARTS === part) === isAsked))
    const taught = fit(others!, start)
    return asked!.map((choice) => Math.log(placeOf(choice, start) / placeOf(choice, taught)))
  }).flat()
  const { mean, deviation } = statistics(gains)
  const learnt = fit(choices, start)
  return {
    weights: { ...usual, ...Object.fromEntries(LEARNT.map((name, t) => [name, learnt[t]!])) },
    helps: mean > deviation / Math.sqrt(gains.length),
    choices: choices.length,
    gain: mean,
  }
}

function fit(choices: readonly Choice[], start: readonly number[]): readonly number[] {
  const size = start.length
  let weights = start
  for (let step = 0; step < STEPS; step++) {
    const slope = Float64Array.from(weights, (weight, t) => PRIOR * (weight - start[t]!))
    const curve = new Float64Array(size * size)
    for (let t = 0; t < size; t++) curve[t * size + t] = PRIOR
    for (const choice of choices) addTo(slope, curve, choice, weights)
    const change = solvePositive(curve, size, slope, 1)
    const shortened = Math.min(1, LONGEST_STEP / Math.max(...change.map(Math.abs)))
    const next = weights.map((weight, t) => Math.max(0, weight - shortened * change[t]!))
    const isStill = next.every((weight, t) => Math.abs(weight - weights[t]!) < STILL)
    weights = next
    if (isStill) break
  }
  return weights
}

/** Adds the first and second derivatives of one choice's loss. */
function addTo(slope: Float64Array, curve: Float64Array, choice: Choice, weights: readonly number[]): void {
  const size = weights.length
  const scores = scoresOf(choice, weights)
  const highest = Math.max(...scores)
  const odds = scores.map((score) => Math.exp(SCALE * (score - highest)))
  const total = odds.reduce((sum, value) => sum + value, 0)
  const expected = new Float64Array(size)
  const both = new Float64Array(size * size)
  odds.forEach((value, i) => {
    for (let a = 0; a < size; a++) {
      const share = (value / total) * choice[a]![i]!
      expected[a]! += share
      for (let b = 0; b <= a; b++) both[a * size + b]! += share * choice[b]![i]!
    }
  })
  for (let a = 0; a < size; a++) {
    slope[a]! += SCALE * (expected[a]! - choice[a]![0]!)
    for (let b = 0; b <= a; b++) curve[a * size + b]! += SCALE ** 2 * (both[a * size + b]! - expected[a]! * expected[b]!)
  }
}

/** From 1, among the rows of the choice. */
function placeOf(choice: Choice, weights: readonly number[]): number {
  const [own, ...others] = scoresOf(choice, weights)
  return 1 + others.filter((score) => score >= own!).length
}

function scoresOf(choice: Choice, weights: readonly number[]): Float64Array {
  return Float64Array.from(choice[0]!, (_, i) => choice.reduce((sum, term, t) => sum + weights[t]! * term[i]!, 0))
}
