import { readCatalog } from '../../../../src/catalog/read-catalog.js'
import { loadFormats } from '../../../../src/cli/catalog-input.js'
import { ask } from '../../../../src/engine/answers/ask.js'
import { columnFor, columnsOf } from '../../../../src/engine/answers/facets.js'
import { CatalogRows } from '../../../../src/engine/catalog-rows.js'
import { draws } from '../../../../src/evaluate/draw.js'
import type { Item } from '../../../../src/types.js'
import { REPORTING, REQUEST } from '../../../ask.js'
import { auc } from '../../../metrics/classification.js'
import { sharedText } from '../../../shared-data.js'
import { defineCheck, type Measured } from '../../check.js'
import { compare, weakest } from '../compare.js'

/** How much a field is worth asking about. */
type Worth = (field: string, items: readonly Item[]) => number

const PLANTED = 'planted'
const SEEDS = 20

const gainOf: Worth = (field, items) => {
  const rows = new CatalogRows()
  rows.replace({ items: [...items], hashes: items.map(() => '') })
  return ask({ ...REQUEST, fields: [field] }, { rows, interactions: [] }).question?.gain ?? 0
}

/** What a field says of which item it is: most where every item has a value of its own. */
const plainInformation: Worth = (field, items) => {
  const counts = new Map<string, number>()
  for (const item of items) {
    const value = JSON.stringify(field in item ? item[field as keyof Item] : item.attributes?.[field])
    if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1)
  }
  let bits = 0
  for (const count of counts.values()) bits += (count / items.length) * Math.log2(items.length / count)
  return bits
}

export const outrank = defineCheck<Worth>({
  what: `real fields of two real catalogs beside one of random values, two items each on average, ${SEEDS} times: area under the curve by which \`ask\` puts real fields before it, above that by plain information`,
  quick: false,
  needs: ['data/flipkart-catalog', 'data/magento-luma'],
  reachable: '`ask`, `<page-kin-guide>`',
  product: true,
  capability: gainOf,
  controls: { identity: plainInformation },
  async measure(worth): Promise<Measured> {
    const shops = Object.entries(REPORTING).map(async ([name, path]) => {
      const { items } = await readCatalog(sharedText(path), loadFormats)
      const real = columnsOf(items).offered.filter((field) => columnFor(field, items).values.length > 1)
      const areas = (by: Worth) => {
        const worths = real.map((field) => by(field, items))
        return Array.from({ length: SEEDS }, (_, seed) => {
          const { integer } = draws(seed + 1)
          const planted = items.map((item): Item => {
            return { ...item, attributes: { ...item.attributes, [PLANTED]: `value ${integer(1, items.length >> 1)}` } }
          })
          return auc([...worths, by(PLANTED, planted)], [...worths.map(() => true), false])
        })
      }
      return compare(`${name} (${real.length} fields)`, areas(worth), areas(plainInformation))
    })
    return weakest(await Promise.all(shops))
  },
  passes: ({ figure, baseline, ci }) => figure === 1 && baseline! < 0.7 && ci![0] > 0,
})
