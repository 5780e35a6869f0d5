import { PagekinError } from '../../src/errors.js'
import { type CatalogRow, magentoRows, paperRows } from './catalog-rows.js'
import { lines, parseCsv } from './csv.js'
import type { Magento } from './magento.js'
import type { Paper } from './papers.js'

/** a keyword, b need, c gift or audience, d constraints in words, e paraphrase or misspelling, f not in the catalog. */
export type QueryGroup = 'a' | 'b' | 'c' | 'd' | 'e' | 'f'

export interface NaturalQuery {
  readonly id: string
  readonly group: QueryGroup
  readonly text: string
  /** 2: exactly what is asked, 1: a reasonable alternative; what is not listed is neither. */
  readonly grades: ReadonlyMap<string, number>
}

/** Searches as people type them (`queries.jsonl`) with the items that answer them (`qrels.tsv`: query, item, grade). */
export function parseNaturalQueries(queries: string, qrels: string): NaturalQuery[] {
  const grades = new Map<string, Map<string, number>>()
  for (const line of lines(qrels)) {
    const [query = '', item = '', grade] = line.split('\t')
    const of = grades.get(query) ?? new Map<string, number>()
    grades.set(query, of.set(item, Number(grade)))
  }
  return lines(queries).map((line, row) => {
    const { id, group, text } = JSON.parse(line) as Partial<NaturalQuery>
    if (typeof id !== 'string' || typeof text !== 'string' || !group) {
      throw new PagekinError('usage', `natural queries, row ${row}: received ${line.slice(0, 60)}, expected id, group and text`)
    }
    return { id, group, text, grades: grades.get(id) ?? new Map() }
  })
}

/** The catalogs that the queries are of, as rows for `parseCatalog`. */
export function naturalRows(files: {
  readonly amazon: string
  readonly recipes: string
  readonly magento: Magento
  readonly papers: readonly Paper[]
}) {
  return {
    'amazon-products-1k': amazonRows(files.amazon),
    recipes: recipeRows(files.recipes),
    'magento-luma': magentoRows(files.magento.products),
    'papers-94': paperRows(files.papers),
  }
}

function amazonRows(text: string): CatalogRow[] {
  return parseCsv('amazon products', text, { columns: ['Uniq Id', 'Product Name', 'Category', 'Selling Price', 'About Product'] }).map(
    (cells) => ({
      id: cells['Uniq Id'],
      title: cells['Product Name'],
      category: cells.Category!.split('|').map((name) => name.trim()),
      price: cells['Selling Price'],
      description: cells['About Product'],
      details: cells['Technical Details'],
    }),
  )
}

function recipeRows(text: string): CatalogRow[] {
  return (JSON.parse(text) as Record<string, unknown>[]).map((recipe, id) => ({
    id: String(id),
    title: recipe.recipe_name,
    ingredients: recipe.ingredients,
    description: recipe.directions,
    category: recipe.cuisine_path,
    total_time: recipe.total_time,
  }))
}
