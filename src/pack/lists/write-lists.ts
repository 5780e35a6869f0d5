import type { Item } from '../../types.js'
import { listCentroids } from '../../vectors/approximate/list-centroids.js'
import { NearestCentroid } from '../../vectors/approximate/nearest-centroid.js'
import { createKernel } from '../../vectors/kernel/kernel.js'
import { normalize } from '../../vectors/normalize.js'
import { quantizeInto } from '../../vectors/quantize.js'
import { sampleRows } from '../../vectors/statistics.js'
import { bucketOf, idHash, intoBuckets } from '../buckets.js'
import { fileHash, jsonHash } from '../file-hash.js'
import { interactionsText, type PackInteractions } from '../interactions.js'
import { fileName, MANIFEST_NAME, neighboursName, type PackEncoder, type PartName, writeManifest } from '../manifest.js'
import { cardOf } from '../neighbours.js'
import { filesFor, neighboursFile, type PackFile } from '../write-pack.js'
import { type CardsFile, listCardOf } from './cards-file.js'
import { MAX_NIBBLE, packList, rowBytes } from './list-file.js'
import { centroidsOf, type ListsIndex, roundCentroids, toBase64, writeLists } from './lists-manifest.js'

/** What items are assigned to lists by. */
export type FittedLists = Pick<ListsIndex, 'codes' | 'dimensions' | 'mean'> & Partial<Pick<ListsIndex, 'margin'>>

export type LikeOf = (among: Uint32Array, asked: Uint32Array) => readonly Uint32Array[]

export interface ListsContent {
  readonly items: readonly Item[]
  readonly encoder: PackEncoder
  /** int8 codes of each item, in the order of `items`, and their scales. */
  readonly codes: Int8Array
  readonly scales: Float32Array
  /** The words of an item that find it, its whole title as one, and how long its text is for BM25. */
  wordsOf(item: Item): { readonly terms: ReadonlySet<string>; readonly title: string; readonly length: number }
  /** The address of an item's page, without what does not tell pages apart; undefined if it has none. */
  addressOf(item: Item): string | undefined
  /** Of an earlier pack of this catalog: an item that has not changed stays in its list. */
  readonly earlier?: FittedLists | undefined
  /** The list of each item by the centroids of `earlier`, in the order of `items`. Default: found here. */
  readonly listOf?: Uint32Array | undefined
  /**
   * The items like each item at `asked`, of those at `among`, best first: what a page shows first. All are places in `items`. Default:
   * no neighbours are stored.
   */
  readonly likeOf?: LikeOf | undefined
  readonly interactions?: PackInteractions | null
  /** Of the sample and of k-means. Default 1. */
  readonly seed?: number
  readonly onProgress?: (step: string) => void
}

/** Dimensions of codes and centroids in lists; a model whose prefixes stand alone loses little (docs/measurements.md#packs-in-lists). */
const DIMENSIONS = 128
/** Rows of a list, on average. */
const ROWS_PER_LIST = 288
const LIST_BYTES = 40_000
const SAMPLE_PER_LIST = 24
/** Lists whose items are compared with those of a list. */
const LISTS_COMPARED = 8
/** Cards that are fetched together. */
const CARDS_PER_FILE = 32
const FILE_ROUNDS = 3
/** Items kept for each word: the shortest that have it. */
const ITEMS_PER_TERM = 256
/** Terms of which the index says how many items have them: a page that has some of the items weighs words by it. */
const FREQUENT_TERMS = 4096
/** Rows asked for their nearest, to learn the margin. */
const PROBES = 100
const NEAREST = 10
/** Share of the nearest that the margin is to keep. */
const KEPT = 0.97
/** Rounds of cutting lists that are too long. What is too long after them are items that nothing tells apart. */
const ROUNDS = 4

const encoder = new TextEncoder()

/**
 * The files of a pack in lists, the manifest last: an inverted file whose lists are files. The same items, vectors and `earlier` give the
 * same bytes, in whatever order the items come.
 */
export async function* listsFiles(content: ListsContent): AsyncGenerator<PackFile> {
  const { items, interactions, likeOf, onProgress = () => {} } = content
  const order = inOrder(items)
  const catalog = new Directions(content, order)
  const fitted = content.earlier?.codes ?? fit(catalog, content.seed ?? 1, onProgress)
  onProgress('lists')
  const given = content.listOf && Uint32Array.from(order, (at) => content.listOf![at]!)
  const { codes, listOf } = assign(catalog, fitted, content.seed ?? 1, given)
  const count = codes.length / catalog.dimensions
  const members: number[][] = Array.from({ length: count }, () => [])
  listOf.forEach((list, row) => void members[list]!.push(row))
  const hashes: Partial<Record<PartName, string[]>> = {}
  const named = async (part: PartName, bytes: Uint8Array<ArrayBuffer>) => {
    const hash = await fileHash(bytes)
    return { hash, file: { part, name: fileName(part, hash), bytes } satisfies PackFile }
  }
  const lists: string[] = []
  for (const rows of members) {
    if (rows.length === 0) lists.push('')
    else {
      const cards: string[] = []
      const files = catalog.inFiles(rows)
      for (const part of files) {
        const { hash, file } = await named(
          'cards',
          json(
            cardsFile(
              content,
              part.map((row) => order[row]!),
            ),
          ),
        )
        cards.push(hash)
        yield file
      }
      const { hash, file } = await named('lists', packList(catalog.list(files, cards)))
      lists.push(hash)
      yield file
    }
  }
  onProgress('words')
  const words = wordsOfAll(content, order, listOf)
  const parts: [PartName, Iterable<Uint8Array<ArrayBuffer> | null>][] = [
    ['ids', idFiles(content, order, listOf)],
    ['terms', inBuckets(words.entries)],
  ]
  if (interactions) parts.push(['interactions', [encoder.encode(interactionsText(interactions))]])
  for (const [part, files] of parts) {
    const names: string[] = []
    for (const bytes of files) {
      if (!bytes) names.push('')
      else {
        const { hash, file } = await named(part, bytes)
        names.push(hash)
        yield file
      }
    }
    hashes[part] = names
  }
  const { dimensions, mean } = catalog
  const centroids = centroidsOf({ codes, dimensions })
  let neighbours = 0
  if (likeOf) {
    onProgress('neighbours')
    const placesOf = members.map((rows) => Uint32Array.from(rows, (row) => order[row]!))
    for await (const bytes of neighbourFiles(items, likeInLists(placesOf, centroids, dimensions, likeOf))) {
      yield { part: 'neighbours', name: neighboursName(neighbours++), bytes }
    }
  }
  const margin = content.earlier?.margin ?? catalog.margin(centroids, listOf, content.seed ?? 1)
  const { ids = [], terms = [] } = hashes
  const index = await named('index', json(writeLists({ dimensions, margin, mean, codes, lists, ids, terms, words })))
  yield index.file
  const manifest = await writeManifest({
    rows: items.length,
    encoder: content.encoder,
    items: [''],
    vectors: null,
    neighbours: null,
    interactions: hashes.interactions ?? null,
    lists: { index: index.hash, count: lists.filter(Boolean).length, neighbours },
  })
  yield { part: 'manifest', name: MANIFEST_NAME, bytes: encoder.encode(manifest) }
}

/** The mean and the centroids of a catalog: what `listsFiles` would take. */
export function fitLists(content: Omit<ListsContent, 'wordsOf' | 'addressOf'>): FittedLists {
  const catalog = new Directions(content, inOrder(content.items))
  return { codes: fit(catalog, content.seed ?? 1, () => undefined), dimensions: catalog.dimensions, mean: catalog.mean }
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

function inOrder(items: readonly Item[]): number[] {
  return [...items.keys()].sort((a, b) => (items[a]!.id < items[b]!.id ? -1 : 1))
}

/** The vectors of a catalog as lists see them: the first dimensions, from the mean. Rows are in the order of their ids. */
class Directions {
  readonly dimensions: number
  /** Of all dimensions. */
  readonly mean: Float32Array
  readonly rows: number
  readonly #content: Omit<ListsContent, 'wordsOf' | 'addressOf'>
  readonly #order: readonly number[]
  /** Without relaxed SIMD: the same bytes on every machine. */
  readonly kernel = createKernel({ relaxed: false })

  constructor(content: Omit<ListsContent, 'wordsOf' | 'addressOf'>, order: readonly number[]) {
    this.#content = content
    this.#order = order
    this.rows = order.length
    this.dimensions = content.earlier?.dimensions ?? Math.min(DIMENSIONS, content.encoder.dimensions & ~3)
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

  of(rows: ArrayLike<number>): Float32Array {
    const out = new Float32Array(rows.length * this.dimensions)
    for (let i = 0; i < rows.length; i++) this.direction(rows[i]!, out.subarray(i * this.dimensions, (i + 1) * this.dimensions))
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
    const { dimensions } = this
    const rows = files.flat()
    const codes = new Int8Array(rows.length * dimensions)
    const vector = new Float32Array(dimensions)
    const scales = Float32Array.from(rows, (row, i) => {
      this.read(row, vector)
      return quantizeInto(vector, codes.subarray(i * dimensions, (i + 1) * dimensions), MAX_NIBBLE)
    })
    const ids = Uint32Array.from(rows, (row) => idHash(this.#content.items[this.#order[row]!]!.id))
    return { dimensions, cards, counts: files.map(({ length }) => length), ids, scales, codes }
  }

  /**
   * How much nearer the last of the nearest ten may be than the centroid of a list that has one of the ten, for most of them. So a page
   * knows when the next list can hold none.
   */
  margin(centroids: Float32Array, listOf: Uint32Array, seed: number): number {
    const { dimensions } = this
    const probes = sampleRows(this.rows, { size: PROBES, seed })
    const directions = this.of(probes)
    const best = Array.from(probes, () => [] as { readonly row: number; readonly score: number }[])
    const vector = new Float32Array(dimensions)
    for (let row = 0; row < this.rows; row++) {
      this.direction(row, vector)
      best.forEach((found, i) => {
        if (probes[i] === row) return
        const score = dot(directions, i * dimensions, vector, 0, dimensions)
        if (found.length === NEAREST && score <= found[NEAREST - 1]!.score) return
        found.push({ row, score })
        found.sort((a, b) => b.score - a.score)
        found.length = Math.min(found.length, NEAREST)
      })
    }
    const gaps = best.flatMap((found, i) =>
      found.map(({ row }) => found.at(-1)!.score - dot(directions, i * dimensions, centroids, listOf[row]! * dimensions, dimensions)),
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
function fit(catalog: Directions, seed: number, onProgress: (step: string) => void): Int8Array<ArrayBuffer> {
  const { rows, dimensions, kernel } = catalog
  onProgress('centroids')
  const clusters = Math.max(1, Math.ceil(rows / ROWS_PER_LIST))
  const sample = catalog.of(sampleRows(rows, { size: clusters * SAMPLE_PER_LIST, seed }))
  return roundCentroids(listCentroids(sample, dimensions, { clusters, seed, kernel }), dimensions)
}

/** The list of every row. A list that is too long for its file becomes several. */
function assign(
  catalog: Directions,
  fitted: Int8Array<ArrayBuffer>,
  seed: number,
  given?: Uint32Array,
): { readonly codes: Int8Array<ArrayBuffer>; readonly listOf: Uint32Array } {
  const { rows, dimensions, kernel } = catalog
  const longest = Math.floor((LIST_BYTES - 1000) / rowBytes(dimensions))
  let codes = fitted
  for (let round = 0; ; round++) {
    const centroids = centroidsOf({ codes, dimensions })
    const listOf =
      round === 0 && given
        ? given
        : new NearestCentroid(kernel, dimensions, centroids).find(rows, (row, out) => catalog.direction(row, out))
    const members: number[][] = Array.from({ length: codes.length / dimensions }, () => [])
    listOf.forEach((list, row) => void members[list]!.push(row))
    const long = [...members.keys()].filter((list) => members[list]!.length > longest)
    if (long.length === 0 || round === ROUNDS) return { codes, listOf }
    const kept = codes.slice()
    const added = long.flatMap((list) => {
      const clusters = Math.ceil(members[list]!.length / ROWS_PER_LIST)
      const parts = roundCentroids(listCentroids(catalog.of(members[list]!), dimensions, { clusters, seed, kernel }), dimensions)
      kept.set(parts.subarray(0, dimensions), list * dimensions)
      return [...parts.subarray(dimensions)]
    })
    codes = new Int8Array(kept.length + added.length)
    codes.set(kept)
    codes.set(added, kept.length)
  }
}

function cardsFile({ items, codes, scales, encoder: { dimensions } }: ListsContent, rows: readonly number[]): CardsFile {
  const own = new Int8Array(rows.length * dimensions)
  rows.forEach((row, i) => void own.set(codes.subarray(row * dimensions, (row + 1) * dimensions), i * dimensions))
  return {
    items: rows.map((row) => listCardOf(items[row]!)),
    scales: rows.map((row) => scales[row]!),
    codes: toBase64(new Uint8Array(own.buffer)),
  }
}

/** `{ "sku-1": list, ... }`: in which list an id is, and the address of an item's page. */
function* idFiles({ items, addressOf }: ListsContent, order: readonly number[], listOf: Uint32Array) {
  const entries: (readonly [string, unknown])[] = []
  order.forEach((at, row) => {
    const item = items[at]!
    entries.push([item.id, listOf[row]])
    const address = addressOf(item)
    if (address !== undefined && address !== item.id) entries.push([address, [listOf[row], item.id]])
  })
  yield* inBuckets(entries)
}

/**
 * What BM25 has to know of the whole catalog, and the entries of the files of terms: the term, and `[items that have it, list, hash of
 * an id, list, hash, ...]`, those with the shortest texts first.
 */
function wordsOfAll({ items, wordsOf }: ListsContent, order: readonly number[], listOf: Uint32Array) {
  let length = 0
  const titles = new Set<string>()
  const lengths = new Uint16Array(order.length)
  const found = new Map<string, { count: number; rows: number[] }>()
  const shortest = (rows: number[]) => rows.sort((a, b) => lengths[a]! - lengths[b]! || a - b).slice(0, ITEMS_PER_TERM)
  order.forEach((at, row) => {
    const words = wordsOf(items[at]!)
    lengths[row] = words.terms.size
    length += words.length
    titles.add(words.title)
    for (const term of [...words.terms, words.title]) {
      const known = found.get(term)
      if (!known) found.set(term, { count: 1, rows: [row] })
      else {
        known.count++
        known.rows.push(row)
        if (known.rows.length > 8 * ITEMS_PER_TERM) known.rows = shortest(known.rows)
      }
    }
  })
  const entries = Array.from(found, ([term, { count, rows }]): readonly [string, number[]] => [
    term,
    [count, ...shortest(rows).flatMap((row) => [listOf[row]!, idHash(items[order[row]!]!.id)])],
  ])
  const frequent = entries.filter(([term]) => !titles.has(term)).map(([term, [count]]) => ({ term, count: count! }))
  frequent.sort((a, b) => b.count - a.count || (a.term < b.term ? -1 : 1)).splice(FREQUENT_TERMS)
  return {
    entries,
    meanLength: items.length > 0 ? length / items.length : 0,
    terms: frequent.map(({ term }) => term),
    counts: frequent.map(({ count }) => count),
  }
}

/** The items like each item, by its place: of its list and of the lists nearest to that. */
function likeInLists(lists: readonly Uint32Array[], centroids: Float32Array, dimensions: number, likeOf: LikeOf): Uint32Array[] {
  const found: Uint32Array[] = []
  lists.forEach((asked, list) => {
    if (asked.length === 0) return
    const scores = lists.map((_, other) => dot(centroids, list * dimensions, centroids, other * dimensions, dimensions))
    const nearest = [...lists.keys()].sort((a, b) => scores[b]! - scores[a]! || a - b).slice(0, LISTS_COMPARED)
    const among = Uint32Array.from([...new Set([list, ...nearest])].flatMap((other) => [...lists[other]!]))
    likeOf(among, asked).forEach((places, i) => {
      found[asked[i]!] = places
    })
  })
  return found
}

/** A power of two of files, each with the items that `bucketOf` gives it and what is like them. */
async function* neighbourFiles(items: readonly Item[], like: readonly Uint32Array[]) {
  const cardBytes = items.map((item) => json(cardOf(item)).length)
  const bytes = like.reduce((sum, places) => sum + places.reduce((all, place) => all + cardBytes[place]!, 0), 0)
  const buckets = intoBuckets([...items.keys()], (at) => items[at]!.id, filesFor(bytes))
  for (const [place, places] of buckets.entries()) {
    const likeOf = new Map(places.map((at) => [items[at]!, like[at]!]))
    const body = neighboursFile([...likeOf.keys()], (item) => Array.from(likeOf.get(item)!, (at) => items[at]!))
    yield json({ checksum: await jsonHash([place, body]), body })
  }
}

function* inBuckets(entries: readonly (readonly [string, unknown])[]): Generator<Uint8Array<ArrayBuffer> | null> {
  const count = filesFor(entries.reduce((sum, entry) => sum + JSON.stringify(entry).length, 0))
  const buckets: (readonly [string, unknown])[][] = Array.from({ length: count }, () => [])
  for (const entry of entries) buckets[bucketOf(entry[0], count)]!.push(entry)
  for (const bucket of buckets) {
    bucket.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    // pairs, because a key may be "__proto__", and numbers would move to the front of an object
    yield bucket.length > 0 ? json(bucket) : null
  }
}

function json(value: unknown): Uint8Array<ArrayBuffer> {
  return encoder.encode(JSON.stringify(value))
}

function dot(a: Float32Array, from: number, b: Float32Array, start: number, count: number): number {
  let sum = 0
  for (let j = 0; j < count; j++) sum += a[from + j]! * b[start + j]!
  return sum
}
