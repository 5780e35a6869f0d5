/**
 * `npm run bench -- tiers [set]`: what parts of the built-in model are worth. The token table with SIF weights and without a layer, and the first
 * layers alone, without training for either: Spearman on the STS Benchmark, nDCG@10 of Cranfield and nDCG@8 of searches that people make,
 * dev halves, beside the graph of words; alone, and added to BM25 in standard units by the best of three weights.
 */
import { itemSentence } from '../../src/catalog/item-sentence.js'
import { parseCatalog } from '../../src/catalog/parse.js'
import { BATCH_TOKENS } from '../../src/encoder/transformer/transformer.js'
import { ndcgAt } from '../../src/evaluate/metrics/ndcg.js'
import { Bm25Index, queryTerms } from '../../src/lexical/bm25.js'
import { itemFields } from '../../src/lexical/item-fields.js'
import { standardized } from '../../src/ranking/standardize.js'
import type { Item } from '../../src/types.js'
import { dotProduct, normalize } from '../../src/vectors/normalize.js'
import { topK } from '../../src/vectors/top-k.js'
import { documentRows } from '../data/catalog-rows.js'
import { splitQueries } from '../data/splits.js'
import { builtInModel, type Embed, withLayers } from '../first-layers.js'
import { spearman } from '../metrics/correlation.js'
import { hasSharedData, sharedSets } from '../shared-data.js'
import { splitByHash } from '../split.js'

/** Arora, Liang and Ma, "A Simple but Tough-to-Beat Baseline for Sentence Embeddings", ICLR 2017. */
const SIF = 1e-3
const WEIGHTS = [0.25, 0.5, 1]

const model = await builtInModel()
const early = await builtInModel(1)
const { transformer, tokenizer } = model
const { layout } = transformer

/** The token table alone: rows weighted by how rare the token is among `known`, and the mean of these taken away. */
function staticEmbed(known: readonly string[]): Embed {
  const counts = new Float64Array(layout.vocabulary)
  let all = 0
  const idsOf = (text: string) => tokenizer.encode(text, BATCH_TOKENS).slice(1, -1)
  for (const text of known) {
    for (const id of idsOf(text)) {
      counts[id]!++
      all++
    }
  }
  const codes = new Int8Array(transformer.buffer, layout.table.codes, layout.vocabulary * layout.tableWidth)
  const scales = new Float32Array(transformer.buffer, layout.table.scales, layout.vocabulary)
  const sumOf = (text: string) => {
    const sum = new Float32Array(layout.tableWidth)
    for (const id of idsOf(text)) {
      const weight = (SIF / (SIF + counts[id]! / all)) * scales[id]!
      for (let j = 0; j < sum.length; j++) sum[j]! += weight * codes[id * sum.length + j]!
    }
    return normalize(sum, sum.length)
  }
  const sums = known.map(sumOf)
  const centre = Float32Array.from({ length: layout.tableWidth }, (_, j) => mean(sums.map((sum) => sum[j]!)))
  return (texts) =>
    texts.map((text) =>
      normalize(
        sumOf(text).map((value, j) => value - centre[j]!),
        layout.tableWidth,
      ),
    )
}

interface Question {
  readonly text: string
  readonly grades: ReadonlyMap<string, number>
}

function retrieval(name: string, items: readonly Item[], questions: readonly Question[], k: number): void {
  const words = Bm25Index.build(items.map(itemFields))
  const sentences = items.map(itemSentence)
  const graph = words.graph()
  const named = questions.map(({ text }) => {
    const scores = new Float32Array(items.length)
    words.scoresInto(queryTerms(text), scores)
    return scores
  })
  const quality = (scores: readonly Float32Array[]) =>
    mean(
      questions.map(({ grades }, at) => {
        const { rows, length } = topK(scores[at]!, k)
        return ndcgAt(
          [...rows.subarray(0, length)].map((row) => items[row]!.id),
          grades,
          k,
        )
      }),
    )
  const tell = (by: string, scores: readonly Float32Array[]) => {
    const added = WEIGHTS.map((weight) =>
      quality(
        scores.map((own, at) => {
          const [meant, said] = [standardized(own), standardized(named[at]!)]
          return said.map((score, row) => score + weight * meant[row]!)
        }),
      ),
    )
    console.log(row(name, by, quality(scores).toFixed(3), Math.max(...added).toFixed(3)))
  }
  console.log(row(name, 'BM25', quality(named).toFixed(3), ''))
  tell(
    'graph of words',
    questions.map(({ text }) => {
      const scores = new Float32Array(items.length)
      graph.scoresInto(graph.queryVector(queryTerms(text)), scores)
      return scores
    }),
  )
  for (const [by, embed] of tiersOf(sentences)) {
    const vectors = embed(sentences)
    const asked = embed(questions.map(({ text }) => text))
    tell(
      by,
      asked.map((query) => Float32Array.from(vectors, (vector) => dotProduct(query, vector))),
    )
  }
}

function tiersOf(known: readonly string[]): readonly [string, Embed][] {
  return [
    ['token table', staticEmbed(known)],
    ['1 layer, exit', withLayers(early, 1)],
    ...layout.layer.map((_, at): [string, Embed] => [`${at + 1} of ${layout.layers} layers`, withLayers(model, at + 1)]),
  ]
}

function similarity(half: 'dev' | 'test'): void {
  const pairs = sharedSets.stsb(half)
  const firsts = pairs.map(({ first }) => first)
  const seconds = pairs.map(({ second }) => second)
  for (const [by, embed] of tiersOf([...firsts, ...seconds])) {
    const [a, b] = [embed(firsts), embed(seconds)]
    const scores = pairs.map(({ score }) => score)
    const cosines = a.map((vector, at) => dotProduct(vector, b[at]!))
    console.log(row(`STS ${half}`, by, spearman(cosines, scores).toFixed(3), ''))
  }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function row(data: string, by: string, alone: string, withWords: string): string {
  return [data.padEnd(20), by.padEnd(14), alone.padEnd(6), withWords].join(' | ')
}

function cranfieldDev(): void {
  const { documents, queries, judgements } = sharedSets.cranfield()
  const dev = new Set(splitQueries('cranfield', sharedSets.cranfield()).dev)
  const judged = queries.filter(({ id }) => dev.has(id) && judgements.has(id))
  const { items } = parseCatalog(documentRows(documents), { source: 'cranfield' })
  retrieval(
    'Cranfield dev',
    items,
    judged.map(({ id, text }) => ({ text, grades: judgements.get(id)! })),
    10,
  )
}

function naturalDev(name: 'magento-luma' | 'amazon-products-1k'): void {
  const { items } = parseCatalog(sharedSets.naturalRows()[name], { source: name })
  const queries = sharedSets.naturalQueries(name).filter(({ group }) => group !== 'f')
  const texts = queries.map(({ text }) => text)
  const dev = new Set(splitByHash('natural-queries', texts).dev)
  retrieval(
    `${name} dev`,
    items,
    queries.filter(({ text }) => dev.has(text)),
    8,
  )
}

const SETS: Readonly<Record<string, () => void>> = {
  'sts-dev': () => similarity('dev'),
  'sts-test': () => similarity('test'),
  'magento-luma': () => naturalDev('magento-luma'),
  'amazon-products-1k': () => naturalDev('amazon-products-1k'),
  cranfield: cranfieldDev,
}

if (hasSharedData('tiers')) {
  const given = process.argv.slice(2)
  console.log(row('data', 'by', 'alone', 'with BM25'))
  for (const [name, tell] of Object.entries(SETS)) if (given.length === 0 || given.includes(name)) tell()
}
