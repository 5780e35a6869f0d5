import { namesOthers } from '../links.js'
import type { AttributeValue, Item } from '../types.js'
import { cutText, oneLine } from './plain-text.js'
import { OWN_VECTOR } from './searched-item.js'
import { isTitleFromText } from './title-from-text.js'

export const MAX_SENTENCE_CHARACTERS = 2_000

/** A longer attribute is prose and is cut, so that it does not push out the others. */
const MAX_VALUE_CHARACTERS = 200

/** Attributes that name the record, not the thing. */
export const IDENTIFIERS = /^(?:slug|handle|sku|gtin\d*|ean|upc|mpn|asin|uuid|guid|.*[_-]?id|@.*)$/i

/**
 * The text of an item that is embedded:
 * `{title}. category: {a > b}. brand: {brand}. tags: {a, b}. {attribute}: {value}. ... {description}`.
 *
 * Skips empty fields, and a title that only repeats the beginning of the description. The description comes last, so cutting removes
 * prose first. Leaves out what does not say what the item is: price, availability, popularity, dates, language, addresses,
 * identifiers, ids of linked items, texts without a letter, and `false`. `true` reads as `yes`.
 *
 * A vector is stored by the hash of this sentence, so a change here makes new vectors. Other sentences were measured:
 * docs/measurements.md#item-sentence.
 *
 * Source: the flattened key-value sentence of RecFormer (Li et al. 2023, arXiv 2305.13731).
 */
export function itemSentence(item: Item): string {
  const parts = isTitleFromText(item) ? [] : [item.title]
  if (item.category !== undefined) parts.push(`category: ${item.category.join(' > ')}`)
  if (item.brand !== undefined) parts.push(`brand: ${item.brand}`)
  if (item.tags !== undefined) parts.push(`tags: ${item.tags.join(', ')}`)
  for (const [name, value] of Object.entries(item.attributes ?? {})) {
    const text = IDENTIFIERS.test(name) || namesOthers(name, value) ? '' : meaningfulText(value)
    if (text !== '') parts.push(`${name.replaceAll('_', ' ')}: ${text}`)
  }
  if (item.description !== undefined) parts.push(item.description)
  const sentences = parts.map((part) => oneLine(cutText(part, MAX_SENTENCE_CHARACTERS))).filter((part) => part !== '')
  return cutText(sentences.map((part, index) => (index < sentences.length - 1 ? ended(part) : part)).join(' '), MAX_SENTENCE_CHARACTERS)
}

/** What the content hash of an item is of, by which it finds its vector: the sentence, and which vector it is where it has its own. */
export function hashedText(item: Item): string {
  const own = item.attributes?.[OWN_VECTOR]
  return itemSentence(item) + (own === undefined ? '' : `\n${own}`)
}

/** Chosen in docs/measurements.md#drafts. */
const DRAFT_CHARACTERS = 96

/**
 * The first words of an item's sentence, a small part of its cost: embedded as a draft where many items wait for a vector. Undefined if
 * the sentence is hardly longer.
 */
export function draftOf(sentence: string): string | undefined {
  if (sentence.length <= 2 * DRAFT_CHARACTERS) return undefined
  const cut = cutText(sentence, DRAFT_CHARACTERS)
  const end = cut.lastIndexOf(' ')
  // some languages have no blanks
  return end > DRAFT_CHARACTERS / 2 ? cut.slice(0, end) : cut
}

function meaningfulText(value: AttributeValue): string {
  if (value === true) return 'yes'
  const text = typeof value === 'string' ? value : Array.isArray(value) ? value.join(', ') : ''
  const saysSomething = /\p{L}/u.test(text) && !/^(?:[a-z]+:)?\/\//i.test(text)
  return saysSomething ? cutText(text, MAX_VALUE_CHARACTERS) : ''
}

function ended(sentence: string): string {
  return /[.!?:;。！？]$/.test(sentence) ? sentence : `${sentence}.`
}
