import { itemSentence } from '../../../../src/catalog/item-sentence.js'
import { suggestCategories, uncategorised } from '../../../../src/cli/suggested-categories.js'
import { bCubed } from '../../../../src/evaluate/new-categories.js'
import { centredRows } from '../../../../src/vectors/mean.js'
import { type LabelledItems, untouched } from '../../../data/labelled.js'
import { splitByHash } from '../../../split.js'
import { embedTexts } from '../../../text-vectors.js'
import { kMeans } from '../../../transforms/k-means.js'
import { defineCheck, type Measured } from '../../check.js'
import { type Comparison, compare, mean, weakest } from '../compare.js'
import { pickRows } from '../vectors-of.js'

interface Counted extends Measured {
  /** By how many the number of new categories is wrong, the most of all sets. */
  readonly off: number
}

/** Sets by which nothing was chosen. */
const SETS = ['Amazon products', 'Banking77']
const MOST_OFF = 2

export const gmmCategoryDiscovery = defineCheck<typeof suggestCategories, Counted>({
  what: `products and questions to a bank, half of the categories without a name and half of the other items without a category: B-cubed F1 of what they are told to belong to above k-means over them that knows the number of categories; new ones within ${MOST_OFF} of their number`,
  quick: false,
  needs: ['data/amazon-products-1k', 'data/banking77'],
  reachable: '`pagekin inspect`',
  product: true,
  capability: suggestCategories,
  controls: {
    identity: ({ bare, categories }) => [{ items: bare.filter((_, row) => categories[row] === undefined) }],
    shuffled: (open, vectors, dimensions) => suggestCategories({ ...open, categories: open.categories.toReversed() }, vectors, dimensions),
  },
  async measure(suggest) {
    const found: Found[] = []
    for (const set of untouched()) if (SETS.includes(set.name)) found.push(await measured(set, suggest))
    const all = weakest(found.map(({ beside }) => beside))
    return {
      ...all,
      off: Math.max(...found.map(({ told, hidden }) => Math.abs(told - hidden))),
      detail: `${all.detail}; ${found.map((one) => `${one.beside.name}: ${one.told} new for ${one.hidden} hidden, ${one.items} items in them, ${one.right.toFixed(2)} of these of hidden ones`).join('; ')}`,
    }
  },
  passes: ({ ci, off }) => ci![0] > 0 && off <= MOST_OFF,
  unfinished: ({ ci }) => (ci![0] > 0 ? 'the number of new categories is too low' : undefined),
})

interface Found {
  readonly beside: Comparison
  /** New categories, and those hidden. */
  readonly told: number
  readonly hidden: number
  /** Items in the new ones, and the share of them that is of a hidden category. */
  readonly items: number
  readonly right: number
}

async function measured({ name, items, truth }: LabelledItems, suggest: typeof suggestCategories): Promise<Found> {
  const hidden = new Set(splitByHash(`${name} categories`, [...new Set(truth)]).test)
  const without = new Set(
    splitByHash(
      `${name} items`,
      items.map(({ id }) => id),
    ).test,
  )
  const given = items.map((item, row) => (hidden.has(truth[row]!) || without.has(item.id) ? item : { ...item, category: [truth[row]!] }))
  const open = uncategorised(given)!
  const { vectors, dimensions } = await embedTexts(open.bare.map(itemSentence))
  const group = new Map<string, number>()
  const suggested = suggest(open, vectors, dimensions)
  suggested.forEach((one, at) => {
    for (const { id } of one.items) group.set(id, at)
  })
  const rows = [...open.bare.keys()].filter((row) => open.categories[row] === undefined)
  const names = rows.map((row) => truth[Number(open.bare[row]!.id)]!)
  const { clusters } = kMeans(pickRows(centredRows(vectors, dimensions), dimensions, rows), dimensions, new Set(names).size)
  const told = rows.map((row) => group.get(open.bare[row]!.id)!)
  const fresh = suggested.filter(({ category }) => category === undefined)
  const inNew = fresh.flatMap(({ items: those }) => those.map(({ id }) => Number(hidden.has(truth[Number(id)]!))))
  return {
    beside: compare(name, bCubed(names, told), bCubed(names, [...clusters])),
    told: fresh.length,
    hidden: new Set(names.filter((one) => hidden.has(one))).size,
    items: inNew.length,
    right: mean(inNew),
  }
}
