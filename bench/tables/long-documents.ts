import { parseCatalog } from '../../src/catalog/parse.js'
import { catalogContext, indexOf } from '../../src/cli/answer-context.js'
import { search } from '../../src/engine/answers/search.js'
import { DenseText } from '../../src/evaluate/baselines/dense-text.js'
import { pairedBootstrap } from '../../src/evaluate/metrics/bootstrap.js'
import { dotProduct } from '../../src/vectors/normalize.js'
import { bestPassage, directionOf, longDocuments, reciprocalRank } from '../text/long-documents.js'
import { embedTexts } from '../text-vectors.js'

/**
 * `npm run bench -- long-documents`: documents that are longer than what is embedded of an item, searched for by the description of their
 * authors. Reciprocal rank by meaning and by the product's search, with one vector of the beginning, as in the product, of all passages,
 * and of both; and by the best passage.
 */
const PASSAGES = [2, 4, 8, Number.POSITIVE_INFINITY]

const { documents, dimensions, beginnings, passages, queries } = await longDocuments(embedTexts)
const { items } = parseCatalog(
  documents.map(({ query: _, ...row }) => row),
  { source: 'READMEs' },
)

const byMeaning = (vectors: readonly Float32Array[]) =>
  queries.map((query, meant) =>
    reciprocalRank(
      vectors.map((own) => dotProduct(query, own)),
      meant,
    ),
  )
async function bySearch(vectors: readonly Float32Array[]): Promise<number[]> {
  const context = await catalogContext(items, indexOf(new DenseText(Float32Array.from(vectors.flatMap((own) => [...own])), dimensions)))
  return documents.map(({ id, query }, at) => {
    const request = { limit: items.length, complete: true }
    const place = search(query, queries[at]!.slice(), request, { ...context, interactions: [], now: 0 }).findIndex(
      ({ item }) => item.id === id,
    )
    return place < 0 ? 0 : 1 / (place + 1)
  })
}
/** Evenly over the document. */
const some = (all: readonly Float32Array[], count: number) => {
  const taken = Math.min(count, all.length)
  return Array.from({ length: taken }, (_, i) => all[Math.floor((i * all.length) / taken)]!)
}
const tell = (what: string, ours: readonly number[], today: readonly number[]) => {
  const { mean, lo, hi } = pairedBootstrap(ours, today)
  const figure = ours.reduce((sum, value) => sum + value, 0) / ours.length
  console.log(`${what.padEnd(44)} ${figure.toFixed(3)}, ${mean.toFixed(3)} [${lo.toFixed(3)}, ${hi.toFixed(3)}]`)
}

console.log(`${documents.length} documents of ${passages.reduce((sum, own) => sum + own.length, 0)} passages`)
const [meaning, product] = [byMeaning(beginnings), await bySearch(beginnings)]
const variants: [string, readonly Float32Array[]][] = [
  ['the beginning', beginnings],
  ['passages', passages.map(directionOf)],
  ...PASSAGES.map((count): [string, readonly Float32Array[]] => [
    `the beginning and ${Number.isFinite(count) ? count : 'all'} passages`,
    passages.map((own, at) => directionOf([beginnings[at]!, directionOf(some(own, count))])),
  ]),
]
for (const [what, vectors] of variants) {
  tell(`meaning, ${what}`, byMeaning(vectors), meaning)
  tell(`search, ${what}`, await bySearch(vectors), product)
}
const byPassage = queries.map((query, meant) =>
  reciprocalRank(
    passages.map((own) => bestPassage(query, own)),
    meant,
  ),
)
tell('meaning, best passage', byPassage, meaning)
