const ZERO = 63

/** Codes as text, a character each, "?" for 0: deflate packs these better than bits or base64. */
export function codesText(codes: Int8Array): string {
  return new TextDecoder().decode(Uint8Array.from(codes, (code) => ZERO + code))
}

/** What `codesText` wrote; undefined for all else, and for a code beyond the largest. */
export function readCodes(text: unknown, largest: number): Int16Array | undefined {
  if (typeof text !== 'string') return undefined
  const codes = Int16Array.from({ length: text.length }, (_, i) => text.charCodeAt(i) - ZERO)
  return codes.every((code) => Math.abs(code) <= largest) ? codes : undefined
}
