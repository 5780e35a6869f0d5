/** discover.js: finds the catalog of a page that names none. Fetched only then. */

import { jsonLdItems } from '../catalog/formats/json-ld.js'
import { catalogRows } from '../catalog/parse.js'
import { PagekinError } from '../errors.js'
import { own } from '../own.js'
import { parseUrl } from '../parse-url.js'
import { DISCOVERED } from './session-history.js'

/** What was found: one of these. */
export interface Discovered {
  readonly catalog?: string
  readonly pack?: string
  readonly items?: readonly unknown[]
}

/** The beginning of an answer tells what it is. */
const HEAD_BYTES = 65_536
const TIMEOUT_MS = 10_000
/** Sitemaps of sitemaps that are followed, one from the other. */
const MOST_SITEMAPS = 2

const FEED = /^application\/(?:feed\+json|rss\+xml|atom\+xml)$/
/** What has an item in it; an empty feed has none. */
const HAS_ITEM = /<(?:item|entry)[\s>]|<url>|"(?:items|products)"\s*:\s*\[\s*\{|^\s*\[\s*\{/
const PACK = 'pack/manifest.json'
const ORIGIN_PATHS = ['/products.json?limit=250', '/feed.json', '/feed.xml', '/rss.xml', '/sitemap.xml']

/**
 * Looks in this order, and takes the first that is there: rows in `<script type="application/json" data-kin-catalog>`, a feed that the page
 * links to, a pack beside the files of pagekin, items of its JSON-LD, then what shops and blogs serve. Asks this origin only, each
 * address once in a tab or reload, and says on the console what it took.
 *
 * @param assets Absolute address of the folder of pagekin's files.
 * @param mayStore Whether the tab may remember the answers.
 * @throws PagekinError `catalog-invalid` if there is none, with all that was tried.
 */
export async function discover(assets: string, mayStore = true): Promise<Discovered> {
  if (document.readyState === 'loading')
    await new Promise((parsed) => document.addEventListener('DOMContentLoaded', parsed, own({ once: true })))
  const inline = document.querySelector('script[data-kin-catalog]')
  if (inline) return took({ items: rowsIn(inline.textContent ?? '') }, '<script data-kin-catalog>')
  const origin = new OriginSearch(mayStore)
  const links = linkedCatalogs()
  const guessed = [new URL(PACK, assets), ...ORIGIN_PATHS.map((path) => new URL(path, location.href))]
  const listed = listedItems()
  // of a site whose pages list some of its items, one catalog serves all pages
  const found = (await origin.first(links)) ?? origin.known(guessed) ?? (listed.length < 2 ? await origin.first(guessed) : undefined)
  if (found !== undefined) return took(found.endsWith(PACK) ? { pack: new URL('.', found).href } : { catalog: found }, found)
  if (listed.length > 1) return took({ items: listed }, 'the JSON-LD of this page')
  const tried = ['script[data-kin-catalog]', 'link[rel=alternate] of a feed', 'JSON-LD of several items', ...origin.tried]
  throw new PagekinError(
    'catalog-invalid',
    `catalog: this page names none, and none was found; tried ${tried.join(', ')}. Name it, or set discover="off"`,
  )
}

function took(found: Discovered, from: string): Discovered {
  try {
    console.info(`[pagekin] catalog: this page names none; took ${from}. Name a catalog to spare the search, or set discover="off".`)
  } catch {
    // a page may have replaced it by something that throws
  }
  return own(found)
}

/** Those of an object from id to item have their keys as ids. */
function rowsIn(text: string): unknown[] {
  const rows = Array.from(catalogRows(text, 'script[data-kin-catalog]'))
  return rows.map(({ key, value }) => (key === undefined ? value : own({ id: key, ...(value as object) })))
}

/** In the order of the page, those marked by the site first. A shop on WordPress names its address in each page. */
function linkedCatalogs(): URL[] {
  const links = Array.from(document.querySelectorAll<HTMLLinkElement>('link[href]'))
  const marked = links.filter((link) => link.hasAttribute('data-kin-catalog'))
  const shops = links.filter(({ rel }) => rel === 'https://api.w.org/').map(({ href }) => `${href}wc/store/v1/products?per_page=100`)
  const feeds = links.filter(({ relList, type, href, title }) => {
    return relList.contains('alternate') && FEED.test(type) && !/comments?\b/i.test(`${href} ${title}`)
  })
  const addresses = [...marked.map(({ href }) => href), ...shops, ...feeds.map(({ href }) => href)]
  return addresses.map((href) => parseUrl(href, document.baseURI)).filter((url) => url !== undefined)
}

/** The items of the page's JSON-LD, of the kind that most of them are: an article with its video is no list. */
function listedItems(): unknown[] {
  const kinds = new Map<string, unknown[]>()
  for (const { textContent } of Array.from(document.querySelectorAll('script[type="application/ld+json"]'))) {
    try {
      for (const item of jsonLdItems(JSON.parse(textContent ?? ''))) {
        const kind = String(item['@type'])
        kinds.set(kind, [...(kinds.get(kind) ?? []), item])
      }
    } catch {
      // other scripts of the page may be whole
    }
  }
  return [...kinds.values()].sort((a, b) => b.length - a.length)[0] ?? []
}

/** Asks addresses of this origin whether a catalog is there. */
class OriginSearch {
  /** Addresses without a catalog, with the reason. */
  readonly tried: string[] = []
  readonly #mayStore: boolean
  /** An address that was asked -> that of the catalog there, empty where there is none. */
  readonly #answers: Record<string, string>

  constructor(mayStore: boolean) {
    this.#mayStore = mayStore
    this.#answers = mayStore ? answersOfTab() : own({})
  }

  /** The catalog at the first of these addresses that has one. */
  async first(urls: readonly URL[], depth = 0): Promise<string | undefined> {
    for (const url of urls) {
      const found = await this.#ask(url, depth)
      if (found) return found
    }
    return undefined
  }

  /** The same without a request. */
  known(urls: readonly URL[]): string | undefined {
    return urls.map(({ href }) => this.#answers[href]).find(Boolean)
  }

  async #ask({ href, origin, protocol, pathname, search }: URL, depth: number): Promise<string | undefined> {
    if (origin !== location.origin || !/^http/.test(protocol)) {
      this.tried.push(`${href} (not asked: it is not of this origin)`)
      return undefined
    }
    const why = (text: string) => this.tried.push(`${pathname}${search} (${text})`)
    const answer = this.#answers[href]
    if (answer !== undefined) {
      if (!answer) why('asked before in this tab')
      return answer
    }
    try {
      const response = await ask(href)
      const head = response.ok ? await headOf(response) : ''
      if (depth < MOST_SITEMAPS && /<sitemapindex/.test(head)) {
        // one that lists itself ends here
        this.#answers[href] = ''
        return this.#keep(href, (await this.first(sitemapsIn(head), depth + 1)) ?? '')
      }
      const isCatalog = !/^\s*<(?:!doctype\s+)?html/i.test(head) && (HAS_ITEM.test(head) || pathname.endsWith(PACK))
      if (response.ok && isCatalog) return this.#keep(href, response.url)
      why(response.ok ? 'no catalog' : String(response.status))
      this.#keep(href, '')
    } catch (thrown) {
      // the network may be back on the next page
      why(String(thrown))
    }
    return undefined
  }

  #keep(href: string, found: string): string {
    this.#answers[href] = found
    if (!this.#mayStore) return found
    try {
      sessionStorage.setItem(DISCOVERED, JSON.stringify(this.#answers))
    } catch {
      // without storage each page asks
    }
    return found
  }
}

/** Of earlier pages of this tab. A reload asks anew: the site may have a catalog now. */
function answersOfTab(): Record<string, string> {
  try {
    const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
    if (navigation?.type !== 'reload') {
      const answers = Object.entries<unknown>(JSON.parse(sessionStorage.getItem(DISCOVERED) ?? '{}'))
      return own(Object.fromEntries(answers.filter(isAnswer)))
    }
  } catch {
    // nothing is kept
  }
  return own({})
}

/** Any script of the origin may have written it. */
function isAnswer(entry: [string, unknown]): entry is [string, string] {
  const [, found] = entry
  return found === '' || (typeof found === 'string' && parseUrl(found, location.href)?.origin === location.origin)
}

/** `same-origin`: a redirect to elsewhere is not followed. */
function ask(url: string): Promise<Response> {
  const signal = AbortSignal.timeout(TIMEOUT_MS)
  return fetch(url, own({ mode: 'same-origin', cache: 'no-cache', referrerPolicy: 'origin', signal } as const))
}

/** The engine reads the whole. */
async function headOf(response: Response): Promise<string> {
  const reader = response.body?.getReader()
  const decoder = new TextDecoder()
  let text = ''
  for (let length = 0; reader && length < HEAD_BYTES; ) {
    const { done, value } = await reader.read()
    if (done) return text
    length += value.length
    text += decoder.decode(value, own({ stream: true }))
  }
  void reader?.cancel().catch(() => undefined)
  return text
}

/** The sitemap that is likely about items, before the others. */
function sitemapsIn(index: string): URL[] {
  const addresses = [...index.matchAll(/<loc>\s*([^<\s]+)/g)].map(([, address]) => address!.replaceAll('&amp;', '&'))
  const likely = addresses.find((address) => /product|post|article|recipe/i.test(address)) ?? addresses[0]
  const url = likely === undefined ? undefined : parseUrl(likely, location.href)
  return url ? [url] : []
}
