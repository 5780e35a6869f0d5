import { type CatalogRow, isRecord, NOT_SHOWN } from '../rows.js'

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

/** The rows of WooCommerce's export; of no others than published products. A product has the lowest price of its variations in stock. */
export function woocommerceRows(rows: readonly CatalogRow[]): CatalogRow[] {
  const isPublished = ({ Published }: Cells) => String(Published) === '1'
  const cells = rows.flatMap(({ value }) => (isRecord(value) && isPublished(value) ? [value] : []))
  /** A product and its variations, by what its variations and others call it. */
  const lines = new Map<string, Cells[]>()
  for (const product of cells) {
    if (product.Type === 'variation') continue
    const own = [product]
    lines.set(`id:${product.ID}`, own).set(String(product.SKU), own)
  }
  for (const variation of cells) if (variation.Type === 'variation') lines.get(String(variation.Parent))?.push(variation)
  return rows.map(({ row, value, ...rest }) => {
    if (!isRecord(value)) return { row, value, ...rest }
    if (!isPublished(value)) return { row, why: NOT_SHOWN }
    return value.Type === 'variation' ? { row, isVariant: true } : { row, value: exportedRow(value, lines), raw: value }
  })
}

function exportedRow(product: Cells, lines: ReadonlyMap<string, readonly Cells[]>): Record<string, unknown> {
  const [, ...variations] = lines.get(`id:${product.ID}`)!
  const offers = variations.length > 0 ? variations : [product]
  const sold = offers.filter((offer) => String(offer['In stock?']) !== '0')
  // the export parts no thousands
  const priceOf = (offer: Cells) =>
    Number(String(offer['Sale price'] || offer['Regular price']).replace(',', '.')) || Number.POSITIVE_INFINITY
  const cheapest = (sold.length > 0 ? sold : offers).reduce((best, offer) => (priceOf(offer) < priceOf(best) ? offer : best))
  const depth = (path: string) => path.split('>').length
  const linked = textsOf(product['Cross-sells']).flatMap((name) => lines.get(name)?.[0]?.ID ?? [])
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
      categories: textsOf(product.Categories).sort((a, b) => depth(b) - depth(a)),
      tags: product.Tags,
      brands: textsOf(product.Brands),
      is_in_stock: sold.length > 0,
    }),
    ...Object.fromEntries(
      Object.entries(product).flatMap(([name, value]) =>
        /^Attribute \d+ name$/.test(name) && value ? [[value, textsOf(product[name.replace('name', 'value(s)')])]] : [],
      ),
    ),
    ...(linked.length > 0 && { 'Cross-sells': linked }),
  }
}

/** A comma inside a text is escaped. */
function textsOf(list: unknown): string[] {
  const texts = String(list ?? '').split(/(?<!\\), */)
  return texts.map((text) => text.replaceAll('\\,', ',')).filter(Boolean)
}
