import { readCatalog } from '../src/catalog/read-catalog.js'
import { catalogContext } from '../src/cli/answer-context.js'
import { loadFormats } from '../src/cli/catalog-input.js'
import { ask, askedColumn, WORDS } from '../src/engine/answers/ask.js'
import type { AnswerContext } from '../src/engine/answers/context.js'
import { columnsOf } from '../src/engine/answers/facets.js'
import { prepareSearch } from '../src/engine/answers/prepare-search.js'
import { search } from '../src/engine/answers/search.js'
import { type Draw, draws } from '../src/evaluate/draw.js'
import type { AskRequest } from '../src/protocol.js'
import type { FacetChoice, Item, ItemId, Question, Told } from '../src/types.js'
import { sharedText } from './shared-data.js'
import { splitByHash } from './split.js'

/** Catalogs that constants are chosen on, and those that report. */
export const CHOOSING = { films: 'movielens-small/movies_enriched.csv.gz', phones: 'bestbuy-sample/ecommerce.json.gz' } as const
export const REPORTING = {
  'a shop of all sorts': 'flipkart-catalog/flipkart_full_columns.csv.gz',
  clothes: 'magento-luma/configurable_products.csv.gz',
} as const

/** An item that is not found after so many turns counts one more. */
export const MOST_TURNS = 12
export const REQUEST = { told: [], values: 6, limit: 8, enough: 1 } as const
const VISITORS = 100
/** Items that words find, as `kin.ask` takes them. */
const SAID = 100
/** So often a visitor gives a wrong answer. */
const WRONG = 0.1

/** The next question, or none. */
export type Asker = (told: readonly Told[], shop: AskedShop, random: Draw, begun?: Partial<AskRequest>) => Question | undefined

export const byGain: Asker = (told, { context }, _random, begun) => ask({ ...REQUEST, ...begun, told }, context).question

/** The first field that a question is left for, in the order of the first turn's gain. */
export const inFixedOrder: Asker = (told, { fields, context }) => firstOf(fields, told, context)

/** Of any field that a question is left for. */
export const atRandom: Asker = (told, { fields, context }, { shuffled }) => firstOf(shuffled(fields), told, context)

function firstOf(fields: readonly string[], told: readonly Told[], context: AskedShop['context']): Question | undefined {
  for (const field of fields) {
    const { question } = ask({ ...REQUEST, told, fields: [field] }, context)
    if (question) return question
  }
  return undefined
}

/** A catalog, and items of it that visitors have in mind. */
export interface AskedShop {
  readonly context: AnswerContext
  /** That can be asked about, those that tell most at first before the others. */
  readonly fields: readonly string[]
  readonly wanted: readonly Item[]
}

export async function askedShop(path: string): Promise<AskedShop> {
  const { items } = await readCatalog(sharedText(path), loadFormats)
  const context = { ...(await catalogContext(items, null)), interactions: [], now: 0 }
  const { rows } = context
  const known = items.filter(({ available }) => available !== false).map(({ id }) => id)
  // equally likely items come in the order of the catalog: those asked for stand anywhere in it
  const wanted = draws(1).shuffled(splitByHash('ask', [...new Set(known)]).test)
  const gains = [...columnsOf(items).offered, WORDS].map((field) => {
    return { field, gain: ask({ ...REQUEST, fields: [field] }, context).question?.gain ?? 0 }
  })
  return {
    context,
    fields: gains
      .filter(({ gain }) => gain > 0)
      .sort((a, b) => b.gain - a.gain)
      .map(({ field }) => field),
    wanted: wanted.slice(0, VISITORS).map((id) => items[rows.rowOf(id)!]!),
  }
}

/** What a visitor says before the first question: what every request has from then on. */
export type Opening = (item: Item, shop: AskedShop, random: Draw) => Promise<Pick<AskRequest, 'where' | 'found'>>

/** Nothing. */
const inSilence: Opening = async () => ({})

/** By visitor, the answers given until the item is among the first; one more than `MOST_TURNS` where it is not found. */
export function turnsOf(shop: AskedShop, asker: Asker, opening = inSilence): Promise<number[]> {
  return Promise.all(
    shop.wanted.map(async (item, seed) => {
      const random = draws(seed + 1)
      const begun = await opening(item, shop, random)
      const told: Told[] = []
      while (true) {
        const { likely } = ask({ ...REQUEST, ...begun, told, fields: [] }, shop.context)
        if (likely.some(({ id }) => id === item.id)) return told.length
        const question = told.length === MOST_TURNS ? undefined : asker(told, shop, random, begun)
        if (!question) return MOST_TURNS + 1
        told.push(answerOf(question, item, shop, random))
      }
    }),
  )
}

/** A word of the title and a value of a field, one time in ten those of another item: what a search finds is likelier. */
export const inWords: Opening = async (item, shop, random) => ({ found: await foundBy(item, shop, random) })

/** The same words as a filter: nothing else is left. */
export const inWordsAlone: Opening = async (item, shop, random) => {
  const found = await foundBy(item, shop, random)
  return found.length > 0 ? { where: { id: found } } : {}
}

async function foundBy(wanted: Item, { context }: AskedShop, { one, fraction }: Draw): Promise<ItemId[]> {
  const { items } = context.rows
  const item = fraction() < WRONG ? items[Math.floor(fraction() * items.length)]! : wanted
  const values = [item.brand, ...(item.category ?? []), ...(item.tags ?? []), ...Object.values(item.attributes ?? {}).flat()]
  const short = values.filter((value) => typeof value === 'string' && value.length <= 20)
  const text = [one(item.title.split(' ')), ...(short.length > 0 ? [one(short)] : [])].join(', ')
  const prepared = await prepareSearch(text, { limit: SAID }, context, async () => null)
  return search(prepared.text, null, prepared.request, context, prepared.beside).map(({ item }) => item.id)
}

function answerOf({ field, values }: Question, { id }: Item, { context: { rows } }: AskedShop, { one, fraction }: Draw): Told {
  const column = askedColumn(field, rows.items)
  const row = rows.rowOf(id)!
  const own = [...column.codes.subarray(column.starts[row], column.starts[row + 1])]
  if (own.length === 0) return { field }
  const fits = values.filter((choice) => own.some((code) => holds(choice, column.values[code]!, code === column.codeOf(choice))))
  if (fraction() >= WRONG) return fits.length > 0 ? { field, values: [one(fits)] } : { field, not: values }
  const others = values.filter((choice) => !fits.includes(choice))
  return others.length > 0 ? { field, values: [one(others)] } : { field, not: values }
}

function holds(choice: FacetChoice, value: string | number | boolean, isSame: boolean): boolean {
  return typeof choice === 'object' ? Number(value) >= choice.min && Number(value) <= (choice.max ?? Number.POSITIVE_INFINITY) : isSame
}
