import type { Item } from '../../types.js'
import { bucketOf, idHash, intoBuckets, MARK_SHIFT, termKey } from '../buckets.js'
import { fileHash, jsonHash } from '../file-hash.js'
import { interactionsText, type PackInteractions } from '../interactions.js'
import { fileName, MANIFEST_NAME, neighboursName, type PartName, writeManifest } from '../manifest.js'
import { cardOf } from '../neighbours.js'
import { filesFor, neighboursFile, type PackFile } from '../write-pack.js'
import { packCards } from './cards-file.js'
import { assign, Directions, dot, fit, inOrder, type ListedVectors } from './fit-lists.js'
import { NAME_BYTES, packHead, packList } from './list-file.js'
import { centroidsOf, writeLists } from './lists-manifest.js'

/**
 * The items like each item at `asked`, of those at `among`, best first. All are places in `items`.
 *
 * @param centre The mean of all vectors.
 */
export type LikeOf = (among: Uint32Array, asked: Uint32Array, centre: Float32Array) => readonly Uint32Array[]

export interface ListsContent extends ListedVectors {
  /** The words of an item that find it, its whole title as one, and how long its text is for BM25. */
  wordsOf(item: Item): { readonly terms: ReadonlySet<string>; readonly title: string; readonly length: number }
  /** The address of an item's page, without what does not tell pages apart; undefined if it has none. */
  addressOf(item: Item): string | undefined
  /** The list of each item by the centroids of `earlier`, in the order of `items`. Default: found here. */
  readonly listOf?: Uint32Array | undefined
  /** Finds what a page shows first. Default: no neighbours are stored. */
  readonly likeOf?: LikeOf | undefined
  readonly interactions?: PackInteractions | null
}

/** Lists whose items are compared with those of a list. */
const LISTS_COMPARED = 8
/** Items kept for each word: the shortest that have it. */
const ITEMS_PER_TERM = 256
/** Terms of which the index says how many items have them: a page that has some of the items weighs words by it. */
const FREQUENT_TERMS = 4096
const encoder = new TextEncoder()

/**
 * The files of a pack in lists, the manifest last: an inverted file whose lists are files. The same items, vectors and `earlier` give the
 * same bytes, in whatever order the items come.
 */
export async function* listsFiles(content: ListsContent): AsyncGenerator<PackFile> {
  const { items, interactions, likeOf } = content
  const order = inOrder(items)
  const catalog = new Directions(content, order)
  const fitted = content.earlier?.codes ?? fit(catalog)
  const given = content.listOf && Uint32Array.from(order, (at) => content.listOf![at]!)
  const { codes, listOf, members } = assign(catalog, fitted, given)
  const hashes: Partial<Record<PartName, string[]>> = {}
  const named = async (part: PartName, bytes: Uint8Array<ArrayBuffer>) => {
    const hash = (await fileHash(bytes)).slice(0, 2 * NAME_BYTES)
    return { hash, file: { part, name: fileName(part, hash), bytes } satisfies PackFile }
  }
  const lists: string[] = []
  const heads: string[] = []
  for (const rows of members) {
    if (rows.length === 0) {
      lists.push('')
      heads.push('')
    } else {
      const cards: string[] = []
      const files = catalog.inFiles(rows)
      for (const part of files) {
        const { hash, file } = await named(
          'cards',
          json(
            packCards(
              content,
              part.map((row) => order[row]!),
            ),
          ),
        )
        cards.push(hash)
        yield file
      }
      const list = catalog.list(files, cards)
      for (const [part, hashes, bytes] of [
        ['lists', lists, packList(list)],
        ['heads', heads, packHead(list)],
      ] as const) {
        const { hash, file } = await named(part, bytes)
        hashes.push(hash)
        yield file
      }
    }
  }
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
    const placesOf = members.map((rows) => Uint32Array.from(rows, (row) => order[row]!))
    for await (const bytes of neighbourFiles(items, likeInLists(placesOf, centroids, catalog, likeOf))) {
      yield { part: 'neighbours', name: neighboursName(neighbours++), bytes }
    }
  }
  const margin = content.earlier?.margin ?? catalog.margin(centroids, listOf)
  const { ids = [], terms = [] } = hashes
  const index = await named('index', json(writeLists({ dimensions, margin, mean, codes, lists, heads, ids, terms, words })))
  yield index.file
  const manifest = await writeManifest({
    rows: items.length,
    encoder: content.encoder,
    items: [''],
    vectors: null,
    neighbours: null,
    interactions: hashes.interactions ?? null,
    // its items have it themselves
    searches: null,
    lists: { index: index.hash, count: lists.filter(Boolean).length, neighbours },
  })
  yield { part: 'manifest', name: MANIFEST_NAME, bytes: encoder.encode(manifest) }
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
 * What BM25 has to know of the whole catalog, and the entries of the files of terms: the term, and `[items that have it, list, first half
 * of the hash of an id, list, half, ...]`, those with the shortest texts first.
 */
function wordsOfAll({ items, wordsOf }: ListsContent, order: readonly number[], listOf: Uint32Array) {
  let length = 0
  const lengths = new Uint16Array(order.length)
  const found = new Map<string, { count: number; rows: number[] }>()
  const shortest = (rows: number[]) => rows.sort((a, b) => lengths[a]! - lengths[b]! || a - b).slice(0, ITEMS_PER_TERM)
  order.forEach((at, row) => {
    const words = wordsOf(items[at]!)
    lengths[row] = words.terms.size
    length += words.length
    for (const term of [...words.terms, termKey(words.title)]) {
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
    [count, ...shortest(rows).flatMap((row) => [listOf[row]!, idHash(items[order[row]!]!.id) >>> MARK_SHIFT])],
  ])
  const frequent = entries.filter(([term]) => !term.startsWith('=')).map(([term, [count]]) => ({ term, count: count! }))
  frequent.sort((a, b) => b.count - a.count || (a.term < b.term ? -1 : 1)).splice(FREQUENT_TERMS)
  return {
    entries,
    meanLength: items.length > 0 ? length / items.length : 0,
    terms: frequent.map(({ term }) => term),
    counts: frequent.map(({ count }) => count),
  }
}

/** The items like each item, by its place: of its list and of the lists nearest to that. */
function likeInLists(
  lists: readonly Uint32Array[],
  centroids: Float32Array,
  { dimensions, mean }: Directions,
  likeOf: LikeOf,
): Uint32Array[] {
  const found: Uint32Array[] = []
  lists.forEach((asked, list) => {
    if (asked.length === 0) return
    const scores = lists.map((_, other) => dot(centroids, list * dimensions, centroids, other * dimensions, dimensions))
    const nearest = [...lists.keys()].sort((a, b) => scores[b]! - scores[a]! || a - b).slice(0, LISTS_COMPARED)
    const among = Uint32Array.from([...new Set([list, ...nearest])].flatMap((other) => [...lists[other]!]))
    likeOf(among, asked, mean).forEach((places, i) => {
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
