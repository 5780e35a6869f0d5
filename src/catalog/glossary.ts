import { type AliasedField, FIELD_ALIASES } from './aliases.js'

/**
 * Names that mean a field although they are not one of its `FIELD_ALIASES`, or only where no such name is there: each is words as
 * `wordsOfName` splits them. A price that is struck out is a price where there is no other.
 */
const FURTHER_NAMES: Readonly<Record<AliasedField, string>> = {
  id: 'uniq id, unique id, uid, uuid, guid, pid, item number, article number, product number, product key',
  title: 'titles, heading, caption, subject, full name, display name',
  url: 'page url, canonical url, web address, website, homepage, uri, deep link, same as',
  image: 'photo, picture, pic, cover, poster, poster path, image path, media, banner, primary image, image file, gallery',
  description:
    'desc, descr, about, overview, details, content, synopsis, excerpt, info, article body, long description, short description, plot',
  price:
    'sale price, selling price, special price, discounted price, current price, final price, price amount, low price, retail price, regular price, list price, unit price',
  currency: 'currency iso, monetary unit',
  available:
    'in stock, is in stock, stock status, stock level, availability status, inventory, inventory quantity, qty, quantity, stock quantity, availability in stock',
  brand: 'brand name, maker, make, mfr, producer, marque',
  category:
    'cat, category tree, category name, product type, type, department, section, collection, genre, genres, taxonomy, breadcrumb, cuisine, topic, article section',
  tags: 'tag, tag list, keyword, labels, topics',
  lang: 'locale, language code, languages, original language, content language',
  published: 'release date, publish date, published time, date created, date added, posted, upload date',
  popularity:
    'popularity rank, view count, views, viewed count, sales count, sold, total sold, hits, downloads, interaction count, play count',
  group: 'item group, parent id, parent sku, variant group, product group id, style id, in product group with id, is variant of',
}

/** What attributes are about, each with the names it goes by. The first is what a person would call it. */
const ATTRIBUTE_NAMES = {
  colour: 'colour, color, colours, colors, shade, hue, tint',
  size: 'size, sizes, size name, fit, size system, size type',
  material: 'material, materials, fabric, composition, performance fabric',
  pattern: 'pattern, print, design',
  gender: 'gender, sex, target gender, suggested gender',
  audience: 'age group, age, age range, audience, recommended age, suggested age',
  condition: 'condition, item condition, state',
  weight: 'weight, shipping weight, net weight, gross weight, grams, item weight, package weight',
  dimensions:
    'dimensions, product dimensions, height, width, depth, length, measurements, item dimensions, package dimensions, shipping length, shipping width, shipping height',
  code: 'gtin, ean, upc, isbn, barcode, asin, mpn, model number, model, gtin 8, gtin 12, gtin 13, gtin 14, upc ean code, serial number, product code',
  rating: 'rating, average rating, star rating, stars, rating value, aggregate rating, overall rating, score, vote average, review rating',
  reviews:
    'reviews, review, review count, rating count, number of reviews, comments, vote count, comment count, customer reviews, review body',
  maker:
    'author, authors, creator, director, artist, speaker, speakers, writer, editor, reviewer, by line, actor, cast, contributor, performer',
  publisher: 'publisher, site name, source, provider, seller, merchant, sold by, shop, store, sellers',
  duration: 'duration, runtime, prep time, cook time, total time, run time, length of time, reading time, preparation time, perform time',
  ingredients: 'ingredients, recipe ingredient, contains, allergens',
  instructions: 'instructions, directions, recipe instructions, direction to use, how to use, method, steps, care instructions',
  servings: 'servings, yield, recipe yield, portions, serves',
  nutrition: 'nutrition, calories, nutrition facts, nutritional information',
  place: 'country, country of origin, country of manufacture, origin, location, region, made in, city, venue',
  specifications:
    'specifications, specification, specs, technical details, features, highlights, product specifications, additional property, product highlight, product detail, properties, options, attributes',
  style: 'style, theme, look, occasion, season, activity, format, edition',
  shipping:
    'shipping, delivery, shipping cost, delivery time, fulfillment service, shipping details, requires shipping, shipping label, ships from',
  discount:
    'discount, discount percentage, savings, compare at price, msrp, rrp, was price, old price, original price, strike price, you save, map price, sale price effective date, price valid until',
  changed: 'updated, updated at, modified, last modified, modified time, last updated, updated time, date updated, date modified',
  alternative:
    'subtitle, tagline, alternative title, alternate name, alternative headline, alt text, image alt text, image alt, image label, original title',
  search: 'meta title, meta description, meta keywords, seo title, seo description, page title',
  address: 'slug, handle, url key, path',
  tax: 'tax, tax code, tax class, taxable, vat, tax class name, tax category, tax rate',
  pictures:
    'additional images, additional image link, other images, extra images, small image, thumbnail image, gallery images, swatch image, swatch',
  related: 'related, related products, linked sku, similar, cross sell, upsell, also bought, is related to, is similar to, accessories',
  video: 'video, audio, trailer, video url, audio url',
} as const

export type AttributeConcept = keyof typeof ATTRIBUTE_NAMES

/** What the name of a field can mean: a field of `Item`, or what an attribute is about. */
export type Concept = AliasedField | AttributeConcept

/** One name of one concept, its words joined. */
export interface GlossaryEntry {
  readonly concept: Concept
  readonly name: string
}

/** Every name of every concept. */
export const GLOSSARY: readonly GlossaryEntry[] = [
  ...Object.entries(FIELD_ALIASES).flatMap(([field, names]) => names.map((name) => ({ concept: field as Concept, name }))),
  ...Object.entries({ ...FURTHER_NAMES, ...ATTRIBUTE_NAMES }).flatMap(([concept, names]) =>
    names.split(', ').map((name) => ({ concept: concept as Concept, name: name.replaceAll(' ', '') })),
  ),
]

/** Whether the concept is a field of `Item`. */
export function isField(concept: Concept): concept is AliasedField {
  return Object.hasOwn(FIELD_ALIASES, concept)
}
