import { itemSentence } from '../../src/catalog/item-sentence.js'
import type { AnswerContext } from '../../src/engine/answers/context.js'
import { type RerankPlanner, search } from '../../src/engine/answers/search.js'
import { draws } from '../../src/evaluate/draw.js'
import { tokenize } from '../../src/lexical/tokens.js'
import { inRounds } from '../../src/page/rerank-rounds.js'
import type { Item } from '../../src/types.js'
import { dotProduct } from '../../src/vectors/normalize.js'
import { besideRepository } from '../beside.js'
import { type CatalogRow, crowdflowerRows, documentRows } from '../data/catalog-rows.js'
import { splitCrowdflower, splitQueries } from '../data/splits.js'
import { openCatalog } from '../rows/checks/open-catalog.js'
import { sharedSets } from '../shared-data.js'
import { embedTexts } from '../text-vectors.js'

/** Scoring functions that a site might bring. */
export const RERANKERS = ['encoder', 'words'] as const

export interface CostlySet {
  readonly name: string
  readonly context: AnswerContext
  /** Each item has the vector of another. */
  readonly shuffled: AnswerContext['vectors']
  readonly gain: 'linear' | 'exponential'
  readonly asked: readonly {
    readonly text: string
    /** Of the page's encoder. */
    readonly vector: Float32Array
    readonly grades: ReadonlyMap<string, number>
    /** What each function says of every row. */
    readonly scores: Readonly<Record<(typeof RERANKERS)[number], Float32Array>>
  }[]
}

export const NEEDED_BY_COSTLY_SETS = [
  'data/cranfield',
  'data/msmarco-dl-5k',
  'data/crowdflower-relevance',
  'models/all-MiniLM-L6-v2',
] as const

const PASSAGES = 2000
const SEED = 7

/** TREC passages, Cranfield and products of CrowdFlower, with what two costly functions say of each item. */
export async function* openCostlySets(half: 'dev' | 'test'): AsyncGenerator<CostlySet> {
  for (const { name, gain, rows, queries } of sets(half)) {
    const catalog = await openCatalog(name, rows)
    const texts = queries.map(({ text }) => text)
    const { vectors, dimensions } = await embedTexts(texts, { kind: 'query' })
    const byEncoder = await encoderScores(texts, catalog.items)
    const byWords = await wordScores(texts, catalog.items)
    yield {
      name,
      gain,
      context: catalog.answering(),
      shuffled: catalog.answering((index) => index.arrange(Int32Array.from(draws(SEED).shuffled([...catalog.items.keys()])))).vectors,
      asked: queries.map(({ text, grades }, at) => ({
        text,
        grades,
        vector: vectors.slice(at * dimensions, (at + 1) * dimensions),
        scores: { encoder: byEncoder[at]!, words: byWords[at]! },
      })),
    }
  }
}

interface Asked {
  readonly text: string
  readonly grades: ReadonlyMap<string, number>
}

interface CostlyRows extends Pick<CostlySet, 'name' | 'gain'> {
  readonly rows: readonly CatalogRow[]
  readonly queries: readonly Asked[]
}

function sets(half: 'dev' | 'test'): CostlyRows[] {
  const retrieval = (name: 'msmarco' | 'cranfield', gain: CostlySet['gain'], most: number): CostlyRows => {
    const set = sharedSets[name]()
    const own = new Set(splitQueries(name, set)[half])
    const documents =
      set.documents.length > most
        ? draws(SEED)
            .shuffled([...set.documents])
            .slice(0, most)
        : set.documents
    const queries = set.queries.filter(({ id }) => own.has(id)).map(({ id, text }) => ({ text, grades: set.judgements.get(id)! }))
    return { name, gain, rows: documentRows(documents), queries }
  }
  const all = sharedSets.crowdflower()
  const own = new Set(splitCrowdflower(all)[half])
  return [
    retrieval('msmarco', 'exponential', PASSAGES),
    retrieval('cranfield', 'linear', Number.POSITIVE_INFINITY),
    {
      name: 'crowdflower',
      gain: 'exponential',
      rows: crowdflowerRows(all.flatMap(({ products }) => products)),
      queries: all
        .filter(({ query }) => own.has(query))
        .map(({ query, products }) => ({ text: query, grades: new Map(products.map(({ id, grade }) => [id, grade])) })),
    },
  ]
}

const encoder = besideRepository('models/all-MiniLM-L6-v2')

/** A larger encoder: the cosine of all-MiniLM-L6-v2. */
async function encoderScores(texts: readonly string[], items: readonly Item[]): Promise<Float32Array[]> {
  const asked = await embedTexts(texts, { encoder, kind: 'query' })
  const told = await embedTexts(items.map(itemSentence), { encoder })
  const at = ({ vectors, dimensions }: typeof told, row: number) => vectors.subarray(row * dimensions, (row + 1) * dimensions)
  return texts.map((_, query) => Float32Array.from(items, (_, row) => dotProduct(at(asked, query), at(told, row))))
}

/**
 * Word by word, as late interaction does: the mean, over the words of the text, of the best cosine among the item's words. The vectors of
 * words are those of all-MiniLM-L6-v2, of each word alone.
 */
async function wordScores(texts: readonly string[], items: readonly Item[]): Promise<Float32Array[]> {
  const numbers = new Map<string, number>()
  const numberOf = (word: string) => numbers.get(word) ?? numbers.set(word, numbers.size).get(word)!
  const wordsOf = (text: string) =>
    [...new Set(text.toLowerCase().match(/[\p{L}\p{N}]{2,}/gu) ?? [])].filter((word) => tokenize(word).length > 0)
  const asked = texts.map((text) => wordsOf(text).map(numberOf))
  const told = items.map((item) => Uint32Array.from(wordsOf(itemSentence(item)), numberOf))
  const { vectors, dimensions } = await embedTexts([...numbers.keys()], { encoder })
  const vectorOf = (word: number) => vectors.subarray(word * dimensions, (word + 1) * dimensions)
  const near = new Map<number, Float32Array>()
  const nearTo = (word: number) => {
    const known = near.get(word) ?? Float32Array.from(numbers.keys(), (_, other) => dotProduct(vectorOf(word), vectorOf(other)))
    near.set(word, known)
    return known
  }
  return asked.map((words) => {
    const cosines = words.map(nearTo)
    return Float32Array.from(told, (own) => {
      let sum = 0
      for (const to of cosines) {
        let best = 0
        for (const word of own) best = Math.max(best, to[word]!)
        sum += best
      }
      return sum / Math.max(1, words.length)
    })
  })
}

/** What became of one search with `rerank`. */
export interface Reranked {
  /** Ids of the items that the function scored. */
  readonly scored: readonly string[]
  /** Ids, the best first. */
  readonly found: readonly string[]
}

/** As a page searches, with a costly function of so many calls. Duplicates stay in place: the function's best may be two of a product. */
export async function searchReranked(
  planner: RerankPlanner,
  { text, vector }: Pick<CostlySet['asked'][number], 'text' | 'vector'>,
  scores: Float32Array,
  calls: number,
  context: AnswerContext,
): Promise<Reranked> {
  const scored: string[] = []
  const { items } = await inRounds({
    text,
    rerank: {
      calls,
      score(_, asked) {
        scored.push(...asked.map(({ id }) => id))
        return asked.map(({ id }) => scores[context.rows.rowOf(id)!]!)
      },
    },
    signal: undefined,
    lifetime: new AbortController().signal,
    async ask(rerank) {
      const answer = search(text, vector, { limit: 10, diversity: 0, ...(rerank && { rerank }) }, context, {}, planner)
      return { items: [...answer], ...(answer.next && { next: answer.next }) }
    },
    tell(fault) {
      if (fault) throw fault
    },
  })
  return { scored, found: items.map(({ item }) => item.id) }
}

/** The page's own first rows, in place of those that are expected to score best. */
export const ownFirst =
  (plan: RerankPlanner): RerankPlanner =>
  (request, own, context) => {
    const scored = new Set(request.scored.map(([id]) => context.rows.rowOf(id)))
    const next = own
      .best(request.calls)
      .map(({ row }) => row)
      .filter((row) => !scored.has(row))
    return { ...plan(request, own, context), next: next.slice(0, Math.min(20, request.calls - scored.size)) }
  }
