import { PagekinError } from '../../errors.js'
import type { Bm25Index } from '../../lexical/bm25.js'
import { itemFields } from '../../lexical/item-fields.js'
import { tokenize } from '../../lexical/tokens.js'
import type { Breathe } from '../../pieces.js'
import type { TagsRequest } from '../../protocol.js'
import type { Item, Tag } from '../../types.js'
import { breathing } from './breathing.js'
import type { AnswerContext } from './context.js'

/** Items whose phrases are looked at, and how much the item's own count beside all of theirs: docs/measurements.md#tags. */
const NEIGHBOURS = 100
const OWN = 0.1
/** A tag that fewer items have leads nowhere. */
const LEAST_ITEMS = 3

const kept = new WeakMap<readonly Item[], Promise<CatalogTags>>()

/**
 * Tags of an item out of the catalog's own words. The phrases of a catalog are counted once, in slices.
 *
 * @throws PagekinError `item-unknown`.
 */
export async function tags({ id, limit }: TagsRequest, { rows, words }: AnswerContext): Promise<readonly Tag[]> {
  const { items } = rows
  const row = rows.rowOf(id)
  if (row === undefined) {
    throw new PagekinError(
      'item-unknown',
      `tags: received the id "${id.slice(0, 100)}", expected one of the ${items.length} items of the catalog`,
    )
  }
  const all = kept.get(items) ?? CatalogTags.of(items, words, breathing())
  kept.set(items, all)
  return (await all).of(row, limit)
}

/**
 * Phrases of one or two words that describe an item and that others share, by the item's text and the texts most like it: what an item is
 * about is often said by its neighbours only.
 *
 *     score(p) = (OWN [p in item] + (1 - OWN) sum over neighbours of share(n) [p in n]) ln(N / items with p)
 *
 * Source: Conti et al., Vocabulary-free Image Classification (2023): candidates from what is retrieved, none from a list.
 */
export class CatalogTags {
  readonly #words: Bm25Index
  readonly #phrases: ReadonlyMap<string, string>[] = []
  readonly #items = new Map<string, number>()
  readonly #scores: Float32Array

  private constructor(words: Bm25Index, size: number) {
    this.#words = words
    this.#scores = new Float32Array(size)
  }

  /** @param words Of these items. */
  static async of(items: readonly Item[], words: Bm25Index, breathe: Breathe): Promise<CatalogTags> {
    const tags = new CatalogTags(words, items.length)
    for (const item of items) {
      await breathe()
      const phrases = phrasesOf(item)
      tags.#phrases.push(phrases)
      for (const key of phrases.keys()) tags.#items.set(key, (tags.#items.get(key) ?? 0) + 1)
    }
    return tags
  }

  /** The best first. */
  of(row: number, limit: number): Tag[] {
    const scores = this.#scores
    this.#words.scoresInto(this.#words.itemQueryTerms(row), scores)
    const near = [...scores.keys()].filter((other) => other !== row && scores[other]! > 0).sort((a, b) => scores[b]! - scores[a]! || a - b)
    const nearest = near.slice(0, NEIGHBOURS)
    const total = nearest.reduce((sum, other) => sum + scores[other]!, 0)
    const shares = new Map<string, { word: string; share: number }>()
    const count = (from: number, share: number) => {
      for (const [key, word] of this.#phrases[from]!) {
        const known = shares.get(key)
        shares.set(key, { word: known?.word ?? word, share: (known?.share ?? 0) + share })
      }
    }
    count(row, OWN)
    for (const other of nearest) count(other, ((1 - OWN) * scores[other]!) / total)
    const found = [...shares].flatMap(([key, { word, share }]) => {
      const items = this.#items.get(key)!
      return items < LEAST_ITEMS ? [] : [{ key, tag: word, score: share * Math.log(this.#phrases.length / items) }]
    })
    return bestPhrases(found, limit)
      .filter(({ score }) => score > 0)
      .map(({ tag, score }) => ({ tag, score }))
  }
}

/** The best first, by score; of a phrase and a word of it the better, the phrase if they are as good. Sorts what is given. */
export function bestPhrases<Phrase extends { readonly key: string; readonly score: number }>(found: Phrase[], limit: number): Phrase[] {
  const best: Phrase[] = []
  for (const one of found.sort((a, b) => b.score - a.score || b.key.length - a.key.length || (a.key < b.key ? -1 : 1))) {
    if (best.length === limit) break
    if (!best.some(({ key }) => ` ${key} `.includes(` ${one.key} `) || ` ${one.key} `.includes(` ${key} `))) best.push(one)
  }
  return best
}

/** By their terms: words of three letters or more, and pairs of words with nothing between them. */
export function phrasesOf(item: Item): Map<string, string> {
  const phrases = new Map<string, string>()
  for (const { text } of itemFields(item)) {
    for (const run of text.split(/[^\p{L}\p{N}\p{M}'’ -]+/u)) {
      let before: readonly [string, string] | undefined
      for (const word of run.toLowerCase().split(/[ -]+/)) {
        const terms = tokenize(word)
        const isWord = terms.length === 1 && terms[0]!.length > 2 && /\p{L}/u.test(word)
        if (isWord) {
          const term = terms[0]!
          if (!phrases.has(term)) phrases.set(term, word)
          if (before) {
            const pair = `${before[0]} ${term}`
            if (!phrases.has(pair)) phrases.set(pair, `${before[1]} ${word}`)
          }
          before = [term, word]
        } else before = undefined
      }
    }
  }
  return phrases
}
