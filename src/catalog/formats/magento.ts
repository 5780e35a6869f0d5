import type { CatalogRow } from '../rows.js'

/** Whether the names of a table are those of Magento's export. */
export function isMagentoTable(names: readonly string[]): boolean {
  return ['sku', 'attribute_set_code', 'product_type'].every((name) => names.includes(name))
}

/**
 * The rows of Magento's export. Variants that the shop shows only inside their product are no items, as they are no pages of the shop,
 * unless the export has nothing else.
 */
export function magentoRows(rows: readonly CatalogRow[]): CatalogRow[] {
  const isHidden = ({ value }: CatalogRow) => (value as Record<string, unknown>).visibility === 'Not Visible Individually'
  const read = rows.filter(({ value }) => value !== undefined)
  const areAllHidden = read.every(isHidden)
  return rows.map((row) => {
    if (row.value === undefined) return row
    return isHidden(row) && !areAllHidden ? { row: row.row, isVariant: true } : magentoRow(row)
  })
}

function magentoRow(row: CatalogRow): CatalogRow {
  const product = row.value as Record<string, unknown>
  const { sku, name, description, short_description, price, special_price, categories, url_key, base_image, created_at } = product
  const value = {
    id: sku,
    title: name,
    url: url_key ? `/${url_key}.html` : undefined,
    image: typeof base_image === 'string' && base_image.startsWith('/') ? `/media/catalog/product${base_image}` : base_image,
    description: description ?? short_description,
    price,
    sale_price: special_price,
    category: deepestPath(categories),
    available: product.is_in_stock === undefined ? undefined : String(product.is_in_stock) === '1',
    published: created_at,
    ...additionalAttributes(product.additional_attributes),
    ...choicesOf(product.configurable_variations),
  }
  return { row: row.row, value, raw: product }
}

/** `sku=A-1,size=S,color=Red|sku=A-2,size=M,color=Red`: what a visitor can choose of a product. */
function choicesOf(variations: unknown): Record<string, string[]> {
  const choices = new Map<string, Set<string>>()
  for (const variation of typeof variations === 'string' ? variations.split('|') : []) {
    for (const [name, value] of Object.entries(entriesIn(variation))) {
      if (name !== 'sku' && value !== '') choices.set(name, (choices.get(name) ?? new Set()).add(value))
    }
  }
  return Object.fromEntries([...choices].map(([name, values]) => [name, [...values]]))
}

/** `Default Category/Gear,Default Category/Gear/Bags`: the longest path, without the root of the shop. */
function deepestPath(categories: unknown): string[] | undefined {
  if (typeof categories !== 'string') return undefined
  const paths = categories.split(',').map((path) => path.split('/').slice(1))
  return paths.sort((a, b) => b.length - a.length)[0]
}

/** `material=Cotton|Linen,new=No`, without settings of the shop. A comma may stand in a value. */
function additionalAttributes(text: unknown): Record<string, unknown> {
  if (typeof text !== 'string') return {}
  const entries = Object.entries(entriesIn(text)).map(([name, value]): [string, unknown] => {
    const values = value.split('|')
    return [name, values.length > 1 ? values : value]
  })
  return Object.fromEntries(entries.filter(([name]) => !/^(?:has_options|required_options)$/.test(name)))
}

/** `name=value,name=value` */
function entriesIn(text: string): Record<string, string> {
  const entries = text.split(/,(?=\w+=)/).map((entry): [string, string] => {
    const [name = '', ...value] = entry.split('=')
    return [name, value.join('=')]
  })
  return Object.fromEntries(entries.filter(([name]) => name !== '__proto__'))
}
