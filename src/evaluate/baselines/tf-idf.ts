import type { Bm25Field } from '../../lexical/forward-index.js'
import { tokenize } from '../../lexical/tokens.js'
import type { WeightedRow } from '../../ranking/scorers/item-item.js'

/** Unit-length tf-idf rows and their transpose, both sparse. */
export interface TfIdf {
  /** Of each row its terms, with weights. */
  readonly rows: readonly ReadonlyMap<number, number>[]
  /** Of each term the rows that have it, and its weight in each. */
  readonly postings: readonly { readonly rows: Uint32Array; readonly weights: Float32Array }[]
}

/**
 * Terms weighted by (1 + ln tf) (1 + ln((1 + n) / (1 + df))), rows scaled to unit length (Salton and Buckley, 1988; the smoothed
 * idf of scikit-learn). tf is the sum over the fields of weight times count.
 */
export function tfIdfOf(documents: readonly (readonly Bm25Field[])[]): TfIdf {
  const ids = new Map<string, number>()
  const members: number[][] = []
  const counts = documents.map((fields, row) => {
    const own = new Map<number, number>()
    for (const { text, weight } of fields) {
      for (const token of tokenize(text)) {
        const id = ids.get(token) ?? ids.size
        if (id === ids.size) {
          ids.set(token, id)
          members.push([])
        }
        if (!own.has(id)) members[id]!.push(row)
        own.set(id, (own.get(id) ?? 0) + weight)
      }
    }
    return own
  })
  const idf = members.map(({ length }) => 1 + Math.log((1 + documents.length) / (1 + length)))
  const rows = counts.map((own) => unit(new Map([...own].map(([id, tf]) => [id, (1 + Math.log(tf)) * idf[id]!]))))
  const postings = members.map((own, id) => ({
    rows: Uint32Array.from(own),
    weights: Float32Array.from(own, (row) => rows[row]!.get(id)!),
  }))
  return { rows, postings }
}

/** Writes the cosine of every row with the weighted sum of the history's rows. */
export function tfIdfScores(history: readonly WeightedRow[], { rows, postings }: TfIdf, out: Float32Array): void {
  const profile = new Map<number, number>()
  for (const { row, weight } of history) {
    for (const [term, value] of rows[row]!) profile.set(term, (profile.get(term) ?? 0) + weight * value)
  }
  out.fill(0)
  for (const [term, value] of unit(profile)) {
    const posting = postings[term]!
    for (let i = 0; i < posting.rows.length; i++) out[posting.rows[i]!]! += value * posting.weights[i]!
  }
}

function unit(vector: ReadonlyMap<number, number>): Map<number, number> {
  let squares = 0
  for (const value of vector.values()) squares += value * value
  const norm = Math.sqrt(squares)
  return new Map([...vector].map(([term, value]) => [term, norm === 0 ? 0 : value / norm]))
}
