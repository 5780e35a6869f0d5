import { isRecord } from '../rows.js'

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
