import type { Item } from '../../types.js'
import { bytesOfRow } from '../../vectors/row-memory.js'
import { bootstrapMean, type Interval, pairedBootstrap } from '../metrics/bootstrap.js'
import { fieldValues } from './item-values.js'
import { bitRanker, exactRanker, int8Ranker, type Metric, type Ranker, type TaskVectors } from './rankers.js'
import { labelRecall } from './score.js'
import type { Task } from './task.js'

export interface FunnelStep {
  readonly id: string
  readonly name: string
  /** Share of the labels in the first ten. */
  readonly recall: Interval
  /** Label recall of the step it follows from, minus its own, over the same queries. */
  readonly loss?: Interval
  /** Bytes an item takes. */
  readonly bytesPerItem: number
}

/**
 * Where answers get lost between the encoder and the screen (Chen et al., 2025, "Iceberg": the gap between vector recall and task
 * recall). Labels are the free pairs of `task`.
 */
export interface Funnel {
  readonly task: Task['id']
  readonly queries: number
  readonly metrics: readonly FunnelStep[]
  readonly bestMetric: Metric
  /** Label recall that the page's metric loses against the best metric, by exact float32 search. */
  readonly metricLoss: Interval
  readonly compressed: readonly FunnelStep[]
  /** Label recall that the page's int8 codes lose against float32. */
  readonly compressionLoss: Interval
  /** Absent if no field divides the catalog. */
  readonly filter?: FunnelFilter
}

export interface FunnelFilter {
  /** The field that each query was filtered by, with the value of its answer. */
  readonly field: string
  /** Mean share of the catalog that the filter lets through. */
  readonly selectivity: number
  /** float32, filtered during the search. */
  readonly exact: Interval
  /** int8, filtered during the search, as in the page. */
  readonly page: Interval
  /** int8, the first ten filtered afterwards, as with a search service. */
  readonly after: Interval
  readonly loss: Interval
}

const METRICS: readonly { readonly id: Metric; readonly name: string }[] = [
  { id: 'cosine', name: 'cosine' },
  { id: 'dot', name: 'dot product' },
  { id: 'l2', name: 'L2 distance' },
  { id: 'centred', name: 'cosine about the catalog’s mean' },
]
const K = 10
const WANTED_SELECTIVITY = 0.2

/** Runs the funnel on one task of texts. @param kept Dimensions to cut to, fewer than the encoder's. */
export async function lossFunnel(task: Task, vectors: TaskVectors, kept: readonly number[]): Promise<Funnel> {
  const { dimensions } = vectors
  const used: Metric = task.id === 'linked' ? 'centred' : 'cosine'
  const recallOf = (ranker: Ranker) => labelRecall(task, ranker, K)
  const metrics: { id: Metric; name: string; recall: Float64Array }[] = []
  for (const { id, name } of METRICS) metrics.push({ id, name, recall: await recallOf(exactRanker(vectors, { metric: id })) })
  const inUse = metrics.find(({ id }) => id === used)!
  // among equals the one in use wins
  const best = metrics.reduce((a, b) => (meanOf(b.recall) > meanOf(a.recall) ? b : a), inUse)
  const compressed: { id: string; name: string; bytesPerItem: number; ranker: Ranker }[] = [
    { id: 'int8', name: 'int8 (the page)', bytesPerItem: bytesOfRow(dimensions), ranker: int8Ranker(vectors) },
    ...kept.map((cut) => ({
      id: `f32-${cut}`,
      name: `first ${cut} dimensions`,
      bytesPerItem: 4 * cut,
      ranker: exactRanker(vectors, { dimensions: cut }),
    })),
    { id: 'bits', name: 'one bit a dimension', bytesPerItem: Math.ceil(dimensions / 8), ranker: bitRanker(vectors) },
  ]
  const recalls: Float64Array[] = []
  for (const { ranker } of compressed) recalls.push(await recallOf(ranker))
  const filter = await filterStep(task, vectors)
  return {
    task: task.id,
    queries: task.queries.length,
    metrics: metrics.map(({ id, name, recall }) => ({ id, name, recall: bootstrapMean(recall), bytesPerItem: 4 * dimensions })),
    bestMetric: best.id,
    metricLoss: pairedBootstrap(best.recall, inUse.recall),
    compressed: compressed.map(({ id, name, bytesPerItem }, i) => ({
      id,
      name,
      bytesPerItem,
      recall: bootstrapMean(recalls[i]!),
      loss: pairedBootstrap(inUse.recall, recalls[i]!),
    })),
    compressionLoss: pairedBootstrap(inUse.recall, recalls[0]!),
    ...(filter && { filter }),
  }
}

async function filterStep(task: Task, vectors: TaskVectors): Promise<FunnelFilter | null> {
  const field = partingField(task.items)
  if (!field) return null
  const values = task.items.map((item) => filterValue(item, field))
  const queries = task.queries.filter(({ relevant }) => values[[...relevant][0]!] !== undefined)
  const positions = queries.map((query) => task.queries.indexOf(query))
  const masks = queries.map(({ relevant }) => {
    const wanted = values[[...relevant][0]!]
    return Uint8Array.from(values, (value) => Number(value === wanted))
  })
  const part = { ...task, queries }
  const vectorsOf = { ...vectors, queries: rowsOf(vectors.queries, vectors.dimensions, positions) }
  const page = int8Ranker(vectorsOf)
  const maskOf = (position: number) => masks[position]!
  const exact = await labelRecall(part, exactRanker(vectorsOf), K, maskOf)
  const filtered = await labelRecall(part, page, K, maskOf)
  const after: Ranker = async (query, position) =>
    Array.from(await page(query, position))
      .slice(0, K)
      .filter((row) => masks[position]![row] === 1)
  return {
    field,
    selectivity: meanOf(masks.map((mask) => mask.reduce((sum, allowed) => sum + allowed, 0) / mask.length)),
    exact: bootstrapMean(exact),
    page: bootstrapMean(filtered),
    after: bootstrapMean(await labelRecall(part, after, K)),
    loss: pairedBootstrap(exact, filtered),
  }
}

/** The field whose values keep about a fifth of the items: of category (its most general name), brand and frequent attributes. */
function partingField(items: readonly Item[]): string | null {
  const attributes = new Set(items.flatMap(({ attributes = {} }) => Object.keys(attributes)))
  let best: { field: string; off: number } | null = null
  for (const field of ['category', 'brand', ...attributes]) {
    const counts = new Map<string, number>()
    let present = 0
    for (const item of items) {
      const value = filterValue(item, field)
      if (value === undefined) continue
      present++
      counts.set(value, (counts.get(value) ?? 0) + 1)
    }
    if (present < 0.8 * items.length || counts.size < 2) continue
    const selectivity = [...counts.values()].reduce((sum, count) => sum + (count / items.length) ** 2, 0)
    const off = Math.abs(Math.log(selectivity / WANTED_SELECTIVITY))
    if (selectivity < 0.9 && (!best || off < best.off)) best = { field, off }
  }
  return best?.field ?? null
}

function filterValue(item: Item, field: string): string | undefined {
  return field === 'category' ? item.category?.[0] : fieldValues(item, field)[0]
}

function rowsOf(matrix: Float32Array, dimensions: number, rows: readonly number[]): Float32Array {
  const taken = new Float32Array(rows.length * dimensions)
  rows.forEach((row, i) => {
    taken.set(matrix.subarray(row * dimensions, (row + 1) * dimensions), i * dimensions)
  })
  return taken
}

function meanOf(values: ArrayLike<number>): number {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i]!
  return sum / values.length
}
