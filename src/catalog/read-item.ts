import type { Item, Price } from '../types.js'
import type { AliasedField } from './aliases.js'
import { isCardPicture } from './data-picture.js'
import { decodeEntities } from './html-entities.js'
import { cutText, looksLikeHtml, oneLine, stripTags } from './plain-text.js'
import { type Reading, RowFields } from './row-fields.js'
import { isRecord, nameOfType, TITLE_NAMES } from './rows.js'
import { IdValue, ImageValue, NamedValue, PrimitiveList, readAs } from './schema.js'
import { titleFromText } from './title-from-text.js'
import { readAvailable, readDate, readLang, readNames, readNumber, readPrice, saysMoreThanYesOrNo, splitPath } from './values.js'

const MAX_ID_CHARACTERS = 512
const MAX_TITLE_CHARACTERS = 1_000
const MAX_DESCRIPTION_CHARACTERS = 20_000
const MAX_URL_CHARACTERS = 2_048

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
