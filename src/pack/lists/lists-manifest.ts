import { PagekinError } from '../../errors.js'
import { normalize } from '../../vectors/normalize.js'
import { quantizeInto } from '../../vectors/quantize.js'
import type { Pack } from '../open-pack.js'
import { codesText, readCodes } from './codes-text.js'
import { bytesToHex, hexToBytes, MAX_STEP } from './list-file.js'

/** The file of centroids and names. Numbers are little endian, in base64. */
export interface ListsBody {
  /** Of centroids: the first so many of a vector. A multiple of 4. */
  readonly dimensions: number
  /** How far the best rows of a list may be nearer to a query than its centroid (docs/measurements.md#packs-in-lists). */
  readonly margin: number
  /** float32: the mean of the vectors, of all dimensions. */
  readonly mean: string
  /** Codes, list by list, by `codesText`. */
  readonly centroids: string
  /** Names of files, 6 bytes each; 0 for a list without items. */
  readonly lists: string
  /** Of the heads of the lists. */
  readonly heads: string
  /** Of the files that say in which list an id is: a power of two of them. */
  readonly ids: string
  /** Of the files of terms: a power of two of them. */
  readonly terms: string
  /** For BM25 over some of the items: the mean length of a text in weighted terms, and how many items have the most frequent terms. */
  readonly words: { readonly meanLength: number; readonly terms: string; readonly counts: readonly number[] }
}

/** The same, read. */
export interface ListsIndex {
  readonly dimensions: number
  readonly margin: number
  readonly mean: Float32Array
  /** Directions from the mean, in steps, list by list. */
  readonly codes: Int8Array<ArrayBuffer>
  readonly lists: readonly string[]
  readonly heads: readonly string[]
  readonly ids: readonly string[]
  readonly terms: readonly string[]
  readonly words: { readonly meanLength: number; readonly terms: readonly string[]; readonly counts: readonly number[] }
}

/** Centroids as the index keeps them: directions alone. Lists are chosen by these, when a pack is written and when it is read. */
export function roundCentroids(centroids: Float32Array, dimensions: number): Int8Array<ArrayBuffer> {
  const codes = new Int8Array(centroids.length)
  for (let start = 0; start < codes.length; start += dimensions) {
    quantizeInto(centroids.subarray(start, start + dimensions), codes.subarray(start, start + dimensions), MAX_STEP)
  }
  return codes
}

/** What rounded centroids stand for: one of unit length a list. */
export function centroidsOf({ codes, dimensions }: Pick<ListsIndex, 'codes' | 'dimensions'>): Float32Array<ArrayBuffer> {
  const centroids = Float32Array.from(codes)
  normalize(centroids, dimensions)
  return centroids
}

/** Fitted centroids as a file: the same fields as in a manifest. */
export function writeCentroids({ dimensions, mean, codes }: Pick<ListsIndex, 'dimensions' | 'mean' | 'codes'>) {
  return {
    dimensions,
    mean: toBase64(new Uint8Array(mean.buffer, mean.byteOffset, mean.byteLength)),
    centroids: codesText(codes),
  } satisfies Partial<ListsBody>
}

/** @throws PagekinError `pack-invalid`. */
export function readCentroids(
  body: Pick<ListsBody, 'dimensions' | 'mean' | 'centroids'>,
): Pick<ListsIndex, 'dimensions' | 'mean' | 'codes'> {
  const { dimensions } = body
  const mean = floatsOf(String(body.mean))
  const codes = stepsOf(body.centroids)
  if (mean.length >= dimensions && codes.length > 0 && codes.length % dimensions === 0) return { dimensions, mean, codes }
  throw new PagekinError(
    'pack-invalid',
    `centroids: received ${codes.length} codes and a mean of ${mean.length}, expected ${dimensions} for each list, and as many or more`,
  )
}

export function writeLists({ margin, lists, heads, ids, terms, words, ...fitted }: ListsIndex): ListsBody {
  const { dimensions, mean, centroids } = writeCentroids(fitted)
  return {
    dimensions,
    margin,
    mean,
    centroids,
    lists: toBase64(hexToBytes(lists)),
    heads: toBase64(hexToBytes(heads)),
    ids: toBase64(hexToBytes(ids)),
    terms: toBase64(hexToBytes(terms)),
    words: { meanLength: words.meanLength, terms: words.terms.join('\n'), counts: words.counts },
  }
}

/** The centroids and names of a pack in lists. @throws PagekinError `pack-invalid`. */
export async function readIndex(pack: Pack): Promise<ListsIndex> {
  return readLists((await pack.json('index', pack.manifest.lists!.index)) as ListsBody)
}

/** @throws PagekinError `pack-invalid`. */
function readLists(body: ListsBody): ListsIndex {
  const { dimensions, margin } = body
  const mean = floatsOf(body.mean)
  const codes = stepsOf(body.centroids)
  const namesOf = (text: string) => bytesToHex(fromBase64(text))
  const [lists, heads, ids, terms] = [namesOf(body.lists), namesOf(body.heads), namesOf(body.ids), namesOf(body.terms)]
  const { meanLength, terms: frequent, counts } = body.words
  if (mean.length < dimensions || codes.length !== dimensions * lists.length) {
    throw new PagekinError(
      'pack-invalid',
      `index: received ${codes.length} codes, expected ${dimensions} for each of ${lists.length} lists`,
    )
  }
  return { dimensions, margin, mean, codes, lists, heads, ids, terms, words: { meanLength, terms: frequent.split('\n'), counts } }
}

/** @throws PagekinError `pack-invalid`. */
function stepsOf(text: unknown): Int8Array<ArrayBuffer> {
  const steps = readCodes(text, MAX_STEP)
  if (steps) return Int8Array.from(steps)
  throw new PagekinError('pack-invalid', 'centroids: expected characters from "<" to "B"')
}

/** @throws PagekinError `pack-invalid`. */
function floatsOf(text: string): Float32Array {
  const bytes = fromBase64(text)
  if (bytes.length % 4 === 0) return new Float32Array(bytes.buffer)
  throw new PagekinError('pack-invalid', `received ${bytes.length} bytes, expected numbers of 4 bytes each`)
}

export function toBase64(bytes: Uint8Array): string {
  let text = ''
  for (let start = 0; start < bytes.length; start += 8192) text += String.fromCharCode(...bytes.subarray(start, start + 8192))
  return btoa(text)
}

/** @throws PagekinError `pack-invalid`. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
  } catch (cause) {
    throw new PagekinError('pack-invalid', 'received no base64', { cause })
  }
}
