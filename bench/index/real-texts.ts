import { itemSentence } from '../../src/catalog/item-sentence.js'
import { parseCatalog } from '../../src/catalog/parse.js'
import { bundleRows, crowdflowerRows, documentRows, industrialRows, movieRows } from '../data/catalog-rows.js'
import { sharedSets } from '../shared-data.js'

/** The item sentences of the real sets, some 21,000, each text once. */
export function realTexts(): string[] {
  const rows = [
    bundleRows(sharedSets.bundles().items),
    crowdflowerRows(sharedSets.crowdflower().flatMap(({ products }) => products)),
    industrialRows(sharedSets.amazonIndustrial().items),
    movieRows(sharedSets.movieLens().movies),
    documentRows(sharedSets.cranfield().documents),
    documentRows(sharedSets.msmarco().documents),
  ].flatMap((rows, set) => rows.map((row, i) => ({ ...row, id: `${set}-${i}` })))
  const { items } = parseCatalog(rows, { source: 'bench' })
  return [...new Set(items.map(itemSentence))]
}
