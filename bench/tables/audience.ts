import { itemSentence } from '../../src/catalog/item-sentence.js'
import { parseCatalog } from '../../src/catalog/parse.js'
import { catalogContext, indexOf } from '../../src/cli/answer-context.js'
import { search } from '../../src/engine/answers/search.js'
import { DenseText } from '../../src/evaluate/baselines/dense-text.js'
import { ndcgAt } from '../../src/evaluate/metrics/ndcg.js'
import { audienceNamed } from '../../src/ranking/scorers/audience.js'
import type { Item } from '../../src/types.js'
import { parseCsv } from '../data/csv.js'
import { hasSharedData, sharedSets, sharedText } from '../shared-data.js'
import { embedTexts } from '../text-vectors.js'

/**
 * `npm run bench -- audience`: "pants for women" and "women's pants" of two real catalogs, for every kind of category that at least three
 * items each have for them and for others alone. nDCG@8 of items of the kind for them; of the first eight the share that is for others alone;
 * searches whose first item is.
 */
const K = 8
const LEAST = 3
const LONGEST_KIND = 25
const AUDIENCES = ['women', 'men', 'girls', 'boys']

interface Asked {
  readonly text: string
  readonly audience: number
  readonly right: ReadonlyMap<string, number>
}

function audienceOf({ title, category = [] }: Item): number {
  return audienceNamed([title, ...category].join(' ; '))
}

/** A part of a path without whom it is for. */
function kindOf(part: string): string {
  const plain = part.replace(/\b(?:men|women|boys?|girls?|kids?|baby|infants?)(?:['’]?s)?['’]?(?!\p{L})/giu, '')
  return plain
    .replace(/[^\p{L}&, -]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase()
}

function searchesOf(items: readonly Item[]): Asked[] {
  const byKind = new Map<string, Item[]>()
  for (const item of items) {
    for (const kind of new Set(item.category?.slice(1).map(kindOf))) {
      if (kind !== '' && kind.length < LONGEST_KIND) byKind.set(kind, [...(byKind.get(kind) ?? []), item])
    }
  }
  return [...byKind].flatMap(([kind, of]) =>
    AUDIENCES.flatMap((name) => {
      const audience = audienceNamed(name)
      const right = of.filter((item) => audienceOf(item) & audience)
      if (right.length < LEAST || of.filter((item) => isForOthers(item, audience)).length < LEAST) return []
      const grades = new Map(right.map(({ id }) => [id, 1]))
      return [`${kind} for ${name}`, `${name}'s ${kind}`].map((text) => ({ text, audience, right: grades }))
    }),
  )
}

function isForOthers(item: Item, audience: number): boolean {
  const own = audienceOf(item)
  return own !== 0 && (own & audience) === 0
}

async function tell(name: string, rows: unknown): Promise<void> {
  const { items } = parseCatalog(rows, { source: name })
  const embedded = await embedTexts(items.map(itemSentence))
  const context = { ...(await catalogContext(items, indexOf(new DenseText(embedded.vectors, embedded.dimensions)))), now: 0 }
  const asked = searchesOf(items)
  const { vectors, dimensions } = await embedTexts(
    asked.map(({ text }) => text),
    { kind: 'query' },
  )
  let ndcg = 0
  let others = 0
  let first = 0
  asked.forEach(({ text, audience, right }, at) => {
    const vector = vectors.slice(at * dimensions, (at + 1) * dimensions)
    const found = search(text, vector, { limit: K, diversity: 0, complete: true }, { ...context, interactions: [] }).map(({ item }) => item)
    ndcg += ndcgAt(
      found.map(({ id }) => id),
      right,
      K,
    )
    others += found.filter((item) => isForOthers(item, audience)).length / K
    if (found[0] && isForOthers(found[0], audience)) first++
  })
  const [quality, share] = [ndcg, others].map((sum) => (sum / asked.length).toFixed(3))
  console.log(`${name.padEnd(14)} ${asked.length} searches   nDCG@${K} ${quality}   for others ${share}   first ${first}`)
}

if (hasSharedData('audience')) {
  await tell('magento-luma', sharedSets.naturalRows()['magento-luma'])
  await tell('flipkart', parseCsv('flipkart', sharedText('flipkart-catalog/flipkart_full_columns.csv.gz'), { columns: ['uniq_id'] }))
}
