/** formats.js: turns catalogs that are not rows yet into rows, and bytes that are not UTF-8 into text. Pages load it when a catalog needs it. */

export { decodeText } from '../decode-text.js'

import { catalogRows } from '../parse.js'
import { type CatalogRow, isRecord, messageOf, NOT_SHOWN } from '../rows.js'
import { readTable } from './csv.js'
import type { ConvertedFormat } from './format.js'
import { jsonLdItems, jsonLdRow } from './json-ld.js'
import { isMagentoTable, magentoRows } from './magento.js'
import { isShopifyTable, shopifyProducts, shopifyRow } from './shopify.js'
import { isWoocommerceTable, woocommerceRow, woocommerceRows } from './woocommerce.js'
import { wordpressRow } from './wordpress.js'
import { xmlRows } from './xml.js'

/**
 * The rows of a catalog in one of these formats. `raw` of a row is what was written, for paths of the option `fields`.
 *
 * @param value  What `formatOf` found: a text, or parsed JSON.
 * @param source The catalog's address, which Shopify's links are below; else a name for messages.
 * @throws PagekinError `catalog-invalid` for XML without items, and for what is unknown.
 */
export function readFormat(format: ConvertedFormat, value: unknown, source: string): Iterable<CatalogRow> {
  switch (format) {
    case 'unknown':
      return catalogRows(value, source)
    case 'table':
      return tableRows(value as string, source)
    case 'xml':
      return xmlRows(value as string, source)
    case 'json-ld':
      return converted(
        jsonLdItems(value).map((raw, row) => ({ row, value: raw })),
        jsonLdRow,
      )
    case 'shopify':
      return converted(catalogRows(value, source), (product) => shopifyRow(product, source))
    case 'woocommerce':
      return converted(catalogRows(value, source), woocommerceRow)
    case 'wordpress':
      return converted(catalogRows(value, source), wordpressRow)
  }
}

function* converted(rows: Iterable<CatalogRow>, toRow: (raw: Record<string, unknown>) => Record<string, unknown>): Iterable<CatalogRow> {
  for (const row of rows) {
    if (!isRecord(row.value)) {
      yield row
      continue
    }
    let read: CatalogRow
    try {
      read = { row: row.row, value: toRow(row.value), raw: row.value }
    } catch (thrown) {
      read = { row: row.row, why: `could not be read (${messageOf(thrown)})` }
    }
    yield read
  }
}

function tableRows(text: string, source: string): Iterable<CatalogRow> {
  const { names, rows } = readTable(text)
  if (isMagentoTable(names)) return magentoRows(rows)
  if (isWoocommerceTable(names)) return woocommerceRows(rows)
  if (!isShopifyTable(names)) return rows
  const lines = rows.flatMap(({ row, value }) => (isRecord(value) ? [[row, value] as const] : []))
  const products = shopifyProducts(lines).map(
    ({ row, isShown, product }): CatalogRow =>
      isShown ? { row, value: shopifyRow(product, source), raw: product } : { row, why: NOT_SHOWN },
  )
  return [...products, ...rows.filter(({ why }) => why !== undefined)]
}
