import { PagekinError } from '../errors.js'
import { jsonHash } from './file-hash.js'

/** Which encoder made the vectors. The fingerprint is their identity; the rest says where they come from. */
export interface PackEncoder {
  readonly id: string
  readonly fingerprint: string
  readonly dimensions: number
  /** Name of the model file. */
  readonly dtype: string
}

/** A power of two of files; an item's is found by `bucketOf`. A hash of the file's content each, empty where no item falls. */
export type FileHashes = readonly string[]

/** What a pack holds. Parts that a reader does not know it leaves alone: a new part is no new version. */
export interface PackManifest {
  /** Identity of the pack: two packs of one checksum hold the same. */
  readonly checksum: string
  /** Items in the pack. */
  readonly rows: number
  /** Null in a pack without vectors. */
  readonly encoder: PackEncoder | null
  readonly items: FileHashes
  /** Null in a pack without vectors. */
  readonly vectors: FileHashes | null
  /** Null in a pack without neighbours. */
  readonly neighbours: FileHashes | null
  /** One file; null in a pack without interactions. */
  readonly interactions: FileHashes | null
  /** Null in a pack without what searches have given items. */
  readonly searches: FileHashes | null
  /** Of a pack whose items are in lists, of which a page fetches those near a question; else null. It has no items and vectors then. */
  readonly lists: ListsHead | null
}

/** What a manifest says of lists: all that a page needs for its first shelf. */
export interface ListsHead {
  /** Hash of the file of centroids and names (`ListsBody`). */
  readonly index: string
  /** How many lists there are. */
  readonly count: number
  /** Files of neighbours, a power of two, named by their place (`neighboursName`); 0 for none. */
  readonly neighbours: number
}

export type PartName =
  | 'items'
  | 'vectors'
  | 'neighbours'
  | 'interactions'
  | 'searches'
  | 'index'
  | 'lists'
  | 'heads'
  | 'cards'
  | 'ids'
  | 'terms'

export const MANIFEST_NAME = 'manifest.json'
/** Of a pack in lists; other packs are as in version 1, and say so. */
const VERSION = 3
/** Those of one or more files that the manifest names, in its order. */
const PARTS = ['items', 'vectors', 'neighbours', 'interactions', 'searches'] as const
const BINARY: ReadonlySet<string> = new Set<PartName>(['vectors', 'lists', 'heads'])
/** Shorter in a pack in lists. */
const HASH = /^(?:[0-9a-f]{12}|[0-9a-f]{16})$/
/** Twice the items that a catalog may have. */
const MAX_FILES = 2 ** 19

/** `vectors-0123456789abcdef.bin` */
export function fileName(part: PartName, hash: string): string {
  return `${part}-${hash}.${BINARY.has(part) ? 'bin' : 'json'}`
}

/**
 * `neighbours.0a3f.json`: a file of neighbours in a pack in lists. It keeps its name when its content changes, because names by content
 * of so many files would make the manifest long. Without a hyphen, so that nobody caches it for ever.
 */
export function neighboursName(place: number): string {
  return `neighbours.${place.toString(16).padStart(4, '0')}.json`
}

/** Those of files that there are. */
export function hashesIn(files: FileHashes | null): string[] {
  return (files ?? []).filter((hash) => hash !== '')
}

/** The files that a manifest names by parts, without itself. */
export function fileNamesOf(manifest: PackManifest): string[] {
  const named = PARTS.flatMap((part) => hashesIn(manifest[part]).map((hash) => fileName(part, hash)))
  if (!manifest.lists) return named
  const { index, neighbours } = manifest.lists
  return [...named, fileName('index', index), ...Array.from({ length: neighbours }, (_, place) => neighboursName(place))]
}

/** The text of `manifest.json`. */
export async function writeManifest(manifest: Omit<PackManifest, 'checksum'>): Promise<string> {
  const { rows, encoder, lists } = manifest
  const version = lists ? VERSION : 1
  const body = {
    rows,
    encoder,
    parts: Object.fromEntries(PARTS.flatMap((part) => (manifest[part] ? [[part, manifest[part]]] : []))),
    ...(lists && { lists }),
  }
  const checksum = await jsonHash([version, body])
  return `${JSON.stringify({ pagekin: 'pack', version, checksum, body })}\n`
}

/**
 * Reads `manifest.json`. It may have been reformatted on its way, but not changed.
 *
 * @throws PagekinError `pack-invalid` for all that is not a whole, unchanged manifest; `pack-newer` for a whole one of a later
 * version.
 */
export async function readManifest(text: string): Promise<PackManifest> {
  const { pagekin, version, checksum, body } = parseObject(text)
  if (pagekin !== 'pack') throw invalid('it is not the manifest of a pack')
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 1) throw invalid(`version: received ${String(version)}`)
  if (checksum !== (await jsonHash([version, body]))) throw invalid('its content does not have its checksum')
  if (version > VERSION) throw new PagekinError('pack-newer', `${MANIFEST_NAME}: received version ${version}, expected ${VERSION}`)
  const manifest = readBody(checksum as string, isRecord(body) ? body : {})
  if (!manifest.lists || version === VERSION) return manifest
  throw invalid(`received lists of version ${version}, expected ${VERSION}: run \`pagekin pack\` again`)
}

function readBody(checksum: string, { rows, encoder, parts, lists }: Record<string, unknown>): PackManifest {
  if (typeof rows !== 'number' || !Number.isInteger(rows) || rows < 0) throw invalid(`rows: received ${String(rows)}`)
  if (!isRecord(parts)) throw invalid('parts: expected an object')
  const files = (part: PartName) => (parts[part] === undefined ? null : readHashes(part, parts[part]))
  const manifest = {
    checksum,
    rows,
    encoder: encoder === null ? null : readEncoder(encoder),
    items: readHashes('items', parts.items),
    vectors: files('vectors'),
    neighbours: files('neighbours'),
    interactions: files('interactions'),
    searches: files('searches'),
    lists: lists === undefined ? null : readHead(lists),
  }
  if ((manifest.vectors ?? manifest.lists) && !manifest.encoder) throw invalid('there are vectors, but not what they were made by')
  return manifest
}

function readEncoder(value: unknown): PackEncoder {
  const { id, fingerprint, dimensions, dtype } = isRecord(value) ? value : {}
  if (typeof id !== 'string' || typeof fingerprint !== 'string' || typeof dtype !== 'string') throw invalid('encoder: expected texts')
  if (typeof dimensions !== 'number' || !Number.isInteger(dimensions) || dimensions < 1) {
    throw invalid(`encoder.dimensions: received ${String(dimensions)}`)
  }
  return { id, fingerprint, dimensions, dtype }
}

function readHead(value: unknown): ListsHead {
  const { index, count, neighbours } = isRecord(value) ? value : {}
  if (typeof index !== 'string' || !HASH.test(index)) throw invalid('lists.index: expected the hash of a file')
  if (typeof count !== 'number' || !Number.isInteger(count) || count < 0) throw invalid(`lists.count: received ${String(count)}`)
  if (neighbours === 0) return { index, count, neighbours }
  if (typeof neighbours !== 'number' || !isPowerOfTwo(neighbours) || neighbours > MAX_FILES) {
    throw invalid(`lists.neighbours: received ${String(neighbours)}, expected a power of two`)
  }
  return { index, count, neighbours }
}

function readHashes(part: PartName, value: unknown): FileHashes {
  if (!Array.isArray(value) || !value.every((hash): hash is string => typeof hash === 'string' && (hash === '' || HASH.test(hash)))) {
    throw invalid(`${part}: expected hashes of files`)
  }
  if (!isPowerOfTwo(value.length) || value.length > MAX_FILES) {
    throw invalid(`${part}: received ${value.length} files, expected a power of two`)
  }
  return value
}

function isPowerOfTwo(value: number): boolean {
  return value > 0 && Number.isInteger(Math.log2(value))
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text)
    if (isRecord(value)) return value
  } catch {
    // falls through: the answer is the same for what is no JSON and for JSON of another type
  }
  throw invalid(`received ${JSON.stringify(text.slice(0, 40))}, expected a JSON object`)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function invalid(why: string): PagekinError {
  return new PagekinError('pack-invalid', `${MANIFEST_NAME}: ${why}`)
}
