import { itemSentence } from '../../../../src/catalog/item-sentence.js'
import { otherAspect } from '../../../../src/cli/other-aspect.js'
import type { AnswerContext } from '../../../../src/engine/answers/context.js'
import { topics } from '../../../../src/engine/answers/topics.js'
import { draws } from '../../../../src/evaluate/draw.js'
import { centredRows } from '../../../../src/vectors/mean.js'
import type { CatalogRow } from '../../../data/catalog-rows.js'
import { parseCsv } from '../../../data/csv.js'
import { vMeasure } from '../../../metrics/clustering.js'
import { sharedText } from '../../../shared-data.js'
import { embedTexts } from '../../../text-vectors.js'
import { kMeans } from '../../../transforms/k-means.js'
import { defineCheck, round } from '../../check.js'
import { type Comparison, compareWhole, weakest } from '../compare.js'
import { openCatalog } from '../open-catalog.js'

type Aspect = (context: AnswerContext) => Promise<AnswerContext>

/** Rows of a catalog that says two things of an item, which its texts are not told; empty where it does not say. */
interface TwoFacts {
  readonly name: string
  readonly rows: readonly CatalogRow[]
  readonly facts: readonly [readonly string[], readonly string[]]
}

/** Rarer values are left out. */
const FEWEST = 10

export const dynamicSubspaces = defineCheck<Aspect>({
  what: 'phones and what goes with them (the half that chose nothing) and a shop of all sorts, their categories and brands hidden: information that the topics at the top share with a fact, of the first and of the second aspect the one that shares more, mean of both facts, above the better of two k-means of as many groups over the whole vectors; toys, whose maker follows from their category, are told beside it',
  quick: false,
  needs: ['data/bestbuy-sample', 'data/flipkart-catalog', 'data/amazon-toys-10k'],
  data: 'bestbuy-sample, flipkart-catalog',
  reachable: '`pagekin topics --aspect`',
  product: true,
  capability: otherAspect,
  controls: {
    identity: async (context) => context,
    shuffled: async (context) =>
      otherAspect((await openCatalog('shuffled', draws(1).shuffled(context.rows.items.map((item) => ({ ...item }))))).answering()),
  },
  async measure(aspect) {
    const shops = [await compared(phones(), aspect), await compared(allSorts(), aspect)]
    const other = await compared(toys(), aspect)
    const measured = weakest(shops)
    return {
      ...measured,
      detail: `${measured.detail}; ${other.name} ${round(other.figure)} against ${round(other.baseline)} [${other.ci.map(round).join(', ')}]`,
    }
  },
  passes: ({ ci }) => ci![0] > 0,
})

async function compared({ name, rows, facts }: TwoFacts, aspect: Aspect): Promise<Comparison> {
  const { items, answering } = await openCatalog(name, rows)
  const context = answering()
  const first = await atTheTop(context)
  const second = await atTheTop(await aspect(context))
  const { vectors, dimensions } = await embedTexts(items.map(itemSentence))
  const whole = centredRows(vectors, dimensions)
  const groups = [1, 2].map((seed) => kMeans(whole, dimensions, new Set(first).size, { seed }).clusters)
  const told = facts.map((values) => known(values))
  const shared = (divisions: readonly (readonly [string | number, string | number])[], units: readonly number[]) => {
    const best = told.map((values) => {
      const asked = units.filter((unit) => values[unit] !== '')
      const truth = asked.map((unit) => values[unit]!)
      return Math.max(
        ...([0, 1] as const).map(
          (at) =>
            vMeasure(
              asked.map((unit) => divisions[unit]![at]),
              truth,
            ).v,
        ),
      )
    })
    return best.reduce((sum, one) => sum + one, 0) / best.length
  }
  const pairs = (one: ArrayLike<string | number>, other: ArrayLike<string | number>) =>
    items.map((_, row) => [one[row]!, other[row]!] as const)
  return compareWhole(`${name} (${items.length})`, shared, pairs(first, second), pairs(groups[0]!, groups[1]!), draws(1))
}

async function atTheTop(context: AnswerContext): Promise<string[]> {
  return (await topics({ items: 0, places: true }, context)).places!.map(({ id }) => id.split('.')[0]!)
}

function known(values: readonly string[]): string[] {
  const counts = new Map<string, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return values.map((value) => (counts.get(value)! >= FEWEST ? value : ''))
}

/** The other half was tried while this was made. */
function phones(): TwoFacts {
  const all: { name: string; description?: string; brand?: string; categories?: string[] }[] = JSON.parse(
    sharedText('bestbuy-sample/ecommerce.json.gz'),
  )
  const half = all.filter(({ categories }) => categories?.length).filter((_, at) => at % 2 === 1)
  return {
    name: 'phones',
    rows: half.map(({ name, description }, at) => ({ id: String(at), title: name, ...(description && { description }) })),
    facts: [half.map(({ categories }) => categories!.at(-1)!), half.map(({ brand = '' }) => brand)],
  }
}

function allSorts(): TwoFacts {
  const columns = ['product_name', 'product_category_tree', 'brand', 'description']
  const all = parseCsv('flipkart', sharedText('flipkart-catalog/flipkart_full_columns.csv.gz'), { columns })
  return {
    name: 'a shop of all sorts',
    rows: all.map(({ product_name: title, description }, at) => ({ id: String(at), title, ...(description && { description }) })),
    facts: [all.map(({ product_category_tree: tree = '' }) => tree.slice(2, -2).split(' >> ')[0]!), all.map(({ brand = '' }) => brand)],
  }
}

function toys(): TwoFacts {
  const file = `id,title,tree,maker,b,c,d,e,f\n${sharedText('amazon-toys-10k/amazon_co-ecommerce_sample.csv.gz')}`
  const all = parseCsv('toys', file, { columns: ['title', 'tree', 'maker'] }).filter(({ tree }, at) => tree && at % 3 === 0)
  return {
    name: 'toys',
    rows: all.map(({ title }, at) => ({ id: String(at), title })),
    facts: [all.map(({ tree = '' }) => tree.split(' > ')[0]!), all.map(({ maker = '' }) => maker)],
  }
}
