import { parseUrl } from '../../parse-url.js'
import type { Page } from './read-page.js'

/** A page of the site, with where it is. */
export interface SitePage extends Page {
  /** Path below the folder, with slashes: `guide/index.html`. */
  readonly file: string
  /** What it is linked as: `/docs/guide/`. */
  readonly address: string
}

/** Pages left out, by reason. */
export type LeftOut = Record<
  'duplicate' | 'fragment' | 'noindex' | 'not-found' | 'redirect' | 'search' | 'unmarked' | 'not-utf-8' | 'empty',
  number
>

/** A text on more than this share of the pages is the site's frame. */
const FRAME_SHARE = 0.5
/** Fewer pages than this say nothing of what a frame is. */
const FRAME_PAGES = 3
/** More of its text than this inside links: a list of pages, which nobody wants recommended. */
const LIST_SHARE = 0.5
const SEPARATORS = /\s+[|·•–—:-]+\s+|\s*[|»«]\s*/

/**
 * Files with their pages, in the order of their names -> pages with addresses. What is left out is counted in `leftOut`.
 *
 * @param base Address that the site is served at, with slashes around.
 */
export function sitePages(read: readonly (readonly [file: string, page: Page])[], base: string, leftOut: LeftOut): SitePage[] {
  const links = linksOf(read, base)
  const marked = read.some(([, { marksBody, skip }]) => marksBody && skip === undefined)
  const pages: SitePage[] = []
  const taken = new Set<string>()
  const own = new Map(read.map(([file]) => [file, addressOf(file, base, links)]))
  const addresses = new Set(own.values())
  for (const [file, page] of read) {
    const address = own.get(file)!
    const canonical = pathOf(page.canonical, address)
    const isElsewhere = canonical !== undefined && !formsOf(file, base).includes(canonical) && addresses.has(canonical)
    const why = isNotFound(file)
      ? 'not-found'
      : (page.skip ?? (isElsewhere || taken.has(address) ? 'duplicate' : marked && !page.marksBody ? 'unmarked' : undefined))
    if (why) leftOut[why]++
    else {
      taken.add(address)
      pages.push({ ...page, file, address })
    }
  }
  return pages
}

/**
 * Pages as rows of a catalog, without what most of them share: menus, banners, the site's name in titles, its default picture.
 * A page that mostly consists of links is in the catalog, so that it has links itself, and is not available to others.
 */
export function siteRows(pages: readonly SitePage[]): Record<string, unknown>[] {
  const frame = shared(pages.map(({ blocks }) => [...new Set(blocks)]))
  const names = shared(pages.map(({ title, tabTitle }) => [...new Set([...endsOf(title), ...endsOf(tabTitle)])]))
  const descriptions = shared(pages.map(({ description }) => [description ?? '']))
  const images = shared(pages.map(({ image }) => [image ?? '']))
  return pages.map((page) => {
    const { address, thing = {}, published, tags, section, lang, linked } = page
    const title = titleOf(page, names)
    const summary = page.description !== undefined && !descriptions.has(page.description) ? page.description : textIn(thing.description)
    const text = page.blocks.filter((block) => !frame.has(block) && block !== title && block !== page.heading && block !== summary)
    const image = page.image !== undefined && !images.has(page.image) ? page.image : pictureIn(thing.image)
    return {
      id: address,
      url: address,
      title,
      description: [summary ?? '', ...text].filter(Boolean).join('\n'),
      ...(image && { image: localAddress(image, page) }),
      ...(published && { published }),
      ...(!published && textIn(thing.datePublished) && { published: thing.datePublished }),
      ...(tags.length > 0 && { tags }),
      ...(tags.length === 0 && thing.keywords !== undefined && { keywords: thing.keywords }),
      ...(section && { category: section }),
      ...(!section && { category: thing.articleSection ?? thing.recipeCategory ?? thing.category }),
      ...(thing.brand !== undefined && { brand: thing.brand }),
      ...(thing.offers !== undefined && { offers: [thing.offers].flat()[0] }),
      ...(lang && { lang }),
      ...(linked > LIST_SHARE && { available: false }),
    }
  })
}

/** What more than half of the lists have; of few lists, nothing. */
function shared(lists: readonly (readonly string[])[]): Set<string> {
  const counts = new Map<string, number>()
  for (const list of lists) for (const text of list) counts.set(text, (counts.get(text) ?? 0) + 1)
  const least = Math.max(FRAME_PAGES, Math.floor(lists.length * FRAME_SHARE) + 1)
  return new Set([...counts].filter(([text, count]) => text !== '' && count >= least).map(([text]) => text))
}

function endsOf(title: string): string[] {
  const parts = title.split(SEPARATORS)
  return parts.length > 1 ? [...new Set([parts[0]!, parts.at(-1)!])] : []
}

/** Without the site's name before or behind it. */
function titleOf({ title, heading }: SitePage, names: ReadonlySet<string>): string {
  const parts = title.split(SEPARATORS)
  if (parts.length < 2) return title || heading
  const from = names.has(parts[0]!) ? 1 : 0
  const to = names.has(parts.at(-1)!) ? parts.length - 1 : parts.length
  if (from === 0 && to === parts.length) return title
  if (from >= to) return heading || title
  const start = title.indexOf(parts[from]!, from === 0 ? 0 : parts[0]!.length)
  return title.slice(start, title.indexOf(parts[to - 1]!, start) + parts[to - 1]!.length)
}

/** Of the same origin as the page's own address: a path, so that it works wherever the site is tried. */
function localAddress(image: string, { ownUrl, address }: SitePage): string {
  const page = parsed(ownUrl ?? '', 'https://site.invalid/')
  const url = parsed(image, new URL(address, page ?? 'https://site.invalid/').href)
  return url && (url.host === 'site.invalid' || url.host === page?.host) ? url.pathname + url.search : image
}

function textIn(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined
}

function pictureIn(value: unknown): string | undefined {
  const [first] = [value].flat()
  return textIn(first) ?? textIn((first as { readonly url?: unknown } | undefined)?.url)
}

const isNotFound = (file: string) => /(?:^|\/)(?:404|500|_error|_not-found)(?:\.html?|\/index\.html?)$/i.test(file)

/**
 * Where the site is served: the path before `guide/a.html` if pages say that they are at `https://x/docs/guide/a.html`, or link to
 * `/docs/guide/a.html`. What most of these addresses have decides; in doubt, `/`.
 */
export function baseOf(read: readonly (readonly [file: string, page: Page])[]): string {
  const forms = new Set(read.flatMap(([file]) => formsOf(file, '/')).filter((form) => form !== '/' && form !== '/index.html'))
  const paths = new Set(read.flatMap(([, { ownUrl = '', hrefs }]) => [ownUrl, ...hrefs.filter((href) => href.startsWith('/'))]))
  const counts = new Map([['/', 0]])
  for (const address of paths) {
    const path = pathOf(address, '/') ?? ''
    for (let slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      const base = path.slice(0, slash + 1)
      if (forms.has(path.slice(slash))) counts.set(base, (counts.get(base) ?? 0) + 1)
    }
  }
  return [...counts].reduce((best, next) => (next[1] > best[1] ? next : best))[0]
}

/** How a page may be linked, the usual form first. */
function formsOf(file: string, base: string): string[] {
  const path = file.split('/').map(encodeURIComponent).join('/')
  const forms = /(?:^|\/)index\.html?$/i.test(path)
    ? [path.replace(/index\.html?$/i, ''), path.replace(/\/?index\.html?$/i, ''), path]
    : [path, path.replace(/\.html?$/i, ''), path.replace(/\.html?$/i, '/')]
  return [...new Set(forms.map((form) => base + form))]
}

/** The form in which the site's own pages link it most, in doubt the usual one. */
function addressOf(file: string, base: string, links: ReadonlyMap<string, number>): string {
  const [usual = base, ...others] = formsOf(file, base)
  return others.reduce((best, form) => ((links.get(form) ?? 0) > (links.get(best) ?? 0) ? form : best), usual)
}

/** How often each path is linked to. */
function linksOf(read: readonly (readonly [file: string, page: Page])[], base: string): Map<string, number> {
  const links = new Map<string, number>()
  for (const [file, { hrefs, ownUrl }] of read) {
    const host = parsed(ownUrl ?? '', 'https://site.invalid/')?.host
    const own = `https://${host ?? 'site.invalid'}${base}${file}`
    for (const href of hrefs) {
      const url = parsed(href, own)
      if (url && (url.host === host || url.host === 'site.invalid')) links.set(url.pathname, (links.get(url.pathname) ?? 0) + 1)
    }
  }
  return links
}

function pathOf(address: string | undefined, page: string): string | undefined {
  return address ? parsed(address, `https://site.invalid${page}`)?.pathname : undefined
}

function parsed(address: string, base: string): URL | undefined {
  const url = parseUrl(address, base)
  return url && /^https?:$/.test(url.protocol) ? url : undefined
}
