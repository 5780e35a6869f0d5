import { PagekinError } from '../errors.js'
import { readBody } from '../read-body.js'
import type { ReadFile } from './open-pack.js'

/** A file that takes longer is given up. */
const TIMEOUT_MS = 30_000
/** Beyond every file of a pack of as many items as a catalog may have. */
const MAX_FILE_BYTES = 64 * 2 ** 20

export interface FetchFilesOptions {
  readonly signal?: AbortSignal
  /** Called with the size of every file that was read, from network or cache. */
  readonly onFile?: (bytes: number) => void
  /** Called with what the server said of a file, if a kept copy takes its place. Not without a network. */
  readonly onKept?: (error: PagekinError) => void
}

/**
 * Reads files below an address. Files named by their content come from any cache. The others, named without a hyphen, are requested each time;
 * a server that has the same one answers 304. Of a pack in lists, what was kept of them has to do without a network.
 *
 * @param folder Absolute, with a final slash.
 * @throws PagekinError `pack-invalid` (no answer, or another than 200), `timeout`, `aborted`; from what is returned.
 */
export function fetchFiles(folder: string, { signal, onFile, onKept }: FetchFilesOptions = {}): ReadFile {
  return async (name, isAgain) => {
    const url = new URL(name, folder).href
    const deadline = AbortSignal.timeout(TIMEOUT_MS)
    try {
      const response = await fetch(url, {
        cache: isAgain ? 'reload' : name.includes('-') ? 'force-cache' : 'no-cache',
        referrerPolicy: 'origin',
        signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
      })
      if (!response.ok) throw new PagekinError('pack-invalid', `${url}: the server answered ${response.status}, expected 200`)
      const bytes = await readBody(response, MAX_FILE_BYTES)
      if (!bytes) throw new PagekinError('pack-invalid', `${url}: received more than 64 MiB, expected a file of a pack`)
      onFile?.(bytes.length)
      return bytes
    } catch (thrown) {
      const kept = !name.includes('-') && (await globalThis.caches?.match(url, { ignoreSearch: true }).catch(() => undefined))
      if (kept) {
        if (thrown instanceof PagekinError) onKept?.(thrown)
        return new Uint8Array(await kept.arrayBuffer())
      }
      if (deadline.aborted) throw new PagekinError('timeout', `${url}: no complete answer within ${TIMEOUT_MS / 1000} s`, { cause: thrown })
      throw PagekinError.from(thrown, 'pack-invalid', url)
    }
  }
}
