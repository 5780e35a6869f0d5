import { itemSentence } from '../../../../src/catalog/item-sentence.js'
import { parseCatalog } from '../../../../src/catalog/parse.js'
import { skewness } from '../../../../src/evaluate/metrics/hubness.js'
import { ndcgAt } from '../../../../src/evaluate/metrics/ndcg.js'
import { dotProduct } from '../../../../src/vectors/normalize.js'
import { sampleRows } from '../../../../src/vectors/statistics.js'
import { topK } from '../../../../src/vectors/top-k.js'
import { type CatalogRow, crowdflowerRows, documentRows } from '../../../data/catalog-rows.js'
import type { RetrievalSet } from '../../../data/retrieval-set.js'
import { splitCrowdflower, splitQueries } from '../../../data/splits.js'
import { sharedSets } from '../../../shared-data.js'
import type { Split } from '../../../split.js'
import { defineCheck, type Measured, round } from '../../check.js'
import type { CheckContext } from '../../context.js'
import { type Comparison, compare, weakest } from '../compare.js'
import { pickRows } from '../vectors-of.js'

interface JudgedText {
  readonly id: string
  readonly text: string
  /** By the id of a document. */
  readonly grades: ReadonlyMap<string, number>
}

interface Bed {
  readonly name: string
  readonly rows: readonly CatalogRow[]
  readonly queries: readonly JudgedText[]
  readonly split: Split
  /** Only judged documents are ranked. */
  readonly judgedOnly: boolean
}

interface Embedded {
  readonly rows: Float32Array
  readonly dimensions: number
  readonly ids: readonly string[]
  readonly dev: readonly Asked[]
  readonly test: readonly Asked[]
}

type Asked = JudgedText & { readonly vector: Float32Array }

/** A number a row, added to every score of that row, from the vectors of rows and of a bank of queries. */
type HubBias = (rows: Float32Array, queries: Float32Array, dimensions: number, beta: number) => Float32Array

interface Beds extends Measured {
  readonly comparisons: readonly Comparison[]
}

const K = 10
const GALLERY_BANK = 512
const BETAS = [5, 10, 20, 40]
/** Of either half of CrowdFlower, whose products are ten thousand. */
const SHOP_QUERIES = 40

/**
 * The two inverted softmaxes of DBNorm (Wang et al., "Balance Act", EMNLP 2023) leave the order of one query's rows to a constant a row:
 * b_g = -(ln sum over the query bank of e^(beta s) + ln sum over the gallery bank of e^(beta s)) / (2 beta).
 */
const dualBankBias: HubBias = (rows, queries, dimensions, beta) => {
  const gallery = pickRows(rows, dimensions, [...sampleRows(rows.length / dimensions, { size: GALLERY_BANK, seed: 5 })])
  const ofQueries = logSums(rows, queries, dimensions, beta)
  const ofGallery = logSums(rows, gallery, dimensions, beta)
  return ofQueries.map((sum, row) => -(sum + ofGallery[row]!) / (2 * beta))
}

export const dbnorm = defineCheck<HubBias, Beds>({
  what: `Cranfield, TREC passages and CrowdFlower (test halves), a query among all texts by cosine: nDCG@${K} with the bias of a bank of other queries (the dev half) and of the gallery, its temperature chosen on the dev half, above that without, in each; else it stays off`,
  data: 'Cranfield, TREC passages, CrowdFlower',
  quick: false,
  needs: ['data/cranfield', 'data/msmarco-dl-5k', 'data/crowdflower-relevance'],
  capability: dualBankBias,
  controls: {
    identity: (rows, _queries, dimensions) => new Float32Array(rows.length / dimensions),
    shuffled: (rows, queries, dimensions, beta) => dualBankBias(rows, queries, dimensions, beta).reverse(),
  },
  async measure(biasOf, context) {
    const comparisons: Comparison[] = []
    const told: string[] = []
    for (const bed of [cranfield(), passages(), shop()]) {
      const set = await embedded(bed, context)
      const bank = Float32Array.from(set.dev.flatMap(({ vector }) => [...vector]))
      const none = new Float32Array(set.ids.length)
      const biases = BETAS.map((beta) => biasOf(set.rows, bank, set.dimensions, beta))
      const onDev = biases.map((bias) => sum(gains(set, set.dev, bias, bed.judgedOnly)))
      const best = onDev.indexOf(Math.max(...onDev))
      const comparison = compare(bed.name, gains(set, set.test, biases[best]!, bed.judgedOnly), gains(set, set.test, none, bed.judgedOnly))
      comparisons.push(comparison)
      const gain = (onDev[best]! - sum(gains(set, set.dev, none, bed.judgedOnly))) / set.dev.length
      told.push(
        `${bed.name}: beta ${BETAS[best]}, ${round(gain)} more on dev, test [${comparison.ci.map(round).join(', ')}], skew of N_10 ${round(skewOf(set, biases[best]!))} against ${round(skewOf(set, none))}`,
      )
    }
    const measured = weakest(comparisons)
    return { ...measured, comparisons, detail: `${measured.detail}; ${told.join('; ')}` }
  },
  passes: ({ comparisons }) => comparisons.every(({ ci }) => ci[0] > 0),
  unfinished: ({ comparisons }) => (comparisons.every(({ ci }) => ci[0] > 0) ? 'no page adds this bias' : undefined),
})

function cranfield(): Bed {
  const set = sharedSets.cranfield()
  return { name: 'Cranfield', ...judged(set), split: splitQueries('cranfield', set), judgedOnly: false }
}

function passages(): Bed {
  const set = sharedSets.msmarco()
  return { name: 'TREC passages', ...judged(set), split: splitQueries('msmarco', set), judgedOnly: false }
}

function judged({ documents, queries, judgements }: RetrievalSet): Pick<Bed, 'rows' | 'queries'> {
  return { rows: documentRows(documents), queries: queries.map((query) => ({ ...query, grades: judgements.get(query.id) ?? new Map() })) }
}

function shop(): Bed {
  const all = sharedSets.crowdflower()
  const { dev, test } = splitCrowdflower(all)
  const split = { train: [], dev: dev.slice(0, SHOP_QUERIES), test: test.slice(0, SHOP_QUERIES) }
  const asked = all.filter(({ query }) => split.dev.includes(query) || split.test.includes(query))
  return {
    name: 'CrowdFlower',
    rows: crowdflowerRows(asked.flatMap(({ products }) => products)),
    queries: asked.map(({ query, products }) => ({
      id: query,
      text: query,
      grades: new Map(products.map(({ id, grade }) => [id, 2 ** grade - 1])),
    })),
    split,
    judgedOnly: true,
  }
}

async function embedded({ rows, queries, split }: Bed, context: CheckContext): Promise<Embedded> {
  const { items } = parseCatalog(rows)
  const { vectors, dimensions } = await context.embed(items.map(itemSentence))
  const asked = await context.embed(
    queries.map(({ text }) => text),
    { kind: 'query' },
  )
  const half = (ids: readonly string[]) => {
    const wanted = new Set(ids)
    return queries.flatMap((query, at) =>
      wanted.has(query.id) ? [{ ...query, vector: asked.vectors.subarray(at * dimensions, (at + 1) * dimensions) }] : [],
    )
  }
  return { rows: vectors, dimensions, ids: items.map(({ id }) => id), dev: half(split.dev), test: half(split.test) }
}

function scoresOf({ rows, dimensions }: Embedded, query: Float32Array, bias: Float32Array): Float32Array {
  return bias.map((value, row) => value + dotProduct(query, rows.subarray(row * dimensions, (row + 1) * dimensions)))
}

function gains(set: Embedded, asked: readonly Asked[], bias: Float32Array, judgedOnly: boolean): number[] {
  return asked.map(({ vector, grades }) => {
    const mask = judgedOnly ? Uint8Array.from(set.ids, (id) => Number(grades.has(id))) : undefined
    const { rows, length } = topK(scoresOf(set, vector, bias), K, mask)
    return ndcgAt(
      [...rows.subarray(0, length)].map((row) => set.ids[row]!),
      grades,
      K,
    )
  })
}

function logSums(rows: Float32Array, bank: Float32Array, dimensions: number, beta: number): Float32Array {
  return Float32Array.from({ length: rows.length / dimensions }, (_, row) => {
    const own = rows.subarray(row * dimensions, (row + 1) * dimensions)
    let total = 0
    for (let at = 0; at < bank.length; at += dimensions) total += Math.exp(beta * dotProduct(own, bank.subarray(at, at + dimensions)))
    return Math.log(total)
  })
}

/** How unevenly rows come up among the ten best of the queries of the test half. */
function skewOf(set: Embedded, bias: Float32Array): number {
  const counts = new Uint32Array(set.ids.length)
  for (const { vector } of set.test) for (const row of topK(scoresOf(set, vector, bias), K).rows) counts[row]!++
  return skewness(counts)
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + (Number.isNaN(value) ? 0 : value), 0)
