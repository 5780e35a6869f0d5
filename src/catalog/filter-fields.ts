import { PagekinError } from '../errors.js'
import type { Item } from '../types.js'
import { type AliasedField, fieldOfAlias } from './aliases.js'
import { type Concept, isField } from './glossary.js'
import { exactConcept } from './name-match.js'

/** One field of all items, as a filter sees it. */
export interface Column {
  /** The values of an item: none where it lacks the field, several where the field is a list. */
  readonly valuesOf: (item: Item) => readonly unknown[]
  /** The form in which two values are equal or not. */
  readonly comparable: (value: unknown) => unknown
  /** `typeof` of every value that occurs; empty where no item has the field. */
  readonly types: ReadonlySet<string>
  /** The first value that occurs. */
  readonly example: unknown
  /** A field of `Item`, known also where no item has it. */
  readonly isItemField: boolean
  /** Ids are text, and are often written as numbers. */
  readonly takesNumbersAsText: boolean
}

/** The fields of `Item`. What else an item has is in its attributes. */
export const ITEM_FIELDS: ReadonlySet<string> = new Set<Exclude<keyof Item, 'attributes'>>([
  'id',
  'title',
  'url',
  'image',
  'description',
  'price',
  'listPrice',
  'available',
  'brand',
  'category',
  'tags',
  'lang',
  'published',
  'popularity',
  'group',
])

const COMPARED_EXACTLY: ReadonlySet<string | undefined> = new Set(['id', 'group', 'url', 'image'])

const ABSENT: readonly unknown[] = []

/**
 * The column that `field` names: a field of `Item`, else an attribute that some item has, else the field a catalog alias means, else the
 * attribute (`colour`: `sku_color`) or the field (`genre`: category) that is about the same, letter for letter, else nothing.
 */
export function columnOf(field: string, items: readonly Item[]): Column {
  const isItemField = ITEM_FIELDS.has(field)
  const isAttribute = !isItemField && items.some((item) => hasAttribute(item, field))
  const own = isItemField ? (field as AliasedField) : isAttribute ? undefined : fieldOfAlias(field)
  const concept = own !== undefined || isAttribute ? undefined : exactConcept(field)
  const attribute = (concept !== undefined && !isField(concept) && attributeAbout(concept, items)) || field
  const itemField = own ?? (concept !== undefined && isField(concept) ? concept : undefined)
  const valuesOf = itemField === undefined ? (item: Item) => attributeValues(item, attribute) : (item: Item) => itemValues(item, itemField)
  const occur = () => occurringIn(itemField ?? `.${attribute}`, items, valuesOf)
  return {
    valuesOf,
    comparable: COMPARED_EXACTLY.has(itemField) ? (value) => value : foldText,
    get types() {
      return occur().types
    },
    get example() {
      return occur().example
    },
    isItemField: itemField !== undefined,
    takesNumbersAsText: itemField === 'id' || itemField === 'group',
  }
}

type Occurring = Pick<Column, 'types' | 'example'>

/** Of the fields that a catalog has. */
const occurring = new WeakMap<readonly Item[], Map<string, Occurring>>()

function occurringIn(name: string, items: readonly Item[], valuesOf: Column['valuesOf']): Occurring {
  const known = occurring.get(items) ?? new Map<string, Occurring>()
  const found = known.get(name) ?? readOccurring(items, valuesOf)
  // names that nobody has are without number
  if (found.types.size > 0) occurring.set(items, known.set(name, found))
  return found
}

function readOccurring(items: readonly Item[], valuesOf: Column['valuesOf']): Occurring {
  const types = new Set<string>()
  let example: unknown
  for (const item of items) {
    for (const value of valuesOf(item)) {
      example ??= value
      types.add(typeof value)
    }
  }
  return { types, example }
}

/** The first attribute whose name means the concept. */
function attributeAbout(concept: Concept, items: readonly Item[]): string | undefined {
  const isAbout = (name: string) => exactConcept(name) === concept
  for (const { attributes } of items) {
    const name = attributes && Object.keys(attributes).find(isAbout)
    if (name !== undefined) return name
  }
  return undefined
}

/** Whether a filter on `field` is one on availability. */
export function isAvailabilityField(field: string): boolean {
  return fieldOfAlias(field) === 'available'
}

/** The names a filter may use on these items, sorted; at most 40, then `...`. */
export function knownFields(items: readonly Item[]): string[] {
  const names = new Set<string>()
  for (const item of items) {
    for (const name of ITEM_FIELDS) if (itemValues(item, name as AliasedField).length > 0) names.add(name)
    for (const name of Object.keys(item.attributes ?? {})) names.add(name)
  }
  const sorted = [...names].sort()
  return sorted.length > 40 ? [...sorted.slice(0, 40), '...'] : sorted
}

/** @throws PagekinError `filter-invalid` for a field that no item has. @param where What asks for it, for the message. */
export function presentColumn(where: string, field: string, items: readonly Item[]): Column {
  const column = columnOf(field, items)
  if (column.types.size > 0) return column
  const known = knownFields(items).join(', ')
  throw new PagekinError('filter-invalid', `${where}: no item has the field "${field.slice(0, 60)}"; known fields: ${known}`)
}

function hasAttribute(item: Item, name: string): boolean {
  return item.attributes !== undefined && Object.hasOwn(item.attributes, name)
}

function attributeValues(item: Item, name: string): readonly unknown[] {
  return hasAttribute(item, name) ? asList(item.attributes?.[name]) : ABSENT
}

/** What could not be read as the field is an attribute of its name: the item then has that to compare. */
function itemValues(item: Item, field: AliasedField): readonly unknown[] {
  if (field === 'available') return [item.available ?? true]
  const value =
    field === 'price' || field === 'salePrice'
      ? item.price?.value
      : field === 'listPrice'
        ? item.listPrice?.value
        : field === 'currency'
          ? item.price?.currency
          : item[field]
  return value === undefined ? attributeValues(item, field) : asList(value)
}

function asList(value: unknown): readonly unknown[] {
  if (value === undefined) return ABSENT
  return Array.isArray(value) ? value : [value]
}

/** How a text begins that is a date, or a date and a time. */
export const MOMENT = /^\d{4}-\d\d-\d\d/

/** Text without regard to case and to blanks at its ends. */
export function foldText(value: unknown): unknown {
  return typeof value === 'string' ? value.trim().toLowerCase() : value
}
