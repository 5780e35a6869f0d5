import { describe, expect, test } from 'vitest'
import { parseCatalog } from '../src/catalog/parse.js'
import { isDuplicate } from '../src/ranking/rerankers/same-product.js'
import type { Item } from '../src/types.js'
import { duplicatesOnAbtBuy, openAbtBuy } from './abt-buy-duplicates.js'
import { magentoRows } from './data/catalog-rows.js'
import { hasSharedData, sharedSets, sharedText } from './shared-data.js'

describe.runIf(hasSharedData('one of a product'))('on real catalogs', () => {
  test('two shops agree on a product: precision .95, F1 .8 on the pairs that chose nothing', () => {
    const { precision, f1 } = duplicatesOnAbtBuy(isDuplicate, openAbtBuy(), ['test'])
    expect(precision).toBeGreaterThanOrEqual(0.95)
    expect(f1).toBeGreaterThanOrEqual(0.8)
  })

  test('no two of 1,847 variants are one, by their group all of a parent are', () => {
    const { variants } = sharedSets.magento()
    const { items } = parseCatalog(magentoRows(variants))
    expect(items).toHaveLength(1847)
    expect(pairsOf(items)).toEqual([])

    const parentOf = ({ id }: Item) => id.split('-')[0]!
    const grouped = items.map((item) => ({ ...item, group: parentOf(item) }))
    const sizes = new Map<string, number>()
    for (const { group } of grouped) sizes.set(group, (sizes.get(group) ?? 0) + 1)
    expect(sizes.size).toBe(147)
    expect(pairsOf(grouped)).toHaveLength([...sizes.values()].reduce((sum, size) => sum + (size * (size - 1)) / 2, 0))
  })

  test('a recipe that the catalog repeats is one, and no other two are', () => {
    const { items } = parseCatalog(sharedText('recipes/recipes.json.gz'))
    const texts = items.map(({ title, description, attributes }) => JSON.stringify([title, description, attributes?.ingredients]))
    const repeats = items.flatMap((_, at) => (texts.indexOf(texts[at]!) < at ? [at] : []))
    expect(repeats).toHaveLength(129)
    for (const at of repeats) expect(isDuplicate(items[at]!, items[texts.indexOf(texts[at]!)]!)).toBe(true)
    for (const [a, b] of pairsOf(items)) expect(texts[items.indexOf(a)]).toBe(texts[items.indexOf(b)])
  })
})

function pairsOf(items: readonly Item[]): [Item, Item][] {
  return items.flatMap((b, at) => items.slice(0, at).flatMap((a): [Item, Item][] => (isDuplicate(a, b) ? [[a, b]] : [])))
}
