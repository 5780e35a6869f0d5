import type { Item } from '../../../../src/types.js'
import { type CatalogRow, magentoRows } from '../../../data/catalog-rows.js'
import { parseCsv } from '../../../data/csv.js'
import { sharedSets, sharedText } from '../../../shared-data.js'
import { plainSimilar, type Question, type Steerer, sharesOf, steeredSimilar, TOP } from '../../../steer.js'
import { defineCheck, type Measured, round } from '../../check.js'
import { type Comparison, compare, mean, weakest } from '../compare.js'
import { openCatalog } from '../open-catalog.js'

interface Kept extends Measured {
  /** Of the share of the first places that are of the item's kind, the most that is lost. */
  readonly lost: number
}

type Gender = 'women' | 'men'

/** A catalog of which it is known whom an item is for, and of what kind it is whoever it is for. */
interface Gendered {
  readonly name: string
  readonly rows: readonly CatalogRow[]
  readonly genders: ReadonlyMap<string, Gender>
  kindOf(item: Item): string | undefined
}

const NEUTRAL = ['women', 'men']
const MOST_LOST = 0.05

export const hardDebiasing = defineCheck<Steerer, Kept>({
  what: `products of Flipkart that are for women or for men: share for the others among the first ${TOP} of \`similar\` with \`neutral: women, men\` above that without, and of the same kind at most ${MOST_LOST} fewer; clothes of Luma, which chose the directions, alike`,
  quick: false,
  needs: ['data/flipkart-catalog', 'data/magento-luma'],
  reachable: '`similar` with `neutral`, the attribute `neutral`, `pagekin similar --neutral`',
  product: true,
  capability: steeredSimilar,
  controls: { identity: plainSimilar },
  async measure(steerer) {
    const compared: Comparison[] = []
    const told: string[] = []
    let lost = 0
    for (const { name, rows, genders, kindOf } of [flipkart(), luma()]) {
      const { items, answering } = await openCatalog(name, rows)
      const context = answering()
      const asked = items.flatMap((item): Question[] => {
        const gender = genders.get(item.id)
        if (!gender) return []
        const isRight = ({ id }: Item) => genders.has(id) && genders.get(id) !== gender
        return [{ context, id: item.id, steer: { neutral: NEUTRAL }, isRight, isRelated: (other) => kindOf(other) === kindOf(item) }]
      })
      const [ours, plain] = [sharesOf(asked, steerer), sharesOf(asked, plainSimilar)]
      compared.push(compare(`${name} (${asked.length})`, ours.right, plain.right))
      lost = Math.max(lost, mean(plain.related) - mean(ours.related))
      told.push(`${name} ${round(mean(ours.related))} against ${round(mean(plain.related))}`)
    }
    const measured = weakest(compared)
    return { ...measured, lost, detail: `${measured.detail}; of the same kind: ${told.join(', ')}` }
  },
  passes: ({ ci, lost }) => ci![0] > 0 && lost <= MOST_LOST,
})

function flipkart(): Gendered {
  const columns = ['uniq_id', 'product_name', 'description', 'product_category_tree', 'product_specifications']
  const products = parseCsv('flipkart', sharedText('flipkart-catalog/flipkart_full_columns.csv.gz'), { columns }).filter(
    ({ uniq_id }) => uniq_id !== '',
  )
  const genders = products.flatMap(({ uniq_id, product_specifications }): [string, Gender][] => {
    const [, whom = ''] = /"Ideal For", "value"=>"([^"]*)"/.exec(product_specifications!) ?? []
    const [women, men] = [/\bwomen/i.test(whom), /\bmen/i.test(whom)]
    return women === men ? [] : [[uniq_id!, women ? 'women' : 'men']]
  })
  return {
    name: 'Flipkart',
    rows: products.map(({ uniq_id, product_name, description, product_category_tree }) => ({
      id: uniq_id!,
      title: product_name!,
      description: description!,
      category: product_category_tree!.replace(/^\["|"\]$/g, '').split(' >> '),
    })),
    genders: new Map(genders),
    kindOf: ({ category }) => category?.[0],
  }
}

function luma(): Gendered {
  const { products } = sharedSets.magento()
  const genders = products.flatMap(({ sku, categories }): [string, Gender][] => {
    const [[top] = []] = categories
    return top === 'Women' ? [[sku, 'women']] : top === 'Men' ? [[sku, 'men']] : []
  })
  return { name: 'Luma', rows: magentoRows(products), genders: new Map(genders), kindOf: ({ category }) => category?.at(-1) }
}
