import { type AliasedField, FIELD_ALIASES } from './aliases.js'

/**
 * Names that mean a field although they are not one of its `FIELD_ALIASES`, or only where no such name is there: each is words as
 * `wordsOfName` splits them. A price that is struck out is a price where there is no other.
 */
const FURTHER_NAMES: Readonly<Record<AliasedField, string>> = {
  id: 'uniq id, unique id, uid, uuid, guid, pid, item number, article number, product number, product key, identifier, listing number, show id',
  title: 'titles, heading, caption, subject, full name, display name, label name, page heading',
  url: 'page url, canonical url, web address, website, homepage, uri, deep link, same as, canonical link, mobile link, source url, web link',
  image:
    'photo, picture, pic, cover, poster, media, banner, image file, gallery, src, cover image, featured media url, preview, screenshot, artwork, small image url',
  description:
    'desc, descr, about, overview, details, content, synopsis, excerpt, info, long description, short description, plot, blurb, rich text, detailed description, long text, html description',
  price:
    'selling price, final price, low price, retail price, unit price, price from, starting price, our price, your price, minimal price, lowest price, now price',
  salePrice: 'sale price',
  listPrice: 'compare at price',
  currency: 'currency iso, monetary unit',
  available:
    'in stock, is in stock, stock level, inventory, inventory quantity, qty, quantity, stock quantity, availability in stock, available quantity, quantity available, available for sale, is available for sale, on hand, quantity on hand, inventory level, stock count, units in stock, orderable, can be ordered',
  brand: 'maker, make, mfr, producer, marque, supplier, company, designer, seller brand, fashion house, sold under',
  category:
    'cat, product type, type, department, section, collection, genre, genres, taxonomy, breadcrumb, cuisine, topic, sub category, subcategory, product group name, listed in, kind, aisle, shelf, browse node, class name, subclass, rubric',
  tags: 'tag, keyword, labels, topics, search terms, search keywords, hashtags',
  lang: 'locale, languages',
  published:
    'release date, publish date, date created, date added, posted, upload date, release year, publication year, year published, creation date, created, created on, creation timestamp, creation time, added, added on, date posted, posted on, posted at, launch date, launched, start date, first published, first available, date first available, date available, published on, issued, date issued, on sale date, premiere date, air date',
  popularity:
    'popularity rank, view count, views, viewed count, sold, hits, interaction count, play count, sale count, sales rank, best selling rank, bestseller rank, like count, likes, favourite count, favorite count, favorers, favorer count, wishlist count, order count, purchase count, sold count, units sold, visits, visit count, download count, watch count, owners, demand, interaction statistic, page views',
  group:
    'parent id, style id, in product group with id, is variant of, parent product id, model group, variant of, variation group, parent',
}

/** The same in German, French, Spanish and Italian. They are never taken for misspelt: `market` is not `Marke`. */
const NAMES_ELSEWHERE: Readonly<Partial<Record<AliasedField, string>>> = {
  id: 'artikelnummer, artikelnr, référence, referencia',
  title: 'titel, bezeichnung, produktname, titre, nom, título, nombre, titolo',
  image: 'bild, imagen, immagine',
  description: 'beschreibung, descripción, descrizione',
  price: 'preis, prix, precio, prezzo',
  available: 'verfügbar, verfügbarkeit, lagerbestand, disponible, disponibilité, disponibilidad',
  brand: 'marke, hersteller, marca',
  category: 'kategorie, catégorie, categoría, categoria',
}

/** What attributes are about, each with the names it goes by. The first is what a person would call it. */
const ATTRIBUTE_NAMES = {
  colour: 'colour, color, colours, colors, shade, hue, tint',
  size: 'size, sizes, fit, size system',
  material: 'material, materials, fabric, composition, performance fabric',
  pattern: 'pattern, print, design',
  gender: 'gender, sex, target gender, suggested gender',
  audience:
    'age, audience, recommended age, suggested age, target audience, required age, minimum age, age rating, typical age range, recommended for',
  condition: 'condition',
  weight: 'weight, shipping weight, net weight, gross weight, grams, package weight',
  dimensions:
    'dimensions, height, width, depth, length, measurements, package dimensions, shipping length, shipping width, shipping height',
  code: 'gtin, ean, upc, isbn, barcode, asin, mpn, model, upc ean code, serial number, product code, part number, external product id, manufacturer part number, mfr part number, style number, global trade item number, global unique id, jan',
  rating:
    'rating, average rating, star rating, stars, aggregate rating, overall rating, score, vote average, review rating, user rating, customer rating, avg rating, review average, customer review average, review score, rating average, rating summary',
  reviews:
    'reviews, review, review count, rating count, comments, vote count, comment count, customer reviews, review body, comment, vote, votes, review total, customer review count, user review count',
  maker:
    'author, authors, creator, director, artist, speaker, speakers, writer, editor, reviewer, by line, actor, cast, contributor, performer, developer, composer, photographer, illustrator, instructor, chef, cook, brewer, winery, band, narrator, translator',
  publisher: 'publisher, site name, source, provider, seller, merchant, sold by, shop, store, sellers',
  duration: 'duration, runtime, prep time, cook time, total time, length of time, reading time, preparation time, perform time',
  ingredients: 'ingredients, recipe ingredient, contains, allergens',
  instructions: 'instructions, directions, direction to use, how to use, method, steps, care instructions',
  servings: 'servings, yield, portions, serves',
  nutrition: 'nutrition, calories, nutrition facts, nutritional information',
  place:
    'country, country of origin, country of manufacture, origin, location, region, made in, city, venue, country origin, origin country, made in country, neighbourhood, neighborhood, address country',
  specifications:
    'specifications, specification, specs, technical details, features, highlights, additional property, product highlight, product detail, properties, options, attributes, bullet point, key features, item specifics, custom fields, additional information, attribute values',
  style: 'style, theme, look, occasion, season, activity, format, edition',
  shipping:
    'shipping, delivery, shipping cost, fulfillment service, shipping details, requires shipping, ships from, ships from country, free shipping, shipping required, lead time, handling time, shipping profile',
  discount:
    'discount, discount percentage, savings, compare at price, msrp, rrp, was price, old price, original price, strike price, you save, map price, sale price effective date, price valid until, on sale, is on sale, sale start date, sale end date, sale from, sale to, date on sale from, date on sale to, special from date, special to date, special price from date, special price to date, percent off, amount off, rebate, msrp price, compare at, sale ends, offer ends',
  changed:
    'updated, updated at, modified, last modified, last updated, date updated, date modified, update date, date changed, modification date, last update, last edited, edited, edited at, revised, changed, changed at',
  alternative:
    'subtitle, tagline, alternative title, alternate name, alternative headline, image alt text, image alt, image label, original title, alt, image alternative, name alternate, second title, sub heading',
  search: 'meta title, meta description, meta keywords, seo title, seo description, page title',
  address: 'slug, handle, url key, path, permalink slug, url rewritten, url rewrite, url path, seo url',
  tax: 'tax, taxable, vat, tax class name, tax category, tax rate, non taxable, tax free',
  pictures:
    'additional images, additional image link, extra images, small image, thumbnail image, gallery images, swatch image, swatch, other image, alternate image, more images, media gallery, gallery urls, image 2, picture 2',
  related:
    'related, linked sku, similar, cross sell, upsell, also bought, is related to, is similar to, accessories, upsell ids, cross sell ids, related ids, grouped products, frequently bought together, linked products, product links',
  video: 'video, audio, trailer',
} as const

export type AttributeConcept = keyof typeof ATTRIBUTE_NAMES

/** What the name of a field can mean: a field of `Item`, or what an attribute is about. */
export type Concept = AliasedField | AttributeConcept

/** One name of one concept, its words joined. */
export interface GlossaryEntry {
  readonly concept: Concept
  readonly name: string
  /** Only one word can be misspelt: a part of several is nearly the whole, and means something else. */
  readonly isWord: boolean
}

/** Every name of every concept. */
export const GLOSSARY: readonly GlossaryEntry[] = [
  ...Object.entries(FIELD_ALIASES).flatMap(([field, names]) => names.map((name) => ({ concept: field as Concept, name, isWord: true }))),
  ...Object.entries({ ...FURTHER_NAMES, ...ATTRIBUTE_NAMES }).flatMap(([concept, names]) =>
    names.split(', ').map((name) => ({ concept: concept as Concept, name: name.replaceAll(' ', ''), isWord: !name.includes(' ') })),
  ),
  ...Object.entries(NAMES_ELSEWHERE).flatMap(([field, names]) =>
    names.split(', ').map((name) => ({ concept: field as Concept, name, isWord: false })),
  ),
]

/** Whether the concept is a field of `Item`. */
export function isField(concept: Concept): concept is AliasedField {
  return Object.hasOwn(FIELD_ALIASES, concept)
}
