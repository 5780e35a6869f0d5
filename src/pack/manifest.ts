import { PagekinError } from '../errors.js'
import { fileHash } from './file-hash.js'
import type { ListsBody } from './lists/lists-manifest.js'

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
  /** Of a pack whose items are in lists, of which a page fetches those near a question; else null. It has no items and vectors then. */
  readonly lists: ListsBody | null
}

export type PartName = 'items' | 'vectors' | 'neighbours' | 'interactions' | 'lists' | 'cards' | 'ids' | 'terms'

export const MANIFEST_NAME = 'manifest.json'
/** Of a pack in lists; other packs are as in version 1, and say so. */
const VERSION = 2
const BINARY: ReadonlySet<string> = new Set<PartName>(['vectors', 'lists'])
const HASH = /^[0-9a-f]{16}$/
/** Twice the items that a catalog may have. */
const MAX_FILES = 2 ** 19

/** `vectors-0123456789abcdef.bin` */
export function fileName(part: PartName, hash: string): string {
  return `${part}-${hash}.${BINARY.has(part) ? 'bin' : 'json'}`
}

/** The files that a manifest names by parts, without itself. */
export function fileNamesOf(manifest: PackManifest): string[] {
  return (['items', 'vectors', 'neighbours', 'interactions'] as const).flatMap((part) =>
    (manifest[part] ?? []).filter((hash) => hash !== '').map((hash) => fileName(part, hash)),
  )
}

/** The text of `manifest.json`. */
export async function writeManifest(manifest: Omit<PackManifest, 'checksum'>): Promise<string> {
  const { rows, encoder, items, vectors, neighbours, interactions, lists } = manifest
  const version = lists ? VERSION : 1
  const body = {
    rows,
    encoder,
    parts: { items, ...(vectors && { vectors }), ...(neighbours && { neighbours }), ...(interactions && { interactions }) },
    ...(lists && { lists }),
  }
  const checksum = await checksumOf(version, body)
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
  if (checksum !== (await checksumOf(version, body))) throw invalid('its content does not have its checksum')
  if (version > VERSION) throw new PagekinError('pack-newer', `${MANIFEST_NAME}: received version ${version}, expected ${VERSION}`)
  return readBody(checksum as string, isRecord(body) ? body : {})
}

function readBody(checksum: string, { rows, encoder, parts, lists }: Record<string, unknown>): PackManifest {
  if (typeof rows !== 'number' || !Number.isInteger(rows) || rows < 0) throw invalid(`rows: received ${String(rows)}`)
  if (!isRecord(parts)) throw invalid('parts: expected an object')
  const manifest = {
    checksum,
    rows,
    encoder: encoder === null ? null : readEncoder(encoder),
    items: readHashes('items', parts.items),
    vectors: parts.vectors === undefined ? null : readHashes('vectors', parts.vectors),
    neighbours: parts.neighbours === undefined ? null : readHashes('neighbours', parts.neighbours),
    interactions: parts.interactions === undefined ? null : readHashes('interactions', parts.interactions),
    // read by whoever takes lists; the checksum says that it is as it was written
    lists: isRecord(lists) ? (lists as unknown as ListsBody) : null,
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

/** Over the parsed values: white space may differ, values and their order may not. */
function checksumOf(version: number, body: unknown): Promise<string> {
  return fileHash(new TextEncoder().encode(JSON.stringify([version, body])))
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
