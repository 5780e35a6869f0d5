import { type CatalogRow, isRecord } from '../rows.js'
import { readPrice } from '../values.js'

/** One product of WooCommerce's Store API (prices in minor units) or of its REST API. */
export function woocommerceRow(product: Record<string, unknown>): Record<string, unknown> {
  const { prices, categories, attributes, tags, images, regular_price, permalink, description, short_description, ...rest } = product
  const { currency_code, currency_minor_unit, price, regular_price: regular } = isRecord(prices) ? prices : {}
  const whole = (amount: unknown) =>
    amount === undefined || amount === '' ? undefined : Number(amount) / 10 ** Number(currency_minor_unit)
  return {
    id: product.id,
    title: product.name,
    url: permalink,
    description: description || short_description,
    price: isRecord(prices) ? whole(price) : product.price || regular_price,
    list_price: isRecord(prices) ? whole(regular) : regular_price,
    currency: currency_code,
    image: images,
    category: firstName(categories),
    tags,
    brand: firstName(product.brands),
    available: rest.is_in_stock ?? rest.stock_status ?? rest.in_stock,
    published: rest.date_created_gmt ?? rest.date_created,
    sku: rest.sku,
    rating: Number(rest.average_rating) || undefined,
    reviews: rest.review_count ?? rest.rating_count,
    popularity: rest.total_sales,
    ...namedTerms(attributes),
  }
}

/** The first of several categories is the one that the shop shows. */
function firstName(list: unknown): unknown {
  return Array.isArray(list) ? list[0] : undefined
}

/** `{name: 'Colour', terms: [{name}]}` of the Store API, `{name, options: []}` of REST. */
function namedTerms(attributes: unknown): Record<string, unknown> {
  const named = (Array.isArray(attributes) ? attributes : []).filter(isRecord)
  return Object.fromEntries(
    named
      .filter(({ name }) => name !== '__proto__')
      .map(({ name, terms, options }) => [
        String(name),
        Array.isArray(terms) ? terms.map((term: unknown) => (isRecord(term) ? term.name : term)) : options,
      ]),
  )
}

type Cells = Readonly<Record<string, unknown>>

/** Whether the names of a table are those of WooCommerce's export. */
export function isWoocommerceTable(names: readonly string[]): boolean {
  return ['Type', 'Parent', 'In stock?', 'Regular price'].every((name) => names.includes(name))
}

/** The published products of WooCommerce's export. A product has the lowest price of its variations in stock; without it, they are items. */
export function woocommerceRows(rows: readonly CatalogRow[]): CatalogRow[] {
  const published = rows.filter(({ value }) => !isRecord(value) || String(value.Published) === '1')
  const ids = new Map<string, unknown>()
  for (const { value } of published) {
    if (!isRecord(value) || value.Type === 'variation') continue
    ids.set(`id:${value.ID}`, value.ID)
    if (value.SKU !== '') ids.set(String(value.SKU), value.ID)
  }
  const parentOf = ({ Type, Parent }: Cells) => (Type === 'variation' ? ids.get(String(Parent)) : undefined)
  const variations = new Map<unknown, Cells[]>()
  for (const { value } of published) {
    const parent = isRecord(value) ? parentOf(value) : undefined
    if (parent !== undefined) variations.set(parent, [...(variations.get(parent) ?? []), value as Cells])
  }
  return published.map((row) => {
    if (!isRecord(row.value)) return row
    if (parentOf(row.value) !== undefined) return { row: row.row, isVariant: true }
    return { row: row.row, value: exportedRow(row.value, variations.get(row.value.ID) ?? [row.value], ids), raw: row.value }
  })
}

function exportedRow(product: Cells, offers: readonly Cells[], ids: ReadonlyMap<string, unknown>): Record<string, unknown> {
  const sold = offers.filter((offer) => String(offer['In stock?']) !== '0')
  const priceOf = (offer: Cells) => readPrice(offer['Sale price'] || offer['Regular price'], undefined)?.value ?? Number.POSITIVE_INFINITY
  const [cheapest = product] = (sold.length > 0 ? sold : [...offers]).sort((a, b) => priceOf(a) - priceOf(b))
  const paths = textsOf(product.Categories).sort((a, b) => b.split('>').length - a.split('>').length)
  const places = Object.keys(product).flatMap((name) => /^Attribute \d+(?= name$)/.exec(name) ?? [])
  const linked = textsOf(product['Cross-sells']).flatMap((name) => ids.get(name) ?? [])
  return {
    ...woocommerceRow({
      id: product.ID,
      name: product.Name,
      sku: product.SKU,
      description: product.Description,
      short_description: product['Short description'],
      price: cheapest['Sale price'],
      regular_price: cheapest['Regular price'],
      images: product.Images,
      categories: paths,
      tags: product.Tags,
      brands: textsOf(product.Brands),
      is_in_stock: sold.length > 0,
      attributes: places
        .filter((place) => product[`${place} name`])
        .map((place) => ({ name: product[`${place} name`], options: textsOf(product[`${place} value(s)`]) })),
    }),
    ...(linked.length > 0 && { 'Cross-sells': linked }),
  }
}

/** A comma inside a text is escaped. */
function textsOf(list: unknown): string[] {
  return String(list ?? '')
    .split(/(?<!\\),/)
    .map((text) => text.replaceAll('\\,', ',').trim())
    .filter(Boolean)
}
