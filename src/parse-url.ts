/** The address that `raw` means on a page at `base`, or undefined. Older browsers lack `URL.canParse`. */
export function parseUrl(raw: string, base: string): URL | undefined {
  try {
    return new URL(raw, base)
  } catch {
    return undefined
  }
}
