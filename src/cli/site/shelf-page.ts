import { type DefaultTreeAdapterTypes, parse } from 'parse5'

export interface ShelfCatalog {
  readonly url: string
  /** The attribute `fields` of the shelf. */
  readonly fields: string | undefined
}

/** What a page fetches for its shelves. */
export interface ShelfPage {
  readonly hasShelf: boolean
  /** The script tag defines the element; else a bundle does, which has its own client. */
  readonly byTag: boolean
  /** Address of the folder of the package's files. */
  readonly assets: string
  /** Addresses, each with a slash at its end. */
  readonly packs: readonly string[]
  readonly catalogs: readonly ShelfCatalog[]
  /** Every shelf says `device="off"`. */
  readonly withoutEncoder: boolean
  /** Policies in `meta` elements. */
  readonly policies: readonly string[]
}

/** Reads the HTML that a server sent. What scripts add later is not seen. */
export function shelfPage(html: string, url: string): ShelfPage {
  const shelves: Map<string, string>[] = []
  const policies: string[] = []
  let tag: string | undefined
  const open: DefaultTreeAdapterTypes.Node[] = [parse(html)]
  for (let node = open.pop(); node; node = open.pop()) {
    if ('childNodes' in node) open.push(...node.childNodes)
    if (!('tagName' in node)) continue
    const attributes = new Map(node.attrs.map(({ name, value }) => [name, value]))
    const src = attributes.get('src')
    if (node.tagName === 'page-kin') shelves.push(attributes)
    if (node.tagName === 'script' && src && /(?:^|\/)embed\.js(?:\?|$)/.test(src)) {
      tag = new URL(src, url).href
      shelves.push(new Map([...attributes].map(([name, value]) => [name.replace(/^data-/, ''), value])))
    }
    if (node.tagName === 'meta' && attributes.get('http-equiv')?.toLowerCase() === 'content-security-policy') {
      policies.push(attributes.get('content') ?? '')
    }
  }
  const all = (name: string) => [...new Set(shelves.flatMap((shelf) => shelf.get(name) ?? []))]
  const folder = (address: string) => new URL(address.replace(/\/?$/, '/'), url).href
  const assets = all('assets')[0]
  const asks = shelves.filter((shelf) => shelf.has('pack') || shelf.has('catalog'))
  return {
    hasShelf: shelves.length > 0,
    byTag: tag !== undefined,
    assets: tag ? new URL('.', tag).href : folder(assets ?? '/'),
    packs: all('pack').map(folder),
    catalogs: all('catalog').map((address) => ({
      url: new URL(address, url).href,
      fields: shelves.find((shelf) => shelf.get('catalog') === address && shelf.has('fields'))?.get('fields'),
    })),
    withoutEncoder: asks.length > 0 && asks.every((shelf) => shelf.get('device') === 'off'),
    policies,
  }
}
