import { currencyOf, THREE_DECIMALS } from './currencies.js'
import { LONGEST_NAME, phraseAt, phrases, type Token, wordSet } from './tokens.js'

export interface PriceWish {
  readonly min?: number
  readonly max?: number
  /** The codes that the named currency may stand for, the usual one first; absent where none is named. */
  readonly currencies?: readonly string[]
  /** Tokens from `from` to before `to`. */
  readonly from: number
  readonly to: number
}

export interface PriceText {
  readonly text: string
  readonly tokens: readonly Token[]
  /** The currencies of the catalog. */
  readonly own: ReadonlySet<string>
}

interface Amount {
  readonly value: number
  readonly currencies?: readonly string[]
  readonly to: number
}

type Side = 'max' | 'min'

/** English, German, French, Spanish; without accents. */
const SIDES = phrases<Side>(
  [
    'max',
    '<|<=|≤|under|below|beneath|less than|less then|lower than|at most|no more than|not more than|not over|not above|up to|upto|cheaper than|cheaper then|budget',
  ],
  ['max', 'unter|bis zu|bis|hochstens|weniger als|billiger als|gunstiger als|nicht mehr als|nicht uber|nicht teurer als|maximal'],
  [
    'max',
    "moins de|moins que|sous|en dessous de|au-dessous de|en-dessous de|jusqu'a|au plus|maximum|maxi|pas plus de|moins cher que|inferieur a",
  ],
  ['max', 'menos de|bajo|debajo de|por debajo de|hasta|maximo|como maximo|no mas de|mas barato que|inferior a|max|at the most'],
  [
    'min',
    '>|>=|≥|over|above|more than|greater than|at least|no less than|not less than|not under|not below|starting at|starting from|min|minimum',
  ],
  ['min', 'uber|ueber|mindestens|wenigstens|mehr als|teurer als|nicht unter|plus de|au moins|plus que|au-dessus de|superieur a'],
  ['min', 'mas de|al menos|por lo menos|encima de|por encima de|minimo|como minimo|superior a'],
)
/** Sides that are ordinary words: they need a currency. */
const WEAK_SIDES = phrases<Side>(['min', 'from|ab|von|a partir de|des|desde|de'], ['max', 'to|within'])
/** After an amount with a currency. */
const SIDES_AFTER = phrases<Side>(
  ['max', 'or less|or under|or below|or cheaper|max|maximum|tops|at most|oder weniger|maximal|hochstens|ou moins|o menos|maximo'],
  ['min', '+|or more|or over|or above|and up|and above|and over|and more|upwards|minimum|oder mehr|ou plus|o mas|minimo'],
)
const BETWEEN = phrases<readonly string[]>(
  [['and', 'to', '-', '–', '—'], 'between'],
  [['to', '-', '–', '—', 'until'], 'from'],
  [['und', '-', '–', '—'], 'zwischen'],
  [['bis', '-', '–', '—'], 'von'],
  [['et', '-', '–', '—'], 'entre'],
  [['y', 'e', '-', '–', '—'], 'entre'],
  [['a', '-', '–', '—'], 'de'],
  [['hasta', 'a', '-', '–', '—'], 'desde'],
)
/** Both languages that say `entre`. */
const ENTRE = ['et', 'y', 'e', '-', '–', '—']
/** Between two amounts of which one has a currency. */
const TO = wordSet('- – — to bis a')
/** Between a side and its amount. */
const BEFORE_AMOUNT = wordSet('of about around roughly etwa ca environ')
/** Before a side, part of the wish: "that costs less than 50". */
const LEADS = wordSet('for and but that which is are priced price prices pricing costing cost costs at fur und pour et para y')
/** A number behind these counts something else, where no currency is named. */
const COUNTED = wordSet(
  'age ages aged kid kids child children toddler toddlers baby babies size sizes no number air pro mad part alter kinder kindern grosse age enfants enfant taille edad ninos talla',
)
/** Units of measure (singular; a test compares them with `Intl`) and what else is counted. */
const UNITS = wordSet(
  'acre ac bit byte b octet celsius centimeter cm zentimeter centimetre centimetro day d tag jour dia degree deg ° grad degre grado fahrenheit ounce oz ' +
    'fluid fl flussigunze unze once onza foot feet ft pied pie gallon gal gallone galon gigabit gb gbit gigabyte gigaoctet go gram g gramm gramme gramo ' +
    'hectare ha hektar hectarea hour hr h stunde std heure hora inch inche ″ ′ zoll pouce pulgada kilobit kb kbit kilobyte kilooctet ko kilogram kg kilogramm kilo ' +
    'kilogramme kilogramo kilometer km kilometre kilometro liter l litre litro megabit mb mbit megabyte megaoctet mo meter m metre metro microsecond μs ' +
    'mikrosekunde microseconde microsegundo mile mi meile milla smi skandinavische mille milliliter ml millilitre mililitro millimeter mm millimetre milimetro ' +
    'millisecond ms millisekunde milliseconde milisegundo minute min minuten minuto month mth monat mon moi mese nanosecond ns nanosekunde nanoseconde ' +
    'nanosegundo percent % prozent cent ciento petabyte pb petaoctet lb # second sec sekunde sek seconde segundo stone st terabit tb tbit terabyte teraoctet ' +
    'fuß week wk woche wo semaine sem semana yard yd yarda year yr y jahr an ano old c f w s t j mile-scandinavian pi po ' +
    'people person player piece pc pcs stuck teile star stern etoile estrella step page seite pagina serving portion calorie calory cal kcal watt wh kw kwh volt v amp mah ' +
    'hz khz mhz ghz rpm mp megapixel pixel px psi bar lumen lm lux k4 teeth men guest gast gaste personne persona joueur jugador spieler leute gen th nd rd am pm',
)
/** Also a unit elsewhere: money only in a catalog that is priced so, or one of unknown currency. */
const POUND = /^(?:pounds?|pfund|livres?|libras?)$/
/** Plural, but nothing that is counted. */
const NOT_COUNTED = wordSet('mens womens ladies kids boys girls plus pants jeans shorts leggings shoes')
const DASHES = '-–—'

/** All prices that a text asks for, in their order; none overlaps another. */
export function pricesIn(given: PriceText): PriceWish[] {
  const found: PriceWish[] = []
  if (!given.tokens.some(({ kind }) => kind === 'number')) return found
  for (let at = 0; at < given.tokens.length; at++) {
    const wish = between(given, at) ?? compared(given, at) ?? rangeOf(given, at) ?? comparedAfter(given, at)
    if (!wish) continue
    found.push({ ...wish, from: withLeads(given.tokens, wish.from) })
    at = wish.to - 1
  }
  return found
}

/** "between 20 and 50", "from 10 to 20 euro". */
function between(given: PriceText, at: number): PriceWish | undefined {
  const opening = BETWEEN.get(given.tokens[at]!.key)
  if (!opening) return undefined
  const { key } = given.tokens[at]!
  // "de" opens much else ("moins de 5"): there a currency has to be named
  return rangeOf(given, at + 1, key === 'entre' ? ENTRE : key === 'de' ? undefined : opening, at)
}

/** "20-50 euro": without an opening word one of the two names a currency. */
function rangeOf(given: PriceText, at: number, separators?: readonly string[], from = at): PriceWish | undefined {
  const low = amountAt(given, at)
  const separator = low && given.tokens[low.to]
  if (!separator || !(separators ? separators.includes(separator.key) : TO.has(separator.key))) return undefined
  const high = amountAt(given, low.to + 1)
  if (!high) return undefined
  const currencies = high.currencies ?? low.currencies
  if (!currencies) {
    const years = [low, high].every(({ value }) => Number.isInteger(value) && value >= 1900 && value < 2100)
    if (!separators || years || !isMoney(given, from, high)) return undefined
  } else if (!endsWell(given, high)) return undefined
  return {
    min: Math.min(low.value, high.value),
    max: Math.max(low.value, high.value),
    ...(currencies && { currencies }),
    from,
    to: high.to,
  }
}

/** "under 100", "at least $20", "from 20 euro". */
function compared(given: PriceText, at: number): PriceWish | undefined {
  const strong = phraseAt(given.tokens, at, (phrase) => SIDES.get(phrase))
  const side = strong ?? phraseAt(given.tokens, at, (phrase) => WEAK_SIDES.get(phrase))
  if (!side) return undefined
  let next = side.end
  while (next < side.end + 2 && isBeforeAmount(given.tokens[next])) next++
  const amount = amountAt(given, next)
  if (!amount) return undefined
  const { currencies, value, to } = amount
  if (currencies ? !endsWell(given, amount) : !strong || !isMoney(given, at, amount)) return undefined
  // "<3" is a heart, "< 3" a price
  if (!currencies && given.tokens[at]!.key === '<' && given.tokens[next]!.glued && value === 3) return undefined
  return { [side.value]: value, ...(currencies && { currencies }), from: at, to }
}

/** "50 euro or less", "$20 and up". */
function comparedAfter(given: PriceText, at: number): PriceWish | undefined {
  const amount = amountAt(given, at)
  if (!amount?.currencies) return undefined
  const side = phraseAt(given.tokens, amount.to, (phrase) => SIDES_AFTER.get(phrase))
  return side && { [side.value]: amount.value, currencies: amount.currencies, from: at, to: side.end }
}

/** "max. 50", "budget of 50"; not the point of ".99". */
function isBeforeAmount(token: Token | undefined): boolean {
  return token !== undefined && (BEFORE_AMOUNT.has(token.key) || (token.glued && /^[.:]$/.test(token.key)))
}

function withLeads(tokens: readonly Token[], from: number): number {
  let first = from
  while (first > 0 && from - first < 4 && LEADS.has(tokens[first - 1]!.key)) first--
  // alone before the wish a lead is no part of it: there is nothing for it to lead from
  return first === 0 ? from : first
}

/** A number with the currency before or behind it. */
function amountAt(given: PriceText, at: number): Amount | undefined {
  const { tokens } = given
  const before = tokens[at]?.kind === 'number' ? undefined : currencyAt(given, at, true)
  let number = before?.end ?? at
  // "Rs. 1000"
  if (before && tokens[number]?.key === '.' && tokens[number]!.glued) number++
  // "$.99", ".99"
  const isFraction = tokens[number]?.key === '.' && tokens[number + 1]?.kind === 'number' && tokens[number + 1]!.glued
  if (isFraction) number++
  const token = tokens[number]
  if (token?.kind !== 'number' || (number === at && !isFraction && token.glued && tokens[at - 1]?.kind === 'word')) return undefined
  const read = isFraction ? { digits: `0.${token.key}`, to: number + 1 } : digitsAt(given, number, before !== undefined)
  if (!read) return undefined
  const { digits, to } = read
  const thousand = tokens[to]?.key === 'k' && tokens[to]!.glued ? 1 : 0
  const after = currencyAt(given, to + thousand, false)
  const currencies = after?.value ?? before?.value
  const value = worthOf(digits, currencies !== undefined && THREE_DECIMALS.has(currencies[0]!))
  if (value === undefined) return undefined
  if (!currencies) return { value, to }
  return { value: thousand ? value * 1000 : value, currencies, to: after?.end ?? to + thousand }
}

/** The currency of a phrase that begins at `at`. In front of an amount it ends where a number begins; behind it a unit is none. */
function currencyAt(given: PriceText, at: number, isBefore: boolean) {
  const { text, tokens, own } = given
  if (!tokens[at] || tokens[at]!.kind === 'number') return undefined
  const read = (phrase: string, end: number) => {
    if (isBefore && tokens[end]?.kind !== 'number' && tokens[end]?.key !== '.') return undefined
    const written = text.slice(tokens[at]!.start, tokens[end - 1]!.end)
    const codes = currencyOf(phrase, written, own)
    if (!codes) return undefined
    const isOwn = written === codes[0] || codes.some((code) => own.has(code))
    if (POUND.test(phrase)) return isBefore || isOwn || own.size === 0 ? codes : undefined
    const letter = /^\p{L}$/u.test(phrase)
    return isBefore || isOwn || !(letter || isUnit(phrase)) ? codes : undefined
  }
  return phraseAt(tokens, at, read, LONGEST_NAME)
}

/**
 * The digits of a number whose thousands may be parted by a blank: "1 200 euro". Undefined where it may be one number or two ("50 501
 * jeans"): none is ever cut.
 */
function digitsAt(given: PriceText, at: number, isMoney: boolean): { readonly digits: string; readonly to: number } | undefined {
  const { tokens } = given
  let digits = plain(tokens[at]!.key)
  let to = at + 1
  if (!/^\d{1,3}$/.test(digits)) return { digits, to }
  while (
    tokens[to]?.kind === 'number' &&
    /^\d{3}(?:[.,]\d{1,2})?(?:[.,][-–—])?$/.test(tokens[to]!.key) &&
    tokens[to]!.start === tokens[to - 1]!.end + 1
  ) {
    digits += ` ${plain(tokens[to]!.key)}`
    to++
  }
  if (to === at + 1 || isMoney || currencyAt(given, to, false)) return { digits, to }
  const next = tokens[to]
  const ends = !next || (next.kind === 'mark' && next.key !== '%') || ENDS.has(next.key)
  return ends ? { digits, to } : undefined
}

const ENDS = wordSet('with without and or for but to in mit ohne und oder fur avec sans et ou pour con sin y o para bis hasta a')

function plain(digits: string): string {
  return digits.replace(/[.,][-–—]$/, '')
}

/** 1,200 1.200,50 1'200 1 200 1,00,000 9,50: undefined for what is no amount (1.2.3). */
function worthOf(digits: string, threeDecimals: boolean): number | undefined {
  const grouped = /^(?!0)\d{1,3}(?:([., '’])\d{3})(?:\1\d{3})*(?:(?!\1)[.,](\d+))?$/.exec(digits)
  const isDecimal = threeDecimals && /^\d+\.\d{3}$/.test(digits)
  if (grouped && !isDecimal) {
    const fraction = grouped[2]
    const whole = (fraction === undefined ? digits : digits.slice(0, -fraction.length - 1)).replace(/\D/g, '')
    return Number(fraction === undefined ? whole : `${whole}.${fraction}`)
  }
  const lakhs = /^(\d{1,2}(?:,\d{2})+,\d{3})(\.\d+)?$/.exec(digits)
  if (lakhs) return Number(`${lakhs[1]!.replaceAll(',', '')}${lakhs[2] ?? ''}`)
  return /^\d+(?:[.,]\d+)?$/.test(digits) ? Number(digits.replace(',', '.')) : undefined
}

/** Whether an amount without a currency is one of money: nothing is counted by it, and it is no part of a longer number. */
function isMoney(given: PriceText, from: number, { to }: Amount): boolean {
  const { tokens } = given
  if (COUNTED.has(tokens[from - 1]?.key ?? '')) return false
  const next = tokens[to]
  if (!next) return true
  if (next.kind === 'mark') {
    const joins = `%°"″″'′/×*#:${DASHES}`.includes(next.key) && (next.glued || tokens[to + 1]?.kind === 'number' || next.key === '%')
    return !joins
  }
  if (next.glued) return false
  if (next.kind === 'number') return true
  if ((next.key === 'x' || TO.has(next.key)) && tokens[to + 1]?.kind === 'number') return false
  if (next.key === 'in')
    return to + 1 < tokens.length && tokens[to + 1]!.kind === 'word' && !/^(?:wide|long|tall|deep|high|screen)$/.test(tokens[to + 1]!.key)
  // "pour cent", "por ciento"
  const isPercent = /^p[eo]u?r$/.test(next.key) && UNITS.has(tokens[to + 1]?.key ?? '')
  return !isPercent && !isUnit(next.key) && !isPlural(next.key)
}

function isUnit(word: string): boolean {
  const isPluralUnit = word.length > (word.endsWith('s') ? 2 : 4) && /[sn]$/.test(word) && UNITS.has(word.slice(0, -1))
  return UNITS.has(word) || isPluralUnit || UNITS.has(word.replace(/e$/, ''))
}

/** A number counts the plural behind it. */
function isPlural(word: string): boolean {
  return /[^s'u]s$/.test(word) && word.length > 3 && !NOT_COUNTED.has(word)
}

/** With a currency nothing else is asked of what follows than that the number or the word goes no further. */
function endsWell({ tokens }: PriceText, { to }: Amount): boolean {
  const next = tokens[to]
  return !next?.glued || next.kind === 'mark'
}
