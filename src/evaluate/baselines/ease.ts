import { PagekinError } from '../../errors.js'
import { type ItemWeights, sparseWeights, type WeightedRow } from '../../ranking/scorers/item-item.js'
import { type Sequences, type SequencesOfRows, sequenceAt, sequenceCount, sequencesOfRows } from '../../ranking/sequences.js'
import { invertPositiveDefinite } from './positive-definite.js'

/** The side of the matrix that is inverted: above, the time (n^3) and memory (8 n^2 bytes, twice) are not those of an evaluation. */
export const MAX_EASE_SIDE = 6000

/** A fitted EASE^R. Both forms give the same scores; which one is kept depends on which side was smaller. */
export interface Ease {
  readonly rowCount: number
  readonly space: 'users' | 'items'
  /** Users: (X X' + lambda I)^-1 X, users x rows. Items: B, rows x rows. Row-major. */
  readonly factor: Float32Array
  /** Users only: 1 - x_j' (X X' + lambda I)^-1 x_j, a number a row. */
  readonly scale: Float64Array
  readonly of: SequencesOfRows
}

/**
 * Embarrassingly shallow autoencoder, closed form, X users x items, binary:
 *
 *     P = (X' X + lambda I)^-1,   B_ij = -P_ij / P_jj, B_jj = 0,   score = x B
 *
 * Source: Steck, "Embarrassingly shallow autoencoders for sparse data", WWW 2019. Where users are fewer than items it is solved
 * among users (Woodbury): P = (I - X' K) / lambda with K = (X X' + lambda I)^-1 X, so that for items not in x
 *
 *     score_j = (X x)' K_j / (1 - x_j' K_j)
 *
 * Throws `usage` above `MAX_EASE_SIDE` of both and for a lambda that is not above 0.
 */
export function fitEase(sequences: Sequences, lambda: number, space = smallerSide(sequences)): Ease {
  if (!(lambda > 0)) throw new PagekinError('usage', `fitEase: received lambda ${lambda}, expected above 0`)
  const side = space === 'users' ? sequenceCount(sequences) : sequences.rowCount
  if (side > MAX_EASE_SIDE) throw new PagekinError('usage', `fitEase: received ${side} ${space}, expected at most ${MAX_EASE_SIDE}`)
  return space === 'users' ? fitAmongUsers(sequences, lambda) : fitAmongItems(sequences, lambda)
}

/** Which side `fitEase` solves on: items that nobody met cost as much as the others. */
export function smallerSide(sequences: Sequences): 'users' | 'items' {
  return sequenceCount(sequences) < sequences.rowCount ? 'users' : 'items'
}

/** Writes the scores of a history, whose rows are named once each; those of its own rows mean nothing. */
export function easeScores(history: readonly WeightedRow[], { rowCount, space, factor, scale, of }: Ease, out: Float32Array): void {
  out.fill(0)
  if (space === 'items') {
    for (const { row, weight } of history) addRow(out, weight, factor, row, rowCount)
    return
  }
  const shared = new Map<number, number>()
  for (const { row, weight } of history) {
    for (let e = of.offset[row]!; e < of.offset[row + 1]!; e++) {
      const user = of.sequences[e]!
      shared.set(user, (shared.get(user) ?? 0) + weight)
    }
  }
  for (const [user, weight] of shared) addRow(out, weight, factor, user, rowCount)
  for (let j = 0; j < rowCount; j++) out[j]! /= scale[j]!
}

/** B as what a page can hold: of each row the `k` weights of largest magnitude. */
export function easeWeights(ease: Ease, k: number): ItemWeights {
  const all = Uint32Array.from({ length: ease.rowCount }, (_, row) => row)
  return sparseWeights(ease.rowCount, k, (row, out) => {
    easeScores([{ row, weight: 1 }], ease, out)
    out[row] = 0
    return all
  })
}

function addRow(out: Float32Array, factor: number, matrix: Float32Array, row: number, columns: number): void {
  const start = row * columns
  for (let j = 0; j < columns; j++) out[j]! += factor * matrix[start + j]!
}

function fitAmongUsers(sequences: Sequences, lambda: number): Ease {
  const { rowCount } = sequences
  const users = sequenceCount(sequences)
  const of = sequencesOfRows(sequences)
  const gram = new Float64Array(users * users)
  for (let row = 0; row < rowCount; row++) {
    const [start, end] = [of.offset[row]!, of.offset[row + 1]!]
    for (let a = start; a < end; a++) for (let b = start; b <= a; b++) gram[of.sequences[a]! * users + of.sequences[b]!]!++
  }
  for (let u = 0; u < users; u++) gram[u * users + u]! += lambda
  const inverse = invertPositiveDefinite(gram, users)
  const factor = new Float32Array(users * rowCount)
  const scale = new Float64Array(rowCount)
  for (let row = 0; row < rowCount; row++) {
    const members = of.sequences.subarray(of.offset[row]!, of.offset[row + 1]!)
    let inside = 0
    for (let u = 0; u < users; u++) {
      let sum = 0
      for (const member of members) sum += inverse[u * users + member]!
      factor[u * rowCount + row] = sum
    }
    for (const a of members) for (const b of members) inside += inverse[a * users + b]!
    scale[row] = 1 - inside
  }
  return { rowCount, space: 'users', factor, scale, of }
}

function fitAmongItems(sequences: Sequences, lambda: number): Ease {
  const { rowCount } = sequences
  const gram = new Float64Array(rowCount * rowCount)
  for (let s = 0; s < sequenceCount(sequences); s++) {
    const rows = [...new Set(sequenceAt(sequences, s))]
    for (const a of rows) for (const b of rows) gram[a * rowCount + b]!++
  }
  for (let row = 0; row < rowCount; row++) gram[row * rowCount + row]! += lambda
  const p = invertPositiveDefinite(gram, rowCount)
  const factor = new Float32Array(rowCount * rowCount)
  for (let i = 0; i < rowCount; i++) {
    for (let j = 0; j < rowCount; j++) factor[i * rowCount + j] = i === j ? 0 : -p[i * rowCount + j]! / p[j * rowCount + j]!
  }
  return { rowCount, space: 'items', factor, scale: new Float64Array(0), of: sequencesOfRows(sequences) }
}
