/**
 * Fits the constants of `src/ranking/rerankers/same-product.ts`: `node bench/run.mjs fit/duplicates`.
 *
 * Prints the weights and thresholds that are best on train and valid of Abt-Buy, then what the shipped `isDuplicate` does on each
 * file. In catalogs without labels it compares every pair, and prints the pairs for a person to judge.
 */
import { parseCatalog } from '../../src/catalog/parse.js'
import { isDuplicate, productScore, productSignals } from '../../src/ranking/rerankers/same-product.js'
import type { Item } from '../../src/types.js'
import { duplicatesOnAbtBuy, labelledPairs, openAbtBuy } from '../abt-buy-duplicates.js'
import { magentoRows } from '../data/catalog-rows.js'
import { round } from '../rows/check.js'
import { sharedSets, sharedText } from '../shared-data.js'

/** Wanted where it is chosen; the shelf wants less, elsewhere. */
const PRECISION = 0.98
const range = (from: number, to: number, step: number) =>
  Array.from({ length: Math.round((to - from) / step) + 1 }, (_, i) => round(from + i * step)).map(Number)

const shops = openAbtBuy()
const chosen = labelledPairs(shops, ['train', 'valid']).map(({ a, b, same }) => ({ signals: productSignals(a, b), same }))
const same = chosen.filter((pair) => pair.same).length
const fits = range(0, 1, 0.1).flatMap((weight) =>
  range(0.8, 1.6, 0.05).map((enough) => {
    const found = chosen.filter(({ signals }) => signals && productScore(signals, weight) >= enough)
    const right = found.filter((pair) => pair.same).length
    return { weight, enough, precision: right / found.length, f1: (2 * right) / (found.length + same) }
  }),
)
console.log(`AT_ODDS_WEIGHT and ENOUGH by F1 on train and valid, precision at least ${PRECISION}:`)
for (const fit of fits
  .filter(({ precision }) => precision >= PRECISION)
  .sort((a, b) => b.f1 - a.f1)
  .slice(0, 12))
  console.log(`  ${fit.weight} ${fit.enough}: precision ${round(fit.precision)}, F1 ${round(fit.f1)}`)

for (const file of ['train', 'valid', 'test'] as const) {
  const { precision, recall, f1 } = duplicatesOnAbtBuy(isDuplicate, shops, [file])
  console.log(`${file}: precision ${round(precision)}, recall ${round(recall)}, F1 ${round(f1)}`)
}

const magento = sharedSets.magento()
const catalogs: Readonly<Record<string, readonly unknown[]>> = {
  recipes: JSON.parse(sharedText('recipes/recipes.json.gz')),
  'magento-luma variants': magentoRows(magento.variants),
  'magento-luma products': magentoRows(magento.products),
  'bestbuy-sample': (JSON.parse(sharedText('bestbuy-sample/ecommerce.json.gz')) as object[]).map((row, id) => ({ id, ...row })),
}
for (const [name, rows] of Object.entries(catalogs)) {
  const { items } = parseCatalog(rows)
  const pairs = pairsOf(items)
  console.log(`${name}: ${pairs.length} pairs of ${items.length} items`)
  for (const [a, b] of pairs.filter((_, i) => name !== 'recipes' || i < 2).slice(0, 20)) console.log(`  ${a.title} | ${b.title}`)
}

function pairsOf(items: readonly Item[]): [Item, Item][] {
  return items.flatMap((b, at) => items.slice(0, at).flatMap((a): [Item, Item][] => (isDuplicate(a, b) ? [[a, b]] : [])))
}
