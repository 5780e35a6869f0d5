/** Lower-case hexadecimal SHA-256. Uses the platform's where there is one: pages served over plain http have none, and fetch ours. */
export async function sha256Hex(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  // typed as always there, which holds in secure contexts only
  const subtle: SubtleCrypto | undefined = globalThis.crypto?.subtle
  const digest = subtle ? new Uint8Array(await subtle.digest('SHA-256', bytes)) : (await import('./sha256-digest.js')).sha256(bytes)
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
