import { isRecord } from '../rows.js'

/** One product of `products.json`, or of the CSV that Shopify exports, joined from its lines. */
export function shopifyRow(product: Record<string, unknown>, source: string): Record<string, unknown> {
  const { id, handle, title, body_html, vendor, product_type, tags, published_at, created_at } = product
  const variants = listOfRecords(product.variants)
  const available = variants.filter((variant) => variant.available !== false)
  const [cheapest] = (available.length > 0 ? available : variants).filter(({ price }) => Number(price) >= 0).sort(byPrice)
  const image = listOfRecords(product.images)[0] ?? product.image
  return {
    id: id ?? handle,
    title,
    url: typeof handle === 'string' && handle !== '' ? productAddress(handle, source) : undefined,
    description: body_html,
    brand: vendor,
    category: product_type,
    tags: typeof tags === 'string' ? tags.split(',') : tags,
    price: cheapest?.price,
    list_price: cheapest?.compare_at_price,
    image: isRecord(image) ? image.src : image,
    available: variants.some((variant) => 'available' in variant) ? available.length > 0 : undefined,
    published: published_at ?? created_at,
    handle,
    sku: variants[0]?.sku,
    ...choicesOf(product.options, variants),
  }
}

function byPrice(a: Record<string, unknown>, b: Record<string, unknown>): number {
  return Number(a.price) - Number(b.price)
}

/** `Size` and `Colour` with the values that variants have. The one option of a product without choices says nothing. */
function choicesOf(options: unknown, variants: readonly Record<string, unknown>[]): Record<string, unknown> {
  const names = (Array.isArray(options) ? options : []).map((option: unknown) => (isRecord(option) ? option.name : option))
  const entries = names.map((name, place): [string, unknown] => [
    String(name),
    [...new Set(variants.map((variant) => variant[`option${place + 1}`]))].filter((value) => value !== 'Default Title' && Boolean(value)),
  ])
  return Object.fromEntries(entries.filter(([name]) => name !== 'Title' && name !== '__proto__'))
}

/** Shopify's addresses of products, below the folder of the market (`/de/products.json`); other folders hold copies of the file. */
function productAddress(handle: string, source: string): string {
  const path = `products/${encodeURIComponent(handle)}`
  if (!/^https?:/.test(source)) return `/${path}`
  const { pathname } = new URL(source)
  const folder = /^(\/(?:[a-z]{2}(?:-[a-z]+)*\/)?)(?:collections\/[^/]+\/)?products\.json$/i.exec(pathname)?.[1] ?? '/'
  return new URL(folder + path, source).href
}

function listOfRecords(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : []
}

/** Whether the names of a table are those of Shopify's export. */
export function isShopifyTable(names: readonly string[]): boolean {
  return names.includes('Handle') && names.includes('Variant Price')
}

/**
 * Joins the lines of a Shopify export: a product has a line for each variant and each picture, and only the first says its title.
 * Each product keeps the place of its first line.
 */
export function shopifyProducts(lines: readonly (readonly [row: number, line: Readonly<Record<string, unknown>>])[]) {
  const products = new Map<unknown, { row: number; lines: Readonly<Record<string, unknown>>[] }>()
  for (const [row, line] of lines) {
    const known = products.get(line.Handle)
    if (known) known.lines.push(line)
    else products.set(line.Handle, { row, lines: [line] })
  }
  return [...products.values()].map(({ row, lines: [first = {}, ...more] }) => {
    const all = [first, ...more]
    const options = [1, 2, 3].map((place) => first[`Option${place} Name`]).filter(Boolean)
    return {
      row,
      isShown: isShown(first),
      product: {
        id: undefined,
        handle: first.Handle,
        title: first.Title,
        body_html: first['Body (HTML)'] ?? first.Body,
        vendor: first.Vendor,
        product_type: first.Type || first['Product Category'],
        tags: first.Tags,
        options,
        images: all.filter((line) => line['Image Src']).map((line) => ({ src: line['Image Src'] })),
        variants: all.filter((line) => line['Variant Price'] !== undefined && line['Variant Price'] !== '').map(variantOf),
      },
    }
  })
}

/** The export also has drafts, archived products, and those that the online shop does not show. */
function isShown({ Status, Published }: Readonly<Record<string, unknown>>): boolean {
  return !['draft', 'archived'].includes(String(Status)) && String(Published) !== 'false'
}

function variantOf(line: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const tracked = Boolean(line['Variant Inventory Tracker']) && line['Variant Inventory Policy'] !== 'continue'
  return {
    price: line['Variant Price'],
    compare_at_price: line['Variant Compare At Price'],
    sku: line['Variant SKU'],
    option1: line['Option1 Value'],
    option2: line['Option2 Value'],
    option3: line['Option3 Value'],
    ...(tracked && { available: Number(line['Variant Inventory Qty']) > 0 }),
  }
}
