import { type CatalogRow, crowdflowerRows, documentRows } from '../../evaluate/data/catalog-rows.js'
import type { RetrievalSet } from '../../evaluate/data/retrieval-set.js'
import { splitCrowdflower, splitQueries } from '../../evaluate/data/splits.js'
import { ndcgAt } from '../../evaluate/metrics/ndcg.js'
import { sharedSets } from '../shared-data.js'
import { embedTexts } from '../text-vectors.js'
import { openTextCatalog, type Ranking } from './catalog.js'
import { askBoth, type TextRow, textRow } from './row.js'

interface Question {
  /** What the split knows it by. */
  readonly id: string
  readonly text: string
  readonly grades: ReadonlyMap<string, number>
  /** Of the field `pool`: the only items to rank. */
  readonly pool?: number
}

const K = 10

export function cranfieldRows(limit: number): Promise<TextRow[]> {
  const set = sharedSets.cranfield()
  const test = new Set(splitQueries('cranfield', set).test)
  return searchRows('Cranfield', documentRows(set.documents), questionsOf(set).slice(0, limit), test, 'linear')
}

export function msmarcoRows(limit: number): Promise<TextRow[]> {
  const set = sharedSets.msmarco()
  const test = new Set(splitQueries('msmarco', set).test)
  return searchRows('TREC Deep Learning passages', documentRows(set.documents), questionsOf(set).slice(0, limit), test, 'exponential')
}

/** Each query ranks the products that were judged for it, found in the catalog of all of them by a filter. */
export function crowdflowerSearchRows(limit: number): Promise<TextRow[]> {
  const queries = sharedSets.crowdflower()
  const rows: CatalogRow[] = queries.flatMap(({ products }, pool) => crowdflowerRows(products).map((row) => ({ ...row, pool })))
  const questions = queries.map(({ query, products }, pool): Question => {
    return { id: query, text: query, pool, grades: new Map(products.map(({ id, grade }) => [id, grade])) }
  })
  return searchRows('CrowdFlower products', rows, questions.slice(0, limit), new Set(splitCrowdflower(queries).test), 'exponential')
}

function questionsOf({ queries, judgements }: RetrievalSet): Question[] {
  return queries.flatMap(({ id, text }) => {
    const grades = judgements.get(id)
    return grades && [...grades.values()].some((grade) => grade > 0) ? [{ id, text, grades }] : []
  })
}

async function searchRows(
  set: string,
  rows: readonly CatalogRow[],
  questions: readonly Question[],
  test: ReadonlySet<string>,
  gain: 'linear' | 'exponential',
): Promise<TextRow[]> {
  const catalog = await openTextCatalog(set, rows)
  const { vectors, dimensions } = await embedTexts(
    questions.map(({ text }) => text),
    { kind: 'query' },
  )
  const rowOf = new Map(questions.map((question, row) => [question, row]))
  const ask = ({ text, pool, grades }: Question, vector: Float32Array | null): Ranking =>
    pool === undefined ? catalog.search(text, vector, K) : catalog.search(text, vector, Math.min(K, grades.size), { pool })
  const asked = askBoth(
    questions,
    (question) => ask(question, vectors.slice(rowOf.get(question)! * dimensions, (rowOf.get(question)! + 1) * dimensions)),
    (question) => ask(question, null),
  )
  const scores = (answers: readonly Ranking[]) => questions.map(({ grades }, i) => ndcgAt(answers[i]!, grades, K, { gain }))
  const values = { pagekin: scores(asked.pagekin), bm25: scores(asked.bm25) }
  const costs = { milliseconds: asked.milliseconds, megabytes: catalog.megabytes }
  const inTest = (numbers: readonly number[]) => numbers.filter((_, i) => test.has(questions[i]!.id))
  return [
    textRow({ set, part: 'test half', measure: `nDCG@${K}` }, { pagekin: inTest(values.pagekin), bm25: inTest(values.bm25) }, costs),
    textRow({ set, part: 'whole', measure: `nDCG@${K}` }, values, costs),
  ]
}
