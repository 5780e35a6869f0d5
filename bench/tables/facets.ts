import { readCatalog } from '../../src/catalog/read-catalog.js'
import { loadFormats } from '../../src/cli/catalog-input.js'
import { facets } from '../../src/engine/answers/facets.js'
import { CatalogRows } from '../../src/engine/catalog-rows.js'
import type { FacetChoice, Item } from '../../src/types.js'
import { sharedText } from '../shared-data.js'

/**
 * `npm run bench -- facets`: what real catalogs are narrowed by, and the time of `kin.facets`: the first answer, with all columns to be made,
 * and one for another choice; beside a plain scan, which counts every value of the same answer with a pass over all items.
 */
const CATALOGS = {
  films: 'movielens-small/movies_enriched.csv.gz',
  phones: 'bestbuy-sample/ecommerce.json.gz',
  talks: 'tedtalks/talks.json.gz',
  recipes: 'recipes/recipes.json.gz',
  'a shop of all sorts': 'flipkart-catalog/flipkart_full_columns.csv.gz',
  toys: 'amazon-products-1k/test_sample_1000.csv.gz',
  clothes: 'magento-luma/configurable_products.csv.gz',
}
const ROUNDS = 15

for (const [name, path] of Object.entries(CATALOGS)) {
  const { items } = await readCatalog(sharedText(path), loadFormats)
  const answerOf = (rows: CatalogRows, chosen: Readonly<Record<string, readonly FacetChoice[]>> = {}) =>
    facets({ limit: 8, values: 10, chosen }, { rows, interactions: [] })
  const first = answerOf(rowsOf(items))
  const choices = first.fields.flatMap(({ field, values }) => values.map(({ value }) => ({ [field]: [value] })))
  const times = { first: [] as number[], again: [] as number[], scan: [] as number[] }
  for (let round = 0; round < ROUNDS; round++) {
    const rows = rowsOf(items)
    times.first.push(timeOf(() => answerOf(rows)))
    times.again.push(timeOf(() => answerOf(rows, choices[round % choices.length])))
    times.scan.push(timeOf(() => choices.map((choice) => scan(items, choice))))
  }
  console.log(
    `${name}: ${items.length} items, first ${median(times.first)} ms, another choice ${median(times.again)} ms, plain scan ${median(times.scan)} ms`,
  )
  console.log(`  ${first.fields.map(({ field, values }) => `${field} (${values.length})`).join(', ')}`)
}

/** A catalog that nobody has asked yet. */
function rowsOf(items: readonly Item[]): CatalogRows {
  const rows = new CatalogRows()
  rows.replace({ items: [...items], hashes: items.map(() => '') })
  return rows
}

function scan(items: readonly Item[], choice: Readonly<Record<string, readonly FacetChoice[]>>): number {
  const [[field, [value]]] = Object.entries(choice) as [[string, [FacetChoice]]]
  return items.filter((item) => {
    const own = field === 'price' ? item.price?.value : (item[field as keyof Item] ?? item.attributes?.[field])
    return [own]
      .flat()
      .some((one) =>
        typeof value === 'object' ? Number(one) >= value.min && Number(one) <= (value.max ?? Number.POSITIVE_INFINITY) : one === value,
      )
  }).length
}

function timeOf(work: () => unknown): number {
  const begun = performance.now()
  work()
  return performance.now() - begun
}

function median(values: readonly number[]): string {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!.toFixed(1)
}
