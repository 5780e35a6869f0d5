import { readCatalog } from '../../src/catalog/read-catalog.js'
import { catalogContext } from '../../src/cli/answer-context.js'
import { loadFormats } from '../../src/cli/catalog-input.js'
import type { AnswerContext } from '../../src/engine/answers/context.js'
import { facets } from '../../src/engine/answers/facets.js'
import { maskOf } from '../../src/engine/answers/mask.js'
import { similar } from '../../src/engine/answers/similar.js'
import { topics } from '../../src/engine/answers/topics.js'
import { CatalogRows } from '../../src/engine/catalog-rows.js'
import type { FacetChoice, Item, Where } from '../../src/types.js'
import { timedEach } from '../processor-time.js'
import { sharedText } from '../shared-data.js'

/**
 * `npm run bench -- facets`: what real catalogs are narrowed by, and the processor time of `kin.facets`: the first answer, with all columns to
 * be made, and one for another choice; beside a plain scan, which counts every value of the same answer with a pass over all items each.
 * With `--steer`, of catalogs of about 10,000 items also that of a steered shelf, by words, the first and with another filter, and that of
 * `kin.topics` once they are made: all, those of one topic, and their sizes within a filter.
 */
const CATALOGS: Readonly<Record<string, () => string>> = {
  films: () => sharedText('movielens-small/movies_enriched.csv.gz'),
  '10,000 toys': () =>
    `id,title,category,brand,price,stock,reviews,questions,rating\n${sharedText('amazon-toys-10k/amazon_co-ecommerce_sample.csv.gz')}`,
  phones: () => sharedText('bestbuy-sample/ecommerce.json.gz'),
  talks: () => sharedText('tedtalks/talks.json.gz'),
  recipes: () => sharedText('recipes/recipes.json.gz'),
  'a shop of all sorts': () => sharedText('flipkart-catalog/flipkart_full_columns.csv.gz'),
  toys: () => sharedText('amazon-products-1k/test_sample_1000.csv.gz'),
  clothes: () => sharedText('magento-luma/configurable_products.csv.gz'),
}
const ROUNDS = 15
const LARGE = 5000

for (const [name, text] of Object.entries(CATALOGS)) {
  const { items } = await readCatalog(text(), loadFormats)
  const isSteered = process.argv.includes('--steer')
  if (isSteered && items.length < LARGE) continue
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
  const wheres = first.fields.flatMap(({ field, values }) => values.map(({ value }): Where => ({ [field]: value })))
  console.log(`  ${first.fields.map(({ field, values }) => `${field} (${values.length})`).join(', ')}`)
  if (isSteered) await tellSteered({ ...(await catalogContext(items, null)), interactions: [], now: 0 }, wheres)
}

/** @param choices Filters, one after the other. */
async function tellSteered(context: AnswerContext, choices: readonly Where[]): Promise<void> {
  const { items } = context.rows
  const times = { first: [] as number[], again: [] as number[] }
  for (let round = 0; round < ROUNDS; round++) {
    const [asked, other] = [items[(round * 577) % items.length]!, items[(round * 577 + 101) % items.length]!]
    const steer = {
      same: asked.category ? ['category'] : [],
      different: [],
      not: [{ text: other.title.split(' ').at(-1)!, vector: null }],
      like: [{ text: 'small', vector: null }],
      cheaper: asked.price !== undefined,
      neutral: [],
      ignore: [],
    }
    const fresh = { ...context, rows: rowsOf(items) }
    const answer = (where?: Where) => similar([asked.id], { limit: 8, ...(where && { where }) }, fresh, steer)
    times.first.push(timeOf(() => answer()))
    times.again.push(timeOf(() => answer(choices[round % choices.length])))
  }
  console.log(`  steered: first ${median(times.first)} ms, another filter ${median(times.again)} ms`)
  const { topics: made } = await topics({ items: 3 }, context)
  const each = { all: [] as number[], one: [] as number[], within: [] as number[] }
  for (let round = 0; round < ROUNDS; round++) {
    const where = choices[round % choices.length]!
    each.all.push(await timeUntil(() => topics({ items: 3 }, context)))
    each.one.push(await timeUntil(() => topics({ items: 0, topic: made[round % made.length]!.id }, context)))
    each.within.push(await timeUntil(() => topics({ items: 0, where }, context, maskOf({ where }, context, []))))
  }
  console.log(`  topics: all ${median(each.all)} ms, one ${median(each.one)} ms, within a filter ${median(each.within)} ms`)
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
  return timedEach(1, work).milliseconds
}

async function timeUntil(work: () => Promise<unknown>): Promise<number> {
  const { value, milliseconds } = timedEach(1, work)
  const begun = process.cpuUsage()
  await value
  const { user, system } = process.cpuUsage(begun)
  return milliseconds + (user + system) / 1000
}

function median(values: readonly number[]): string {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!.toFixed(1)
}
