import { PagekinError } from '../errors.js'
import { MODEL_CACHE } from '../model-cache.js'
import { sha256Hex } from '../sha256.js'
import { type DownloadOptions, download } from './download.js'

export interface FileHash {
  /** Lower-case hexadecimal. */
  readonly sha256: string
  readonly bytes: number
}

export interface ReadOptions {
  /** What the manifest says; without it a cached source pins the hash of the first download. */
  readonly expected?: FileHash | undefined
  /** Ask the network first, for the manifest, which names the version of everything else. */
  readonly fresh?: boolean
  readonly signal?: AbortSignal | undefined
}

/** A folder of immutable files, read whole. Bytes that come out of it have been verified. */
export interface FileSource {
  /** Resolves with null where the folder has no such file. Throws `model-unavailable`, `model-corrupt`, `timeout`, `aborted`. */
  read(path: string, options?: ReadOptions): Promise<Uint8Array<ArrayBuffer> | null>
  /** Bytes that came over the network, repeated attempts included; those that a browser kept of a file that was cut count again. */
  readonly receivedBytes: () => number
  /** Why files are not kept for the next visit, or null. */
  readonly notice: () => string | null
}

/** Reads a file that has to be there. */
export async function readRequired(source: FileSource, path: string, options?: ReadOptions): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await source.read(path, options)
  if (bytes === null) throw new PagekinError('model-unavailable', `${path}: the folder has no such file`)
  return bytes
}

/** Reads a JSON file; null if it does not exist and none is expected. Throws `model-corrupt` if it is not JSON. */
export async function readJson(source: FileSource, path: string, options?: ReadOptions): Promise<unknown> {
  const bytes = await (options?.expected ? readRequired(source, path, options) : source.read(path, options))
  return bytes === null ? null : parseJson(path, bytes)
}

/** Parses a JSON file. Throws `model-corrupt` for what is no JSON. */
export function parseJson(path: string, bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch (cause) {
    throw new PagekinError('model-corrupt', `${path}: received ${bytes.length} bytes that are no JSON`, { cause })
  }
}

/** Files by a function, for the command line and tests. `readFile` resolves with null where there is no file. */
export function createFolderSource(readFile: (path: string) => Promise<Uint8Array<ArrayBuffer> | null>): FileSource {
  return {
    async read(path, { expected } = {}) {
      const bytes = await readFile(path)
      const wrong = bytes && expected ? await mismatch(bytes, expected.sha256) : null
      if (wrong !== null) throw new PagekinError('model-corrupt', `${path}: ${wrong}`)
      return bytes
    },
    receivedBytes: () => 0,
    notice: () => null,
  }
}

export interface CachedSourceOptions {
  readonly fetch?: typeof globalThis.fetch
  readonly limits?: Pick<DownloadOptions, 'stallMs' | 'tries' | 'backoffMs'>
  /** Absolute address of the folder, with a final slash. */
  readonly baseUrl: string
  /** Absent where the page may not use the Cache API, null where it does not want to; then nothing is kept. */
  readonly caches?: Pick<CacheStorage, 'open'> | null | undefined
  /** Bytes received and expected, over the files that have been asked of the network so far; `total` while all sizes are known. */
  readonly onProgress?: (loaded: number, total: number | undefined) => void
}

const ABSENT_HEADER = 'x-pagekin-absent'
/** Above every model that a page could run. */
const MAX_FILE_BYTES = 2 ** 30
/** With a copy at hand a slow network is not worth waiting for. */
const WITH_COPY = { stallMs: 4_000, tries: 1 }

/**
 * Files over the network, kept in the Cache API. Each read is hashed, from the network and from the cache; a copy that
 * fails is deleted and fetched again, and only verified bytes are kept. That a file was missing counts while offline only.
 */
export function createCachedSource(options: CachedSourceOptions): FileSource {
  const received = new Map<string, { loaded: number; total: number }>()
  let wire = 0
  const store = createVerifiedCache(options.caches)

  async function fetchFile(url: string, pin: string | null, { expected, fresh, signal }: ReadOptions, hasCopy: boolean) {
    const count = { loaded: 0, total: expected?.bytes ?? 0 }
    received.set(url, count)
    const answer = await download(url, {
      fetch: options.fetch ?? globalThis.fetch.bind(globalThis),
      cache: fresh ? 'no-cache' : 'default',
      maxBytes: expected?.bytes ?? MAX_FILE_BYTES,
      ...options.limits,
      ...(hasCopy ? WITH_COPY : {}),
      ...(signal ? { signal } : {}),
      reject: async (bytes) => (pin === null ? null : mismatch(bytes, pin)),
      onBytes(loaded, announced) {
        wire += Math.max(0, loaded - count.loaded)
        count.loaded = loaded
        count.total = expected?.bytes ?? announced
        const counts = [...received.values()]
        const isKnown = counts.every(({ loaded, total }) => total > 0 && loaded <= total)
        options.onProgress?.(sum(counts, 'loaded'), isKnown ? sum(counts, 'total') : undefined)
      },
    })
    const bytes = 'absent' in answer ? null : answer
    // settled: a missing file and a compressed one are done as they are
    count.loaded = count.total = bytes?.length ?? 0
    if (count.total === 0) received.delete(url)
    return bytes
  }

  return {
    async read(path, request = {}) {
      const url = new URL(path, options.baseUrl).href
      const kept = await store.match(url, request.expected?.sha256)
      if (kept.bytes && !request.fresh) return kept.bytes
      const pin = request.expected?.sha256 ?? (request.fresh ? null : kept.pin)
      const bytes = await fetchFile(url, pin, request, kept.found).catch((failure: unknown) => {
        if (kept.found && !request.signal?.aborted) return kept.bytes
        throw failure
      })
      // a copy is worth more than the word of a portal or of a host that has moved the folder
      if (bytes === null && kept.bytes) return kept.bytes
      if (bytes !== kept.bytes || !kept.found) await store.put(url, bytes, request.expected === undefined)
      // only asked whether it is still the same
      if (bytes && kept.bytes && bytes !== kept.bytes && (await sha256Hex(bytes)) === kept.pin) wire -= bytes.length
      return bytes
    },
    receivedBytes: () => wire,
    notice: store.notice,
  }
}

interface Kept {
  /** Whether there is an entry, if only to say that the file was missing. */
  readonly found: boolean
  readonly bytes: Uint8Array<ArrayBuffer> | null
  readonly pin: string | null
}

/** The Cache API, checked by hashes. If it is missing or fails, every read is a miss and `notice` says why. */
function createVerifiedCache(caches: CachedSourceOptions['caches']) {
  let notice: string | null = caches !== undefined ? null : 'model files are not kept: this page has no Cache API (it needs https)'
  let opened: Promise<Cache | undefined> | undefined
  const failed = (cause: unknown) => {
    notice = `model files are not kept: ${cause instanceof Error ? cause.message || cause.name : String(cause)}`
    return undefined
  }
  const open = () => {
    opened ??= caches ? Promise.resolve(caches.open(MODEL_CACHE)).catch(failed) : Promise.resolve(undefined)
    return opened
  }
  // beside the file, under an address of its own, so that it outlives a poisoned entry
  const pinUrl = (url: string) => `${url}${url.includes('?') ? '&' : '?'}pagekin=sha256`

  return {
    notice: () => notice,
    async match(url: string, expected: string | undefined): Promise<Kept> {
      const cache = await open()
      if (!cache) return { found: false, bytes: null, pin: null }
      try {
        const pin = expected ?? (await (await cache.match(pinUrl(url)))?.text()) ?? null
        const response = await cache.match(url)
        if (!response) return { found: false, bytes: null, pin }
        if (response.headers.has(ABSENT_HEADER)) return { found: true, bytes: null, pin }
        const bytes = new Uint8Array(await response.arrayBuffer())
        if (pin !== null && (await mismatch(bytes, pin)) === null) return { found: true, bytes, pin }
        await cache.delete(url)
        return { found: false, bytes: null, pin }
      } catch (cause) {
        failed(cause)
        return { found: false, bytes: null, pin: expected ?? null }
      }
    },
    async put(url: string, bytes: Uint8Array<ArrayBuffer> | null, pinned: boolean): Promise<void> {
      const cache = await open()
      if (!cache) return
      try {
        if (bytes && pinned) await cache.put(pinUrl(url), new Response(await sha256Hex(bytes)))
        await cache.put(url, bytes ? new Response(bytes) : new Response(null, { headers: { [ABSENT_HEADER]: '1' } }))
      } catch (cause) {
        failed(cause)
      }
    },
  }
}

async function mismatch(bytes: Uint8Array<ArrayBuffer>, expected: string): Promise<string | null> {
  const actual = await sha256Hex(bytes)
  return actual === expected ? null : `received ${bytes.length} bytes with SHA-256 ${actual}, expected ${expected}`
}

function sum(counts: readonly { loaded: number; total: number }[], field: 'loaded' | 'total'): number {
  return counts.reduce((total, count) => total + count[field], 0)
}
