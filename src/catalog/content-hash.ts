import { sha256 } from '../sha256-digest.js'

/** UTF-16 code units hashed in one go by `contentHashes` before other tasks get their turn: about 10 ms of work. */
const SLICE_CHARACTERS = 1 << 19

const encoder = new TextEncoder()

function toHex(digest: Uint8Array): string {
  let hex = ''
  for (let index = 0; index < 16; index++) hex += digest[index]!.toString(16).padStart(2, '0')
  return hex
}

/**
 * Identity of a text: the first 16 bytes of the SHA-256 (FIPS 180-4) of its UTF-8 form, as 32 hexadecimal digits.
 * Uses `crypto.subtle`, or the same sum in JavaScript where a page has none. Lone surrogates count as U+FFFD.
 */
export async function contentHash(text: string): Promise<string> {
  const bytes = encoder.encode(text)
  const subtle = globalThis.crypto?.subtle
  return toHex(subtle === undefined ? sha256(bytes) : new Uint8Array(await subtle.digest('SHA-256', bytes)))
}

/**
 * `contentHash` of many texts, in their order. It hashes in this thread, and lets other tasks run after each half a million
 * characters: one promise per text would cost more than the hashing.
 */
export async function contentHashes(texts: Iterable<string>): Promise<string[]> {
  const hashes: string[] = []
  let characters = 0
  for (const text of texts) {
    hashes.push(toHex(sha256(encoder.encode(text))))
    characters += text.length
    if (characters >= SLICE_CHARACTERS) {
      characters = 0
      await new Promise<void>((resolve) => {
        setTimeout(resolve)
      })
    }
  }
  return hashes
}
