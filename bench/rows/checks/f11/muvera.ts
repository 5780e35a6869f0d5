import { draws } from '../../../../src/evaluate/draw.js'
import { dotProduct } from '../../../../src/vectors/normalize.js'
import { topK } from '../../../../src/vectors/top-k.js'
import { FixedDimensionalEncoding } from '../../../index/fixed-dimensional-encoding.js'
import { MultiVectorIndex } from '../../../index/multi-vector-index.js'
import { sharedSets } from '../../../shared-data.js'
import { defineCheck, type Measured, round } from '../../check.js'
import type { CheckContext } from '../../context.js'
import { compare, mean } from '../compare.js'
import { pickRows } from '../vectors-of.js'

/** One vector for the vectors of an item, and one for those of a query, whose inner product stands for Chamfer's similarity. */
interface SetEncoding {
  item(vectors: Float32Array): Float32Array
  query(vectors: Float32Array): Float32Array
}

interface WithIndex extends Measured {
  /** Recall@10 of `MultiVectorIndex`, whose shortlist is scored exactly. */
  readonly index: number
}

const SENTENCES = 8
const FEWEST = 4
const QUERIES = 150
const K = 10
const SHORTLIST = 50
const LEAST = 0.95

export const muvera = defineCheck<(dimensions: number) => SetEncoding, WithIndex>({
  what: `Cranfield, ${FEWEST} to ${SENTENCES} sentences an item, ${QUERIES} abstracts as queries: the first ${SHORTLIST} by encodings of 1,024 numbers hold ${LEAST} of the ten best by Chamfer's similarity, and more than the first ${SHORTLIST} by mean vectors`,
  data: 'Cranfield',
  quick: false,
  needs: ['data/cranfield'],
  capability: (dimensions) => new FixedDimensionalEncoding(dimensions),
  controls: {
    identity: meanOf,
    // a query cut by other hyperplanes than the items
    shuffled(dimensions) {
      const [items, queries] = [1, 2].map((seed) => new FixedDimensionalEncoding(dimensions, { seed }))
      return { item: (vectors) => items!.item(vectors), query: (vectors) => queries!.query(vectors) }
    },
  },
  async measure(make, context) {
    const { items, queries, dimensions } = await sentenceSets(context)
    const encoding = make(dimensions)
    const byEncoding = recalls(items, queries, dimensions, encoding)
    const byMean = recalls(items, queries, dimensions, meanOf(dimensions))
    const index = mean(searched(items, queries, dimensions))
    const { figure, baseline, ci } = compare('', byEncoding, byMean)
    return { figure, baseline, ci, index, detail: `${items.length} items; of the index, by exact scores of its shortlist, ${round(index)}` }
  },
  passes: ({ figure, ci, index }) => figure >= LEAST && index >= LEAST && ci![0] > 0,
})

interface SentenceSets {
  /** The vectors of one item each, row-major. */
  readonly items: readonly Float32Array[]
  readonly queries: readonly Float32Array[]
  readonly dimensions: number
}

/** The abstracts that have enough sentences, their first eight each; some of them are the queries. */
async function sentenceSets(context: CheckContext): Promise<SentenceSets> {
  const texts = draws(context.seed)
    .shuffled(sharedSets.cranfield().documents)
    .map(({ text }) => cranfieldSentences(text).slice(0, SENTENCES))
    .filter(({ length }) => length >= FEWEST)
  const { vectors, dimensions } = await context.embed(texts.flat())
  let start = 0
  const sets = texts.map(({ length }) => {
    const rows = Array.from({ length }, (_, i) => start + i)
    start += length
    return pickRows(vectors, dimensions, rows)
  })
  return { items: sets.slice(QUERIES), queries: sets.slice(0, QUERIES), dimensions }
}

/** Cranfield's texts are without capitals, and have blanks about their full stops. */
function cranfieldSentences(text: string): string[] {
  return text
    .split(/\s+\.\s+/)
    .map((sentence) => sentence.trim())
    .filter(({ length }) => length > 15)
}

/** For each query the share of its ten best items that the first fifty by encodings hold. */
function recalls(items: readonly Float32Array[], queries: readonly Float32Array[], dimensions: number, encoding: SetEncoding): number[] {
  const encoded = items.map((item) => encoding.item(item))
  return queries.map((query) => {
    const exact = bestItems(items, dimensions, query)
    const code = encoding.query(query)
    const { rows } = topK(
      Float32Array.from(encoded, (item) => dotProduct(code, item)),
      SHORTLIST,
    )
    return rows.filter((row) => exact.has(row)).length / K
  })
}

/** The same of the ten hits of the index. */
function searched(items: readonly Float32Array[], queries: readonly Float32Array[], dimensions: number): number[] {
  const index = new MultiVectorIndex(dimensions)
  index.resize(items.length)
  for (const [row, item] of items.entries()) index.set(row, item)
  return queries.map((query) => {
    const exact = bestItems(items, dimensions, query)
    return index.search(query, K).rows.filter((row) => exact.has(row)).length / K
  })
}

/** The ten best by Chamfer's similarity: for each of the query's sentences the nearest of the item's, added up. */
function bestItems(items: readonly Float32Array[], dimensions: number, query: Float32Array): ReadonlySet<number> {
  const scores = Float32Array.from(items, (item) => {
    let sum = 0
    for (let q = 0; q < query.length; q += dimensions) {
      let best = Number.NEGATIVE_INFINITY
      for (let p = 0; p < item.length; p += dimensions) {
        best = Math.max(best, dotProduct(query.subarray(q, q + dimensions), item.subarray(p, p + dimensions)))
      }
      sum += best
    }
    return sum
  })
  return new Set(topK(scores, K).rows)
}

/** The mean of the vectors. Of a query the sum would order alike. */
function meanOf(dimensions: number): SetEncoding {
  const mean = (vectors: Float32Array) => {
    const out = new Float32Array(dimensions)
    for (let at = 0; at < vectors.length; at++) out[at % dimensions]! += (vectors[at]! * dimensions) / vectors.length
    return out
  }
  return { item: mean, query: mean }
}
