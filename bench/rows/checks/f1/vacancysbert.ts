import { itemSentence } from '../../../../src/catalog/item-sentence.js'
import { catalogContext, indexOf } from '../../../../src/cli/answer-context.js'
import { search } from '../../../../src/engine/answers/search.js'
import { DenseText } from '../../../../src/evaluate/baselines/dense-text.js'
import type { Item } from '../../../../src/types.js'
import { labelledPairs, openAbtBuy } from '../../../abt-buy-duplicates.js'
import { defineCheck } from '../../check.js'
import type { CheckContext } from '../../context.js'
import { compare, weakest } from '../compare.js'

/** What of a listing is searched for. */
type QueryOf = (listing: Item, others: readonly Item[]) => string

const DEPTHS = [1, 5, 10]

export const vacancysbert = defineCheck<QueryOf>({
  what: `Abt-Buy, the test pairs whose listing has a description: the page's search over the other shop finds the product, R@${DEPTHS.join(', ')} by name and description above those by the name alone`,
  quick: false,
  needs: ['data/abt-buy-pairs'],
  reachable: '`search` with the text of a listing',
  product: true,
  capability: (listing) => itemSentence(listing),
  controls: {
    identity: ({ title }) => title,
    shuffled: (listing, others) => {
      const { description = '' } = others[(others.indexOf(listing) + 1) % others.length]!
      return itemSentence({ ...listing, description })
    },
  },
  async measure(queryOf, context) {
    const shops = openAbtBuy()
    const pairs = labelledPairs(shops, ['test']).filter(({ same }) => same)
    const ours: string[][] = []
    const byName: string[][] = []
    const wanted: string[] = []
    // each shop asks the other
    for (const [from, to, catalog] of [['a', 'b', shops.buy] as const, ['b', 'a', shops.abt] as const]) {
      const asked = pairs.filter((pair) => pair[from].description !== undefined)
      const listings = asked.map((pair) => pair[from])
      const found = await searchOf(catalog, context)
      ours.push(...(await found(listings.map((listing) => queryOf(listing, listings)))))
      byName.push(...(await found(listings.map(({ title }) => title))))
      wanted.push(...asked.map((pair) => pair[to].id))
    }
    const recalls = (lists: readonly (readonly string[])[], depth: number) =>
      lists.map((list, i) => Number(list.slice(0, depth).includes(wanted[i]!)))
    const measured = weakest(DEPTHS.map((depth) => compare(`R@${depth}`, recalls(ours, depth), recalls(byName, depth))))
    return { ...measured, detail: `${wanted.length} listings: ${measured.detail}` }
  },
  passes: ({ ci }) => ci![0] > 0,
})

async function searchOf(items: readonly Item[], context: CheckContext): Promise<(texts: readonly string[]) => Promise<string[][]>> {
  const embedded = await context.embed(items.map(itemSentence))
  const catalog = await catalogContext(items, indexOf(new DenseText(embedded.vectors, embedded.dimensions)))
  return async (texts) => {
    const { vectors, dimensions } = await context.embed(texts, { kind: 'query' })
    return texts.map((text, i) => {
      const vector = vectors.slice(i * dimensions, (i + 1) * dimensions)
      return search(text, vector, { limit: Math.max(...DEPTHS) }, { ...catalog, interactions: [], now: 0 }).map(({ item }) => item.id)
    })
  }
}
