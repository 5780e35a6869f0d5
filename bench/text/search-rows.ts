import { ndcgAt } from '../../src/evaluate/metrics/ndcg.js'
import type { Where } from '../../src/types.js'
import { type CatalogRow, crowdflowerRows, documentRows } from '../data/catalog-rows.js'
import type { RetrievalSet } from '../data/retrieval-set.js'
import { splitCrowdflower, splitQueries } from '../data/splits.js'
import { sharedSets } from '../shared-data.js'
import { embedTexts } from '../text-vectors.js'
import { openTextCatalog, type Ranking } from './catalog.js'
import { askAll, each, type TextRow, textRow } from './row.js'

interface Question {
  /** What the split knows it by. */
  readonly id: string
  readonly text: string
  readonly grades: ReadonlyMap<string, number>
  readonly where?: Where
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
  // a number is neither embedded nor indexed
  const rows: CatalogRow[] = queries.flatMap(({ products }, pool) => crowdflowerRows(products).map((row) => ({ ...row, pool })))
  const questions = queries.map(({ query, products }, pool): Question => {
    return { id: query, text: query, where: { pool }, grades: new Map(products.map(({ id, grade }) => [id, grade])) }
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
  asked: readonly Question[],
  test: ReadonlySet<string>,
  gain: 'linear' | 'exponential',
): Promise<TextRow[]> {
  const catalog = await openTextCatalog(set, rows)
  const texts = asked.map(({ text }) => text)
  const { vectors, dimensions } = await embedTexts(texts, { kind: 'query' })
  const questions = asked.map((question, row) => ({ ...question, vector: vectors.slice(row * dimensions, (row + 1) * dimensions) }))
  const { answers, milliseconds } = askAll(questions, catalog.search(K))
  const values = each<readonly Ranking[], number[]>(answers, (rankings) =>
    questions.map(({ grades }, i) => ndcgAt(rankings[i]!, grades, K, { gain })),
  )
  const costs = { milliseconds, megabytes: catalog.megabytes }
  const inTest = each(values, (numbers) => numbers.filter((_, i) => test.has(questions[i]!.id)))
  const measure = `nDCG@${K}`
  return [textRow({ set, part: 'test half', measure }, inTest, costs), textRow({ set, part: 'whole', measure }, values, costs)]
}
