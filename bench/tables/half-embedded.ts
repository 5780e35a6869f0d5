import { readFileSync } from 'node:fs'
import { draftOf, itemSentence } from '../../src/catalog/item-sentence.js'
import { search } from '../../src/engine/answers/search.js'
import { similar } from '../../src/engine/answers/similar.js'
import { WHOLE_FIRST } from '../../src/engine/embedding.js'
import { DenseText } from '../../src/evaluate/baselines/dense-text.js'
import { ndcgAt } from '../../src/evaluate/metrics/ndcg.js'
import { VectorSample } from '../../src/ranking/vector-sample.js'
import type { Item } from '../../src/types.js'
import { FlatIndex } from '../../src/vectors/flat-index.js'
import { topK } from '../../src/vectors/top-k.js'
import { LINK_KINDS } from '../data/magento.js'
import { hasSharedData, sharedSets } from '../shared-data.js'
import { NATURAL_CATALOGS, type NaturalCatalog, type OpenedCatalog, openNatural } from '../text/natural.js'
import { embedTexts } from '../text-vectors.js'

/**
 * `npm run bench -- half-embedded`: shelves and searches while a catalog is embedded, nDCG@8 after so many per cent of the characters of all
 * sentences. As in a visit the first rows are the item on the page and what its words resemble (for a search, what its words find), then the
 * catalog's order; with drafts as a page makes them, and without.
 */
const K = 8
const SHARES = [0, 0.1, 0.25, 0.5, 0.75, 1, 1.25]
/** What `BackgroundEmbedding` takes first. */
const NEAR = 32

interface Asked {
  readonly query: { readonly id: string } | { readonly text: string; readonly vector: Float32Array }
  readonly grades: ReadonlyMap<string, number>
}

function shelvesOf(name: NaturalCatalog, { items }: OpenedCatalog): Asked[] {
  const linked = (id: string, others: readonly string[]): Asked => ({ query: { id }, grades: new Map(others.map((other) => [other, 1])) })
  if (name === 'demo shop') {
    const expected = JSON.parse(readFileSync('e2e/fixtures/expected-shelves.json', 'utf8')) as { id: string; expected: string[] }[]
    return expected.map((one) => linked(one.id, one.expected))
  }
  if (name === 'magento-luma') {
    const { links } = sharedSets.magento()
    const known = new Set(items.map(({ id }) => id))
    return items.flatMap(({ id }) => {
      const others = LINK_KINDS.slice(0, 2).flatMap((kind) => links[kind].links.get(id) ?? [])
      return others.length > 0
        ? [
            linked(
              id,
              [...new Set(others)].filter((other) => known.has(other)),
            ),
          ]
        : []
    })
  }
  // dishes of the same kind
  const byPath = new Map<string, Item[]>()
  for (const item of items) {
    const path = (item.category ?? []).join('/')
    byPath.set(path, [...(byPath.get(path) ?? []), item])
  }
  return items
    .filter((_, row) => row % 10 === 0)
    .flatMap(({ id, category = [] }) => {
      const others = byPath.get(category.join('/'))!.map((item) => item.id)
      return others.length > 3 && others.length < 60
        ? [
            linked(
              id,
              others.filter((other) => other !== id),
            ),
          ]
        : []
    })
}

interface Drafts {
  /** By row; undefined where the sentence is short. */
  readonly texts: readonly (string | undefined)[]
  readonly vectors: DenseText
}

async function draftsOf(items: readonly Item[]): Promise<Drafts> {
  const texts = items.map((item) => draftOf(itemSentence(item)))
  const { vectors, dimensions } = await embedTexts(texts.map((text) => text ?? ''))
  return { texts, vectors: new DenseText(vectors, dimensions) }
}

/** The rows that have a vector once so many characters are embedded. */
function embeddedRows(order: readonly number[], costs: readonly number[], drafts: Drafts | null, budget: number) {
  const whole = new Set<number>()
  const drafted = new Set<number>()
  let spent = 0
  const take = (row: number, cost: number, to: Set<number>) => {
    spent += cost
    if (spent <= budget) to.add(row)
  }
  const first = drafts ? order.slice(0, WHOLE_FIRST) : order
  const rest = order.slice(first.length)
  for (const row of first) take(row, costs[row]!, whole)
  for (const row of rest) take(row, drafts?.texts[row]?.length ?? costs[row]!, drafts?.texts[row] === undefined ? whole : drafted)
  for (const row of rest) if (drafts?.texts[row] !== undefined) take(row, costs[row]!, whole)
  return { whole, drafted }
}

function answerOf(
  { query, grades }: Asked,
  share: number,
  { items, vectors, context }: OpenedCatalog,
  costs: readonly number[],
  drafts: Drafts | null,
): number {
  const { words, rows } = context
  const scores = new Float32Array(items.length)
  const own = 'id' in query ? [rows.rowOf(query.id)!] : []
  words.scoresInto('id' in query ? words.itemQueryTerms(own[0]!) : [], scores)
  const near = topK(scores, NEAR)
  const order = [...new Set([...own, ...near.rows.subarray(0, near.length), ...items.keys()])]
  const index = new FlatIndex(vectors.dimensions, { capacity: items.length })
  index.resize(items.length)
  const { whole, drafted } = embeddedRows(order, costs, drafts, share * costs.reduce((sum, cost) => sum + cost, 0))
  for (const row of drafted) index.set(row, drafts!.vectors.row(row))
  for (const row of whole) index.set(row, vectors.row(row))
  if (share > 0) index.setCentre(index.mean())
  const partly = { ...context, vectors: share > 0 ? { index, sample: new VectorSample(index) } : null }
  const found =
    'id' in query ? similar([query.id], { limit: K }, partly) : search(query.text, share > 0 ? query.vector : null, { limit: K }, partly)
  return ndcgAt(
    found.map(({ item }) => item.id),
    grades,
    K,
  )
}

if (hasSharedData('half-embedded')) {
  const given = process.argv.slice(2)
  console.log(`catalog | asked | drafts | ${SHARES.map((share) => `${share * 100} %`).join(' | ')}`)
  for (const name of NATURAL_CATALOGS.filter((one) => given.length === 0 || given.some((part) => one.startsWith(part)))) {
    const opened = await openNatural(name)
    const costs = opened.items.map((item) => itemSentence(item).length)
    const drafts = await draftsOf(opened.items)
    const hasShelves = name === 'demo shop' || name === 'magento-luma' || name === 'recipes'
    const searches = opened.searches.flatMap(({ text, vector, grades }): Asked[] =>
      grades.size > 0 ? [{ query: { text, vector }, grades }] : [],
    )
    for (const [kind, asked] of [
      ['shelves', hasShelves ? shelvesOf(name, opened) : []],
      ['searches', searches],
    ] as const) {
      for (const made of asked.length > 0 ? [null, drafts] : []) {
        const cells = SHARES.map((share) => {
          const values = asked.map((one) => answerOf(one, share, opened, costs, made)).filter((value) => !Number.isNaN(value))
          return (values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(3)
        })
        console.log(`${name} | ${asked.length} ${kind} | ${made ? 'yes' : 'no'} | ${cells.join(' | ')}`)
      }
    }
  }
}
