import { Bm25Index } from '../../lexical/bm25.js'
import { itemFields } from '../../lexical/item-fields.js'
import type { Item } from '../../types.js'
import { dotProduct } from '../../vectors/normalize.js'
import { mulberry32 } from '../../vectors/random.js'
import { TopK, topK } from '../../vectors/top-k.js'

export interface Neighbours {
  /** For each row its nearest other rows, best first. By words: only rows that share one. */
  readonly rows: readonly Uint32Array[]
  readonly scores: readonly Float32Array[]
}

/** The k rows most like each by BM25 of its strongest words. */
export function wordNeighbours(items: readonly Item[], k: number): Neighbours {
  const index = Bm25Index.build(items.map(itemFields))
  const scores = new Float32Array(items.length)
  return gather(items.length, (row) => {
    index.scoresInto(index.itemQueryTerms(row), scores)
    // BM25 is above 0 if a word is shared
    for (let other = 0; other < scores.length; other++) if (other === row || scores[other]! <= 0) scores[other] = Number.NaN
    return topK(scores, k)
  })
}

/** The k rows nearest to each by inner product, exactly: n^2 d / 2 multiplications. */
export function vectorNeighbours(matrix: Float32Array, dimensions: number, k: number): Neighbours {
  const n = matrix.length / dimensions
  const heaps = Array.from({ length: n }, () => TopK.of(Math.min(k, Math.max(0, n - 1))))
  for (let a = 1; a < n; a++) {
    const start = a * dimensions
    for (let b = 0; b < a; b++) {
      let dot = 0
      for (let j = 0, at = b * dimensions; j < dimensions; j++, at++) dot += matrix[start + j]! * matrix[at]!
      heaps[a]!.offer(b, dot)
      heaps[b]!.offer(a, dot)
    }
  }
  return gather(n, (row) => heaps[row]!.drain())
}

/** The quantile of inner products of random pairs of different rows. Seeded. NaN for fewer than two rows. */
export function randomPairQuantile(matrix: Float32Array, dimensions: number, share: number, pairs = 20_000): number {
  const n = matrix.length / dimensions
  if (n < 2) return Number.NaN
  const random = mulberry32(1)
  const row = (at: number) => matrix.subarray(at * dimensions, (at + 1) * dimensions)
  const drawn = Float64Array.from({ length: pairs }, () => {
    const a = Math.floor(random() * n)
    const b = (a + 1 + Math.floor(random() * (n - 1))) % n
    return dotProduct(row(a), row(b))
  }).sort()
  return drawn[Math.floor(share * (pairs - 1))]!
}

function gather(count: number, hitsOf: (row: number) => { readonly rows: Uint32Array; readonly scores: Float32Array }): Neighbours {
  const hits = Array.from({ length: count }, (_, row) => hitsOf(row))
  return { rows: hits.map(({ rows }) => rows), scores: hits.map(({ scores }) => scores) }
}
