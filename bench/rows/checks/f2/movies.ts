import type { DenseText } from '../../../../src/evaluate/baselines/dense-text.js'
import type { NextItemTask } from '../../../../src/evaluate/next-item/task.js'
import type { WeightedRow } from '../../../../src/ranking/scorers/item-item.js'
import { openNextItemSet } from '../../../next-item-sets.js'

/** T2 as the checks of graphs and sessions ask it: who liked these, likes what next? Learned from all but each user's last film. */
export interface Movies {
  readonly task: NextItemTask
  /** About the mean of all, unit length. */
  readonly vectors: DenseText
}

/** Read once a run. */
export function openMovies(): Promise<Movies> {
  opened ??= readMovies()
  return opened
}

let opened: Promise<Movies> | undefined

async function readMovies(): Promise<Movies> {
  const { task, text } = await openNextItemSet('movielens-small')
  const test = task('test')
  return { task: test, vectors: text.vectors.centred() }
}

/** Each item once, latest first, each step back `decay` of the one after it. */
export function pathOf(history: ArrayLike<number>, decay: number, items: number): WeightedRow[] {
  return [...new Set(Array.from(history).reverse())].slice(0, items).map((row, t) => ({ row, weight: decay ** t }))
}

export function sumOf(a: Float32Array, b: Float32Array, ofA = 1, ofB = 1): Float32Array {
  return a.map((score, row) => ofA * score + ofB * b[row]!)
}

/** Place of the target, from 1, among what the history does not have; of equal scores it is in the middle. */
export function placeOf(target: number, history: ArrayLike<number>, scores: Float32Array): number {
  const own = scores[target]!
  let above = 0
  let equal = 0
  for (const score of scores) {
    if (score > own) above++
    else if (score === own) equal++
  }
  for (const row of new Set(Array.from(history))) {
    if (row === target) continue
    if (scores[row]! > own) above--
    else if (scores[row] === own) equal--
  }
  return above + 1 + (equal - 1) / 2
}

export const hitAt = (place: number, k: number): number => (place <= k ? 1 : 0)
export const gainAt = (place: number, k: number): number => (place <= k ? 1 / Math.log2(place + 1) : 0)
