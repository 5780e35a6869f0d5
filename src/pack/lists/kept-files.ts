import { openPackCache } from '../../model-cache.js'
import { MANIFEST_NAME } from '../manifest.js'
import type { ReadFile } from '../open-pack.js'

/** Files kept on the device at most. Those not asked for longest go first. */
const KEPT_BYTES = 64_000_000
/** What a file is taken to have before one of its part has come. */
const UNKNOWN_BYTES = 64_000

/** Files of a pack in lists, kept on the device in the Cache API where there is one: an earlier visit's answer without a network. */
export class KeptFiles {
  /** Bytes that this visit may still fetch from the network. */
  left: number
  /** Whether a file was refused, because this visit may fetch no more: from then on every file is. */
  isSpent = false
  readonly #fetch: ReadFile
  readonly #folder: string
  readonly #cache: Promise<Cache | undefined>
  #tidying = false
  /** Of each part the bytes of its largest file so far. */
  readonly #largest: Record<string, number> = {}
  /** Files on their way, with their parts. */
  readonly #coming = new Map<Promise<unknown>, string>()

  /** @param most Bytes that a visit may fetch. */
  constructor(fetch: ReadFile, folder: string, most: number, isKept: boolean) {
    this.#fetch = fetch
    this.#folder = folder
    this.left = most
    this.#cache = isKept ? openPackCache() : Promise.resolve(undefined)
  }

  /** So that a visit without a network knows what there is. */
  async keepManifest(bytes: Uint8Array<ArrayBuffer>): Promise<void> {
    await (await this.#cache)?.put(this.#folder + MANIFEST_NAME, new Response(bytes)).catch(() => undefined)
  }

  /** Content hashes of the files that are kept. */
  async hashes(): Promise<ReadonlySet<string>> {
    const keys = (await (await this.#cache)?.keys()) ?? []
    return new Set(keys.flatMap(({ url }) => /-([0-9a-f]{12})\./.exec(url)?.[1] ?? []))
  }

  read: ReadFile = async (name, isAgain) => {
    const cache = await this.#cache
    // what is not named by its content may have changed
    const isLasting = name.includes('-')
    const kept = isAgain || !isLasting ? undefined : await cache?.match(this.#folder + name, { ignoreSearch: true }).catch(() => undefined)
    if (kept) {
      const bytes = new Uint8Array(await kept.arrayBuffer())
      // to the end of the queue, in one step: who reads it meanwhile finds it
      void this.#keep(name, bytes, false)
      return bytes
    }
    const bytes = await this.#fetchWithin(name, isAgain)
    void this.#keep(name, bytes, isAgain || !isLasting)
    return bytes
  }

  /**
   * What is on its way counts as the largest file of its part. So at most one file, the first or largest of its part, has more bytes than are left.
   *
   * @throws Error if there is no room for another.
   */
  async #fetchWithin(name: string, isAgain: boolean): Promise<Uint8Array<ArrayBuffer>> {
    const part = name.split(/[-.]/)[0]!
    const bytesOf = (of: string) => this.#largest[of] ?? UNKNOWN_BYTES
    for (;;) {
      let { left } = this
      for (const of of this.#coming.values()) left -= bytesOf(of)
      const isAlone = this.#coming.size === 0
      if (isAlone && left < (this.#largest[part] ?? 1)) this.isSpent = true
      if (this.isSpent) throw new Error('spent')
      if (isAlone || left >= bytesOf(part)) break
      await Promise.race(this.#coming.keys()).catch(() => undefined)
    }
    const coming = this.#fetch(name, isAgain)
    this.#coming.set(coming, part)
    try {
      const bytes = await coming
      this.left -= bytes.length
      this.#largest[part] = Math.max(bytes.length, this.#largest[part] ?? 0)
      return bytes
    } finally {
      this.#coming.delete(coming)
    }
  }

  /** The length is in the key, so that the sum is known without reading. */
  async #keep(name: string, bytes: Uint8Array<ArrayBuffer>, isThere: boolean): Promise<void> {
    try {
      const cache = await this.#cache
      const url = this.#folder + name
      if (isThere) await cache?.delete(url, { ignoreSearch: true })
      await cache?.put(`${url}?${bytes.length}`, new Response(bytes))
      if (cache && !this.#tidying) await this.#tidy(cache)
    } catch {
      // full, or denied: the files are fetched again
    }
  }

  async #tidy(cache: Cache): Promise<void> {
    this.#tidying = true
    try {
      const keys = await cache.keys()
      const sizeOf = ({ url }: Request) => Number(url.split('?')[1] ?? 0)
      let sum = keys.reduce((all, key) => all + sizeOf(key), 0)
      for (const key of keys) {
        if (sum <= KEPT_BYTES) break
        if (sizeOf(key) === 0) continue
        sum -= sizeOf(key)
        await cache.delete(key)
      }
    } finally {
      this.#tidying = false
    }
  }
}
