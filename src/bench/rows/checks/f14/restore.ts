import { itemSentence } from '../../../../catalog/item-sentence.js'
import { draws } from '../../../../evaluate/draw.js'
import { type Neighbours, reconstruction } from '../../../../evaluate/metrics/restore.js'
import type { Visitor } from '../../../../evaluate/t1/visitors.js'
import { normalize } from '../../../../vectors/normalize.js'
import { defineCheck, round } from '../../check.js'
import { compare, mean } from '../compare.js'
import { centredRows } from '../vectors-of.js'

/** Vectors of items with those of the items seen together with them. */
type Fuse = (vectors: Float32Array, dimensions: number, graph: Neighbours) => Float32Array

const NODES = 300
const HOPS = 3
/** Sessions that two items have to share. */
const TOGETHER = 2

/** Half own vector, half the mean of the neighbours': one step of propagation over the graph of co-views. */
const withNeighbours: Fuse = (vectors, dimensions, graph) => {
  const fused = vectors.slice()
  graph.forEach((neighbours, row) => {
    for (const other of neighbours) {
      for (let i = 0; i < dimensions; i++) fused[row * dimensions + i]! += vectors[other * dimensions + i]! / neighbours.size
    }
  })
  return normalize(fused, dimensions)
}

/**
 * How much of a graph vectors keep is asked of the graph itself; what they tell of other visitors' co-views, which is a forecast and
 * another question, is told beside it.
 */
export const restore = defineCheck<Fuse>({
  what: 'T1, the graph of co-views given back by nearest vectors: mAP at 1 hop of vectors fused with the graph above that of text vectors (2 and 3 hops, and visitors who were held out, told)',
  quick: false,
  needs: [],
  capability: withNeighbours,
  controls: {
    identity: (vectors) => vectors,
    shuffled: (vectors, dimensions, graph) => withNeighbours(vectors, dimensions, draws(1).shuffled(graph)),
  },
  async measure(fuse, context) {
    const { items, visitors } = context.shop()
    const rowOf = new Map(items.map(({ id }, row) => [id, row]))
    const half = (n: number) =>
      coViews(
        visitors.filter((_, visitor) => visitor % 2 === n),
        rowOf,
      )
    const [known, held] = [half(0), half(1)]
    const { vectors, dimensions } = await context.embed(items.map(itemSentence))
    const text = centredRows(vectors, dimensions)
    const fused = fuse(text, dimensions, known)
    const keeps = (matrix: Float32Array, graph: Neighbours, hops: number) =>
      reconstruction(matrix, dimensions, graph, asked(graph, context.seed), hops)
    const [ours, plain] = [keeps(fused, known, HOPS), keeps(text, known, HOPS)]
    const others = compare('', keeps(fused, held, 1)[0]!, keeps(text, held, 1)[0]!)
    const told = [1, 2].map((hop) => `${hop + 1} hops ${round(mean(ours[hop]!))} against ${round(mean(plain[hop]!))}`)
    const bounds = `${round(others.figure)} against ${round(others.baseline)} [${others.ci.map(round).join(', ')}]`
    const { figure, baseline, ci } = compare('', ours[0]!, plain[0]!)
    return { figure, baseline, ci, detail: `${told.join(', ')}; of visitors held out ${bounds}` }
  },
  passes: ({ ci }) => ci![0] > 0,
})

/** Some of the nodes that have an edge. */
function asked(graph: Neighbours, seed: number): number[] {
  return draws(seed)
    .shuffled(graph.flatMap((neighbours, row) => (neighbours.size > 0 ? [row] : [])))
    .slice(0, NODES)
}

function coViews(visitors: readonly Visitor[], rowOf: ReadonlyMap<string, number>): Neighbours {
  const together = new Map<number, number>()
  const size = rowOf.size
  for (const { events } of visitors.flatMap(({ sessions }) => sessions)) {
    const rows = [...new Set(events.map(({ id }) => rowOf.get(id)!))]
    for (const a of rows) for (const b of rows) if (a < b) together.set(a * size + b, (together.get(a * size + b) ?? 0) + 1)
  }
  const graph = Array.from({ length: size }, () => new Set<number>())
  for (const [pair, count] of together) {
    if (count < TOGETHER) continue
    const [a, b] = [Math.floor(pair / size), pair % size]
    graph[a]!.add(b)
    graph[b]!.add(a)
  }
  return graph
}
