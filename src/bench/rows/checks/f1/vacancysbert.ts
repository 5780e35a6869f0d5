import { itemSentence } from '../../../../catalog/item-sentence.js'
import { catalogContext, indexOf } from '../../../../cli/answer-context.js'
import { DenseText } from '../../../../evaluate/baselines/dense-text.js'
import { draws } from '../../../../evaluate/draw.js'
import { recallAt } from '../../../../evaluate/metrics/relevance.js'
import type { Item } from '../../../../types.js'
import { search } from '../../../../worker/answers/search.js'
import { defineCheck, round } from '../../check.js'
import { compare, mean, weakest } from '../compare.js'
import { noisyListing } from './noisy-listings.js'

/** What of a listing is searched for. */
type QueryOf = (listing: Item, others: readonly Item[]) => string

const LISTINGS = 300
const DEPTHS = [1, 5, 10]

export const vacancysbert = defineCheck<QueryOf>({
  what: `T1, ${LISTINGS} noisy listings of its products by sellers with names of their own for fields: the page's search finds the product, R@${DEPTHS.join(', ')} by the listing's item sentence above those by its title`,
  quick: false,
  needs: [],
  capability: itemSentence,
  controls: {
    identity: ({ title }) => title,
    shuffled: (listing, others) => {
      const next = others[(others.indexOf(listing) + 1) % others.length]!
      return itemSentence({ ...next, title: listing.title })
    },
  },
  async measure(queryOf, context) {
    const { items, truth } = context.shop()
    const rows = items.flatMap((_, row) => (truth[row]!.duplicateOf === undefined ? [row] : []))
    const products = rows.map((row) => items[row]!)
    const draw = draws(context.seed)
    const wanted = draw.shuffled([...rows.keys()]).slice(0, LISTINGS)
    const listings = wanted.map((at) => noisyListing(draw, truth[rows[at]!]!.facts))
    const embedded = await context.embed(products.map(itemSentence))
    const catalog = await catalogContext(products, indexOf(new DenseText(embedded.vectors, embedded.dimensions)))
    const found = async (texts: readonly string[]) => {
      const { vectors, dimensions } = await context.embed(texts, { kind: 'query' })
      return texts.map((text, i) => {
        const vector = vectors.slice(i * dimensions, (i + 1) * dimensions)
        return search(text, vector, { limit: 10 }, { ...catalog, interactions: [], now: 0 }).map(({ item }) => catalog.rows.rowOf(item.id)!)
      })
    }
    const ours = await found(listings.map((listing) => queryOf(listing, listings)))
    const titles = await found(listings.map(({ title }) => title))
    const recalls = (lists: readonly (readonly number[])[], depth: number) =>
      lists.map((list, i) => recallAt(list.slice(0, depth), new Set([wanted[i]!]), depth))
    const measured = weakest(DEPTHS.map((depth) => compare(`R@${depth}`, recalls(ours, depth), recalls(titles, depth))))
    const stated = mean(listings.map(({ brand, attributes }) => Object.keys(attributes ?? {}).length + Number(brand !== undefined)))
    return { ...measured, detail: `${measured.detail}; ${round(stated)} attributes a listing` }
  },
  passes: ({ ci }) => ci![0] > 0,
})
