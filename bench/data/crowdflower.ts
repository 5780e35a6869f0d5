import { PagekinError } from '../../src/errors.js'
import { numberField, parseCsv } from './csv.js'

export interface JudgedProduct {
  readonly id: string
  readonly title: string
  /** Often empty, often with HTML and script text. */
  readonly description: string
  /** Median of the judges, 1 (irrelevant) to 4 (perfect). Rank by it with gain 2^grade - 1. */
  readonly grade: number
  /** Variance of the judges. */
  readonly variance: number
}

export interface JudgedQuery {
  readonly query: string
  /** The products to rank: all that were judged for it. */
  readonly products: readonly JudgedProduct[]
}

/** CrowdFlower search relevance (2015): queries with their judged products, in the order of the file. Split by query, never by row. */
export function parseCrowdflower(text: string): JudgedQuery[] {
  const columns = ['id', 'query', 'product_title', 'product_description', 'median_relevance', 'relevance_variance']
  const byQuery = new Map<string, JudgedProduct[]>()
  for (const [row, cells] of parseCsv('crowdflower', text, { columns }).entries()) {
    const grade = numberField(`crowdflower, row ${row}`, cells.median_relevance)
    if (![1, 2, 3, 4].includes(grade))
      throw new PagekinError('usage', `crowdflower, row ${row}: received relevance ${grade}, expected 1 to 4`)
    const products = byQuery.get(cells.query!) ?? []
    byQuery.set(cells.query!, products)
    products.push({
      id: cells.id!,
      title: cells.product_title!,
      description: cells.product_description!,
      grade,
      variance: numberField(`crowdflower, row ${row}`, cells.relevance_variance),
    })
  }
  return [...byQuery].map(([query, products]) => ({ query, products }))
}
