import type { Bm25Index } from '../../lexical/bm25.js'
import { inWordsOf } from '../../lexical/dialects.js'
import { tokenize } from '../../lexical/tokens.js'
import { type ReadWish, wishesOf } from '../../ranking/queries/wishes/wishes.js'
import type { Where, Wish } from '../../types.js'
import type { CatalogRows } from '../catalog-rows.js'
import type { Request } from './context.js'
import type { Beside } from './search.js'
import type { Clause, TextVector } from './text-term.js'

/** A search ready to be answered. */
export interface PreparedSearch extends TextVector {
  /** With what the text says of prices in its filter. */
  readonly request: Request
  readonly beside: Beside
  readonly understood: readonly Wish[]
}

/** "Something", which no item is called, with the preposition that a price may leave. */
const ANYTHING = /^(?:etwas|irgendwas|alles|quelque chose|algo)(?: \p{L}{1,3})?$/iu

/**
 * A text as it is searched for, in the catalog's own English, and what it asks beside its words. Where no item has a price, a price in the text is words.
 *
 * @param vectorOf Null while there is no vector: words alone then.
 */
export async function prepareSearch(
  text: string,
  request: Request,
  { rows, words }: { readonly rows: CatalogRows; readonly words: Bm25Index },
  vectorOf: (text: string) => Promise<Float32Array | null>,
): Promise<PreparedSearch> {
  const { literal = [], where } = request
  const { hasPrices, currencies } = /\d/.test(text) ? pricesOf(rows) : { hasPrices: false, currencies: new Set<string>() }
  const read = wishesOf(text, { currencies, literal })
  const prices = read.wishes.filter(({ kind }) => kind === 'price').map((wish) => wish.text)
  const { clauses, alternatives, wishes, ...rest } =
    hasPrices || prices.length === 0 ? read : wishesOf(text, { currencies, literal: [...literal, ...prices] })
  const understood = wishes.map((wish) => told(wish, currencies))
  const filters = understood.flatMap((wish) => filterOf(wish, currencies))
  const filtered = filters.length > 0 ? { ...request, where: { all: [...(where ? [where] : []), ...filters] } } : request
  // nothing is left to look for: what the filter lets through answers
  if (filters.length > 0 && (rest.text === text || tokenize(rest.text.replace(ANYTHING, '')).length === 0))
    return { text: '', vector: null, request: { ...filtered, complete: true }, beside: {}, understood }
  const without = understood.flatMap((wish) => (wish.kind === 'without' ? [wish.of] : []))
  const textVector = async (asked: string) => {
    const one = inWordsOf(asked, (term) => words.has(term))
    return { text: one, vector: await vectorOf(one) }
  }
  const withVectors = (texts: readonly string[]) => Promise.all(texts.map(textVector))
  const clauseOf = async (clause: string): Promise<Clause> => {
    const { alternatives } = wishesOf(clause, { currencies, literal })
    return { text: clause, wordings: await withVectors(alternatives.length > 0 ? alternatives : [clause]) }
  }
  const [whole, list, either, unwanted] = await Promise.all([
    textVector(rest.text),
    Promise.all(clauses.length > 1 ? clauses.map(clauseOf) : []),
    withVectors(alternatives),
    withVectors(without),
  ])
  return {
    ...whole,
    request: filtered,
    beside: { clauses: list, alternatives: either, without: unwanted },
    understood,
  }
}

function pricesOf({ items }: CatalogRows): { readonly hasPrices: boolean; readonly currencies: ReadonlySet<string> } {
  const currencies = new Set<string>()
  let hasPrices = false
  for (const item of items) {
    if (!item.price) continue
    hasPrices = true
    if (item.price.currency !== undefined) currencies.add(item.price.currency)
  }
  return { hasPrices, currencies }
}

function told(wish: ReadWish, own: ReadonlySet<string>): Wish {
  if (wish.kind !== 'price') return wish
  const { currencies, ...price } = wish
  if (!currencies) return price
  const currency = currencies.find((code) => own.has(code))
  if (currency !== undefined || own.size === 0) return { ...price, currency: currency ?? currencies[0]! }
  return { ...price, currency: currencies[0]!, unused: 'currency' }
}

function filterOf(wish: Wish, own: ReadonlySet<string>): Where[] {
  if (wish.kind !== 'price' || wish.unused) return []
  const { min, max, currency } = wish
  const price: Where = { price: { ...(min !== undefined && { min }), ...(max !== undefined && { max }) } }
  // of a catalog in several currencies the one that was named
  return currency !== undefined && own.size > 1 ? [price, { currency }] : [price]
}
