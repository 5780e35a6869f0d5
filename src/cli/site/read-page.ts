import { type DefaultTreeAdapterTypes, html, parse } from 'parse5'
import { oneLine } from '../../catalog/plain-text.js'
import { isRecord } from '../../catalog/rows.js'

type Node = DefaultTreeAdapterTypes.Node
type Element = DefaultTreeAdapterTypes.Element

/** Where the links of a page go, as offsets in its text. What lies between them is the block of an earlier run. */
export interface Place {
  readonly start: number
  readonly end: number
  /** Addresses of the page's own scripts, as written. */
  readonly scripts: readonly string[]
  /** The page wrote the `<page-kin>` itself: only links go into it. `limit` is its own. */
  readonly shelf?: { readonly item: string | undefined; readonly limit: number | undefined; readonly heading: string | undefined }
}

/** What a built page says of itself. */
export interface Page {
  /** Why it is no page to recommend, whatever it says. */
  readonly skip: 'fragment' | 'noindex' | 'redirect' | 'search' | undefined
  readonly title: string
  /** Of its `title` element. */
  readonly tabTitle: string
  readonly heading: string
  readonly description: string | undefined
  readonly image: string | undefined
  /** `rel=canonical`: the address of the page, or of the one that it repeats. */
  readonly canonical: string | undefined
  /** Where it says that it is: `rel=canonical`, else `og:url`, which a template may leave the same on all pages. */
  readonly ownUrl: string | undefined
  readonly lang: string | undefined
  readonly published: string | undefined
  readonly tags: readonly string[]
  readonly section: string | undefined
  /** The thing of its JSON-LD that the page is about. */
  readonly thing: Readonly<Record<string, unknown>> | undefined
  /** Paragraphs, headings and the like of its body, in order. */
  readonly blocks: readonly string[]
  /** Share of that text that is inside links, 0 to 1. */
  readonly linked: number
  /** Addresses of all its links, as written. */
  readonly hrefs: readonly string[]
  /** It has `data-kin-body`. */
  readonly marksBody: boolean
  readonly place: Place
}

export const BEGIN = 'pagekin: links'
export const END = 'pagekin: end of links'

/** Elements that end no line of text. */
const INLINE = new Set(
  'a abbr b bdi bdo br cite code data del dfn em font i img ins kbd mark q rp rt ruby s samp small span strong sub sup time tt u var wbr'.split(
    ' ',
  ),
)
/** Not the text of a page, wherever they stand. */
const APART = new Set(
  'aside audio button canvas dialog footer form iframe input nav noscript object page-kin pre script select style svg template textarea video'.split(
    ' ',
  ),
)
const ROLES_APART = new Set(['banner', 'complementary', 'contentinfo', 'dialog', 'navigation', 'search'])
/** What scripts of a framework take over: nodes that they do not know must not stand inside. */
const APP_ROOTS = new Set(['app', '__next', '__nuxt', '__docusaurus', '___gatsby', 'root', 'svelte'])
/** A page with fewer letters and a search is nothing but that search; a search may stand in the header of every page. */
const SEARCH_LETTERS = 100
/** Types of schema.org that are a site's frame and not what a page is about. */
const FRAME =
  /^(?:WebSite|WebPage|CollectionPage|Organization|LocalBusiness|Person|BreadcrumbList|ListItem|ItemList|SearchAction|ImageObject)$/

/** Reads one built page. Takes any text: a parser of the standard reads what browsers read. */
export function readPage(text: string): Page {
  const document = parse(text, { sourceCodeLocationInfo: true })
  const found = new Findings()
  for (const { node, leaving } of walk(document)) if (!leaving) found.take(node)
  const { html: page } = found
  const body = found.marked ?? found.main ?? (found.articles.length === 1 ? found.articles[0] : undefined) ?? found.body
  const { blocks, linked } = textOf(body, body === found.body)
  const isSearch = found.hasSearch && blocks.reduce((sum, { length }) => sum + length, 0) < SEARCH_LETTERS
  const things = found.things.filter(({ '@type': type }) => typeof type === 'string' && !FRAME.test(type))
  return {
    skip: !page?.sourceCodeLocation && !found.hasDoctype ? 'fragment' : (found.skip ?? (isSearch ? 'search' : undefined)),
    title: oneLine(found.meta.get('og:title') ?? found.heading ?? found.title ?? ''),
    tabTitle: oneLine(found.title ?? ''),
    heading: oneLine(found.heading ?? ''),
    description: found.meta.get('description') ?? found.meta.get('og:description'),
    image: found.meta.get('og:image') ?? found.meta.get('twitter:image'),
    canonical: found.canonical,
    ownUrl: found.canonical ?? found.meta.get('og:url'),
    lang: (page && attribute(page, 'lang')) || undefined,
    published: found.meta.get('article:published_time') ?? found.meta.get('date') ?? found.time,
    tags: found.tags,
    section: found.meta.get('article:section'),
    thing: things[0],
    blocks,
    linked,
    hrefs: found.hrefs,
    marksBody: found.marked !== undefined,
    place: found.place(text, body),
  }
}

/** What one walk over a document finds; the first of its kind wins. */
class Findings {
  readonly meta = new Map<string, string>()
  readonly tags: string[] = []
  readonly hrefs: string[] = []
  readonly articles: Element[] = []
  readonly things: Record<string, unknown>[] = []
  hasDoctype = false
  /** A `<page-kin>` that searches. */
  hasSearch = false
  skip: Page['skip']
  title: string | undefined
  heading: string | undefined
  time: string | undefined
  canonical: string | undefined
  html: Element | undefined
  body: Element | undefined
  main: Element | undefined
  marked: Element | undefined
  readonly #shelves: Element[] = []
  readonly #scripts: Element[] = []
  readonly #marks: DefaultTreeAdapterTypes.CommentNode[] = []

  take(node: Node): void {
    if (node.nodeName === '#documentType') this.hasDoctype = true
    if (isComment(node) && [BEGIN, END].includes(node.data.trim())) this.#marks.push(node)
    if (!isElement(node)) return
    const { tagName } = node
    if (tagName === 'html') this.html ??= node
    if (tagName === 'body') this.body ??= node
    if (tagName === 'main' || attribute(node, 'role') === 'main') this.main ??= node
    if (tagName === 'article') this.articles.push(node)
    if (tagName === 'title' && node.namespaceURI === html.NS.HTML) this.title ??= plainText(node)
    if (tagName === 'h1') this.heading ??= nonEmpty(plainText(node))
    if (tagName === 'time') this.time ??= attribute(node, 'datetime')
    if (tagName === 'link' && attribute(node, 'rel')?.toLowerCase() === 'canonical') this.canonical ??= attribute(node, 'href')
    if (tagName === 'meta') this.#takeMeta(node)
    if (tagName === 'script' && attribute(node, 'type')?.toLowerCase() === 'application/ld+json')
      this.things.push(...thingsIn(plainText(node)))
    if (tagName === 'a') this.hrefs.push(attribute(node, 'href') ?? '')
    if (attribute(node, 'data-kin-body') !== undefined) this.marked ??= node
    if (tagName === 'script') this.#scripts.push(node)
    if (tagName !== 'page-kin') return
    if (isOfItem(node)) this.#shelves.push(node)
    this.hasSearch ||= attribute(node, 'query') !== undefined || attribute(node, 'mode') === 'search'
  }

  #takeMeta(node: Element): void {
    const name = (attribute(node, 'property') ?? attribute(node, 'name') ?? '').toLowerCase()
    const content = attribute(node, 'content')?.trim()
    if (!content) return
    if (attribute(node, 'http-equiv')?.toLowerCase() === 'refresh' && /url\s*=/i.test(content)) this.skip ??= 'redirect'
    if (name === 'robots' && /\b(?:noindex|none)\b/i.test(content)) this.skip ??= 'noindex'
    if (name === 'article:tag') this.tags.push(content)
    if (name && !this.meta.has(name)) this.meta.set(name, content)
  }

  /** The block of an earlier run. A mark without the other was left by a hand, and marks nothing. */
  #block(): Pick<Place, 'start' | 'end'> | undefined {
    let start: number | undefined
    // a parser moves what follows the end of a page: the tree is not in the order of the text
    for (const { data, sourceCodeLocation: at } of this.#marks.sort((a, b) => startOf(a) - startOf(b))) {
      if (data.trim() === BEGIN) start = at?.startOffset
      else if (start !== undefined && at) return { start, end: at.endOffset }
    }
    return undefined
  }

  /** Inside the page's own shelf, else at the end of its body, or behind the root of an app that would take the links out again. */
  place(text: string, body: Element | undefined): Place {
    const block = this.#block()
    // those of our own block are replaced with it
    const isOwn = (node: Element) => block === undefined || startOf(node) < block.start || startOf(node) > block.end
    const scripts = this.#scripts.filter(isOwn).map((script) => attribute(script, 'src') ?? '')
    const own = this.#shelves.find(isOwn)
    const shelf = own && {
      item: attribute(own, 'item'),
      limit: Number(attribute(own, 'limit')) || undefined,
      heading: attribute(own, 'heading'),
    }
    const told = { scripts, ...(shelf && { shelf }) }
    if (block) return { ...block, ...told }
    const around = own ?? appRootAround(body) ?? body
    const at = own || around === body ? endInside(around, text) : (around?.sourceCodeLocation?.endOffset ?? text.length)
    // an element that is not closed ends with the page, behind the end tag of the body
    const start = Math.min(at, this.body?.sourceCodeLocation?.endTag?.startOffset ?? at)
    return { start, end: start, ...told }
  }
}

function startOf({ sourceCodeLocation: at }: Pick<Element, 'sourceCodeLocation'>): number {
  return at?.startOffset ?? Number.POSITIVE_INFINITY
}

/** A shelf of similar items: with `query` or another mode it shows something else. */
function isOfItem(shelf: Element): boolean {
  return attribute(shelf, 'query') === undefined && (attribute(shelf, 'mode') ?? 'similar') === 'similar'
}

function appRootAround(body: Element | undefined): Element | undefined {
  let root: Element | undefined
  for (let at: Node | null | undefined = body; at && isElement(at); at = at.parentNode as Node | null) {
    if (APP_ROOTS.has(attribute(at, 'id') ?? '') || attribute(at, 'data-server-rendered') !== undefined) root = at
  }
  return root
}

/** Before its end tag; where that is left out, before what ended it. */
function endInside(element: Element | undefined, text: string): number {
  const location = element?.sourceCodeLocation
  if (location) return location.endTag?.startOffset ?? location.endOffset
  return /<\/body\s*>|<\/html\s*>/i.exec(text)?.index ?? text.length
}

function thingsIn(json: string): Record<string, unknown>[] {
  try {
    const value: unknown = JSON.parse(json)
    return [value].flat().flatMap((thing) => (isRecord(thing) ? [thing, ...[thing['@graph'] ?? []].flat().filter(isRecord)] : []))
  } catch {
    return []
  }
}

/** The text of a body by blocks, and how much of it is links. */
function textOf(body: Element | undefined, isWhole: boolean): { readonly blocks: string[]; readonly linked: number } {
  const blocks: string[] = []
  let line = ''
  let all = 0
  let linked = 0
  let links = 0
  const endBlock = () => {
    const text = oneLine(line.replace(/[\u200b\u00ad\ufeff]/g, ''))
    if (text !== '') blocks.push(text)
    line = ''
  }
  if (!body) return { blocks, linked: 0 }
  // the header of an article has its title; that of a page has its navigation
  const isApart = (node: Element) =>
    node !== body &&
    (APART.has(node.tagName) ||
      (isWhole && node.tagName === 'header') ||
      ROLES_APART.has(attribute(node, 'role') ?? '') ||
      attribute(node, 'hidden') !== undefined ||
      attribute(node, 'aria-hidden') === 'true' ||
      attribute(node, 'data-kin-ignore') !== undefined)
  for (const { node, leaving } of walk(body, (node) => isElement(node) && isApart(node))) {
    if (isElement(node)) {
      if (node.tagName === 'a') links += leaving ? -1 : 1
      if (!INLINE.has(node.tagName)) endBlock()
      else if (node.tagName === 'br') line += ' '
    } else if (isText(node) && !leaving) {
      const length = node.value.replace(/\s+/g, '').length
      all += length
      if (links > 0) linked += length
      line += node.value
    }
  }
  endBlock()
  return { blocks, linked: all > 0 ? linked / all : 0 }
}

/** Every node below, each when it begins and when it ends. Without recursion: pages may nest as deep as they like. */
function* walk(root: Node, skips: (node: Node) => boolean = () => false): Generator<{ readonly node: Node; readonly leaving: boolean }> {
  const open: { readonly node: Node; readonly leaving: boolean }[] = [{ node: root, leaving: false }]
  for (let next = open.pop(); next; next = open.pop()) {
    const { node, leaving } = next
    if (!leaving && skips(node)) continue
    yield next
    if (leaving || !('childNodes' in node)) continue
    open.push({ node, leaving: true })
    for (let i = node.childNodes.length - 1; i >= 0; i--) open.push({ node: node.childNodes[i]!, leaving: false })
  }
}

function plainText(element: Element): string {
  let text = ''
  for (const { node, leaving } of walk(element)) if (isText(node) && !leaving) text += node.value
  return text.replace(/[\u200b\u00ad]/g, '')
}

function nonEmpty(text: string): string | undefined {
  return /\S/.test(text) ? text : undefined
}

function attribute(element: Element, name: string): string | undefined {
  return element.attrs.find((attr) => attr.name === name)?.value
}

function isElement(node: Node): node is Element {
  return 'tagName' in node
}

function isText(node: Node): node is DefaultTreeAdapterTypes.TextNode {
  return node.nodeName === '#text'
}

function isComment(node: Node): node is DefaultTreeAdapterTypes.CommentNode {
  return node.nodeName === '#comment'
}
