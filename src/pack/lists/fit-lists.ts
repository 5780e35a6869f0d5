import type { Item } from '../../types.js'
import { listCentroids } from '../../vectors/approximate/list-centroids.js'
import { NearestCentroid } from '../../vectors/approximate/nearest-centroid.js'
import { createKernel } from '../../vectors/kernel/kernel.js'
import { normalize } from '../../vectors/normalize.js'
import { quantizeInto } from '../../vectors/quantize.js'
import { sampleRows } from '../../vectors/statistics.js'
import { idHash } from '../buckets.js'
import type { PackEncoder } from '../manifest.js'
import { MAX_STEP } from './list-file.js'
import { centroidsOf, type ListsIndex, roundCentroids } from './lists-manifest.js'

/** A catalog's vectors, and what lists are found by. */
export interface ListedVectors {
  readonly items: readonly Item[]
  readonly encoder: PackEncoder
  /** int8 codes of each item, in the order of `items`, and their scales. */
  readonly codes: Int8Array
  readonly scales: Float32Array
  /** Of an earlier pack of this catalog: an item that has not changed stays in its list. */
  readonly earlier?: FittedLists | undefined
}

/** What items are assigned to lists by. */
export type FittedLists = Pick<ListsIndex, 'codes' | 'dimensions' | 'mean'> & Partial<Pick<ListsIndex, 'margin'>>

/** Of samples and of k-means. */
const SEED = 1
/** Dimensions of centroids, and of codes in lists; a model whose prefixes stand alone loses little (docs/measurements.md#packs-in-lists). */
const DIMENSIONS = 128
const DIMENSIONS_OF_ROWS = 192
/** Rows of a list, on average. */
const ROWS_PER_LIST = 288
/** A longer list is cut. */
const LONGEST = 541
const SAMPLE_PER_LIST = 24
/** Cards that are fetched together. */
const CARDS_PER_FILE = 32
const FILE_ROUNDS = 3
/** Rows asked for their nearest, to learn the margin. */
const PROBES = 100
const NEAREST = 10
/** Share of the nearest that the margin is to keep. */
const KEPT = 0.97
/** Rounds of cutting lists that are too long. What is too long after them are items that nothing tells apart. */
const ROUNDS = 4

/** The mean and the centroids of a catalog: what `listsFiles` would take. */
export function fitLists(content: ListedVectors): FittedLists {
  const catalog = new Directions(content, inOrder(content.items))
  return { codes: fit(catalog), dimensions: catalog.dimensions, mean: catalog.mean }
}

/** The list of each of some vectors by fitted lists. `read` writes the first dimensions of vector number i. */
export function listsOf(
  { codes, dimensions, mean }: FittedLists,
  count: number,
  read: (i: number, out: Float32Array) => void,
): Uint32Array {
  const nearest = new NearestCentroid(createKernel({ relaxed: false }), dimensions, centroidsOf({ codes, dimensions }))
  return nearest.find(count, (i, out) => {
    read(i, out)
    for (let j = 0; j < out.length; j++) out[j]! -= mean[j]!
    normalize(out)
  })
}

export function inOrder(items: readonly Item[]): number[] {
  return [...items.keys()].sort((a, b) => (items[a]!.id < items[b]!.id ? -1 : 1))
}

/** The vectors of a catalog as lists see them: the first dimensions, from the mean. Rows are in the order of their ids. */
export class Directions {
  /** Of centroids. */
  readonly dimensions: number
  /** Of codes in lists. */
  readonly dimensionsOfRows: number
  /** Of all dimensions. */
  readonly mean: Float32Array
  readonly rows: number
  readonly #content: ListedVectors
  readonly #order: readonly number[]
  /** Without relaxed SIMD: the same bytes on every machine. */
  readonly kernel = createKernel({ relaxed: false })

  constructor(content: ListedVectors, order: readonly number[]) {
    this.#content = content
    this.#order = order
    this.rows = order.length
    this.dimensions = content.earlier?.dimensions ?? Math.min(DIMENSIONS, content.encoder.dimensions & ~3)
    this.dimensionsOfRows = Math.min(DIMENSIONS_OF_ROWS, content.encoder.dimensions & ~3)
    this.mean = content.earlier?.mean ?? this.#meanOf()
  }

  /** From the mean, not of unit length. */
  read(row: number, out: Float32Array): void {
    const at = this.#order[row]!
    const { codes, scales, encoder } = this.#content
    const start = at * encoder.dimensions
    const scale = scales[at]!
    for (let j = 0; j < out.length; j++) out[j] = codes[start + j]! * scale - this.mean[j]!
  }

  direction(row: number, out: Float32Array): void {
    this.read(row, out)
    normalize(out)
  }

  of(rows: ArrayLike<number>, dimensions = this.dimensions): Float32Array {
    const out = new Float32Array(rows.length * dimensions)
    for (let i = 0; i < rows.length; i++) this.direction(rows[i]!, out.subarray(i * dimensions, (i + 1) * dimensions))
    return out
  }

  /** Rows of a list by the files of their cards: near ones together, by a small k-means from rows at even distances. */
  inFiles(rows: readonly number[]): number[][] {
    const { dimensions } = this
    const count = Math.ceil(rows.length / CARDS_PER_FILE)
    const vectors = this.of(rows)
    const centroids = this.of(Array.from({ length: count }, (_, i) => rows[Math.floor((i * rows.length) / count)]!))
    const nearest = new Uint32Array(rows.length)
    for (let round = 0; round < FILE_ROUNDS; round++) {
      rows.forEach((_, i) => {
        let best = Number.NEGATIVE_INFINITY
        for (let file = 0; file < count; file++) {
          const score = dot(centroids, file * dimensions, vectors, i * dimensions, dimensions)
          if (score > best) nearest[i] = file
          best = Math.max(best, score)
        }
      })
      centroids.fill(0)
      nearest.forEach((file, i) => {
        for (let j = 0; j < dimensions; j++) centroids[file * dimensions + j]! += vectors[i * dimensions + j]!
      })
      normalize(centroids, dimensions)
    }
    const ordered = [...rows.keys()].sort((a, b) => nearest[a]! - nearest[b]! || a - b).map((i) => rows[i]!)
    return Array.from({ length: count }, (_, i) => ordered.slice(i * CARDS_PER_FILE, (i + 1) * CARDS_PER_FILE))
  }

  list(files: readonly (readonly number[])[], cards: readonly string[]) {
    const dimensions = this.dimensionsOfRows
    const rows = files.flat()
    const codes = new Int8Array(rows.length * dimensions)
    const vector = new Float32Array(dimensions)
    const scales = Float32Array.from(rows, (row, i) => {
      this.read(row, vector)
      return quantizeInto(vector, codes.subarray(i * dimensions, (i + 1) * dimensions), MAX_STEP)
    })
    const ids = Uint32Array.from(rows, (row) => idHash(this.#content.items[this.#order[row]!]!.id))
    return { dimensions, cards, counts: files.map(({ length }) => length), ids, scales, codes }
  }

  /**
   * How much nearer the last of the nearest ten may be than the centroid of a list that has one of the ten, for most of them. So a page
   * knows when the next list can hold none.
   */
  margin(centroids: Float32Array, listOf: Uint32Array): number {
    const { dimensions, dimensionsOfRows } = this
    const probes = sampleRows(this.rows, { size: PROBES, seed: SEED })
    const heads = this.of(probes)
    const directions = this.of(probes, dimensionsOfRows)
    const best = Array.from(probes, () => [] as { readonly row: number; readonly score: number }[])
    const vector = new Float32Array(dimensionsOfRows)
    for (let row = 0; row < this.rows; row++) {
      this.direction(row, vector)
      best.forEach((found, i) => {
        if (probes[i] === row) return
        const score = dot(directions, i * dimensionsOfRows, vector, 0, dimensionsOfRows)
        if (found.length === NEAREST && score <= found[NEAREST - 1]!.score) return
        found.push({ row, score })
        found.sort((a, b) => b.score - a.score)
        found.length = Math.min(found.length, NEAREST)
      })
    }
    const gaps = best.flatMap((found, i) =>
      found.map(({ row }) => found.at(-1)!.score - dot(heads, i * dimensions, centroids, listOf[row]! * dimensions, dimensions)),
    )
    gaps.sort((a, b) => a - b)
    return Number((gaps[Math.floor(KEPT * (gaps.length - 1))] ?? 0).toFixed(4))
  }

  #meanOf(): Float32Array {
    const { codes, scales, encoder } = this.#content
    const sums = new Float64Array(encoder.dimensions)
    for (const at of this.#order) {
      for (let j = 0; j < sums.length; j++) sums[j]! += codes[at * encoder.dimensions + j]! * scales[at]!
    }
    return Float32Array.from(sums, (sum) => sum / Math.max(1, this.rows))
  }
}

/** Spherical k-means of a sample. */
export function fit(catalog: Directions): Int8Array<ArrayBuffer> {
  const { rows, dimensions, kernel } = catalog
  const clusters = Math.max(1, Math.ceil(rows / ROWS_PER_LIST))
  const sample = catalog.of(sampleRows(rows, { size: clusters * SAMPLE_PER_LIST, seed: SEED }))
  return roundCentroids(listCentroids(sample, dimensions, { clusters, seed: SEED, kernel }), dimensions)
}

/** The list of every row. A list that is too long for its file becomes several. */
export function assign(
  catalog: Directions,
  fitted: Int8Array<ArrayBuffer>,
  given?: Uint32Array,
): { readonly codes: Int8Array<ArrayBuffer>; readonly listOf: Uint32Array; readonly members: readonly (readonly number[])[] } {
  const { rows, dimensions, kernel } = catalog
  let codes = fitted
  for (let round = 0; ; round++) {
    const centroids = centroidsOf({ codes, dimensions })
    const listOf =
      round === 0 && given
        ? given
        : new NearestCentroid(kernel, dimensions, centroids).find(rows, (row, out) => catalog.direction(row, out))
    const members: number[][] = Array.from({ length: codes.length / dimensions }, () => [])
    listOf.forEach((list, row) => void members[list]!.push(row))
    const long = [...members.keys()].filter((list) => members[list]!.length > LONGEST)
    if (long.length === 0 || round === ROUNDS) return { codes, listOf, members }
    const kept = codes.slice()
    const added = long.flatMap((list) => {
      const clusters = Math.ceil(members[list]!.length / ROWS_PER_LIST)
      const parts = roundCentroids(listCentroids(catalog.of(members[list]!), dimensions, { clusters, seed: SEED, kernel }), dimensions)
      kept.set(parts.subarray(0, dimensions), list * dimensions)
      return [...parts.subarray(dimensions)]
    })
    codes = new Int8Array(kept.length + added.length)
    codes.set(kept)
    codes.set(added, kept.length)
  }
}

/** Of a multiple of 4 dimensions. Four sums, so that no addition waits for the one before. */
export function dot(a: Float32Array, from: number, b: Float32Array, start: number, count: number): number {
  let [s, t, u, v] = [0, 0, 0, 0]
  for (let j = 0; j < count; j += 4) {
    s += a[from + j]! * b[start + j]!
    t += a[from + j + 1]! * b[start + j + 1]!
    u += a[from + j + 2]! * b[start + j + 2]!
    v += a[from + j + 3]! * b[start + j + 3]!
  }
  return s + t + u + v
}
