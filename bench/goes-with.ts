import { itemSentence } from '../src/catalog/item-sentence.js'
import { parseCatalog } from '../src/catalog/parse.js'
import { type CatalogContext, catalogContext, indexOf } from '../src/cli/answer-context.js'
import { list } from '../src/engine/answers/lists.js'
import { CatalogRows, hashCatalog } from '../src/engine/catalog-rows.js'
import { DenseText } from '../src/evaluate/baselines/dense-text.js'
import { draws } from '../src/evaluate/draw.js'
import { readLog } from '../src/log/read-log.js'
import { summaryOfLog } from '../src/log/summary-of-log.js'
import { moveSummary } from '../src/ranking/scorers/interaction-summary.js'
import { itemItemScores } from '../src/ranking/scorers/item-item.js'
import { toSequences } from '../src/ranking/sequences.js'
import type { Item, ItemId } from '../src/types.js'
import { topK } from '../src/vectors/top-k.js'
import { bundleRows, type CatalogRow, magentoRows } from './data/catalog-rows.js'
import type { LinkKind } from './data/magento.js'
import { splitBundles, splitMagento } from './data/splits.js'
import { sharedSets } from './shared-data.js'
import { embedTexts } from './text-vectors.js'
import type { DualEmbeddings } from './transforms/dual-embeddings.js'
import type { LinkedPair, rotation } from './transforms/relations.js'

const K = 10

export type Half = 'dev' | 'test'

/** Items asked about, and what is to be found. */
export interface Question {
  readonly asked: readonly number[]
  readonly missing: readonly number[]
  readonly context: CatalogContext
}
export type Ranker = (question: Question) => ArrayLike<number>

/** `goesWith` as a page calls it. */
export const goesWith: Ranker = ({ asked, context }) => {
  const { rows } = context
  const answer = list('goes-with', { limit: K, items: asked.map((row) => rows.items[row]!.id) }, { ...context, interactions: [], now: 0 })
  return answer.map(({ item }) => rows.rowOf(item.id)!)
}
/** The sum of cosines with the items asked about. */
export const cosine: Ranker = ({ asked, context }) => {
  const { index } = context.vectors!
  const all = Uint32Array.from({ length: index.size }, (_, row) => row)
  const sum = new Float32Array(index.size)
  for (const row of asked) {
    const scores = index.scores(index.vector(row), all, 'shift')
    for (let other = 0; other < sum.length; other++) sum[other]! += scores[other]!
  }
  return best(sum, asked)
}
/** How often items were in a basket together. */
export const together: Ranker = ({ asked, context }) => {
  const scores = new Float32Array(context.rows.size)
  const baskets = context.interactionSummary?.baskets
  if (!baskets) return []
  itemItemScores(
    asked.map((row) => ({ row, weight: 1 })),
    baskets,
    scores,
  )
  return best(scores, asked).filter((row) => scores[row]! > 0)
}

/** By a relation fitted to linked pairs. @param isCentred Whether vectors are taken about the mean of all. */
export function byRelation(fit: typeof rotation, pairs: readonly LinkedPair[], context: CatalogContext, isCentred: boolean): Ranker {
  const { index } = context.vectors!
  const vectors = new Float32Array(index.size * index.dimensions)
  for (let row = 0; row < index.size; row++) {
    const vector = index.vector(row)
    vectors.set(isCentred ? index.centre(vector) : vector, row * index.dimensions)
  }
  const relation = fit(vectors, index.dimensions, pairs)
  return ({ asked }) => best(productsWith(relation(asked[0]!), vectors), asked)
}

/** By the vectors that the items asked about have, and those of the others: `out` of theirs, or `into` again. */
export function byEmbeddings({ dimensions, into, out }: DualEmbeddings, others: 'into' | 'out'): Ranker {
  const theirs = others === 'into' ? into : out
  return ({ asked }) => {
    const query = new Float32Array(dimensions)
    for (const row of asked) for (let d = 0; d < dimensions; d++) query[d]! += into[row * dimensions + d]!
    return best(productsWith(query, theirs), asked)
  }
}

function productsWith(query: Float32Array, vectors: Float32Array): Float32Array {
  const products = new Float32Array(vectors.length / query.length)
  for (let row = 0, at = 0; row < products.length; row++) {
    for (let d = 0; d < query.length; d++, at++) products[row]! += query[d]! * vectors[at]!
  }
  return products
}

function best(scores: Float32Array, asked: readonly number[]): number[] {
  const { rows, length } = topK(
    scores,
    K,
    Uint8Array.from(scores, (_, row) => (asked.includes(row) ? 0 : 1)),
  )
  return Array.from(rows.subarray(0, length))
}

/** Of each question, whether the first ten have one of the items. */
export function hits(rank: Ranker, questions: readonly Question[]): number[] {
  return questions.map((question) => (Array.from(rank(question)).some((row) => question.missing.includes(row)) ? 1 : 0))
}

async function open(source: string, rows: readonly CatalogRow[]): Promise<CatalogContext> {
  const { items } = parseCatalog(rows, { source })
  const { vectors, dimensions } = await embedTexts(items.map(itemSentence))
  return catalogContext(items, indexOf(new DenseText(vectors, dimensions)))
}

/** Questions about bundles of clothes; what is known is learnt from the bundles of neither half. */
export async function bundleQuestions(half: Half) {
  const set = sharedSets.bundles()
  const split = splitBundles(set)
  const texts = await open('bundles', bundleRows(set.items))
  const itemsOf = new Map(set.bundles.map(({ id, items }) => [id, [...new Set(items)]]))
  const log = split.train.flatMap((bundle) => itemsOf.get(bundle)!.map((item) => ({ bundle, item })))
  const itemsById = new Set(set.items.map(({ id }) => id))
  const { ids, summary } = summaryOfLog(readLog(log, (id) => itemsById.has(id)))
  const context: CatalogContext = {
    ...texts,
    interactionSummary: moveSummary(
      summary,
      ids.map((id) => texts.rows.rowOf(id)!),
      texts.rows.size,
    ),
  }
  const asked = split[half].map((id) => itemsOf.get(id)!.map((item) => texts.rows.rowOf(item)!)).filter(({ length }) => length > 1)
  const hidden = (of: CatalogContext) =>
    asked.flatMap((rows) => rows.map((row): Question => ({ asked: rows.filter((other) => other !== row), missing: [row], context: of })))
  const { users } = context.interactionSummary!
  return {
    /** What is learnt from. */
    baskets: toSequences(
      split.train.map((id) => itemsOf.get(id)!.map((item) => texts.rows.rowOf(item)!)),
      texts.rows.size,
    ),
    hidden: hidden(context),
    hiddenNew: hidden(context).filter(({ missing }) => users[missing[0]!] === 0),
    one: asked.flatMap((rows) => rows.map((row): Question => ({ asked: [row], missing: rows.filter((other) => other !== row), context }))),
    byTexts: hidden(texts),
  }
}

/** Of items whose links are hidden, where the shop has linked few pairs of others. */
export interface FewLinks {
  readonly questions: readonly Question[]
  readonly pairs: readonly LinkedPair[]
}

/** Questions about cross-sells of Magento's shop of one half, once for each draw of so many linked pairs of the other half, which are all that is known. */
export async function fewLinkQuestions(half: Half, pairs: number, seeds: readonly number[]): Promise<FewLinks[]> {
  const set = sharedSets.magento()
  const texts = await open('magento', magentoRows(set.products))
  const { links } = set.links.crosssell
  const split = splitMagento(set)
  const rowOf = (id: string) => texts.rows.rowOf(id)!
  const linked = split[half === 'dev' ? 'test' : 'dev'].flatMap((id) => (links.get(id) ?? []).map((to) => [id, to] as const))
  return Promise.all(
    seeds.map(async (seed) => {
      const drawn = draws(seed).shuffled(linked).slice(0, pairs)
      const known = new Map<ItemId, ItemId[]>()
      for (const [id, to] of drawn) known.set(id, [...(known.get(id) ?? []), to])
      const context = await withLinks(texts, known)
      const questions = split[half].flatMap((id): Question[] => {
        const missing = (links.get(id) ?? []).map(rowOf)
        return missing.length > 0 ? [{ asked: [rowOf(id)], missing, context }] : []
      })
      return { questions, pairs: drawn.map(([from, to]) => [rowOf(from), rowOf(to)]) }
    }),
  )
}

/** Questions about items of one half, which have no links, once for each draw of so many items of the other half, whose links are all that is known. */
export async function fewLinkedQuestions(kind: LinkKind, half: Half, linked: number, seeds: readonly number[]): Promise<Question[]> {
  const set = sharedSets.magento()
  const texts = await open('magento', magentoRows(set.products))
  const { links } = set.links[kind]
  const split = splitMagento(set)
  const owners = split[half === 'dev' ? 'test' : 'dev'].filter((id) => (links.get(id) ?? []).length > 0)
  const asked = split[half].filter((id) => (links.get(id) ?? []).length > 0)
  const drawn = await Promise.all(
    seeds.map(async (seed) => {
      const known = draws(seed).shuffled(owners).slice(0, linked)
      const context = await withLinks(texts, new Map(known.map((id) => [id, links.get(id)!])))
      return asked.map((id): Question => {
        return { asked: [texts.rows.rowOf(id)!], missing: links.get(id)!.map((to) => texts.rows.rowOf(to)!), context }
      })
    }),
  )
  return drawn.flat()
}

async function withLinks(texts: CatalogContext, links: ReadonlyMap<ItemId, readonly ItemId[]>): Promise<CatalogContext> {
  const items = texts.rows.items.map((item): Item => ({ ...item, attributes: { ...item.attributes, crosssell: links.get(item.id) ?? [] } }))
  const rows = new CatalogRows()
  rows.replace(await hashCatalog(items))
  return { ...texts, rows }
}

/** Questions about links of Magento's shop, which its catalog has in a column `crosssell`. */
export async function linkQuestions(kind: LinkKind, half: Half) {
  const set = sharedSets.magento()
  const texts = await open('magento', magentoRows(set.products))
  const linked = set.links[kind].links
  const rowOf = (id: string) => texts.rows.rowOf(id)!
  const one: Question[] = []
  const all: Question[] = []
  for (const id of splitMagento(set)[half]) {
    const partners = linked.get(id) ?? []
    if (partners.length === 0) continue
    all.push({ asked: [rowOf(id)], missing: partners.map(rowOf), context: await withLinks(texts, new Map([...linked, [id, []]])) })
    for (const partner of partners) {
      const others = partners.filter((other) => other !== partner)
      one.push({ asked: [rowOf(id)], missing: [rowOf(partner)], context: await withLinks(texts, new Map([...linked, [id, others]])) })
    }
  }
  return { one, all, byTexts: all.map((question) => ({ ...question, context: texts })) }
}
