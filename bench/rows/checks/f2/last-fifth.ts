import { type Sequences, sequencesPerRow, toSequences } from '../../../../src/ranking/sequences.js'
import { topK } from '../../../../src/vectors/top-k.js'
import type { Movies } from './movies.js'

/** Who liked these, likes which others later? By time: everybody's last fifth of films is hidden from all. */
export interface LastFifth {
  readonly users: readonly { readonly known: readonly number[]; readonly hidden: readonly number[] }[]
  /** The known films, user by user. */
  readonly train: Sequences
  /** How many users are known to have met each film. */
  readonly met: Uint32Array
}

/** Of fewer films nothing is hidden. */
const LEAST_FILMS = 5

/** `valid` hides the fifth before the last one, and does not know the last. */
export function lastFifth({ task }: Movies, half: 'valid' | 'test'): LastFifth {
  const [from, to] = half === 'valid' ? [0.6, 0.8] : [0.8, 1]
  const users = task.queries
    .map(({ history, target }) => [...history, target])
    .filter(({ length }) => length >= LEAST_FILMS)
    .map((path) => {
      const cut = Math.floor(from * path.length)
      return { known: path.slice(0, cut), hidden: path.slice(cut, Math.floor(to * path.length)) }
    })
  const train = toSequences(
    users.map(({ known }) => known),
    task.ids.length,
  )
  return { users, train, met: sequencesPerRow(train) }
}

/** Share of the hidden rows, `k` of them at most, among the best `k` of those that are not known. */
export function recallAt(k: number, scores: Float32Array, known: readonly number[], hidden: readonly number[]): number {
  const mask = new Uint8Array(scores.length).fill(1)
  for (const row of known) mask[row] = 0
  const { rows, length } = topK(scores, k, mask)
  const best = new Set(rows.subarray(0, length))
  return hidden.filter((row) => best.has(row)).length / Math.min(k, hidden.length)
}

/** Scores of rows for a visitor: the inner product of each with the sum of what they met. */
export function sumScores(history: readonly number[], vectors: Float32Array, dimensions: number, rows: number): Float32Array {
  const user = new Float32Array(dimensions)
  for (const row of new Set(history)) for (let d = 0; d < dimensions; d++) user[d]! += vectors[row * dimensions + d]!
  const scores = new Float32Array(rows)
  for (let row = 0, at = 0; row < rows; row++) {
    let sum = 0
    for (let d = 0; d < dimensions; d++, at++) sum += user[d]! * vectors[at]!
    scores[row] = sum
  }
  return scores
}
