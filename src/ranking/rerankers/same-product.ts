import { keptFor } from '../../kept-for.js'
import type { Item } from '../../types.js'

// Where each constant was fitted, and what it reaches: docs/measurements.md#one-of-a-product.

/** Prices further apart are those of two products. */
const PRICE_RATIO = 2.5
/** Without a model number, one product told twice has one price, but for a rounding or a sale. */
const REPEATED_PRICE_RATIO = 1.25
/** A model number that the other item repeats to a smaller share is another product's. */
const REPEATED_CODE = 0.6
const AT_ODDS_WEIGHT = 0.6
const ENOUGH = 1.2
/** Measures nearer than this are one measure, rounded. */
const MEASURE_TOLERANCE = 0.1

const MIN_CODE = 4
const MIN_CODE_OF_DIGITS = 5
/** So many words in a row may be one model number: `RS 130`, `coolpix P6000`. */
const MAX_CODE_WORDS = 3
const MAX_TEXT = 1_000
/** A longer attribute is prose. */
const MAX_CHOICE = 40
const MAX_READ = 1_000

const RUN = /[\p{L}\p{N}]+(?:[-/.][\p{L}\p{N}]+)*/gu
const MARK = /[-/.]/
const DIGIT = /\p{Nd}/u
/** Letters behind a model number are a region's or a colour's. */
const ENDING = /(?<=\p{Nd})\p{L}{1,3}$/u
/** `Encoder-V2: A Title` is another one than `Encoder: A Title`. In model numbers of products `-V2` may be left out. */
const VERSION = /(?<=[\p{L}\p{N}]-)v\p{Nd}(?=:)/u
const LETTERS = /^\p{L}{4,}$/u
const DIGITS = /^\p{Nd}+$/u
/** `1080p`, `16gb`, `1600x1200`, `3in1`, `iphone6`, `3t-4t`, `uv400`: many products have it. */
const COMMON_CODE = /^(?:\p{Nd}t\p{Nd}t|(?:uv|spf)\p{Nd}+|\p{Nd}+(?:x\p{Nd}.*|in\p{Nd}+|\p{L}{1,5})|\p{L}{4,}\p{Nd})$/u
const MEASURE =
  /(?<!\d)(\d+(?:[.,]\d+)?)[\s-]?\s?("|″|'|gb|tb|mb|inch|in\b|ft|feet|foot|packs?|pk|pcs|pieces?|count|ct|ghz|mm|cm|m\b|kg|g\b|ml|l\b|oz|lbs?|watts?|w\b|megapixels?|mp\b|mah|x\b)/g
const UNITS: Readonly<Record<string, string>> = {
  '"': 'in',
  '″': 'in',
  "'": 'in',
  inch: 'in',
  feet: 'ft',
  foot: 'ft',
  pk: 'pack',
  pcs: 'piece',
  count: 'ct',
  watt: 'w',
  megapixel: 'mp',
}

/** `Charger (Sprint) - Sky Blue`: a shop's own way of naming a choice. */
const CHOICE = /\(([^()]{1,40})\)|\s[-–|]\s([^-–|()]{1,40})$/g

/** What buyers choose between, in English, German, French and Spanish. */
const COLOURS = new Set(
  'black white silver red blue green pink purple gray grey brown orange yellow gold beige ivory titanium charcoal bronze chrome graphite violet lavender champagne burgundy turquoise navy cyan magenta plum schwarz weiß weiss rot blau grün rosa lila grau braun gelb noir blanc rouge bleu vert gris jaune negro blanco rojo azul verde amarillo'.split(
    ' ',
  ),
)
const SIZES = new Set('xxs xs s m l xl xxl xxxl 2xl 3xl small medium large'.split(' '))

/** Attributes in which two listings of one product differ: who sells it, how often, under which number. */
const OF_THE_LISTING =
  /id$|sku|slug|handle|gtin|ean|upc|asin|mpn|^@|url|qty|quantity|stock|invent|count|rating|review|rank|score|position|sold|view|seller|merchant|store|shop|shipping|delivery/i

/** What an item's title says about which product it is. */
interface Identity {
  readonly item: Item
  readonly title: readonly string[]
  /** Words of the title that look like model numbers, without marks. */
  readonly codes: readonly string[]
  readonly measures: ReadonlyMap<string, readonly number[]>
}

/** What else it says: most pairs are told apart before. */
interface Told {
  /** The words of the whole item. */
  readonly text: ReadonlySet<string>
  /** Words, alone and joined, in which another item's model number may be found. */
  readonly keys: ReadonlySet<string>
  /** `keys` without their endings. */
  readonly stems: ReadonlySet<string>
  /** What the title says in brackets, and behind its last dash. */
  readonly choice: string
  readonly version: string
  readonly colours: ReadonlySet<string>
  readonly sizes: ReadonlySet<string>
}

/** Every pair of a shortlist is compared: each item is read once. */
let identities = new WeakMap<Item, Identity>()
let read = 0

/** What two items say about being one product, where nothing says that they are two. */
export interface ProductSignals {
  readonly isSameTitle: boolean
  /** The largest share of a model number that both have. */
  readonly code: number
  /** The share of a title's words that the other item has. */
  readonly words: number
  /** Whether an item has model numbers of which the other has none. */
  readonly isAtOdds: boolean
}

/**
 * Whether two items are one product told twice. They are if they share a `group`, if one repeats the text of the other, or if one
 * repeats the other's model number beside enough of its words. Variants that differ in colour, size or amount are one only by `group`.
 *
 * The task is that of Zhu et al., "Unified Vision-Language Representation Modeling for E-Commerce Same-Style Products Retrieval" (WWW
 * 2023), without pictures and clicks.
 */
export function isDuplicate(a: Item, b: Item): boolean {
  if (a.group !== undefined && b.group !== undefined) return a.group === b.group
  const signals = productSignals(a, b)
  if (signals === undefined) return false
  return (signals.isSameTitle && repeatsText(a, b)) || productScore(signals) >= ENOUGH
}

/** 0 to 2. */
export function productScore({ code, words, isAtOdds }: ProductSignals, atOddsWeight = AT_ODDS_WEIGHT): number {
  return code === 0 ? 0 : code + words - (isAtOdds ? atOddsWeight : 0)
}

/** Undefined where a price, a category, a brand or a choice of the buyer says that these are two products. */
export function productSignals(a: Item, b: Item): ProductSignals | undefined {
  // every pair of a shortlist is compared: what costs least comes first
  if (priceRatio(a, b) > PRICE_RATIO || !isSamePath(a.category, b.category) || !isSameBrand(a.brand, b.brand)) return undefined
  const [one, other] = [identityOf(a), identityOf(b)]
  const isSameTitle = one.title.join(' ') === other.title.join(' ')
  const shares = [repeatedShares(one, other), repeatedShares(other, one)]
  const code = Math.max(0, ...shares.flat())
  if (code === 0 && !isSameTitle) return undefined
  if (isVariant(one, other) || isOneWordApart(one.title, other.title) || attributesDiffer(a, b)) return undefined
  return {
    isSameTitle,
    code,
    words: Math.max(wordsIn(one, other), wordsIn(other, one)),
    isAtOdds: shares.some((own) => own.length > 0 && Math.max(...own) < REPEATED_CODE),
  }
}

/** Of each model number of `one`, the share from its beginning that `other` repeats. */
function repeatedShares(one: Identity, other: Identity): number[] {
  return one.codes.map((code) => {
    const { keys, stems } = toldBy(other)
    for (let end = code.length; end >= MIN_CODE; end--) {
      const cutsNumber = end < code.length && DIGIT.test(code[end - 1]!) && DIGIT.test(code[end]!)
      if (!cutsNumber && keys.has(code.slice(0, end))) return end / code.length
    }
    return stems.has(code) ? REPEATED_CODE : 0
  })
}

function wordsIn(one: Identity, other: Identity): number {
  const words = [...new Set(one.title)]
  return words.filter((word) => toldBy(other).text.has(word)).length / Math.max(1, words.length)
}

/** Titles that differ in one word name two of a kind, whichever word it is. */
function isOneWordApart(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.filter((word, at) => word !== b[at]).length === 1
}

function isVariant(one: Identity, other: Identity): boolean {
  const [said, otherSaid] = [toldBy(one), toldBy(other)]
  if (said.version !== otherSaid.version) return true
  if (said.choice !== otherSaid.choice && said.choice !== '' && otherSaid.choice !== '') return true
  if (isDisjoint(said.colours, otherSaid.colours) || isDisjoint(said.sizes, otherSaid.sizes)) return true
  const isNear = (x: number, y: number) => Math.abs(x - y) <= MEASURE_TOLERANCE * Math.max(x, y)
  return [...one.measures].some(([unit, values]) => {
    const others = other.measures.get(unit)
    return others !== undefined && !values.some((x) => others.some((y) => isNear(x, y)))
  })
}

function isDisjoint(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size > 0 && b.size > 0 && ![...a].some((value) => b.has(value))
}

function attributesDiffer({ attributes = {} }: Item, { attributes: others = {} }: Item): boolean {
  return Object.keys(attributes).some((name) => {
    if (!Object.hasOwn(others, name) || OF_THE_LISTING.test(name)) return false
    const [text, otherText] = [attributes, others].map((own) => String(own[name]).trim().toLowerCase()) as [string, string]
    return text !== otherText && text.length <= MAX_CHOICE && otherText.length <= MAX_CHOICE && !text.includes('/')
  })
}

/** Of two items with one title: whether nothing that people read tells them apart. */
function repeatsText(a: Item, b: Item): boolean {
  if (priceRatio(a, b) > REPEATED_PRICE_RATIO) return false
  const isSame = (x: string | undefined, y: string | undefined) => x === undefined || y === undefined || x === y
  return isSame(a.published, b.published) && isSame(a.image, b.image) && isSame(a.description, b.description)
}

function isSamePath(a: readonly string[] | undefined, b: readonly string[] | undefined): boolean {
  return !a || !b || (a.length === b.length && a.every((part, i) => part === b[i]))
}

/** `LG` is `LG Electronics`. */
function isSameBrand(a = '', b = ''): boolean {
  const [one, other] = [a.toLowerCase(), b.toLowerCase()]
  return one.includes(other) || other.includes(one)
}

/** 1 where a price is missing. */
function priceRatio({ price: a }: Item, { price: b }: Item): number {
  if (!a || !b || a.value === b.value) return a && b && a.currency !== b.currency ? Number.POSITIVE_INFINITY : 1
  if (a.currency !== b.currency) return Number.POSITIVE_INFINITY
  return Math.max(a.value, b.value) / Math.min(a.value, b.value)
}

function identityOf(item: Item): Identity {
  let identity = identities.get(item)
  if (identity === undefined) {
    if (read++ === MAX_READ) {
      identities = new WeakMap()
      read = 0
    }
    identity = readIdentity(item)
    identities.set(item, identity)
  }
  return identity
}

function readIdentity(item: Item): Identity {
  const runs = titleOf(item).match(RUN) ?? []
  const brand = (item.brand ?? '').toLowerCase()
  const measures = measuresOf(titleOf(item))
  const isNamed = (code: string) => brand.includes(code) || [...measures.values()].flat().includes(Number(code))
  return { item, title: wordsOf(runs), codes: codesOf(runs).filter((code) => !isNamed(code)), measures }
}

const toldBy = keptFor(({ item, title: words }: Identity): Told => {
  const title = titleOf(item)
  const told = [item.brand ?? '', item.description ?? '', ...Object.values(item.attributes ?? {}).map(String)]
  const texts = [words, ...told.map((text) => wordsOf(text.slice(0, MAX_TEXT).toLowerCase().match(RUN) ?? []))]
  const text = new Set(texts.flat())
  const keys = new Set(texts.flatMap(keysOf))
  return {
    text,
    keys,
    stems: new Set([...keys].map((key) => key.replace(ENDING, ''))),
    choice:
      title
        .match(CHOICE)
        ?.join()
        .replace(/[^\p{L}\p{N}]+/gu, ' ')
        .trim() ?? '',
    version: title.match(VERSION)?.[0] ?? '',
    colours: namedIn([...words, ...wordsOf(item.id.toLowerCase().match(RUN) ?? [])], COLOURS) ?? namedIn(text, COLOURS) ?? new Set(),
    sizes: namedIn(words, SIZES) ?? new Set(),
  }
})

function titleOf({ title }: Item): string {
  return title.slice(0, MAX_TEXT).toLowerCase()
}

function wordsOf(runs: readonly string[]): string[] {
  return runs.flatMap((run) => run.split(MARK))
}

/** `pant-32-blue` is no number: it has a word in it. */
function codesOf(runs: readonly string[]): string[] {
  const numbers = runs.filter((run) => !run.split(MARK).some((part) => part !== run && LETTERS.test(part)))
  return [...new Set(numbers.map((run) => run.replace(/[-/.]/g, '')))].filter(isCode)
}

function isCode(word: string): boolean {
  if (!DIGIT.test(word)) return false
  return DIGITS.test(word) ? word.length >= MIN_CODE_OF_DIGITS : word.length >= MIN_CODE && !COMMON_CODE.test(word)
}

/** Runs of up to three words with a digit, joined. */
function keysOf(words: readonly string[]): string[] {
  const keys: string[] = []
  words.forEach((_, start) => {
    let key = ''
    for (const word of words.slice(start, start + MAX_CODE_WORDS)) {
      key += word
      if (key.length >= MIN_CODE && DIGIT.test(key)) keys.push(key)
    }
  })
  return keys
}

/** Undefined where there are none. */
function namedIn(words: Iterable<string>, names: ReadonlySet<string>): ReadonlySet<string> | undefined {
  const found = new Set([...words].filter((word) => names.has(word)))
  return found.size > 0 ? found : undefined
}

function measuresOf(title: string): Map<string, number[]> {
  const measures = new Map<string, number[]>()
  for (const [, number, unit] of title.matchAll(MEASURE)) {
    const singular = unit!.length > 2 ? unit!.replace(/s$/, '') : unit!
    const name = UNITS[singular] ?? singular
    measures.set(name, [...(measures.get(name) ?? []), Number(number!.replace(',', '.'))])
  }
  return measures
}
