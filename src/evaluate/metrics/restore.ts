import { PagekinError } from '../../errors.js'
import { dotProduct } from '../../vectors/normalize.js'
import { rowCount } from './checks.js'
import { averagePrecision } from './relevance.js'

/** For every row the rows that an edge joins it with. */
export type Neighbours = readonly ReadonlySet<number>[]

/**
 * How much of a graph its nodes' vectors keep: for each node asked, all others are ranked by inner product, and that ranking is judged
 * by average precision against the nodes within 1, 2, ... `hops` edges of it. NaN for a node without edges. Source: RESTORE
 * (graph embeddings assessed by reconstruction, mean average precision by hops).
 *
 * @returns One list a hop, values in the order of `nodes`.
 */
export function reconstruction(
  vectors: Float32Array,
  dimensions: number,
  graph: Neighbours,
  nodes: readonly number[],
  hops = 3,
): Float64Array[] {
  const rows = rowCount('reconstruction', vectors, dimensions)
  if (graph.length !== rows)
    throw new PagekinError('usage', `reconstruction: received ${rows} vectors and ${graph.length} nodes, expected one each`)
  const precision = Array.from({ length: hops }, () => new Float64Array(nodes.length))
  nodes.forEach((node, i) => {
    const own = vectors.subarray(node * dimensions, (node + 1) * dimensions)
    const scores = Float64Array.from({ length: rows }, (_, row) =>
      dotProduct(own, vectors.subarray(row * dimensions, (row + 1) * dimensions)),
    )
    const ranking = Array.from({ length: rows }, (_, row) => row)
      .filter((row) => row !== node)
      .sort((a, b) => scores[b]! - scores[a]! || a - b)
    withinHops(graph, node, hops).forEach((reached, hop) => {
      precision[hop]![i] = reached.size === 0 ? Number.NaN : averagePrecision(ranking, reached)
    })
  })
  return precision
}

/** The nodes within 1, 2, ... edges, the node itself left out. */
function withinHops(graph: Neighbours, node: number, hops: number): Set<number>[] {
  const met = new Set([node])
  let edge = [node]
  return Array.from({ length: hops }, () => {
    edge = [...new Set(edge.flatMap((from) => [...graph[from]!]))].filter((to) => !met.has(to))
    for (const to of edge) met.add(to)
    const reached = new Set(met)
    reached.delete(node)
    return reached
  })
}
