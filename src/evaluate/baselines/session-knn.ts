import { type Sequences, type SequencesOfRows, sequenceAt, sequenceCount } from '../../ranking/sequences.js'
import { TopK } from '../../vectors/top-k.js'

export interface SessionKnnOptions {
  /** How many of the most similar sessions vote. Default 100. */
  readonly neighbours?: number
  /** Only so many of the sessions that share an item are looked at, the last of the list. Default 1,000. */
  readonly sample?: number
  /** How the history's items fade from the last one (1) backwards. Default `harmonic`: 1 / steps; `linear`: down by 0.1 a step. */
  readonly decay?: 'harmonic' | 'linear' | 'none'
  /** Votes count (1 + idfWeight * ln(sessions / sessions with the item)) times. Default 0. */
  readonly idfWeight?: number
}

/**
 * Vector multiplication session-based nearest neighbours (V-SKNN): of the sessions that share an item with this one, the most
 * similar vote for what they contain.
 *
 *     similarity(s) = sum over shared items of decay(steps from the end) / items of the history
 *     score(j)      = sum over neighbours s with j of similarity(s) * decay(steps to the latest shared item)
 *
 * Source: Ludewig and Jannach, "Evaluation of session-based recommendation algorithms", UMUAI 2018, section 3.2.
 *
 * @param history Rows, oldest first; of a row that comes again the last place counts.
 * @param of      `sequencesOfRows(sessions)`.
 */
export function sessionKnnScores(
  history: ArrayLike<number>,
  sessions: Sequences,
  of: SequencesOfRows,
  out: Float32Array,
  options: SessionKnnOptions = {},
): void {
  const { neighbours = 100, sample = 1000, decay = 'harmonic', idfWeight = 0 } = options
  out.fill(0)
  const latestFirst = [...new Set(Array.from(history).reverse())]
  const similarity = new Map<number, number>()
  const latest = new Map<number, number>()
  latestFirst.forEach((row, step) => {
    const weight = fading(decay, step + 1)
    for (let e = of.offset[row]!; e < of.offset[row + 1]!; e++) {
      const session = of.sequences[e]!
      similarity.set(session, (similarity.get(session) ?? 0) + weight / latestFirst.length)
      if (!latest.has(session)) latest.set(session, weight)
    }
  })
  const candidates = [...similarity.keys()].sort((a, b) => b - a).slice(0, sample)
  const best = TopK.of(Math.min(neighbours, candidates.length))
  for (const session of candidates) best.offer(session, similarity.get(session)!)
  const voters = best.drain()
  for (const session of voters.rows.subarray(0, voters.length)) {
    const vote = similarity.get(session)! * latest.get(session)!
    for (const row of new Set(sequenceAt(sessions, session))) {
      const idf = idfWeight === 0 ? 0 : Math.log(sequenceCount(sessions) / (of.offset[row + 1]! - of.offset[row]!))
      out[row]! += vote * (1 + idfWeight * idf)
    }
  }
}

function fading(decay: 'harmonic' | 'linear' | 'none', steps: number): number {
  if (decay === 'none') return 1
  return decay === 'harmonic' ? 1 / steps : Math.max(0, 1 - 0.1 * (steps - 1))
}
