/** One part of a request, and whether it is to be missed. */
export interface Clause {
  readonly text: string
  readonly negated: boolean
}

export interface Clauses {
  /** In their order, prices apart. */
  readonly clauses: readonly Clause[]
  /** In the catalog's own currency. */
  readonly price?: { readonly min?: number; readonly max?: number }
}

const MONEY = String.raw`(?:[€$£]|eur(?:os?)?\b|usd\b|dollars?\b|gbp\b|pounds?\b)?`
const AMOUNT = String.raw`${MONEY}\s*(\d+(?:[.,]\d{1,2})?)\s*${MONEY}`
const BETWEEN = new RegExp(String.raw`\b(?:between|from)\s+${AMOUNT}\s+(?:and|to)\s+${AMOUNT}`, 'iu')
const AT_MOST = new RegExp(String.raw`\b(?:under|below|up to|at most|less than|cheaper than|max(?:imum)?)\s+${AMOUNT}(?!\s*\p{L})`, 'iu')
const AT_LEAST = new RegExp(String.raw`\b(?:over|above|at least|more than|min(?:imum)?)\s+${AMOUNT}(?!\s*\p{L})`, 'iu')
const NEGATION = /^(?:(?:but\s+)?not|without|but\s+no)\s+(?:an?\s+|any\s+)?/iu
/** Commas and semicolons, and before what a negation begins. */
const BOUNDARY = /\s*[,;]\s*(?:and\s+|but\s+(?!not\s|no\s))?|\s+(?=(?:but\s+not|but\s+no|without)\s)/iu
/** Wishes are not ended like sentences, whose commas part none. */
const SENTENCE = /[.!?]\s*$/u
/** What is longer is a sentence, too. */
const MAX_WORDS = 4

/**
 * The parts of a request in English, where it is a list of wishes: "desk lamp, wool, not black, under 50 euro" is three clauses, one of them
 * negated, and a highest price. Undefined for plain words. A number with another unit ("under 5 kg") stays words.
 *
 * Source: the deconstruction of a query in chain-of-thought re-ranking (CoTRR, Wu et al., 2025, arXiv:2509.14746) by rule; its judge is a
 * language model, which is not in a page.
 */
export function clausesOf(text: string): Clauses | undefined {
  if (SENTENCE.test(text)) return undefined
  const price: { min?: number; max?: number } = {}
  let rest = text
  const take = (pattern: RegExp, use: (amounts: readonly number[]) => void) => {
    rest = rest.replace(pattern, (_, ...groups: unknown[]) => {
      use(groups.flatMap((group, i) => (i < 2 && typeof group === 'string' ? [Number(group.replace(',', '.'))] : [])))
      return ','
    })
  }
  take(BETWEEN, ([min, max]) => Object.assign(price, { min, max }))
  take(AT_MOST, ([max]) => Object.assign(price, { max }))
  take(AT_LEAST, ([min]) => Object.assign(price, { min }))
  const hasPrice = Object.keys(price).length > 0
  const clauses = rest
    .split(BOUNDARY)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => ({ text: part.replace(NEGATION, ''), negated: NEGATION.test(part) }))
  const isList = clauses.length > 1 && clauses.every((clause) => clause.text.split(/\s+/).length <= MAX_WORDS)
  if (!clauses.some(({ negated }) => !negated) || !(isList || hasPrice)) return undefined
  return { clauses: isList ? clauses : [{ text: rest.replace(/[\s,]+$/, '').trim(), negated: false }], ...(hasPrice && { price }) }
}
