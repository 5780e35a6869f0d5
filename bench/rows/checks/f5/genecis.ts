import { itemSentence } from '../../../../src/catalog/item-sentence.js'
import type { AnswerContext } from '../../../../src/engine/answers/context.js'
import { similar } from '../../../../src/engine/answers/similar.js'
import { DenseText } from '../../../../src/evaluate/baselines/dense-text.js'
import { draws } from '../../../../src/evaluate/draw.js'
import type { Item, ItemId } from '../../../../src/types.js'
import { dotProduct } from '../../../../src/vectors/normalize.js'
import { type CatalogRow, magentoRows, recipeRows } from '../../../data/catalog-rows.js'
import { sharedSets } from '../../../shared-data.js'
import { splitByHash } from '../../../split.js'
import { plainSimilar, type Steerer, steeredSimilar } from '../../../steer.js'
import { embedTexts } from '../../../text-vectors.js'
import { defineCheck, type Measured } from '../../check.js'
import { type Comparison, compare, mean, weakest } from '../compare.js'
import { openCatalog } from '../open-catalog.js'

const GALLERY = 15
/** How much the words of the condition weigh beside the item. The best of these, by the very questions, is the baseline. */
const WEIGHTS = [0, 0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 4, 8]

/** An item, one other that has a value of a field in common with it, and the items most like it that have none. */
interface Gallery {
  readonly context: AnswerContext
  readonly id: ItemId
  readonly values: readonly string[]
  readonly answer: ItemId
  readonly shown: readonly ItemId[]
  /** Cosine of a shown item with a vector, or with the item itself. */
  cosine(shown: ItemId, to: Float32Array | ItemId): number
}

export const genecis = defineCheck<Steerer>({
  what: `an item of a real catalog and a condition (the same material, the same course), galleries of ${GALLERY}, all but one without it: R@1 of \`same\` above the best weighted sum of the cosines to item and condition`,
  quick: false,
  needs: ['data/magento-luma', 'data/recipes'],
  reachable: '`similar` with `same`, the attribute `same`, `pagekin similar --same`',
  product: true,
  capability: steeredSimilar,
  controls: { identity: plainSimilar },
  async measure(steerer): Promise<Measured> {
    return weakest([
      await compared('material', await galleries('magento', clothes(), 'material'), steerer),
      await compared('course', await galleries('recipes', recipes(), 'course'), steerer),
    ])
  },
  passes: ({ ci }) => ci![0] > 0,
})

function clothes(): CatalogRow[] {
  const materials = sharedSets.magentoMaterials()
  return magentoRows(sharedSets.magento().products).map((row) => ({ ...row, material: materials.get(String(row.id)) ?? [] }))
}

function recipes(): CatalogRow[] {
  const all = sharedSets.recipes()
  return recipeRows(all).map((row, at) => ({ ...row, course: all[at]!.path[0] ?? [] }))
}

/** Items of the test half. The wrong ones are those most like the item. */
async function galleries(source: string, rows: readonly CatalogRow[], field: string): Promise<Gallery[]> {
  const { items, answering } = await openCatalog(source, rows)
  const context = answering()
  const { vectors, dimensions } = await embedTexts(items.map(itemSentence))
  const dense = new DenseText(vectors, dimensions)
  const vectorOf = (of: ItemId) => dense.row(items.findIndex(({ id }) => id === of))
  const byId = new Map(items.map((item) => [item.id, item]))
  const valuesOf = ({ attributes }: Item) => [attributes?.[field] ?? []].flat().map(String)
  const known = items.filter((item) => valuesOf(item).length > 0)
  const asked = splitByHash(
    `genecis ${field}`,
    known.map(({ id }) => id),
  ).test
  const { one } = draws(1)
  return asked.flatMap((id) => {
    const item = byId.get(id)!
    const own = new Set(valuesOf(item))
    const has = (other: Item) => valuesOf(other).some((value) => own.has(value))
    const wrong = known.filter((other) => !has(other)).map((other) => other.id)
    const right = known.filter((other) => other.id !== id && has(other)).map((other) => other.id)
    if (right.length === 0 || wrong.length < GALLERY) return []
    const nearest = similar([id], { limit: GALLERY - 1, where: { id: wrong } }, context)
    const answer = one(right)
    return [
      {
        context,
        id,
        values: [...own],
        answer,
        shown: [answer, ...nearest.map((wrong) => wrong.item.id)],
        cosine: (shown, to) => dotProduct(vectorOf(shown), typeof to === 'string' ? vectorOf(to) : to),
      },
    ]
  })
}

async function compared(field: string, asked: readonly Gallery[], steerer: Steerer): Promise<Comparison> {
  const ours = asked.map(({ context, id, shown, answer }) =>
    Number(steerer(id, { same: [field] }, context, { id: [...shown] })[0]?.item.id === answer),
  )
  const conditions = await embedTexts(
    asked.map(({ values }) => `${field}: ${values.join(', ')}`),
    { kind: 'query' },
  )
  const conditionOf = (at: number) => conditions.vectors.subarray(at * conditions.dimensions, (at + 1) * conditions.dimensions)
  const sums = WEIGHTS.map((weight) =>
    asked.map(({ id, shown, answer, cosine }, at) => {
      const scores = shown.map((item) => cosine(item, id) + weight * cosine(item, conditionOf(at)))
      return Number(shown[scores.indexOf(Math.max(...scores))] === answer)
    }),
  )
  return compare(`${field} (${asked.length})`, ours, sums.toSorted((a, b) => mean(b) - mean(a))[0]!)
}
