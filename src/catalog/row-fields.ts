import type { AttributeValue } from '../types.js'
import { type AliasedField, canonicalName, FIELD_ALIASES, fieldOfAlias } from './aliases.js'
import { decodeEntities } from './html-entities.js'
import { guessedField, matchName } from './name-match.js'
import { cutText } from './plain-text.js'
import { isRecord } from './rows.js'
import { PrimitiveList, readAs } from './schema.js'
import { OWN_VECTOR, SEARCHES } from './searched-item.js'

/** A cell of more or longer parts is prose. */
const MAX_LIST_VALUES = 100
const MAX_LIST_VALUE_CHARACTERS = 40
const MAX_ATTRIBUTES = 100
const MAX_ATTRIBUTE_CHARACTERS = 2_000

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
export class RowFields {
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
    // of two titles the certain one
    this.#guessed?.sort((a, b) => matchName(b)!.similarity - matchName(a)!.similarity)
  }

  #add(name: string, value: unknown): void {
    this.#values.set(name, value)
    const canonical = canonicalName(name)
    const names = this.#namesOf.get(canonical)
    if (names) names.push(name)
    else this.#namesOf.set(canonical, [name])
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
    for (const name of this.#guessed ?? []) {
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
      // a pack alone says what searches have given an item
      if (value === undefined || name === SEARCHES || name === OWN_VECTOR || count === MAX_ATTRIBUTES || Object.hasOwn(attributes, name))
        return
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
