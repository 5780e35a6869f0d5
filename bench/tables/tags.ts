import { readCatalog } from '../../src/catalog/read-catalog.js'
import { loadFormats } from '../../src/cli/catalog-input.js'
import { CatalogTags, phrasesOf } from '../../src/engine/answers/tags.js'
import { Bm25Index } from '../../src/lexical/bm25.js'
import { itemFields } from '../../src/lexical/item-fields.js'
import { tokenize } from '../../src/lexical/tokens.js'
import type { Item } from '../../src/types.js'
import { parseMovieTags } from '../data/movielens.js'
import { sharedText } from '../shared-data.js'
import { splitByHash } from '../split.js'

/**
 * `npm run bench -- tags`: the share of the first three tags that people gave the item, whose tags are hidden, beside TF-IDF over the same phrases.
 * The dev half of the talks chose the constants.
 */
const LIMIT = 3
const LEAST_ITEMS = 3

const talks = (await readCatalog(sharedText('tedtalks/talks.json.gz'), loadFormats)).items
report('talks', talks, new Map(talks.map(({ id, tags = [] }) => [id, tags])))
const films = (await readCatalog(sharedText('movielens-small/movies_enriched.csv.gz'), loadFormats)).items
report('films', films, new Map([...parseMovieTags(sharedText('movielens-small/tags.csv.gz'))].map(([id, tags]) => [id, [...tags]])))

function report(name: string, all: readonly Item[], given: ReadonlyMap<string, readonly string[]>): void {
  const items = all.map(({ id, title, description }) => ({ id, title, ...(description && { description }) }))
  const rows = new Map(items.map(({ id }, row) => [id, row]))
  const tags = new CatalogTags(items, Bm25Index.build(items.map(itemFields)))
  const ours = (row: number) => tags.of(row, LIMIT).map(({ tag }) => keyOf(tag))
  const theirs = tfIdf(items)
  const halves = splitByHash(
    'tags',
    [...rows.keys()].filter((id) => given.get(id)?.length),
  )
  for (const half of ['dev', 'test'] as const) {
    const precisions = halves[half].map((id) => {
      const hidden = new Set(given.get(id)!.map(keyOf))
      return [ours, theirs].map((of) => of(rows.get(id)!).filter((key) => hidden.has(key)).length / LIMIT) as [number, number]
    })
    const differences = precisions.map(([one, other]) => one - other)
    const means = [0, 1].map((at) => mean(precisions.map((pair) => pair[at]!)).toFixed(3))
    console.log(`${name} (${half}): ${precisions.length} items, P@3 ${means[0]}, TF-IDF ${means[1]}, difference ${interval(differences)}`)
  }
}

function tfIdf(items: readonly Item[]): (row: number) => string[] {
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

function keyOf(text: string): string {
  return tokenize(text).join(' ')
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** The mean, with its 95 % interval. */
function interval(values: readonly number[]): string {
  const middle = mean(values)
  const spread = Math.sqrt(mean(values.map((value) => (value - middle) ** 2)) / values.length)
  return `${middle >= 0 ? '+' : ''}${middle.toFixed(3)} ± ${(1.96 * spread).toFixed(3)}`
}
