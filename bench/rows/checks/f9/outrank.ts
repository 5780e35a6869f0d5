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
/** Who asks about fewer of the real fields avoids the planted one easily. */
const LEAST_ASKED = 0.5

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

interface Areas extends Measured {
  /** The lowest of all catalogs. */
  readonly least: number
  /** The least share of a catalog's fields that is asked about. */
  readonly asked: number
}

export const outrank = defineCheck<Worth, Areas>({
  what: `fields that \`ask\` asks about, of two real catalogs (at least half of those with two values), beside one of random values, two items each on average, ${SEEDS} times: area under the curve by which it puts them before it 1 on both, above that by plain information`,
  quick: false,
  needs: ['data/flipkart-catalog', 'data/magento-luma'],
  reachable: '`ask`, `<page-kin-guide>`',
  product: true,
  capability: gainOf,
  controls: { identity: plainInformation },
  async measure(worth) {
    const shops = Object.entries(REPORTING).map(async ([name, path]) => {
      const { items } = await readCatalog(sharedText(path), loadFormats)
      const known = columnsOf(items).offered.filter((field) => columnFor(field, items).values.length > 1)
      const real = known.filter((field) => gainOf(field, items) > 0)
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
      const told = compare(`${name} (${real.length} of ${known.length} fields)`, areas(worth), areas(plainInformation))
      return { ...told, asked: real.length / known.length }
    })
    const all = await Promise.all(shops)
    return {
      ...weakest(all),
      least: Math.min(...all.map(({ figure }) => figure)),
      asked: Math.min(...all.map(({ asked }) => asked)),
    }
  },
  passes: ({ least, asked, baseline, ci }) => least === 1 && asked >= LEAST_ASKED && baseline! < 0.7 && ci![0] > 0,
})
