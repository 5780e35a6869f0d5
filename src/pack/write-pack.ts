import { searchesOf, withSearches } from '../catalog/searched-item.js'
import type { Item, ItemId } from '../types.js'
import { type Block, packBlock } from '../vectors/blocks.js'
import { intoBuckets } from './buckets.js'
import { fileHash } from './file-hash.js'
import { interactionsText, type PackInteractions } from './interactions.js'
import { fileName, MANIFEST_NAME, type PackEncoder, type PartName, writeManifest } from './manifest.js'
import { cardOf, type NeighboursFile } from './neighbours.js'
import { type PackedSearches, TEXT_DIGITS } from './searches.js'

export interface PackContent {
  /** With what searches have given them: it has files of its own, for pages whose items come from elsewhere. */
  readonly items: readonly Item[]
  /** Content hash of each item, in the order of `items`. */
  readonly hashes: readonly string[]
  /** Hashes of the items' texts alone, where some items have vectors of their own: a page with a catalog of its own, or the next run, finds these. */
  readonly ofTexts?: readonly string[]
  /** Null: no vectors. */
  readonly vectors: { readonly encoder: PackEncoder; readonly blocks: readonly Block[] } | null
  /** Items like each item, best first; null: no neighbours. */
  readonly neighbours: ReadonlyMap<ItemId, readonly Item[]> | null
  /** Of many visitors; null or absent: none. */
  readonly interactions?: PackInteractions | null
}

/** One file of a pack. */
export interface PackFile {
  readonly part: PartName | 'manifest'
  readonly name: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

/** Mean size of a file of items or vectors at most: a page reads the file again when one of its items changes. */
const FILE_BYTES = 40_960
/** What a file adds to the manifest: 16 digits, quotes and a comma. */
const ENTRY_BYTES = 19
/** What a neighbour adds to a row, beside its card. */
const PLACE_BYTES = 4

const encoder = new TextEncoder()

/**
 * The files of a pack, the manifest last. The same content gives the same bytes, in whatever order its items come; nothing of
 * the time or the machine is in them.
 *
 * @throws PagekinError `usage` where content hashes and vectors do not fit together.
 */
export async function* packFiles(content: PackContent): AsyncGenerator<PackFile> {
  const hashes: Partial<Record<PartName, string[]>> = {}
  for (const [part, files] of partsOf(content)) {
    const names: string[] = []
    for (const bytes of files) {
      const hash = bytes ? await fileHash(bytes) : ''
      names.push(hash)
      if (bytes) yield { part, name: fileName(part, hash), bytes }
    }
    hashes[part] = names
  }
  const manifest = await writeManifest({
    rows: content.items.length,
    encoder: content.vectors?.encoder ?? null,
    items: hashes.items!,
    vectors: hashes.vectors ?? null,
    neighbours: hashes.neighbours ?? null,
    interactions: hashes.interactions ?? null,
    searches: hashes.searches ?? null,
    lists: null,
  })
  yield { part: 'manifest', name: MANIFEST_NAME, bytes: encoder.encode(manifest) }
}

/** The files of each part, null for one without content; made one by one, as they are asked for. */
function* partsOf(content: PackContent): Generator<readonly [PartName, Iterable<Uint8Array<ArrayBuffer> | null>]> {
  yield ['items', filesById(content.items.map((item) => withSearches(item)))]
  if (content.vectors) yield ['vectors', vectorFiles(content, content.vectors)]
  if (content.neighbours) yield ['neighbours', neighbourFiles(content.items, content.neighbours)]
  if (content.interactions) yield ['interactions', [encoder.encode(interactionsText(content.interactions))]]
  const searched = searchedItems(content)
  if (searched.length > 0) yield ['searches', filesById(searched)]
}

function* filesById(members: readonly { readonly id: ItemId }[]): Generator<Uint8Array<ArrayBuffer> | null> {
  const bytes = members.reduce((sum, member) => sum + jsonBytes(member), 0)
  for (const bucket of intoBuckets(members, ({ id }) => id, filesFor(bytes))) yield bucket.length > 0 ? json(bucket) : null
}

function searchedItems({ items, hashes, ofTexts = hashes }: PackContent): PackedSearches[] {
  return items.flatMap((item, i) => {
    const found = searchesOf(item)
    const text = found?.vector === undefined ? {} : { text: ofTexts[i]!.slice(0, TEXT_DIGITS) }
    return found ? { id: item.id, ...found, ...text } : []
  })
}

function* vectorFiles(
  { items, hashes, ofTexts = hashes }: PackContent,
  { encoder: { dimensions }, blocks }: NonNullable<PackContent['vectors']>,
): Generator<Uint8Array<ArrayBuffer> | null> {
  const places = new Map<string, readonly [Block, number]>()
  for (const block of blocks) {
    if (block.dimensions === dimensions) block.keys.forEach((key, row) => void places.set(key, [block, row]))
  }
  const members = items.map(({ id }, i) => ({ id, keys: [...new Set([hashes[i]!, ofTexts[i]!])].filter((key) => places.has(key)) }))
  const rowBytes = 16 + Float32Array.BYTES_PER_ELEMENT + dimensions
  const rows = members.reduce((sum, { keys }) => sum + keys.length, 0)
  for (const bucketed of intoBuckets(members, ({ id }) => id, filesFor(rows * rowBytes))) {
    const bucket = bucketed.flatMap(({ keys }) => keys)
    const codes = new Int8Array(bucket.length * dimensions)
    const scales = new Float32Array(bucket.length)
    bucket.forEach((key, i) => {
      const [block, row] = places.get(key)!
      codes.set(block.codes.subarray(row * dimensions, (row + 1) * dimensions), i * dimensions)
      scales[i] = block.scales[row]!
    })
    yield bucket.length > 0 ? new Uint8Array(packBlock({ dimensions, keys: bucket, codes, scales })) : null
  }
}

function* neighbourFiles(
  items: readonly Item[],
  neighbours: NonNullable<PackContent['neighbours']>,
): Generator<Uint8Array<ArrayBuffer> | null> {
  const members = items.filter(({ id }) => (neighbours.get(id)?.length ?? 0) > 0)
  for (const bucket of bucketsToReadOne(members, neighbours)) {
    yield bucket.length > 0 ? json(neighboursFile(bucket, ({ id }) => neighbours.get(id)!)) : null
  }
}

/**
 * Chooses the number of files for which the manifest and one file are smallest together: a page reads both before it shows the
 * first shelf.
 */
function bucketsToReadOne(members: readonly Item[], neighbours: NonNullable<PackContent['neighbours']>): Item[][] {
  const cardBytes = new Map<Item, number>()
  const bytesOf = (item: Item) => {
    const bytes = cardBytes.get(item) ?? jsonBytes(cardOf(item))
    cardBytes.set(item, bytes)
    return bytes
  }
  const rowBytes = members.reduce((sum, { id, title }) => sum + jsonBytes({ id, title }) + PLACE_BYTES * neighbours.get(id)!.length, 0)
  let best: Item[][] = [[...members]]
  let fewest = Number.POSITIVE_INFINITY
  for (let count = 1; count <= Math.max(1, members.length); count *= 2) {
    const buckets = intoBuckets(members, ({ id }) => id, count)
    let bytes = rowBytes
    for (const bucket of buckets) for (const card of new Set(bucket.flatMap(({ id }) => neighbours.get(id)!))) bytes += bytesOf(card)
    const read = count * ENTRY_BYTES + bytes / count
    if (read >= fewest) continue
    fewest = read
    best = buckets
  }
  return best
}

export function neighboursFile(bucket: readonly Item[], likeOf: (item: Item) => readonly Item[]): NeighboursFile {
  const places = new Map<ItemId, number>()
  const cards: Item[] = []
  const placeOf = (item: Item) => {
    const known = places.get(item.id)
    if (known !== undefined) return known
    places.set(item.id, cards.length)
    return cards.push(cardOf(item)) - 1
  }
  const rows = bucket.map((item) => ({ id: item.id, title: item.title, items: likeOf(item).map(placeOf) }))
  return { cards, rows }
}

/** The smallest power of two that keeps files below `FILE_BYTES` on average. */
export function filesFor(bytes: number): number {
  let count = 1
  while (bytes / count > FILE_BYTES) count *= 2
  return count
}

function json(value: unknown): Uint8Array<ArrayBuffer> {
  return encoder.encode(JSON.stringify(value))
}

function jsonBytes(value: unknown): number {
  return json(value).length
}
