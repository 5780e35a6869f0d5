import type { Item } from '../../types.js'
import { dotProduct } from '../../vectors/normalize.js'
import { sampleRows } from '../../vectors/statistics.js'
import type { Vectors } from '../rank.js'
import { AS_IT_IS } from '../standardize.js'
import type { RowTerm } from '../term.js'

/** Rows that are compared with each other. */
const COMPARED = 256
/** What the first pick scores, in standard units, and the last one half of it: rules and dismissed items may still move them. */
const FIRST = 3

/** Rows that stand for the catalog, best first. The answer where there is neither history nor popularity. */
export function variedTerm(picks: readonly number[], rows: number, weight: number): RowTerm {
  const scores = new Float32Array(rows)
  for (const [place, row] of picks.entries()) scores[row] = FIRST * (1 - place / (2 * picks.length))
  return {
    kind: 'rows',
    weight,
    scores,
    standard: AS_IT_IS,
    reason: (_row, termWeight) => ({ kind: 'varied', weight: termWeight }),
  }
}

/**
 * So many rows that every row is like one of them: each pick adds most to
 *
 *     sum over rows i of  max over picks p of  cosine(i, p)
 *
 * over a sample of the rows that `accept` allows and that have a vector. `passed` are rows as if they were picked already: what is like
 * them adds little.
 *
 * Source: greedy facility location (Nemhauser, Wolsey and Fisher 1978).
 */
export function pickByMeaning(
  { index }: Vectors,
  count: number,
  accept: (row: number) => boolean,
  passed: readonly number[] = [],
): number[] {
  const rows = sampleRows(index.size, { size: COMPARED, accept: (row) => index.has(row) && accept(row) })
  const vectors = Array.from(rows, (row) => index.vector(row))
  const covered = new Float32Array(rows.length)
  const cover = (vector: Float32Array) =>
    vectors.forEach((own, at) => {
      covered[at] = Math.max(covered[at]!, dotProduct(own, vector))
    })
  for (const row of passed) if (index.has(row)) cover(index.vector(row))
  const likeness = vectors.map((vector) => Float32Array.from(vectors, (other) => dotProduct(vector, other)))
  const picks: number[] = []
  while (picks.length < Math.min(count, rows.length)) {
    let [best, most] = [-1, -1]
    likeness.forEach((own, at) => {
      if (picks.includes(at)) return
      let gain = 0
      for (let i = 0; i < own.length; i++) gain += Math.max(0, own[i]! - covered[i]!)
      if (gain > most) [best, most] = [at, gain]
    })
    picks.push(best)
    cover(vectors[best]!)
  }
  return picks.map((at) => rows[at]!)
}

/** Rows whose categories, at every level, the earlier picks have least; from all over the catalog where they are equal. */
export function pickByCategory(items: readonly Item[], count: number, accept: (row: number) => boolean): number[] {
  const rows = sampleRows(items.length, { accept })
  const seen = new Map<string, number>()
  const picks: number[] = []
  while (picks.length < Math.min(count, rows.length)) {
    let [best, least] = [-1, Number.POSITIVE_INFINITY]
    // picks go round the catalog: its neighbours in a list are often alike
    const start = Math.floor((picks.length * rows.length) / count)
    for (let step = 0; step < rows.length; step++) {
      const row = rows[(start + step) % rows.length]!
      if (picks.includes(row)) continue
      const names = namesOf(items[row]!)
      const known = names.reduce((sum, name) => sum + (seen.get(name) ?? 0), 0) / names.length
      if (known < least) [best, least] = [row, known]
    }
    picks.push(best)
    for (const name of namesOf(items[best]!)) seen.set(name, (seen.get(name) ?? 0) + 1)
  }
  return picks
}

/** Items without a category are a category. */
function namesOf({ category = [] }: Item): readonly string[] {
  return category.length > 0 ? category : ['']
}
