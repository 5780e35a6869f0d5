import { averagePrecision } from '../../src/evaluate/metrics/relevance.js'

/** For every row the rows that an edge joins it with. */
export type Neighbours = readonly ReadonlySet<number>[]

/** All other nodes, the most alike first. */
export type RankOthers = (node: number) => readonly number[]

/**
 * How much of a graph a ranking of its nodes keeps: for each node asked, the ranking of all others is judged by average precision
 * against the nodes within 1, 2, ... `hops` edges of it. NaN for a node without edges. Source: RESTORE
 * (graph embeddings assessed by reconstruction, mean average precision by hops).
 *
 * @returns One list a hop, values in the order of `nodes`.
 */
export function reconstruction(rank: RankOthers, graph: Neighbours, nodes: readonly number[], hops = 3): Float64Array[] {
  const precision = Array.from({ length: hops }, () => new Float64Array(nodes.length))
  nodes.forEach((node, i) => {
    const ranking = rank(node)
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
