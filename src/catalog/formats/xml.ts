import { parseXml, XmlElement } from '@rgrove/parse-xml'
import { PagekinError } from '../../errors.js'
import { type CatalogRow, messageOf, quoted } from '../rows.js'
import { titleFromAddress } from './title-from-address.js'

/** What feeds call an item: RSS and Merchant, Atom, shops' own exports, sitemaps. */
const ITEM = /^(?:item|entry|product|offer|shopitem|article|post|row|record|book|url)$/i

/**
 * The items of an XML file, each parsed by itself: one that is not well formed is one rejected row. Entities that the file declares are
 * never expanded: they stay as they are written, and no file grows.
 */
export function* xmlRows(text: string, source: string): Iterable<CatalogRow> {
  const name = itemName(text)
  let row = 0
  if (name !== undefined) {
    for (const slice of elements(text, name)) yield { row: row++, ...readElement(slice) }
  }
  if (row === 0) {
    const expected = 'expected items of RSS, Atom, Google Merchant or a shop (item, entry, product, offer)'
    const hint = /<sitemapindex\b/i.test(text.slice(0, 1000)) ? '. It is a list of sitemaps: name one of them' : ''
    throw new PagekinError('catalog-invalid', `${source}: received XML without items, ${quoted(text)}; ${expected}${hint}`)
  }
}

function readElement(slice: string | undefined): Omit<CatalogRow, 'row'> {
  if (slice === undefined) return { why: 'is XML that is never closed' }
  try {
    const { root } = parseXml(escapeLoneAmpersands(slice), { ignoreUndefinedEntities: true })
    return root ? { value: feedRow(root) } : { why: 'is XML without an element' }
  } catch (thrown) {
    return { why: `is not well-formed XML (${quoted(messageOf(thrown).split('\n')[0]!)})` }
  }
}

/** Addresses in feeds often have them. In CDATA they are right. */
function escapeLoneAmpersands(xml: string): string {
  return xml
    .split(/(<!\[CDATA\[[\s\S]*?\]\]>)/)
    .map((part) => (part.startsWith('<![CDATA[') ? part : part.replace(/&(?!#?\w{1,31};)/g, '&amp;')))
    .join('')
}

interface Tag {
  readonly name: string
  readonly kind: 'open' | 'close' | 'empty'
  readonly start: number
  readonly end: number
}

/** A tag with its attributes. No `<` may stand in one, so the search for its end is short. */
const TAG = /<(\/?)([\w:.-]+)[^<>"']*(?:"[^"<]*"[^<>"']*|'[^'<]*'[^<>"']*)*>/y

/** Tags in order, without what stands in comments, CDATA, declarations and instructions. Ends where one of these never ends. */
function* tags(xml: string): Iterable<Tag> {
  for (let start = xml.indexOf('<'), end: number; start >= 0; start = xml.indexOf('<', end)) {
    TAG.lastIndex = start
    const [tag, slash, name] = TAG.exec(xml) ?? []
    end = tag === undefined ? endOfMarkup(xml, start) : start + tag.length
    if (end < 0) return
    if (name !== undefined) yield { name, kind: slash ? 'close' : tag!.endsWith('/>') ? 'empty' : 'open', start, end }
  }
}

/** What is no markup is one letter. -1 for markup that never ends. */
function endOfMarkup(xml: string, start: number): number {
  const behind = (mark: string, from: number) => {
    const at = from < 0 ? -1 : xml.indexOf(mark, from)
    return at < 0 ? -1 : at + mark.length
  }
  if (xml.startsWith('<!--', start)) return behind('-->', start + 4)
  if (xml.startsWith('<![CDATA[', start)) return behind(']]>', start)
  if (xml.startsWith('<?', start)) return behind('?>', start)
  if (!xml.startsWith('<!', start)) return start + 1
  const end = behind('>', start)
  const subset = xml.slice(start, end).indexOf('[')
  return subset < 0 ? end : behind('>', xml.indexOf(']', start + subset))
}

/** The name of the items: a usual one, else that of the root's first child. */
function itemName(xml: string): string | undefined {
  let depth = 0
  let child: string | undefined
  for (const { name, kind } of tags(xml)) {
    if (kind !== 'close' && depth > 0 && ITEM.test(name.replace(/^.*:/, ''))) return name
    if (kind !== 'close' && depth === 1) child ??= name
    depth += kind === 'open' ? 1 : kind === 'close' ? -1 : 0
  }
  return child === 'channel' || child === 'sitemap' ? undefined : child
}

/** The text of each element of this name; undefined for one that another begins in, or that never ends. */
function* elements(xml: string, wanted: string): Iterable<string | undefined> {
  let start = -1
  for (const { name, kind, start: from, end } of tags(xml)) {
    if (name !== wanted) continue
    if (kind === 'close') {
      if (start >= 0) yield xml.slice(start, end)
      start = -1
      continue
    }
    if (start >= 0) yield undefined
    start = kind === 'open' ? from : -1
    if (kind === 'empty') yield xml.slice(from, end)
  }
  if (start >= 0) yield undefined
}

/** An item of a feed in the form of a row: fields by their names, without the prefixes of Merchant feeds. */
function feedRow(item: XmlElement): Record<string, unknown> {
  const fields = new Map<string, unknown>(Object.entries(item.attributes))
  for (const child of childrenOf(item)) {
    const name = nameOf(child)
    const known = fields.get(name)
    const value = contentOf(child)
    fields.set(name, known === undefined ? value : Array.isArray(known) ? [...known, value] : [known, value])
  }
  const of = (name: string) => childrenOf(item).filter((child) => nameOf(child) === name)
  const content = fields.get('content:encoded') ?? fields.get('content') ?? fields.get('description') ?? fields.get('summary')
  const url = fields.get('loc') ?? linkOf(of('link')) ?? permalinkOf(of('guid'))
  const image = fields.get('image_link') ?? pictureOf(item, content)
  const categories = of('category').map(({ attributes, text }) => attributes.term ?? text.trim())
  const own = {
    url,
    image,
    description: content,
    id: fields.get('id') ?? fields.get('guid'),
    title:
      fields.get('title') ??
      firstText(item, ['news:title', 'image:title']) ??
      (fields.has('loc') ? titleFromAddress(String(url)) : undefined),
    category: categories[0],
    tags: categories.length > 1 ? categories : undefined,
    published: fields.get('pubDate') ?? fields.get('published') ?? fields.get('dc:date') ?? fields.get('updated') ?? fields.get('lastmod'),
    author: fields.get('dc:creator') ?? firstText(item, ['author']),
  }
  const taken =
    /^(?:link|image_link|guid|loc|lastmod|pubDate|updated|content|summary|enclosure|dc:.*|media:.*|image:.*|news:.*|content:.*|itunes:image)$/
  const rest = [...fields].filter(([name]) => !taken.test(name))
  return Object.fromEntries([...rest, ...Object.entries(own).filter(([, value]) => value !== undefined && value !== '')])
}

/** Without the prefixes of Merchant feeds. */
function nameOf({ name }: XmlElement): string {
  return name.replace(/^[gc]:/, '')
}

function childrenOf(element: XmlElement): XmlElement[] {
  return element.children.filter((child) => child instanceof XmlElement)
}

/** The text of an element, else its parts. */
function contentOf(element: XmlElement): unknown {
  const parts = childrenOf(element)
  if (parts.length === 0) return element.text.trim()
  return Object.fromEntries(parts.map((part) => [nameOf(part), part.text.trim()]))
}

/** RSS writes the address as text, Atom as `href` of the link that is no other than `alternate`. */
function linkOf(links: readonly XmlElement[]): string | undefined {
  const main = links.find(({ attributes }) => (attributes.rel ?? 'alternate') === 'alternate')
  return main && (main.attributes.href ?? (main.text.trim() || undefined))
}

function permalinkOf([guid]: readonly XmlElement[]): string | undefined {
  const text = guid?.text.trim() ?? ''
  return guid?.attributes.isPermaLink !== 'false' && /^https?:\/\//.test(text) ? text : undefined
}

function pictureOf(item: XmlElement, content: unknown): string | undefined {
  const inside = childrenOf(item).flatMap((child) => [child, ...childrenOf(child)])
  for (const { name, attributes, text } of inside) {
    const { url, href, type = '', medium } = attributes
    if (name === 'enclosure' && url && /^image\//.test(type)) return url
    if (name === 'media:content' && url && (medium === 'image' || /^image\//.test(type) || /\.(?:jpe?g|png|webp|gif|avif)\b/i.test(url)))
      return url
    if (name === 'media:thumbnail' && url) return url
    if (name === 'itunes:image' && href) return href
    if (name === 'image:loc') return text.trim()
  }
  const written = typeof content === 'string' ? /<img\s[^<>]{0,500}?src=["']([^"'<>]{1,2000})["']/i.exec(content)?.[1] : undefined
  return written?.replaceAll('&amp;', '&')
}

function firstText(item: XmlElement, names: readonly string[]): string | undefined {
  const found = childrenOf(item)
    .flatMap((child) => [child, ...childrenOf(child)])
    .find(({ name }) => names.includes(name))
  const [inner] = found ? childrenOf(found) : []
  return (inner ?? found)?.text.trim() || undefined
}
