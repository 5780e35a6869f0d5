import { readCatalog } from '../src/catalog/read-catalog.js'
import { loadFormats } from '../src/cli/catalog-input.js'
import { CatalogTags, phrasesOf } from '../src/engine/answers/tags.js'
import { Bm25Index } from '../src/lexical/bm25.js'
import { itemFields } from '../src/lexical/item-fields.js'
import { tokenize } from '../src/lexical/tokens.js'
import type { Item } from '../src/types.js'
import { parseMovieTags } from './data/movielens.js'
import { sharedText } from './shared-data.js'
import { splitByHash } from './split.js'

/** Items without their tags, and what tags people gave them. */
export interface TaggedItems {
  readonly name: string
  readonly items: readonly Item[]
  readonly given: ReadonlyMap<string, readonly string[]>
}

/** The best tags of each row of these items, as terms. */
export type TagItems = (items: readonly Item[]) => Promise<(row: number) => readonly string[]>

const LIMIT = 3
const LEAST_ITEMS = 3

export async function taggedSets(): Promise<TaggedItems[]> {
  const talks = (await readCatalog(sharedText('tedtalks/talks.json.gz'), loadFormats)).items
  const films = (await readCatalog(sharedText('movielens-small/movies_enriched.csv.gz'), loadFormats)).items
  const ofFilms = parseMovieTags(sharedText('movielens-small/tags.csv.gz'))
  return [
    { name: 'talks', items: untagged(talks), given: new Map(talks.map(({ id, tags = [] }) => [id, tags])) },
    { name: 'films', items: untagged(films), given: new Map([...ofFilms].map(([id, tags]) => [id, [...tags]])) },
  ]
}

/** `pagekin tag`. */
export const catalogTags: TagItems = async (items) => {
  const tags = await CatalogTags.of(items, Bm25Index.build(items.map(itemFields)), () => undefined)
  return (row) => tags.of(row, LIMIT).map(({ tag }) => keyOf(tag))
}

/** TF-IDF over the same phrases, of the item alone. */
export const tfIdf: TagItems = async (items) => {
  const counts = new Map<string, number>()
  for (const item of items) for (const key of phrasesOf(item).keys()) counts.set(key, (counts.get(key) ?? 0) + 1)
  return (row) => {
    const { title, description = '' } = items[row]!
    const text = ` ${keyOf(`${title} ${description}`).replaceAll(' ', '  ')} `
    return [...phrasesOf(items[row]!).keys()]
      .filter((key) => counts.get(key)! >= LEAST_ITEMS)
      .map((key) => {
        const times = text.split(` ${key.replaceAll(' ', '  ')} `).length - 1
        return { key, score: Math.max(1, times) * Math.log(items.length / counts.get(key)!) }
      })
      .sort((a, b) => b.score - a.score)
      .slice(0, LIMIT)
      .map(({ key }) => key)
  }
}

/** Of each item of the half, the share of its first three tags that people gave it. */
export async function precisions(tag: TagItems, { items, given }: TaggedItems, half: 'dev' | 'test'): Promise<number[]> {
  const rows = new Map(items.map(({ id }, row) => [id, row]))
  const best = await tag(items)
  const asked = splitByHash(
    'tags',
    [...rows.keys()].filter((id) => given.get(id)?.length),
  )[half]
  return asked.map((id) => {
    const hidden = new Set(given.get(id)!.map(keyOf))
    return best(rows.get(id)!).filter((key) => hidden.has(key)).length / LIMIT
  })
}

function untagged(items: readonly Item[]): Item[] {
  return items.map(({ id, title, description }) => ({ id, title, ...(description && { description }) }))
}

function keyOf(text: string): string {
  return tokenize(text).join(' ')
}
