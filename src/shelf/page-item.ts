import { own } from '../own.js'
import type { ItemId, ItemPage, Recommender } from '../types.js'

/** Browsers without the Navigation API do not say when a script changes the address. */
const POLL_MS = 500

/** What a page says about itself beside its address. */
interface Claims {
  readonly canonical: string | undefined
  readonly ids: readonly ItemId[]
}

/**
 * Finds the item of the page around a shelf, and again when the address changes without a reload. What the page said before the change
 * counts no more: many sites leave the canonical address and the JSON-LD of the first page in place.
 */
export class PageItem {
  /** Null where the page is about no item of the catalog, undefined while that is not known. */
  item: ItemId | null | undefined
  readonly #changed: () => void
  #recommender: Recommender | undefined
  #path = path()
  #stale: Claims = { canonical: undefined, ids: [] }
  #calls = 0
  #stop: (() => void) | undefined

  constructor(changed: () => void) {
    this.#changed = changed
  }

  connect(): void {
    this.#stop = onNavigation(this.#look)
    if (path() !== this.#path) this.#look()
  }

  disconnect(): void {
    this.#stop?.()
  }

  /** Asks this one; the same again changes nothing. */
  use(recommender: Recommender | undefined): void {
    if (recommender === this.#recommender) return
    this.#recommender = recommender
    void this.#find()
  }

  readonly #look = (): void => {
    if (path() !== this.#path) {
      this.#path = path()
      this.#stale = claims()
    }
    void this.#find()
  }

  async #find(): Promise<void> {
    const call = ++this.#calls
    const item = this.#recommender && (await itemOf(this.#recommender, this.#page()))
    if (item === undefined || call !== this.#calls || item === this.item) return
    this.item = item
    this.#changed()
  }

  #page(): ItemPage {
    const { canonical, ids } = claims()
    const isNew = canonical !== undefined && canonical !== this.#stale.canonical
    return {
      addresses: isNew ? [location.href, canonical] : [location.href],
      ids: ids.filter((id) => !this.#stale.ids.includes(id)),
      base: document.baseURI,
    }
  }
}

/** A recommender that cannot say, knows none. */
async function itemOf(recommender: Recommender, page: ItemPage): Promise<ItemId | null> {
  try {
    return (await recommender.itemOf(page)) ?? null
  } catch {
    return null
  }
}

function path(): string {
  return location.pathname + (/^#!?\//.test(location.hash) ? location.hash : '')
}

function claims(): Claims {
  const products = Array.from(document.querySelectorAll('script[type="application/ld+json"]')).flatMap(({ textContent }) =>
    productsIn(textContent),
  )
  // several products are a list of them
  return {
    canonical: document.querySelector<HTMLLinkElement>('link[rel~=canonical][href]')?.href,
    ids: products.length === 1 ? products[0]! : [],
  }
}

/** Of each product of a JSON-LD document, its ids. Products inside another thing, such as related ones, are left out. */
function productsIn(json: string | null): ItemId[][] {
  try {
    return productIds(JSON.parse(json ?? ''))
  } catch {
    return []
  }
}

function productIds(thing: unknown): ItemId[][] {
  if (Array.isArray(thing)) return thing.flatMap(productIds)
  if (typeof thing !== 'object' || thing === null) return []
  const { sku, productID, productGroupID, mainEntity, ...rest } = own(thing as Record<string, unknown>)
  const ids = [sku, productID, productGroupID].filter((id) => typeof id === 'string' || typeof id === 'number').map(String)
  return ids.length > 0 ? [ids] : productIds([rest['@graph'], mainEntity])
}

/** Calls back when the address has changed without a reload, and when the page has followed. Returns what ends it. */
function onNavigation(listener: () => void): () => void {
  const end = new AbortController()
  const until = own({ signal: end.signal })
  if ('navigation' in window) {
    for (const event of ['currententrychange', 'navigatesuccess'])
      (window.navigation as EventTarget).addEventListener(event, listener, until)
    return () => end.abort()
  }
  let seen = location.href
  const timer = setInterval(() => {
    if (seen === location.href) return
    seen = location.href
    listener()
  }, POLL_MS)
  return () => clearInterval(timer)
}
