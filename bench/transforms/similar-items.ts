import type { FlatIndex } from '../../src/vectors/flat-index.js'
import type { Graph } from './graph.js'

/** The graph of similar items: an edge of weight 1 wherever one of two is among the `neighbours` nearest to the other. A scan an item. */
export function similarItems(index: FlatIndex, neighbours: number): Graph {
  const linked = Array.from({ length: index.size }, () => new Set<number>())
  linked.forEach((own, row) => {
    const { rows, length } = index.search({ query: index.vector(row) }, neighbours + 1)
    const others = rows.subarray(0, length).filter((other) => other !== row)
    for (const other of others.subarray(0, neighbours)) {
      own.add(other)
      linked[other]!.add(row)
    }
  })
  const offset = new Uint32Array(linked.length + 1)
  linked.forEach((own, row) => {
    offset[row + 1] = offset[row]! + own.size
  })
  const rows = Uint32Array.from(linked.flatMap((own) => [...own].sort((a, b) => a - b)))
  return { offset, rows, weights: new Float32Array(rows.length).fill(1) }
}
