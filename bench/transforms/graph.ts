import { PagekinError } from '../../src/errors.js'
import type { ItemWeights } from '../../src/ranking/scorers/item-item.js'
import { type Sequences, sequenceAt, sequenceCount, sequencesOfRows } from '../../src/ranking/sequences.js'

/** An undirected graph as compressed sparse rows: every edge stands in both of its rows. */
export type Graph = ItemWeights

/**
 * Who met what: rows 0 to rowCount - 1 are the items, those after them the sequences; an edge of weight 1 joins a sequence to each item
 * it has, once.
 */
export function meetings(sequences: Sequences): Graph {
  const { rowCount } = sequences
  const users = sequenceCount(sequences)
  const of = sequencesOfRows(sequences)
  const distinct = Array.from({ length: users }, (_, s) => Uint32Array.from(new Set(sequenceAt(sequences, s))))
  const edges = of.sequences.length
  const graph = {
    offset: new Uint32Array(rowCount + users + 1),
    rows: new Uint32Array(2 * edges),
    weights: new Float32Array(2 * edges).fill(1),
  }
  graph.offset.set(of.offset)
  of.sequences.forEach((user, e) => {
    graph.rows[e] = rowCount + user
  })
  distinct.forEach((items, user) => {
    const start = graph.offset[rowCount + user]!
    graph.rows.set(items, start)
    graph.offset[rowCount + user + 1] = start + items.length
  })
  return graph
}

/** The sum of the weights of each row's edges. */
export function degrees({ offset, weights }: Graph): Float64Array {
  const sums = new Float64Array(offset.length - 1)
  for (let row = 0; row < sums.length; row++) for (let e = offset[row]!; e < offset[row + 1]!; e++) sums[row]! += weights[e]!
  return sums
}

/**
 * One step: `out_i = sum over the edges of i of scale_i * w_ij * scale'_j * x_j`, row-major, `dimensions` wide. With both scales
 * degree^-1/2 this is D^-1/2 A D^-1/2 X, with the first degree^-1 alone D^-1 A X. @throws PagekinError `usage` where lengths do not fit.
 */
export function step(
  { offset, rows, weights }: Graph,
  vectors: Float32Array,
  dimensions: number,
  scales: { readonly row?: Float64Array; readonly column?: Float64Array } = {},
): Float32Array {
  const nodes = offset.length - 1
  if (vectors.length !== nodes * dimensions) {
    throw new PagekinError('usage', `step: received ${vectors.length} numbers, expected ${nodes} rows of ${dimensions}`)
  }
  const out = new Float32Array(vectors.length)
  for (let i = 0; i < nodes; i++) {
    const to = i * dimensions
    for (let e = offset[i]!; e < offset[i + 1]!; e++) {
      const j = rows[e]!
      const factor = weights[e]! * (scales.row?.[i] ?? 1) * (scales.column?.[j] ?? 1)
      const from = j * dimensions
      for (let d = 0; d < dimensions; d++) out[to + d]! += factor * vectors[from + d]!
    }
  }
  return out
}
