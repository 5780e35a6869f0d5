import { tfIdfOf } from '../../src/evaluate/baselines/tf-idf.js'
import { draws } from '../../src/evaluate/draw.js'
import type { Interval } from '../../src/evaluate/metrics/bootstrap.js'
import { Bm25Index, queryTerms } from '../../src/lexical/bm25.js'
import { dotProduct } from '../../src/vectors/normalize.js'
import { vMeasure } from '../metrics/clustering.js'
import { spearman } from '../metrics/correlation.js'
import { timedEach } from '../processor-time.js'
import { sharedSets } from '../shared-data.js'
import { embedTexts } from '../text-vectors.js'
import { kMeans } from '../transforms/k-means.js'
import type { TextRow } from './row.js'

const HALVES = 200
const K_MEANS_SEEDS = [1, 2, 3]
/** Words of one text only cannot join two. */
const MIN_ROWS = 2

/** Rank correlation of scores and people's grades. BM25: each sentence asks for the other, mean of both ways. */
export async function stsRows(limit: number): Promise<TextRow[]> {
  const pairs = sharedSets.stsb('test').slice(0, limit)
  const { vectors, dimensions } = await embedTexts(pairs.flatMap(({ first, second }) => [first, second]))
  const at = (row: number) => vectors.subarray(row * dimensions, (row + 1) * dimensions)
  const grades = pairs.map(({ score }) => score)
  const ours = timedEach(pairs.length, () => pairs.map((_, i) => dotProduct(at(2 * i), at(2 * i + 1))))
  const index = Bm25Index.build(pairs.flatMap(({ first, second }) => [[{ text: first, weight: 1 }], [{ text: second, weight: 1 }]]))
  const score = (row: number, text: string) => index.matchedTerms(row, queryTerms(text)).reduce((sum, { score }) => sum + score, 0)
  const words = timedEach(pairs.length, () => pairs.map(({ first, second }, i) => score(2 * i + 1, first) + score(2 * i, second)))
  const postings = pairs.reduce((sum, _, i) => sum + index.termsOf(2 * i).length + index.termsOf(2 * i + 1).length, 0) * 8
  return [
    {
      ...{ set: 'STS Benchmark', part: 'test file', measure: 'Spearman', questions: pairs.length },
      ...halfSampled(pairs.length, (rows) => {
        const of = (values: readonly number[]) => rows.map((row) => values[row]!)
        return [spearman(of(ours.value), of(grades)), spearman(of(words.value), of(grades))]
      }),
      milliseconds: { pagekin: ours.milliseconds, bm25: words.milliseconds },
      megabytes: { pagekin: (vectors.length * 4) / 1e6, bm25: postings / 1e6 },
    },
  ]
}

/**
 * k-means with as many clusters as intents, of three seeds the most cohesive, which takes no label. Beside it the same over the
 * words: BM25 has no vectors, so rows of TF-IDF take its place.
 */
export async function bankingRows(limit: number): Promise<TextRow[]> {
  const utterances = sharedSets.banking77('test').filter((_, i) => i % Math.max(1, Math.floor(3080 / limit)) === 0)
  const intents = utterances.map(({ intent }) => intent)
  const k = new Set(intents).size
  const { vectors, dimensions } = await embedTexts(utterances.map(({ text }) => text))
  const ours = timedEach(utterances.length, () => clustered(vectors, dimensions, k, K_MEANS_SEEDS))
  const words = wordRows(utterances.map(({ text }) => text))
  // one seed: it is the slowest step of the table, and seeds differ by less than a point
  const byWords = timedEach(utterances.length, () => clustered(words.vectors, words.dimensions, k, K_MEANS_SEEDS.slice(0, 1)))
  return [
    {
      ...{ set: 'Banking77 clustering', part: 'test file', measure: 'V-measure', questions: utterances.length },
      ...halfSampled(utterances.length, (rows) => {
        const of = <T>(values: ArrayLike<T>) => rows.map((row) => values[row]!)
        return [vMeasure(of(ours.value), of(intents)).v, vMeasure(of(byWords.value), of(intents)).v]
      }),
      milliseconds: { pagekin: ours.milliseconds, bm25: byWords.milliseconds },
      megabytes: { pagekin: (vectors.length * 4) / 1e6, bm25: (words.entries * 8) / 1e6 },
    },
  ]
}

function clustered(vectors: Float32Array, dimensions: number, k: number, seeds: readonly number[]): Uint32Array {
  const tries = seeds.map((seed) => kMeans(vectors, dimensions, k, { seed, rounds: 15 }))
  return tries.reduce((best, other) => (other.cohesion > best.cohesion ? other : best)).clusters
}

function wordRows(texts: readonly string[]): { vectors: Float32Array; dimensions: number; entries: number } {
  const { rows, postings } = tfIdfOf(texts.map((text) => [{ text, weight: 1 }]))
  const columns = new Map(
    [...postings.entries()].filter(([, { rows: own }]) => own.length >= MIN_ROWS).map(([term], column) => [term, column]),
  )
  const vectors = new Float32Array(texts.length * columns.size)
  let entries = 0
  rows.forEach((row, at) => {
    for (const [term, value] of row) {
      const column = columns.get(term)
      if (column === undefined) continue
      vectors[at * columns.size + column] = value
      entries++
    }
  })
  return { vectors, dimensions: columns.size, entries }
}

/**
 * Figures that are no mean: their deviation is that of half of the rows drawn without replacement (the delete-half jackknife, Shao and Wu,
 * 1989), for both at once; the ends are 1.96 of it away. Drawing with replacement would count rows twice, which clusters agree on.
 */
function halfSampled(
  count: number,
  measure: (rows: readonly number[]) => readonly [number, number],
): Pick<TextRow, 'figure' | 'difference'> {
  const { shuffled } = draws(1)
  const rows = Array.from({ length: count }, (_, row) => row)
  const all = measure(rows)
  const halves = Array.from({ length: HALVES }, () => measure(shuffled(rows).slice(0, Math.floor(count / 2))))
  const interval = (of: (both: readonly [number, number]) => number): Interval => {
    const values = halves.map(of)
    const middle = values.reduce((sum, value) => sum + value, 0) / HALVES
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (HALVES - 1))
    return { mean: of(all), lo: of(all) - 1.96 * deviation, hi: of(all) + 1.96 * deviation, units: count, undefinedUnits: 0 }
  }
  return {
    figure: { pagekin: interval(([ours]) => ours), bm25: interval(([, words]) => words) },
    difference: interval(([ours, words]) => ours - words),
  }
}
