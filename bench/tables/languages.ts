import { readFileSync } from 'node:fs'
import { itemSentence } from '../../src/catalog/item-sentence.js'
import { parseCatalog } from '../../src/catalog/parse.js'
import { catalogContext, indexOf } from '../../src/cli/answer-context.js'
import { search } from '../../src/engine/answers/search.js'
import { DenseText } from '../../src/evaluate/baselines/dense-text.js'
import { bootstrapMean, pairedBootstrap } from '../../src/evaluate/metrics/bootstrap.js'
import { ndcgAt } from '../../src/evaluate/metrics/ndcg.js'
import { itemsIn } from '../../src/lexical/languages.test-helper.js'
import { dotProduct } from '../../src/vectors/normalize.js'
import { parseStsb } from '../data/stsb.js'
import { spearman } from '../metrics/correlation.js'
import { sharedText } from '../shared-data.js'
import { embedTexts } from '../text-vectors.js'

/**
 * `npm run bench -- languages`: the built-in encoder and `multilingual`.
 *
 * 1. nDCG@8 of 42 searches in twelve languages for the 432 English items of the demo (shop-searches.tsv), as a page ranks them. A search's items
 *    are those of a category (grade 1), and those of it whose titles fit (grade 2). No language chose anything.
 * 2. Of 96 things told in a language, how many are nearest to their own title.
 * 3. STS Benchmark test, Spearman: English.
 */
const K = 8
const ENCODERS = ['builtin', 'multilingual'] as const

interface ShopRow {
  readonly id: string
  readonly title: string
  readonly category: readonly string[]
}

const [header, ...lines] = readFileSync('bench/data/shop-searches.tsv', 'utf8')
  .trim()
  .split('\n')
  .map((line) => line.split('\t'))
const languages = header!.slice(0, -2)
const rows: ShopRow[] = readFileSync('demo/catalog/shop.jsonl', 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line))
const { items } = parseCatalog(rows)
const wanted = lines.map((cells) => {
  const [title, category] = cells.slice(-2).map((pattern, at) => new RegExp(pattern, at === 0 ? 'i' : '')) as [RegExp, RegExp]
  const inCategory = rows.filter((row) => category.test(row.category.join('/')))
  return new Map(inCategory.map((row) => [row.id, title.test(row.title) ? 2 : 1]))
})

const values = new Map<string, number[][]>()
for (const encoder of ENCODERS) {
  const { vectors, dimensions } = await embedTexts(items.map(itemSentence), { encoder })
  const context = { ...(await catalogContext(items, indexOf(new DenseText(vectors, dimensions)))), interactions: [], now: 0 }
  for (const [column, language] of languages.entries()) {
    const texts = lines.map((cells) => cells[column]!)
    const asked = await embedTexts(texts, { encoder, kind: 'query' })
    const scores = texts.map((text, at) => {
      const vector = asked.vectors.slice(at * dimensions, (at + 1) * dimensions)
      const found = search(text, vector, { limit: K, complete: true }, context).map(({ item }) => item.id)
      return ndcgAt(found, wanted[at]!, K)
    })
    values.set(language, [...(values.get(language) ?? []), scores])
  }
}
for (const [language, [plain, more]] of values) {
  const { mean, lo, hi } = pairedBootstrap(more!, plain!)
  const means = [plain!, more!].map((scores) => bootstrapMean(scores).mean.toFixed(3))
  console.log(`${language} | nDCG@${K} | ${means.join(' | ')} | ${mean.toFixed(3)} [${lo.toFixed(3)}, ${hi.toFixed(3)}]`)
}

for (const language of ['en', 'de', 'ru', 'zh', 'ar', 'ja', 'th'] as const) {
  const told = itemsIn(language)
  const shares: string[] = []
  for (const encoder of ENCODERS) {
    const { vectors, dimensions } = await embedTexts(told.map(itemSentence), { encoder })
    const titles = told.map(({ title }) => title)
    const asked = await embedTexts(titles, { encoder, kind: 'query' })
    const at = (all: Float32Array, row: number) => all.subarray(row * dimensions, (row + 1) * dimensions)
    const found = titles.filter((title, row) => {
      const cosines = told.map((_, other) => dotProduct(at(asked.vectors, row), at(vectors, other)))
      return titles[cosines.indexOf(Math.max(...cosines))] === title
    })
    shares.push((found.length / told.length).toFixed(2))
  }
  console.log(`${language} | found by their own titles | ${shares.join(' | ')}`)
}

const pairs = parseStsb(sharedText('stsbenchmark/sts-test.csv.gz'))
const correlations: string[] = []
for (const encoder of ENCODERS) {
  const sides = [pairs.map(({ first }) => first), pairs.map(({ second }) => second)]
  const [first, second] = await Promise.all(sides.map((texts) => embedTexts(texts, { encoder })))
  const dimensions = first!.dimensions
  const at = ({ vectors }: { vectors: Float32Array }, row: number) => vectors.subarray(row * dimensions, (row + 1) * dimensions)
  const cosines = pairs.map((_, row) => dotProduct(at(first!, row), at(second!, row)))
  correlations.push(
    spearman(
      cosines,
      pairs.map(({ score }) => score),
    ).toFixed(4),
  )
}
console.log(`en | STS Benchmark test, Spearman | ${correlations.join(' | ')}`)
