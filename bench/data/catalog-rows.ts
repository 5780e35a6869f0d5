import type { AbtBuy, ProductRecord } from './abt-buy.js'
import type { IndustrialItem } from './amazon-industrial.js'
import type { BundleItem } from './bundles.js'
import type { JudgedProduct } from './crowdflower.js'
import type { MagentoProduct } from './magento.js'
import type { Movie } from './movielens.js'
import type { Paper } from './papers.js'
import type { Recipe } from './recipes.js'
import type { Document } from './retrieval-set.js'
import type { Talk } from './talks.js'

/**
 * Each set as the catalog that its owner would give: rows for `parseCatalog`, so that what is measured is what a page does
 * with such a file. Ids are those of the set.
 */
export type CatalogRow = Readonly<Record<string, unknown>>

export function movieRows(movies: readonly Movie[]): CatalogRow[] {
  return movies.map(({ id, title, genres, overview, director, cast }) =>
    row({ id, title, tags: genres, director, cast, description: overview }),
  )
}

export function industrialRows(items: readonly IndustrialItem[]): CatalogRow[] {
  return items.map(({ id, title, brand, description }) => row({ id, title, brand, description: description.join('\n') }))
}

export function bundleRows(items: readonly BundleItem[]): CatalogRow[] {
  return items.map(({ id, title, categories }) => row({ id, title, categories }))
}

export function magentoRows(products: readonly MagentoProduct[]): CatalogRow[] {
  return products.map(({ sku, name, description, categories, price }) =>
    row({ id: sku, title: name, description, category: categories[0], price }),
  )
}

export function documentRows(documents: readonly Document[]): CatalogRow[] {
  return documents.map(({ id, title, text }) => row({ id, title: title || text, description: text }))
}

export function crowdflowerRows(products: readonly JudgedProduct[]): CatalogRow[] {
  return products.map(({ id, title, description }) => row({ id, title, description }))
}

/** One of the two shops; ids are the record's index. */
export function abtBuyRows(set: AbtBuy, shop: 'abt' | 'buy'): CatalogRow[] {
  return set[shop].map(({ name, description, price }: ProductRecord, index) => row({ id: String(index), title: name, description, price }))
}

export function paperRows(papers: readonly Paper[]): CatalogRow[] {
  return papers.map(({ id, title, abstract }) => row({ id, title, description: abstract }))
}

/** Without their tags, which say what is alike. */
export function talkRows(talks: readonly Talk[]): CatalogRow[] {
  return talks.map(({ id, name, description, speakers }) => row({ id, title: name, description, speakers }))
}

/** Without their path, which says what is alike. */
export function recipeRows(recipes: readonly Recipe[]): CatalogRow[] {
  return recipes.map(({ id, name, ingredients }) => row({ id, title: name, description: ingredients }))
}

/** Without what is empty. */
function row(fields: CatalogRow): CatalogRow {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0)),
  )
}
