import { ClusteredVectors } from './clustered-vectors.js'
import type { Engine, Row, Task } from './engine.js'
import { ExactHits } from './exact-hits.js'

const K = 10
const CHUNK = 10_000

export interface Truth {
  /** Rows of the ten best of each query. */
  readonly rows: readonly (readonly number[])[]
  /** Median difference between the scores of neighbouring ranks, from the first on. */
  readonly gaps: readonly number[]
}

/** The vectors of a task, chunk by chunk, and its queries, which are none of them. */
export interface Source {
  readonly queries: readonly Float32Array[]
  chunks(): Iterable<Float32Array>
}

/** @param real vectors for tasks of real data, row-major, in an order without meaning; the last are the queries */
export function sourceOf({ n, dimensions, data, queries }: Task, real?: Float32Array): Source {
  const split = (vectors: Float32Array) =>
    Array.from({ length: vectors.length / dimensions }, (_, i) => vectors.slice(i * dimensions, (i + 1) * dimensions))
  if (data === 'real') {
    return { queries: split(real!.subarray(n * dimensions, (n + queries) * dimensions)), chunks: () => [real!.subarray(0, n * dimensions)] }
  }
  const vectors = new ClusteredVectors(n, dimensions)
  return {
    queries: split(vectors.next(queries)),
    *chunks() {
      for (let start = 0; start < n; start += CHUNK) yield vectors.next(Math.min(CHUNK, n - start))
    },
  }
}

export function findTruth(task: Task, source: Source): Truth {
  const exact = new ExactHits(task.dimensions, source.queries, K)
  for (const chunk of source.chunks()) exact.add(chunk)
  const hits = exact.take()
  const gaps = Array.from({ length: K - 1 }, (_, rank) =>
    quantile(
      hits.map(({ scores }) => scores[rank]! - scores[rank + 1]!),
      0.5,
    ),
  )
  return { rows: hits.map(({ rows }) => rows), gaps }
}

/**
 * Builds, searches, saves and reloads. The time to make the vectors is not counted.
 *
 * @param onSearched told before it saves what there is, in case that never ends
 */
export async function measure(task: Task, engine: Engine, source: Source, truth: Truth, onSearched: (row: Row) => void): Promise<Row> {
  let buildMs = 0
  let rows = 0
  for (const chunk of source.chunks()) {
    const ids = Array.from({ length: chunk.length / task.dimensions }, (_, i) => `item-${rows + i}`)
    const start = performance.now()
    await engine.add(ids, chunk, task.dimensions)
    buildMs += performance.now() - start
    rows += ids.length
  }
  const times: number[] = []
  let found = 0
  // once without measuring: compilers want to see it first
  for (const query of source.queries.slice(0, 20)) await engine.search(query, K)
  for (const [i, query] of source.queries.entries()) {
    const start = performance.now()
    const hits = await engine.search(query, K)
    times.push(performance.now() - start)
    const best = new Set(truth.rows[i]!.map((row) => `item-${row}`))
    found += hits.filter((id) => best.has(id)).length
  }
  const { engine: name, n, dimensions, data } = task
  const row: Row = {
    engine: name,
    n,
    dimensions,
    data,
    buildMs,
    queryP50Ms: quantile(times, 0.5),
    queryP95Ms: quantile(times, 0.95),
    recallAt10: found / (K * source.queries.length),
    bytes: engine.bytes?.() ?? null,
    reloadMs: null,
    ...(engine.note ? { note: engine.note } : {}),
  }
  onSearched(row)
  try {
    return { ...row, reloadMs: await reloadTime(engine, source.queries[0]!) }
  } catch (error) {
    const why = error instanceof Error ? error.message : JSON.stringify(error)
    return { ...row, note: [row.note, `reload failed: ${why}`].filter(Boolean).join('; ') }
  }
}

async function reloadTime(engine: Engine, query: Float32Array): Promise<number | null> {
  if (!engine.save || !engine.reload) return null
  await engine.save()
  const start = performance.now()
  await engine.reload(query)
  return performance.now() - start
}

/** The value that a share of all lies below. */
export function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))]!
}
