import { sha256Hex } from '../sha256.js'

/** What a file of a pack is named by, and checked against: the first 8 bytes of the SHA-256 of its content, in hexadecimal. */
export async function fileHash(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return (await sha256Hex(bytes)).slice(0, 16)
}

/** The same of a value: white space of its text may differ, values and their order may not. */
export function jsonHash(value: unknown): Promise<string> {
  return fileHash(new TextEncoder().encode(JSON.stringify(value)))
}
