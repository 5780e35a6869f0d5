import { parseUrl } from '../parse-url.js'
import type { Item, ItemId, ItemPage } from '../types.js'

/** Say where a visitor came from, not what the page shows. */
const CAMPAIGN = /^(?:utm_.*|[gdf]clid|fbclid|msclkid|gbraid|wbraid|srsltid|mc_[ce]id|_gl)$/i

/**
 * What equal pages have equal: host and path without protocol, `www.`, port 80 or 443, final slash, `index.html`, `.html`, fragment and
 * campaign parameters. Other parameters count in any order, and so does a fragment that is a route (`#/mug`).
 *
 * @returns Undefined for what is no address of a page.
 */
export function addressKey(raw: string, base: string): { readonly page: string; readonly query: string } | undefined {
  const url = parseUrl(raw, base)
  if (!url || !/^(?:https?|file):$/.test(url.protocol)) return undefined
  const path = decoded(url.pathname).replace(/\/index\.(?:html?|php)$|\.html?$|\/+$/i, '')
  const route = /^#!?\//.test(url.hash) ? decoded(url.hash).replace(/\/+$/, '') : ''
  const query = [...url.searchParams].filter(([name]) => !CAMPAIGN.test(name)).map((pair) => pair.map(encodeURIComponent).join('='))
  return { page: url.host.replace(/^www\./, '').replace(/:(?:80|443)$/, '') + path + route, query: query.sort().join('&') }
}

/** An address without its host: equal for a page and a catalog that gives its links relative to it. Undefined for a site's start page. */
export function pathKey(raw: string, base = 'https://catalog/'): string | undefined {
  const key = addressKey(raw, base)
  return (key && key.page.replace(/^[^/#]*/, '') + (key.query && `?${key.query}`)) || undefined
}

/**
 * The item that a page is about: the one whose `url` is an address of the page, else the one of an id. The first address counts more.
 * Parameters that no item has are left out at last. The start page of a site, and an address of several items, are about none.
 */
export function itemOfPage(items: readonly Item[], { addresses, ids, base }: ItemPage): ItemId | undefined {
  const keys = addresses.flatMap((address) => addressKey(address, base) ?? [])
  const wanted = [...keys.map(({ page, query }) => (query ? `${page}?${query}` : page)), ...keys.map(({ page }) => page)]
  const found = new Map(wanted.filter((key) => /[/?#]/.test(key)).map((key) => [key, [] as ItemId[]]))
  const named = new Set(ids)
  const known = new Set<ItemId>()
  for (const { id, url } of items) {
    if (named.has(id)) known.add(id)
    const key = url === undefined || found.size === 0 ? undefined : addressKey(url, base)
    if (key) found.get(key.query ? `${key.page}?${key.query}` : key.page)?.push(id)
  }
  for (const there of found.values()) {
    const item = there.length > 1 ? there.find((id) => named.has(id)) : there[0]
    if (item !== undefined) return item
  }
  return ids.find((id) => known.has(id))
}

/** An address with a stray % is compared as it is. */
function decoded(text: string): string {
  try {
    return decodeURI(text)
  } catch {
    return text
  }
}
