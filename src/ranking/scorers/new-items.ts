import type { FlatIndex } from '../../vectors/flat-index.js'
import type { InteractionSummary } from './interaction-summary.js'
import { sparseWeights, transposeWeights } from './item-item.js'

/** Items that a new one is taken to be met like, each met by so many users (docs/measurements.md#new-items). */
const ALIKE = { items: 30, users: 3, power: 3 }
/** Weights kept that point to a new item. */
const KEPT = 100

/**
 * The same summary with weights that point to items which nobody met: a new item is expected where the items like it are met.
 *
 *     W[i, j] = f_j sum over the 30 nearest rows m of j of a_m W[i, m],   a_m = cos(m, j)^3 over their sum
 *     f_j     = sqrt((1 + users expected of j) / (geometric mean of 1 + users of all rows m)),   1 where none are expected
 *
 * The rows m have three users or more. W of two items grows with the root of their users (`itemKnnWeights`). New items still have no users, and
 * nothing follows from them. Source: the map from text to who met what of A-LLMRec (Kim et al. 2024), over neighbours in place of a regression.
 *
 * @param summary With `expected`, or f_j is 1.
 * @param index   The vectors of the rows, centred.
 */
export function withNewItems(summary: InteractionSummary, index: FlatIndex): InteractionSummary {
  const { users, expected } = summary
  const mask = Uint8Array.from(users, (count) => (count >= ALIKE.users ? 1 : 0))
  const speakers = transposeWeights(summary.together)
  const usual = usualUsers(users)
  const ofNew = sparseWeights(users.length, KEPT, (row, out) => {
    if (users[row]! > 0 || !index.has(row)) return []
    const near = index.search({ query: index.centre(index.vector(row)), centred: 'given', mask, missing: Number.NaN }, ALIKE.items)
    const shares = Array.from(near.scores.subarray(0, near.length), (cosine) => Math.max(0, cosine) ** ALIKE.power)
    const total = shares.reduce((sum, share) => sum + share, 0)
    const more = expected?.[row] ? Math.sqrt((1 + expected[row]!) / usual) : 1
    const written = new Set<number>()
    shares.forEach((share, i) => {
      for (let e = speakers.offset[near.rows[i]!]!; share > 0 && e < speakers.offset[near.rows[i]! + 1]!; e++) {
        out[speakers.rows[e]!]! += more * (share / total) * speakers.weights[e]!
        written.add(speakers.rows[e]!)
      }
    })
    return [...written]
  })
  const all = sparseWeights(users.length, users.length, (row, out) => {
    const from = users[row]! > 0 ? speakers : ofNew
    const written = from.rows.subarray(from.offset[row]!, from.offset[row + 1]!)
    written.forEach((other, i) => {
      out[other] = from.weights[from.offset[row]! + i]!
    })
    return written
  })
  return { ...summary, together: transposeWeights(all) }
}

/** The geometric mean of 1 + users of those that speak for new items. */
function usualUsers(users: Uint32Array): number {
  const many = users.filter((count) => count >= ALIKE.users)
  return Math.exp(many.reduce((sum, count) => sum + Math.log1p(count), 0) / Math.max(1, many.length))
}
