import { isCardPicture } from '../catalog/data-picture.js'
import { parseUrl } from '../parse-url.js'

/** Longer addresses are not links but payloads. */
const MAX_URL_LENGTH = 2048

/**
 * The absolute form of an address that a catalog gave, or undefined where it may not be used. The browser's own parser
 * decides, never the look of the text: `java\tscript:` and a leading control character are `javascript:` to it too.
 * Allowed: `http:` and `https:` without a user name or password, up to 2,048 characters; for an image also `data:` of a
 * raster type.
 */
export function safeUrl(raw: unknown, base: string, kind: 'link' | 'image'): string | undefined {
  if (typeof raw !== 'string' || raw.trim() === '') return undefined
  const url = parseUrl(raw, base)
  if (!url) return undefined
  if (url.protocol === 'data:') return kind === 'image' && isCardPicture(url.href) ? url.href : undefined
  const web = url.protocol === 'http:' || url.protocol === 'https:'
  return web && !url.username && !url.password && url.href.length <= MAX_URL_LENGTH ? url.href : undefined
}
