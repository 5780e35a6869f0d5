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

/** Co-views of half of the visitors go into the vectors; those of the others are what they should give back. */
export const restore = defineCheck<Fuse>({
  what: `T1, co-views of the visitors who were held out given back by nearest vectors: mAP at 1 hop of vectors fused with the others' co-views above that of text vectors (mAP at 2 and 3 hops told)`,
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
    const graphOf = (some: readonly Visitor[]) => coViews(some, rowOf)
    const known = graphOf(visitors.filter((_, n) => n % 2 === 0))
    const held = graphOf(visitors.filter((_, n) => n % 2 === 1))
    const { vectors, dimensions } = await context.embed(items.map(itemSentence))
    const centred = centredRows(vectors, dimensions)
    const joined = held.flatMap((neighbours, row) => (neighbours.size > 0 ? [row] : []))
    const nodes = draws(context.seed).shuffled(joined).slice(0, NODES)
    const text = reconstruction(centred, dimensions, held, nodes)
    const fused = reconstruction(fuse(centred, dimensions, known), dimensions, held, nodes)
    const { figure, baseline, ci } = compare('', fused[0]!, text[0]!)
    const told = [1, 2].map((hop) => `${hop + 1} hops ${round(mean(fused[hop]!))} against ${round(mean(text[hop]!))}`)
    const edges = held.reduce((sum, { size }) => sum + size, 0) / 2
    return { figure, baseline, ci, detail: `${told.join(', ')}; ${edges} edges held out, ${nodes.length} nodes asked` }
  },
  passes: ({ ci }) => ci![0] > 0,
})

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
