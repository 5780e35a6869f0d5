import type { Item } from '../types.js'

/** The fields of an `Item` that a catalog row can fill under several names, and two that end up in the price. */
export type AliasedField = Exclude<keyof Item, 'attributes'> | 'currency' | 'salePrice'

/**
 * The names a catalog may use for each field, strongest first, in the form `canonicalName` gives.
 * They cover schema.org, Open Graph, Google Merchant feeds, Shopify, Algolia records and JSON Feed.
 */
export const FIELD_ALIASES: Readonly<Record<AliasedField, readonly string[]>> = {
  id: ['id', 'itemid', 'productid', 'objectid', 'sku', '@id', 'handle'],
  title: ['title', 'name', 'headline', 'productname', 'producttitle', 'itemname', 'recipename'],
  url: ['url', 'link', 'href', 'producturl', 'permalink'],
  image: ['image', 'imageurl', 'imagelink', 'img', 'imgsrc', 'imgurl', 'imagesrc', 'thumbnail', 'thumbnailurl', 'images', 'featuredimage'],
  description: ['description', 'bodyhtml', 'body', 'contenttext', 'contenthtml', 'text', 'summary', 'abstract'],
  price: ['price', 'offers.price'],
  salePrice: ['saleprice', 'specialprice', 'discountedprice'],
  listPrice: ['listprice', 'compareatprice', 'regularprice', 'oldprice', 'originalprice', 'wasprice', 'strikeprice', 'msrp', 'rrp'],
  currency: ['currency', 'pricecurrency', 'currencycode', 'offers.pricecurrency'],
  available: ['available', 'instock', 'availability', 'isavailable', 'stock', 'offers.availability'],
  brand: ['brand', 'vendor', 'manufacturer'],
  category: ['category', 'categories', 'categorypath', 'producttype', 'googleproductcategory', 'productcategory', 'cuisinepath'],
  tags: ['tags', 'keywords'],
  lang: ['lang', 'language', 'inlanguage'],
  published: ['published', 'date', 'datepublished', 'publishedat', 'publicationdate', 'pubdate', 'createdat'],
  popularity: ['popularity', 'popularityscore'],
  group: ['group', 'itemgroupid', 'groupid'],
}

const FIELD_OF = new Map<string, AliasedField>()
for (const [field, aliases] of Object.entries(FIELD_ALIASES)) {
  for (const alias of aliases) FIELD_OF.set(alias, field as AliasedField)
}

/** In lower case, without blanks, `_` and `-`. */
export function foldName(name: string): string {
  return name.toLowerCase().replace(/[\s_-]/g, '')
}

/** Remembers what a function says of a name. The rows of a catalog repeat their names: one look each, and the first thousand are kept. */
export function remembered<T>(of: (name: string) => T | undefined): (name: string) => T | undefined {
  const all = new Map<string, T | null>()
  return (name) => {
    const known = all.get(name)
    if (known !== undefined) return known ?? undefined
    const made = of(name)
    if (all.size < 1_000) all.set(name, made ?? null)
    return made
  }
}

/**
 * Brings a field name to the form aliases are compared in: lower case, without blanks, `_`, `-` and the prefixes
 * `g:` and `og:`. `product_url`, `productUrl` and `Product URL` are one name.
 */
export const canonicalName = remembered((name) => foldName(name.replace(/^(?:g|og):/i, ''))) as (name: string) => string

/** The `Item` field a catalog (or a filter) means by `name`; undefined for a name that is nobody's alias. */
export function fieldOfAlias(name: string): AliasedField | undefined {
  return FIELD_OF.get(canonicalName(name))
}
