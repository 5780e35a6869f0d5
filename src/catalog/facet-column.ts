import { namesOthers } from '../links.js'
import type { Item } from '../types.js'
import { columnOf, type Column as FilterColumn, foldText, ITEM_FIELDS, MOMENT } from './filter-fields.js'
import { IDENTIFIERS } from './item-sentence.js'

type Value = string | number | boolean

/** The values of one field by row, as numbers: `codes[starts[row]]` to before `codes[starts[row + 1]]`, each once. */
export interface FacetColumn {
  readonly field: string
  /** By code, as the first item that has it writes it. */
  readonly values: readonly Value[]
  readonly starts: Uint32Array
  readonly codes: Uint32Array
  /** The code of a value as the filter compares it; undefined if no item has it. */
  readonly codeOf: (value: unknown) => number | undefined
  /** Where every value is a number: the codes by size. */
  readonly bySize: Uint32Array | undefined
  /** Most values are moments. */
  readonly isTime: boolean
  /** Of a path, how far from its beginning each code stands first. */
  readonly depths: readonly number[] | undefined
  /** Of a path, the code before each code; -1 at the beginning. */
  readonly parents: readonly number[] | undefined
}

/** Of a field in which more texts than this are single ones, every item has its own: it names records. */
const MOST_SINGLE = 0.5
/** So many items tell it. */
const SAMPLE = 500
/** What feeds write where nothing is known. Not "none" and "other", which can be answers. */
const UNKNOWN =
  /^(?:[-–—?.]+|n\.?\/?a\.?|k\. ?a\.|null|nan|undefined|unknown|unbekannt|keine angaben?|unspecified|not (?:available|applicable|specified|known)|no \w+ available)$/i
/** Names that a filter reads as lists of filters. */
const COMBINES: ReadonlySet<string> = new Set(['all', 'any'])

/** The column that `field` names in a filter, or another one that is made in its way. */
export function facetColumn(
  field: string,
  items: readonly Item[],
  { valuesOf, comparable }: Pick<FilterColumn, 'valuesOf' | 'comparable'> = columnOf(field, items),
): FacetColumn {
  const column = new Column(field, items.length, comparable)
  items.forEach((item, row) => void column.add(row, valuesOf(item)))
  return column.finish()
}

/** The columns of all attributes, by name, but for those that say which record an item is or that no filter can name. One pass over the items. */
export function attributeColumns(items: readonly Item[]): Map<string, FacetColumn> {
  const columns = new Map<string, Column | null>()
  for (const [row, { attributes }] of items.entries()) {
    for (const name in attributes) {
      let column = columns.get(name)
      if (column === null) continue
      const value = attributes[name]!
      column ??=
        IDENTIFIERS.test(name) || namesOthers(name, value) || ITEM_FIELDS.has(name) || COMBINES.has(name)
          ? null
          : new Column(name, items.length, foldText)
      if (typeof value === 'object') column?.add(row, value)
      else column?.addOne(row, value)
      columns.set(name, column?.rows === SAMPLE && column.namesRecords ? null : column)
    }
  }
  return new Map([...columns].flatMap(([name, column]) => (column && !column.namesRecords ? [[name, column.finish()]] : [])))
}

class Column {
  /** That have a value. */
  rows = 0
  readonly #field: string
  readonly #comparable: (value: unknown) => unknown
  readonly #codeByValue = new Map<unknown, number>()
  readonly #codeByKey = new Map<unknown, number>()
  readonly #values: Value[] = []
  readonly #depths: number[] = []
  readonly #parents: number[] = []
  readonly #starts: Uint32Array
  readonly #codes: number[] = []
  /** Rows before this one are there. */
  #next = 0
  #isText = true

  constructor(field: string, rows: number, comparable: (value: unknown) => unknown) {
    this.#field = field
    this.#comparable = comparable
    this.#starts = new Uint32Array(rows + 1)
  }

  /** Lists share values, and numbers are ranges. */
  get namesRecords(): boolean {
    return this.#isText && this.#values.length > MOST_SINGLE * this.rows
  }

  /** As `add`, of a row with one value. */
  addOne(row: number, value: unknown): void {
    this.#begin(row)
    const code = this.#codeFor(value, 0, -1)
    if (code < 0) return
    this.#codes.push(code)
    this.rows++
  }

  /** Rows in their order. */
  add(row: number, values: readonly unknown[]): void {
    const start = this.#begin(row)
    let before = -1
    for (let depth = 0; depth < values.length; depth++) {
      const code = this.#codeFor(values[depth], depth, before)
      if (code < 0) continue
      if (this.#codes.indexOf(code, start) < 0) this.#codes.push(code)
      before = code
    }
    if (this.#codes.length > start) this.rows++
    if (values.length > 1) this.#isText = false
  }

  #begin(row: number): number {
    const start = this.#codes.length
    while (this.#next <= row) this.#starts[this.#next++] = start
    return start
  }

  finish(): FacetColumn {
    this.#starts.fill(this.#codes.length, this.#next)
    const values = this.#values
    const isNumeric = values.length > 0 && values.every((value) => typeof value === 'number')
    const isPath = this.#field === 'category'
    return {
      field: this.#field,
      values,
      starts: this.#starts,
      codes: new Uint32Array(this.#codes),
      codeOf: (value) => this.#codeByKey.get(this.#comparable(value)),
      // a sort of numbers alone is native
      bySize: isNumeric
        ? Uint32Array.from(Float64Array.from(values as number[]).sort(), (value) => this.#codeByKey.get(value)!)
        : undefined,
      isTime: values.filter((value) => MOMENT.test(String(value))).length > values.length / 2,
      depths: isPath ? this.#depths : undefined,
      parents: isPath ? this.#parents : undefined,
    }
  }

  /** -1 for what is no value. */
  #codeFor(value: unknown, depth: number, before: number): number {
    const known = this.#codeByValue.get(value)
    if (known !== undefined) return known
    const isValue =
      typeof value === 'string'
        ? value.trim() !== '' && !UNKNOWN.test(value.trim())
        : typeof value === 'number' || typeof value === 'boolean'
    if (!isValue) return -1
    const key = this.#comparable(value)
    let code = this.#codeByKey.get(key)
    if (code === undefined) {
      code = this.#values.length
      this.#values.push(typeof value === 'string' ? value.trim() : (value as Value))
      this.#depths.push(depth)
      this.#parents.push(before)
      this.#codeByKey.set(key, code)
      if (typeof value !== 'string') this.#isText = false
    }
    this.#codeByValue.set(value, code)
    return code
  }
}
