import type { AttributeValue, Item, Price } from '../types.js'
import { type AliasedField, canonicalName, FIELD_ALIASES, fieldOfAlias } from './aliases.js'
import { isCardPicture } from './data-picture.js'
import { decodeEntities } from './html-entities.js'
import { guessedField } from './name-match.js'
import { cutText, looksLikeHtml, oneLine, stripTags } from './plain-text.js'
import { isRecord, nameOfType, TITLE_NAMES } from './rows.js'
import { IdValue, ImageValue, NamedValue, PrimitiveList, readAs } from './schema.js'
import { titleFromText } from './title-from-text.js'
import { readAvailable, readDate, readLang, readNames, readNumber, readPrice, saysMoreThanYesOrNo, splitPath } from './values.js'

export const MAX_ID_CHARACTERS = 512
export const MAX_TITLE_CHARACTERS = 1_000
/** A cell of more or longer parts is prose. */
const MAX_LIST_VALUES = 100
const MAX_LIST_VALUE_CHARACTERS = 40
export const MAX_DESCRIPTION_CHARACTERS = 20_000
export const MAX_URL_CHARACTERS = 2_048
export const MAX_ATTRIBUTES = 100
export const MAX_ATTRIBUTE_CHARACTERS = 2_000

/** `guesses`: names that are nobody's alias, by the field that was read from them. */
export type ReadItem =
  | {
      readonly item: Item
      readonly guesses: ReadonlyMap<string, AliasedField> | undefined
      /** There is neither id nor url. */
      readonly isNamedByTitle: boolean
    }
  | { readonly field: string; readonly why: string }

export const NO_ID = 'has neither an id (id, sku, @id, handle, ...) nor a url that could be one'

/** What the owner says which field of `Item` is read from: `{ title: 'nm', image: 'media.cover' }`. */
export type FieldNames = Readonly<Partial<Record<AliasedField, string>>>

/** How all rows of a catalog are read. */
export interface Reading {
  readonly names: FieldNames
  /** Of prices without one. */
  readonly currency: string | undefined
  /** Milliseconds since 1970. */
  readonly now: number
  /** Fields that some row has under the name in `names`. */
  readonly found: Set<string>
  /** Pictures inside their own address that no card can show. */
  lostPictures: number
}

interface Taken<T> {
  readonly value: T
  readonly raw: unknown
  readonly name: string
}

/** Any text can be read as one of these: where only the name of the field suggests it, it has to look like one. */
const IS_ADDRESS: ReadonlySet<AliasedField> = new Set(['url', 'image'])

function looksLikeAddress(value: unknown): boolean {
  const text: unknown = Array.isArray(value) ? value[0] : value
  if (typeof text !== 'string') return isRecord(text)
  const address = text.trim()
  return /[/.]/.test(address.slice(1, -1)) && !/\s/.test(address)
}

/** The fields of one row by name; reading a field once, and only here, runs the row's getters once. */
class RowFields {
  readonly #values = new Map<string, unknown>()
  /** The field a name such as `offers.price` was found inside. */
  readonly #outerOf = new Map<string, string>()
  readonly #namesOf = new Map<string, string[]>()
  readonly #taken = new Set<string>()
  readonly #reading: Reading
  readonly #raw: unknown
  /** Names that seem to mean a field. What is inside a field that is known, as `price.currency`, is read with it. */
  #guessed: string[] | undefined
  guesses: Map<string, AliasedField> | undefined
  /** The item's, once it is read. */
  id: string | undefined
  /** The row's own `attributes` object, as an `Item` has it: its names are taken as they are, and never for a field. */
  readonly #given: [name: string, value: unknown][] = []

  constructor(row: Record<string, unknown>, reading: Reading, raw: unknown) {
    this.#reading = reading
    this.#raw = raw ?? row
    for (const name of Object.keys(row)) {
      const value = row[name]
      if (name === 'attributes' && isRecord(value)) {
        this.#given.push(...Object.keys(value).map((inner): [string, unknown] => [inner, value[inner]]))
        continue
      }
      this.#add(name, value)
      if (!isRecord(value)) continue
      for (const inner of Object.keys(value)) {
        const path = `${name}.${inner}`
        if (Object.hasOwn(row, path)) continue
        this.#outerOf.set(path, name)
        this.#add(path, value[inner])
      }
    }
  }

  #add(name: string, value: unknown): void {
    this.#values.set(name, value)
    const canonical = canonicalName(name)
    const names = this.#namesOf.get(canonical)
    if (names === undefined) this.#namesOf.set(canonical, [name])
    else names.push(name)
    if (guessedField(name) === undefined) return
    const outer = this.#outerOf.get(name)
    if (outer === undefined || fieldOfAlias(outer) === undefined) this.#guessed = [...(this.#guessed ?? []), name]
  }

  /**
   * The first value that `read` can read, under the name that the catalog's owner gives, else under an alias of `field`, else under a name
   * that seems to mean it; it will not be an attribute.
   */
  take<T>(field: AliasedField, read: (value: unknown) => T | undefined): Taken<T> | undefined {
    const given = this.#reading.names[field]
    if (given !== undefined) {
      if (!this.#values.has(given)) this.#values.set(given, given.includes('{') ? this.#filled(given, field) : valueAt(this.#raw, given))
      if (this.#values.get(given) != null) this.#reading.found.add(field)
      const named = this.#takeFrom(given, read)
      if (named !== undefined) return named
    }
    for (const alias of FIELD_ALIASES[field]) {
      for (const name of this.#namesOf.get(alias) ?? []) {
        const taken = this.#takeFrom(name, read)
        if (taken !== undefined) return taken
      }
    }
    if (this.#guessed === undefined) return undefined
    for (const name of this.#guessed) {
      if (guessedField(name) !== field || (IS_ADDRESS.has(field) && !looksLikeAddress(this.#values.get(name)))) continue
      const taken = this.#takeFrom(name, read)
      if (taken === undefined) continue
      this.guesses ??= new Map()
      this.guesses.set(name, field)
      return taken
    }
    return undefined
  }

  /** `/p/{id}.html` with what this row has under each name; undefined where it has nothing. `{id}` is the item's, whatever its column is called. */
  #filled(pattern: string, field: AliasedField): string | undefined {
    let isWhole = true
    const text = pattern.replace(/\{([^{}]*)\}/g, (_, name: string) => {
      const value = this.#values.get(name) ?? valueAt(this.#raw, name) ?? (name === 'id' ? this.id : undefined)
      isWhole &&= (typeof value === 'string' && value.trim() !== '') || typeof value === 'number'
      const part = String(value).trim()
      return IS_ADDRESS.has(field) ? partOfAddress(part) : part
    })
    return isWhole ? text : undefined
  }

  #takeFrom<T>(name: string, read: (value: unknown) => T | undefined): Taken<T> | undefined {
    const raw = this.#values.get(name)
    const value = raw === undefined || raw === null || this.#taken.has(name) ? undefined : read(raw)
    if (value === undefined) return undefined
    this.#taken.add(name)
    return { value, raw, name }
  }

  /** What the row has under an alias, left in place. */
  peek(alias: string): unknown {
    const [name] = this.#namesOf.get(alias) ?? []
    return name === undefined ? undefined : this.#values.get(name)
  }

  keep(name: string): void {
    this.#taken.delete(name)
  }

  /** What no field took: primitives and lists of primitives. The parts of a value that was taken whole go with it. */
  attributes(): Readonly<Record<string, AttributeValue>> | undefined {
    const attributes: Record<string, AttributeValue> = Object.create(null)
    let count = 0
    const add = (name: string, raw: unknown) => {
      const value = readAttribute(raw)
      if (value === undefined || count === MAX_ATTRIBUTES || Object.hasOwn(attributes, name)) return
      attributes[cutText(name, 200)] = value
      count++
    }
    for (const [name, raw] of this.#given) add(name, raw)
    for (const [name, raw] of this.#values) {
      if (this.#taken.has(name) || this.#taken.has(this.#outerOf.get(name) ?? name) || isNegativePrice(name, raw)) continue
      add(name, raw)
    }
    return count > 0 ? attributes : undefined
  }
}

const PRICES: ReadonlySet<string | undefined> = new Set<AliasedField>(['price', 'salePrice', 'listPrice'])

/** A filter on prices would compare it. */
function isNegativePrice(name: string, raw: unknown): boolean {
  return PRICES.has(fieldOfAlias(name) ?? guessedField(name)) && /^\s*-\s?\D{0,4}\d/.test(String(raw))
}

/** `variants.0.price` and `variants[0].price` in a row. */
function valueAt(row: unknown, path: string): unknown {
  let value = row
  for (const part of path.replace(/\[(\d+)\]/g, '.$1').split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined
    value = (value as Record<string, unknown>)[part]
  }
  return value
}

/** A path stays one; what would end it is encoded. */
function partOfAddress(text: string): string {
  return /^https?:\/\//i.test(text) ? text : encodeURI(text.replace(/\p{Surrogate}/gu, '\ufffd')).replace(/[?#]/g, encodeURIComponent)
}

function readAttribute(raw: unknown): AttributeValue | undefined {
  if (typeof raw === 'boolean') return raw
  if (typeof raw === 'number') return Number.isFinite(raw) ? raw : undefined
  if (typeof raw === 'string')
    return /\S/.test(raw) ? (listIn(raw) ?? cutText(decodeEntities(raw).trim(), MAX_ATTRIBUTE_CHARACTERS)) : undefined
  const list = Array.isArray(raw) ? readAs(PrimitiveList, raw.slice(0, 100)) : undefined
  return list !== undefined && list.length > 0 ? list.map((text) => cutText(text, 200)) : undefined
}

/** A cell that holds several short values, one a line or between bars, as the exports of shops write them. */
function listIn(raw: string): readonly string[] | undefined {
  if (!/[\n|]/.test(raw) || raw.length > MAX_ATTRIBUTE_CHARACTERS) return undefined
  const values = raw
    .split(/[\r\n|]+/)
    .map((value) => decodeEntities(value).trim())
    .filter(Boolean)
  return values.length > 1 && values.length <= MAX_LIST_VALUES && values.every(({ length }) => length <= MAX_LIST_VALUE_CHARACTERS)
    ? values
    : undefined
}

function readId(value: unknown): string | undefined {
  return readAs(IdValue, value)?.trim()
}

function readUrl(value: unknown): string | undefined {
  return typeof value === 'string' ? nonEmpty(cutIfShort(value.trim())) : undefined
}

function readImage(value: unknown, reading: Reading): string | undefined {
  const whole = readAs(ImageValue, value)?.trim()
  if (whole !== undefined && /^data:/i.test(whole)) {
    if (isCardPicture(whole)) return whole
    reading.lostPictures++
    return undefined
  }
  // several pictures in one text: the first
  const address = whole?.split(/\s*[|,;\s]\s*(?=https?:\/\/)/)[0]
  return address === undefined ? undefined : nonEmpty(cutIfShort(address))
}

/** An address that is too long is none: half an address leads elsewhere. */
function cutIfShort(address: string): string {
  return address.length > MAX_URL_CHARACTERS ? '' : cutText(address, MAX_URL_CHARACTERS)
}

function readTitle(value: unknown): string | undefined {
  const title = typeof value === 'number' ? String(value) : value
  return typeof title === 'string' ? nonEmpty(cutText(oneLine(decodeEntities(title)), MAX_TITLE_CHARACTERS)) : undefined
}

function readDescription(value: unknown): string | undefined {
  const text = Array.isArray(value) ? readAs(PrimitiveList, value)?.join('\n') : value
  if (typeof text !== 'string') return undefined
  const plain = decodeEntities(looksLikeHtml(text) ? stripTags(text) : text)
    .replace(/[^\S\n]+|[^\P{Cc}\n]+/gu, ' ')
    .trim()
  return nonEmpty(cutText(plain, MAX_DESCRIPTION_CHARACTERS))
}

/** A number is the shop's id of a brand. `4711` as text is one. */
function readBrand(value: unknown): string | undefined {
  const name = typeof value === 'number' ? undefined : readAs(NamedValue, value)
  return name === undefined ? undefined : nonEmpty(cutText(oneLine(decodeEntities(name)), 200))
}

/** Digits alone are ids of the shop, as in WordPress: no name to show. */
function named(names: string[] | undefined): string[] | undefined {
  return names?.some((name) => /[^\d\s]/.test(name)) ? names : undefined
}

/** A path that ends in the item itself, maybe cut: no category, and nothing to tell items apart by. */
function withoutTitle(category: string[] | undefined, title: string): string[] | undefined {
  const leaf = category?.at(-1)?.toLowerCase()
  if (leaf === undefined) return undefined
  const cut = /^(.{10,}?)\s*(?:\.\.\.|…)$/.exec(leaf)?.[1]
  const isTitle = leaf === title.toLowerCase() || (cut !== undefined && title.toLowerCase().startsWith(cut))
  if (!isTitle) return category
  return category!.length > 1 ? category!.slice(0, -1) : undefined
}

function nonEmpty(text: string): string | undefined {
  return text === '' ? undefined : text
}

/** The lowest of what the row asks is its price, and a higher one that a visitor can compare it with the list price. */
function readPrices(
  fields: RowFields,
  { currency: fallback, now }: Reading,
): Pick<{ price?: Price; listPrice?: Price }, 'price' | 'listPrice'> {
  const currency = fields.take('currency', (value) => (typeof value === 'string' ? nonEmpty(value.trim()) : undefined))
  const amount = (value: unknown) => {
    const price = readPrice(value, currency?.value)
    return price && price.currency === undefined && fallback !== undefined ? { ...price, currency: fallback } : price
  }
  const isOn = isSaleOn(fields.peek('salepriceeffectivedate'), now)
  const price = fields.take('price', amount)?.value
  const sale = isOn ? fields.take('salePrice', amount)?.value : undefined
  const list = fields.take('listPrice', amount)?.value
  const asked = [sale, price, list].filter((one) => one !== undefined)
  if (asked.length === 0 && currency !== undefined) fields.keep(currency.name)
  // a shop that has no sale may say 0
  const today = sale !== undefined && (price === undefined || (sale.value < price.value && sale.value > 0)) ? sale : (price ?? list)
  const before = asked
    .filter((one) => today && one.value > today.value && one.currency === today.currency)
    .sort((a, b) => b.value - a.value)[0]
  return { ...(today && { price: today }), ...(before && { listPrice: before }) }
}

/** `2026-11-20T00:00+01:00/2026-11-30T23:59+01:00`, as Merchant feeds write it. What cannot be read is always. */
function isSaleOn(period: unknown, now: number): boolean {
  const [from, to] = (typeof period === 'string' ? period : '').split('/').map((moment) => Date.parse(moment.trim()))
  return !(from! > now) && !(to! < now)
}

/**
 * Reads one row. `key` is the id where the catalog is an object from id to item. `raw` is what was written where the row was made from it.
 * A getter or Proxy of the row may throw: the caller catches.
 */
export function readItem(row: unknown, key: string | undefined, reading: Reading, raw?: unknown): ReadItem {
  if (!isRecord(row)) return { field: '', why: `received ${nameOfType(row)}; expected an object with an id and a title` }
  const fields = new RowFields(row, reading, raw)
  const ownId = fields.take('id', readId)?.value ?? key
  fields.id = ownId
  const url = fields.take('url', readUrl)?.value
  const ownTitle = fields.take('title', readTitle)?.value
  const id = ownId ?? url ?? ownTitle?.slice(0, MAX_ID_CHARACTERS)
  if (id === undefined) return { field: 'id', why: NO_ID }
  if (id.length > MAX_ID_CHARACTERS)
    return { field: 'id', why: `the id has ${id.length} characters; expected at most ${MAX_ID_CHARACTERS}` }
  const description = fields.take('description', readDescription)?.value
  const title = ownTitle ?? (description && nonEmpty(titleFromText(description)))
  if (title === undefined) return { field: 'title', why: `has no title and no text; expected text in one of ${TITLE_NAMES}, ...` }
  const { price, listPrice } = readPrices(fields, reading)
  const available = fields.take('available', readAvailable)
  if (available !== undefined && saysMoreThanYesOrNo(available.raw)) fields.keep(available.name)
  const item = {
    id,
    title,
    url,
    image: fields.take('image', (value) => readImage(value, reading))?.value,
    description,
    price,
    listPrice,
    available: available?.value,
    brand: fields.take('brand', readBrand)?.value,
    category: withoutTitle(fields.take('category', (value) => named(readNames(value, splitPath)))?.value, title),
    tags: fields.take('tags', (value) => named(readNames(value, (text) => (Array.isArray(value) ? [text] : text.split(',')))))?.value,
    lang: fields.take('lang', readLang)?.value,
    published: fields.take('published', readDate)?.value,
    popularity: fields.take('popularity', readNumber)?.value,
    group: fields.take('group', readId)?.value,
    attributes: fields.attributes(),
  }
  return { item: withoutUndefined(item), guesses: fields.guesses, isNamedByTitle: ownId === undefined && url === undefined }
}

function withoutUndefined(item: { [Field in keyof Item]: Item[Field] | undefined } & { id: string; title: string }): Item {
  return Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined)) as unknown as Item
}
