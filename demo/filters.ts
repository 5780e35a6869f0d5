import type { Where } from '../src/index.js'
import type { Row } from './catalogs.js'
import { COLOUR_FAMILIES, colourFamily } from './colours.js'

/** What a visitor narrows a list to. Empty sets and absent bounds let everything through. */
export interface Filters {
  readonly min?: number
  readonly max?: number
  readonly inStock: boolean
  readonly colours: ReadonlySet<string>
  readonly brands: ReadonlySet<string>
  readonly departments: ReadonlySet<string>
}

export const NO_FILTERS: Filters = { inStock: false, colours: new Set(), brands: new Set(), departments: new Set() }

export function isFiltered({ min, max, inStock, colours, brands, departments }: Filters): boolean {
  return min !== undefined || max !== undefined || inStock || colours.size + brands.size + departments.size > 0
}

export function passes(row: Row, { min, max, inStock, colours, brands, departments }: Filters): boolean {
  const price = row.price?.value ?? 0
  return (
    price >= (min ?? 0) &&
    price <= (max ?? Number.POSITIVE_INFINITY) &&
    (!inStock || row.available !== false) &&
    (colours.size === 0 || colours.has(familyOf(row))) &&
    (brands.size === 0 || brands.has(row.brand ?? '')) &&
    (departments.size === 0 || departments.has(row.category?.[0] ?? ''))
  )
}

/** The same as a filter of pagekin, within `base`; undefined where nothing is narrowed. */
export function toWhere(filters: Filters, rows: readonly Row[], base?: Where): Where | undefined {
  const { min, max, inStock, colours, brands, departments } = filters
  // a family stands for the names that items carry
  const names = new Set(rows.filter((row) => colours.has(familyOf(row))).map(colourOf))
  const where: Where = {
    ...base,
    ...((min !== undefined || max !== undefined) && {
      price: { ...(min !== undefined && { min }), ...(max !== undefined && { max }) },
    }),
    ...(inStock && { available: true }),
    ...(colours.size > 0 && { colour: [...names] }),
    ...(brands.size > 0 && { brand: [...brands] }),
    ...(departments.size > 0 && { category: [...departments] }),
  }
  return Object.keys(where).length > 0 ? where : undefined
}

export interface Choice {
  readonly name: string
  /** Items of the list that have it; absent where the list is not known as a whole. */
  readonly count?: number
}

/** What a list can be narrowed to. */
export interface Choices {
  readonly colours: readonly Choice[]
  readonly brands: readonly Choice[]
  readonly departments: readonly Choice[]
  readonly dearest: number
}

/** The same without numbers: those of a catalog say nothing about what was found in it. */
export function uncounted({ colours, brands, departments, dearest }: Choices): Choices {
  const names = (choices: readonly Choice[]) => choices.map(({ name }) => ({ name }))
  return { colours: names(colours), brands: names(brands), departments: names(departments), dearest }
}

export function choicesOf(rows: readonly Row[]): Choices {
  const colours = count(rows.map(familyOf))
  return {
    colours: COLOUR_FAMILIES.flatMap((name) => colours.filter((choice) => choice.name === name)).sort((a, b) => b.count - a.count),
    brands: count(rows.map(({ brand }) => brand ?? '')).sort((a, b) => a.name.localeCompare(b.name)),
    departments: count(rows.map(({ category }) => category?.[0] ?? '')),
    dearest: Math.ceil(Math.max(...rows.map(({ price }) => price?.value ?? 0))),
  }
}

function colourOf(row: Row): string {
  return String(row.attributes?.colour ?? '')
}

function familyOf(row: Row): string {
  return colourFamily(colourOf(row)) ?? ''
}

function count(names: readonly string[]): Required<Choice>[] {
  const counts = new Map<string, number>()
  for (const name of names) if (name !== '') counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts].map(([name, count]) => ({ name, count }))
}
