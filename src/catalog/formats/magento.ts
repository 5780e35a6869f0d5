import type { CatalogRow } from '../rows.js'

/** Whether the names of a table are those of Magento's export. */
export function isMagentoTable(names: readonly string[]): boolean {
  return ['sku', 'attribute_set_code', 'product_type'].every((name) => names.includes(name))
}

/** A row of Magento's export. Variants that the shop shows only inside their product are left out, as the shop leaves them out. */
export function magentoRow(row: CatalogRow): CatalogRow {
  const product = row.value as Record<string, unknown>
  const { sku, name, description, short_description, price, special_price, categories, url_key, base_image, created_at } = product
  if (product.visibility === 'Not Visible Individually') return { row: row.row, why: 'is a variant, which its product stands for' }
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
  }
  return { row: row.row, value }
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
  const entries = text.split(/,(?=\w+=)/).map((entry): [string, unknown] => {
    const [name = '', ...value] = entry.split('=')
    const values = value.join('=').split('|')
    return [name, values.length > 1 ? values : values[0]]
  })
  return Object.fromEntries(entries.filter(([name]) => !/^(?:has_options|required_options|__proto__)$/.test(name)))
}
