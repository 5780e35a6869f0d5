import { isRecord } from '../rows.js'

/** What pages describe besides the things that they are about. */
const NOT_AN_ITEM =
  /^(?:WebSite|WebPage|CollectionPage|AboutPage|ContactPage|FAQPage|ItemPage|Organization|Corporation|LocalBusiness|OnlineStore|Store|Person|BreadcrumbList|SearchAction|ImageObject|SiteNavigationElement|WPHeader|WPFooter|Brand|Offer|AggregateOffer|Review|Rating|AggregateRating|PostalAddress|ListItem)$/

/** A document within a document within ... ends somewhere. */
const MAX_DEPTH = 6

/** The items of a JSON-LD document: those of its `ItemList`s, graphs and lists, and what it describes itself. */
export function jsonLdItems(value: unknown, depth = 0): Record<string, unknown>[] {
  if (depth > MAX_DEPTH) return []
  if (Array.isArray(value)) return value.flatMap((entry: unknown) => jsonLdItems(entry, depth + 1))
  if (!isRecord(value)) return []
  const { '@graph': graph, itemListElement, mainEntity } = value
  if (graph !== undefined) return jsonLdItems(graph, depth + 1)
  const types = typesOf(value)
  if (types.includes('BreadcrumbList')) return []
  if (itemListElement !== undefined) return listOf(itemListElement).flatMap((entry) => listedItem(entry, depth))
  if (mainEntity !== undefined && types.some((type) => NOT_AN_ITEM.test(type))) return jsonLdItems(mainEntity, depth + 1)
  const dataset = ['items', 'products', 'data'].map((key) => value[key]).find(Array.isArray)
  if (types.length === 0) return dataset ? jsonLdItems(dataset, depth + 1) : []
  return types.some((type) => NOT_AN_ITEM.test(type)) ? [] : [value]
}

/** `ListItem` names its item inside `item`, by an address alone, or itself. */
function listedItem(entry: unknown, depth: number): Record<string, unknown>[] {
  if (!isRecord(entry)) return []
  const { item, url, name, image, description } = entry
  if (typeof item === 'string') return [{ url: item, name, image, description }]
  if (isRecord(item)) return jsonLdItems({ url, name, '@type': 'Thing', ...item }, depth + 1)
  if (typesOf(entry).includes('ListItem')) return url === undefined ? [] : [{ url, name, image, description }]
  return jsonLdItems(entry, depth + 1)
}

/** A thing of schema.org, with offers, pictures, names and lists in the form of a row. */
export function jsonLdRow(thing: Record<string, unknown>): Record<string, unknown> {
  const { '@id': node, '@type': type, '@context': _context, offers, ...rest } = thing
  const offer = offerOf(offers)
  const { aggregateRating, author, articleBody, recipeCategory, recipeCuisine, articleSection, isVariantOf, hasVariant } = thing
  const ids = [thing.sku, thing.productID, thing.identifier].find((id) => typeof id === 'string' || typeof id === 'number')
  const address = firstText([thing.url, isRecord(thing.mainEntityOfPage) ? thing.mainEntityOfPage['@id'] : thing.mainEntityOfPage])
  const [variant] = listOf(hasVariant)
  const own = offer ?? (isRecord(variant) ? offerOf(variant.offers) : undefined)
  return {
    ...Object.fromEntries(Object.entries(rest).filter(([, value]) => !isRecord(value) && !listOf(value).some(isRecord))),
    id: ids ?? node ?? address,
    title: firstText([thing.name, thing.headline]),
    url: address ?? own?.url ?? (typeof node === 'string' && /^(?:https?:|\/)/.test(node) ? node : undefined),
    image: pictureOf(thing.image ?? thing.thumbnailUrl),
    description: firstText([articleBody, thing.description]),
    price: own?.price,
    list_price: own?.listPrice,
    currency: own?.currency,
    available: own?.availability,
    brand: namesOf(thing.brand ?? thing.manufacturer)[0],
    category: namesOf(thing.category ?? recipeCategory ?? articleSection ?? recipeCuisine).slice(0, 1),
    keywords: thing.keywords,
    author: namesOf(author).join(', ') || undefined,
    rating: isRecord(aggregateRating) ? aggregateRating.ratingValue : undefined,
    reviews: isRecord(aggregateRating) ? (aggregateRating.reviewCount ?? aggregateRating.ratingCount) : undefined,
    group: thing.inProductGroupWithID ?? (isRecord(isVariantOf) ? isVariantOf['@id'] : undefined),
    type: namesOf(type)[0],
  }
}

interface Offer {
  readonly price: unknown
  readonly listPrice: unknown
  readonly currency: unknown
  readonly availability: unknown
  readonly url: unknown
}

/** The cheapest of several offers; `AggregateOffer` says its lowest price, and a `priceSpecification` may say the price in its place. */
function offerOf(offers: unknown): Offer | undefined {
  const read = listOf(offers)
    .filter(isRecord)
    .map((offer) => {
      const specifications = listOf(offer.priceSpecification).filter(isRecord)
      const isList = ({ priceType }: Record<string, unknown>) => /ListPrice|StrikethroughPrice|SRP/.test(String(priceType))
      const current = specifications.find((specification) => !isList(specification))
      return {
        price: offer.price ?? offer.lowPrice ?? current?.price,
        listPrice: specifications.find(isList)?.price,
        currency: offer.priceCurrency ?? current?.priceCurrency,
        availability: offer.availability,
        url: offer.url,
      }
    })
  return read.sort((a, b) => (Number(a.price) || Number.POSITIVE_INFINITY) - (Number(b.price) || Number.POSITIVE_INFINITY))[0]
}

function pictureOf(image: unknown): unknown {
  const [first] = listOf(image)
  return isRecord(first) ? (first.url ?? first.contentUrl ?? first['@id']) : first
}

function namesOf(value: unknown): string[] {
  return listOf(value)
    .map((entry) => (isRecord(entry) ? entry.name : entry))
    .filter((name) => typeof name === 'string')
}

function firstText(values: readonly unknown[]): unknown {
  return values.find((value) => typeof value === 'string' && value.trim() !== '')
}

function typesOf({ '@type': type }: Record<string, unknown>): string[] {
  return listOf(type).filter((name) => typeof name === 'string')
}

function listOf(value: unknown): unknown[] {
  return value === undefined || value === null ? [] : Array.isArray(value) ? value : [value]
}
