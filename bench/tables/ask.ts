import { readCatalog } from '../../src/catalog/read-catalog.js'
import { loadFormats } from '../../src/cli/catalog-input.js'
import { ask } from '../../src/engine/answers/ask.js'
import { columnFor, columnsOf } from '../../src/engine/answers/facets.js'
import { CatalogRows } from '../../src/engine/catalog-rows.js'
import type { FacetChoice, Item, Question, Told } from '../../src/types.js'
import { sharedText } from '../shared-data.js'
import { splitByHash } from '../split.js'

/**
 * `npm run bench -- ask`: turns until the item that a simulated visitor wants is among the first eight, one answer in ten wrong: by the
 * question of most gain, by a fixed order of fields (that of the first turn's gain) and by a random order. Films and phones choose, the others report.
 */
const CATALOGS = {
  'films (dev)': 'movielens-small/movies_enriched.csv.gz',
  'phones (dev)': 'bestbuy-sample/ecommerce.json.gz',
  'a shop of all sorts (test)': 'flipkart-catalog/flipkart_full_columns.csv.gz',
  'clothes (test)': 'magento-luma/configurable_products.csv.gz',
}
const VISITORS = 100
const MOST_TURNS = 12
const SHOWN = 8
const WRONG = 0.1
const REQUEST = { told: [], values: 6, limit: SHOWN, enough: 1 }

type Order = 'gain' | 'fixed' | 'random'

for (const [name, path] of Object.entries(CATALOGS)) {
  const { items } = await readCatalog(sharedText(path), loadFormats)
  const rows = new CatalogRows()
  rows.replace({ items, hashes: items.map(() => '') })
  const wanted = splitByHash('ask', [...new Set(items.filter(({ available }) => available !== false).map(({ id }) => id))])
    .test.slice(0, VISITORS)
    .map((id) => items[rows.rowOf(id)!]!)
  const fields = columnsOf(items).offered
  const gains = fields.map((field) => ask({ ...REQUEST, fields: [field] }, { rows, interactions: [] }).question?.gain ?? 0)
  const fixed = fields.filter((_, at) => gains[at]! > 0).sort((a, b) => gains[fields.indexOf(b)]! - gains[fields.indexOf(a)]!)
  console.log(`${name}: ${items.length} items, ${fixed.length} fields, ${wanted.length} visitors`)
  const turns = Object.fromEntries(
    (['gain', 'fixed', 'random'] as const).map((order) => [order, wanted.map((item, seed) => turnsFor(item, seed, order))]),
  ) as Record<Order, number[]>
  for (const [order, taken] of Object.entries(turns)) {
    const found = taken.filter((turn) => turn <= MOST_TURNS).length
    console.log(
      `  ${order}: ${mean(taken).toFixed(2)} turns, ${found} of ${taken.length} found, against gain ${differenceOf(turns.gain, taken)}`,
    )
  }

  /** `MOST_TURNS` and one more where the item is not found. */
  function turnsFor(item: Item, seed: number, order: Order): number {
    const random = randomFrom(seed + 1)
    const told: Told[] = []
    const names = order === 'random' ? shuffled(fixed, random) : fixed
    for (let turn = 0; ; turn++) {
      const answer = ask({ ...REQUEST, told, ...(order !== 'gain' && { fields: [] }) }, { rows, interactions: [] })
      if (answer.likely.some(({ id }) => id === item.id)) return turn
      const question = order === 'gain' ? answer.question : nextOf(names, told)
      if (!question || turn === MOST_TURNS) return MOST_TURNS + 1
      told.push(answerOf(question, item, random))
    }
  }

  function nextOf(names: readonly string[], told: readonly Told[]): Question | undefined {
    for (const field of names) {
      const { question } = ask({ ...REQUEST, told, fields: [field] }, { rows, interactions: [] })
      if (question) return question
    }
    return undefined
  }

  function answerOf({ field, values }: Question, item: Item, random: () => number): Told {
    const column = columnFor(field, items)
    const row = rows.rowOf(item.id)!
    const own = [...column.codes.subarray(column.starts[row], column.starts[row + 1])]
    if (own.length === 0) return { field }
    const fits = values.filter((choice) => own.some((code) => holds(choice, column.values[code]!, code === column.codeOf(choice))))
    const right = fits.length > 0 ? [fits[Math.floor(random() * fits.length)]!] : []
    if (random() >= WRONG) return right.length > 0 ? { field, values: right } : { field, not: values }
    const others = values.filter((choice) => !fits.includes(choice))
    return others.length > 0 ? { field, values: [others[Math.floor(random() * others.length)]!] } : { field, not: values }
  }
}

function holds(choice: FacetChoice, value: string | number | boolean, isSame: boolean): boolean {
  return typeof choice === 'object' ? Number(value) >= choice.min && Number(value) <= choice.max : isSame
}

/** Mean difference in turns, with its 95 % interval over visitors. */
function differenceOf(ours: readonly number[], theirs: readonly number[]): string {
  const differences = theirs.map((turn, at) => turn - ours[at]!)
  const middle = mean(differences)
  const spread = Math.sqrt(mean(differences.map((one) => (one - middle) ** 2)) / differences.length)
  return `${middle >= 0 ? '+' : ''}${middle.toFixed(2)} ± ${(1.96 * spread).toFixed(2)}`
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function shuffled<T>(values: readonly T[], random: () => number): T[] {
  return values
    .map((value) => [random(), value] as const)
    .sort(([a], [b]) => a - b)
    .map(([, value]) => value)
}

/** Numerical Recipes' linear congruential generator. */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
