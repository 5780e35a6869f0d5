import { Bm25Index, queryTerms } from '../../lexical/bm25.js'
import { itemFields } from '../../lexical/item-fields.js'
import type { Item } from '../../types.js'
import { FlatIndex } from '../../vectors/flat-index.js'
import { meanRow, shifted } from '../../vectors/mean.js'
import { truncateDimensions } from '../../vectors/normalize.js'
import { topK } from '../../vectors/top-k.js'
import type { TaskQuery } from './task.js'

/** Length of a ranking. Beyond it, a reciprocal rank is below .01. */
export const DEPTH = 100

/** Unit vectors of a task, row-major: one for each row, and one for each query. A query that is an item has 0. */
export interface TaskVectors {
  readonly items: Float32Array
  readonly queries: Float32Array
  readonly dimensions: number
}

/** The best rows for query number `position` of the task, best first, at most 100. A `mask` of 0 excludes a row. */
export type Ranker = (query: TaskQuery, position: number, mask?: Uint8Array) => ArrayLike<number> | Promise<ArrayLike<number>>

/** BM25 alone, as in a page without vectors. */
export function wordRanker(items: readonly Item[]): Ranker {
  const index = Bm25Index.build(items.map(itemFields))
  const scores = new Float32Array(items.length)
  return (query, _, mask) => {
    index.scoresInto(query.text === null ? index.itemQueryTerms(query.row) : queryTerms(query.text), scores)
    return best(scores, query, mask)
  }
}

export type Metric = 'cosine' | 'dot' | 'l2' | 'centred'

/**
 * Exact search over float32 rows. `centred` is the cosine about the catalog's mean, by which items are compared. Vectors have unit length,
 * so cosine, dot product and L2 distance agree unless rows are cut to `dimensions` and `scaled` is false.
 */
export function exactRanker(
  vectors: TaskVectors,
  options: { readonly metric?: Metric; readonly dimensions?: number; readonly scaled?: boolean } = {},
): Ranker {
  const { dimensions = vectors.dimensions, metric, scaled = true } = options
  const cut = (matrix: Float32Array) => cutTo(matrix, vectors.dimensions, dimensions, scaled)
  const plain = { items: cut(vectors.items), queries: cut(vectors.queries) }
  const mean = meanRow(plain.items, dimensions)
  let centred: { items: Float32Array; queries: Float32Array } | undefined
  return (query, position, mask) => {
    const used = metric ?? (query.text === null ? 'centred' : 'cosine')
    if (used === 'centred') centred ??= { items: shifted(plain.items, mean), queries: shifted(plain.queries, mean) }
    const { items, queries } = used === 'centred' ? centred! : plain
    const from = query.text === null ? items.subarray(query.row * dimensions) : queries.subarray(position * dimensions)
    return best(scoresOf(items, from, dimensions, used), query, mask)
  }
}

/** The page's own index: int8 codes in the scan kernel. */
export function int8Ranker({ items, queries, dimensions }: TaskVectors): Ranker {
  const index = new FlatIndex(dimensions)
  const rows = items.length / dimensions
  index.resize(rows)
  for (let row = 0; row < rows; row++) index.set(row, items.subarray(row * dimensions, (row + 1) * dimensions))
  index.setCentre(index.mean())
  return (query, position, mask) => {
    const like = query.text === null
    const vector = like ? index.vector(query.row) : queries.slice(position * dimensions, (position + 1) * dimensions)
    const found = index.search({ query: vector, ...(like && { centred: 'shift' as const }), mask }, DEPTH + 1)
    return [...found.rows.subarray(0, found.length)].filter((row) => !like || row !== query.row).slice(0, DEPTH)
  }
}

/** One bit a dimension: the sign about the catalog's mean. Ranks by the number of bits that differ (Charikar, 2002). */
export function bitRanker({ items, queries, dimensions }: TaskVectors): Ranker {
  const mean = meanRow(items, dimensions)
  const signs = (matrix: Float32Array) => shifted(matrix, mean, false).map((value) => (value > 0 ? 1 : -1))
  return exactRanker({ items: signs(items), queries: signs(queries), dimensions }, { metric: 'dot' })
}

function scoresOf(items: Float32Array, query: Float32Array, dimensions: number, metric: Metric): Float32Array {
  const scores = new Float32Array(items.length / dimensions)
  for (let row = 0; row < scores.length; row++) {
    const start = row * dimensions
    let dot = 0
    let squares = 0
    for (let j = 0; j < dimensions; j++) {
      const value = items[start + j]!
      dot += value * query[j]!
      squares += value * value
    }
    // -|x - q|^2 without the query's square, and the cosine without the query's norm: both are the same for all rows
    if (metric === 'l2') scores[row] = 2 * dot - squares
    else if (metric === 'dot') scores[row] = dot
    else scores[row] = squares === 0 ? 0 : dot / Math.sqrt(squares)
  }
  return scores
}

function best(scores: Float32Array, query: TaskQuery, mask: Uint8Array | undefined): Uint32Array {
  const hits = topK(scores, DEPTH + 1, mask)
  const rows = hits.rows.subarray(0, hits.length)
  return (query.text === null ? rows.filter((row) => row !== query.row) : rows).subarray(0, DEPTH)
}

function cutTo(matrix: Float32Array, dimensions: number, keep: number, scaled: boolean): Float32Array {
  if (keep === dimensions) return matrix
  if (scaled) return truncateDimensions(matrix, dimensions, keep)
  return matrix.filter((_, at) => at % dimensions < keep)
}
