import { type Interval, pairedBootstrap } from '../../src/evaluate/metrics/bootstrap.js'
import { ndcgAt } from '../../src/evaluate/metrics/ndcg.js'
import type { Where } from '../../src/types.js'
import { crowdflowerRows, documentRows } from '../data/catalog-rows.js'
import type { RetrievalSet } from '../data/retrieval-set.js'
import { splitCrowdflower, splitQueries } from '../data/splits.js'
import { hasSharedData, sharedSets } from '../shared-data.js'
import { openTextCatalog, type TextQuestion } from '../text/catalog.js'
import { embedTexts } from '../text-vectors.js'

/**
 * `npm run bench -- levels`: what each level finds of judged searches, nDCG@10 on test halves and whole sets: BM25, words
 * with their graph (before anything is downloaded), meaning alone, and what a page answers in the end; and whether the last is above
 * those it is made of.
 */
interface Judged {
  readonly id: string
  readonly text: string
  readonly where?: Where
  readonly grades: ReadonlyMap<string, number>
}

interface JudgedSet {
  readonly name: string
  readonly rows: readonly Readonly<Record<string, unknown>>[]
  readonly asked: readonly Judged[]
  readonly test: ReadonlySet<string>
  readonly gain: 'linear' | 'exponential'
}

const K = 10
const LEVELS = ['bm25', 'lexical', 'meaning', 'pagekin'] as const

function retrieval(name: string, set: RetrievalSet, split: 'cranfield' | 'msmarco', gain: JudgedSet['gain']): JudgedSet {
  const asked = set.queries.flatMap(({ id, text }) => {
    const grades = set.judgements.get(id)
    return grades && [...grades.values()].some((grade) => grade > 0) ? [{ id, text, grades }] : []
  })
  return { name, rows: documentRows(set.documents), asked, test: new Set(splitQueries(split, set).test), gain }
}

function crowdflower(): JudgedSet {
  const queries = sharedSets.crowdflower()
  return {
    name: 'CrowdFlower products',
    rows: queries.flatMap(({ products }, pool) => crowdflowerRows(products).map((row) => ({ ...row, pool }))),
    asked: queries.map(({ query, products }, pool) => {
      return { id: query, text: query, where: { pool }, grades: new Map(products.map(({ id, grade }) => [id, grade])) }
    }),
    test: new Set(splitCrowdflower(queries).test),
    gain: 'exponential',
  }
}

async function tell({ name, rows, asked, test, gain }: JudgedSet): Promise<void> {
  const catalog = await openTextCatalog(name, rows)
  const { vectors, dimensions } = await embedTexts(
    asked.map(({ text }) => text),
    { kind: 'query' },
  )
  const search = catalog.search(K)
  const values = Object.fromEntries(
    LEVELS.map((level) => [
      level,
      asked.map((question, i) => {
        const vector = vectors.slice(i * dimensions, (i + 1) * dimensions)
        return ndcgAt(search[level]({ ...question, vector } satisfies TextQuestion), question.grades, K, { gain })
      }),
    ]),
  ) as Record<(typeof LEVELS)[number], number[]>
  for (const part of ['test half', 'whole'] as const) {
    const of = (level: (typeof LEVELS)[number]) => values[level].filter((_, i) => part === 'whole' || test.has(asked[i]!.id))
    const mean = (level: (typeof LEVELS)[number]) => of(level).reduce((sum, value) => sum + value, 0) / of(level).length
    const cells = LEVELS.map((level) => mean(level).toFixed(3))
    const gains = LEVELS.slice(0, -1).map((level) => bounds(pairedBootstrap(of('pagekin'), of(level))))
    const words = bounds(pairedBootstrap(of('lexical'), of('bm25')))
    console.log(
      `| ${[name, part, of('bm25').length, ...cells, ...gains, words, (mean('lexical') / mean('meaning')).toFixed(3)].join(' | ')} |`,
    )
  }
}

function bounds({ mean, lo, hi }: Interval): string {
  return `${mean.toFixed(3)} [${lo.toFixed(3)}, ${hi.toFixed(3)}]`
}

if (hasSharedData('levels')) {
  const head = ['set', 'part', 'questions', 'BM25', 'lexical', 'meaning', 'page', '- BM25', '- lexical', '- meaning']
  console.log(`| ${[...head, 'lexical - BM25', 'lexical / meaning'].join(' | ')} |\n|${' --- |'.repeat(head.length + 2)}`)
  await tell(retrieval('Cranfield', sharedSets.cranfield(), 'cranfield', 'linear'))
  await tell(retrieval('TREC Deep Learning passages', sharedSets.msmarco(), 'msmarco', 'exponential'))
  await tell(crowdflower())
}
