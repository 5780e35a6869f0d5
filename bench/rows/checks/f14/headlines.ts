import { parseCatalog } from '../../../../src/catalog/parse.js'
import { draws } from '../../../../src/evaluate/draw.js'
import { tokenize } from '../../../../src/lexical/tokens.js'
import { isDuplicate } from '../../../../src/ranking/rerankers/same-product.js'
import type { Item } from '../../../../src/types.js'
import { type LabelledPair, labelledPairs, openAbtBuy, qualityOf } from '../../../abt-buy-duplicates.js'
import { sharedText } from '../../../shared-data.js'
import { defineCheck, type Measured, round } from '../../check.js'

type Same = (a: Item, b: Item, items: readonly Item[]) => boolean

interface ByKind extends Measured {
  readonly kinds: readonly number[]
  readonly precision: number
  /** Of the recipes that the catalog repeats, those grouped; and pairs of other recipes that are. */
  readonly repeats: number
  readonly mistaken: number
}

const MIN_F1 = 0.8
const MIN_PRECISION = 0.95

export const headlines = defineCheck<Same, ByKind>({
  what: `texts printed again: the test pairs of Abt-Buy, two shops on one product, grouped at F1 ${MIN_F1} and precision ${MIN_PRECISION}, above the overlap of words fitted on train and valid, told for pairs with and without a description; of 1,090 recipes the 129 printed twice, and no other two`,
  quick: false,
  needs: ['data/abt-buy-pairs', 'data/recipes'],
  reachable: 'every shelf shows one of a product; `pagekin eval` lists them',
  product: true,
  capability: isDuplicate,
  controls: {
    identity: (a, b) => a.title === b.title,
    shuffled: (a, b, items) => isDuplicate(a, items[(items.indexOf(b) + 1) % items.length]!),
  },
  measure(isSame, context) {
    const shops = openAbtBuy()
    const pairs = labelledPairs(shops, ['test'])
    const called = pairs.map(({ a, b }) => isSame(a, b, shops.buy))
    const fitted = labelledPairs(shops, ['train', 'valid'])
    const overlaps = fitted.map(overlapOf)
    const f1Above = (threshold: number) =>
      qualityOf(
        overlaps.map((overlap) => overlap >= threshold),
        fitted,
      ).f1
    const best = Array.from({ length: 100 }, (_, i) => i / 100).reduce((one, other) => (f1Above(other) > f1Above(one) ? other : one))
    const byOverlap = pairs.map((pair) => overlapOf(pair) >= best)
    const { integer } = draws(context.seed)
    const differences = Array.from({ length: 1000 }, () => {
      const drawn = pairs.map(() => integer(0, pairs.length - 1))
      const of = (judged: readonly boolean[]) =>
        qualityOf(
          drawn.map((at) => judged[at]!),
          drawn.map((at) => pairs[at]!),
        ).f1
      return of(called) - of(byOverlap)
    }).sort((a, b) => a - b)
    const kinds = [true, false].map((described) => {
      const rows = pairs.flatMap(({ b }, at) => ((b.description !== undefined) === described ? [at] : []))
      return qualityOf(
        rows.map((at) => called[at]!),
        rows.map((at) => pairs[at]!),
      ).f1
    })
    const { f1, precision } = qualityOf(called, pairs)
    const baseline = qualityOf(byOverlap, pairs).f1
    const recipes = ofRecipes(isSame)
    return {
      figure: f1,
      baseline,
      ci: [differences[25]!, differences[974]!],
      kinds,
      precision,
      ...recipes,
      detail: `precision ${round(precision)}; F1 with a description ${round(kinds[0]!)}, by the name alone ${round(kinds[1]!)}; words alone ${round(baseline)}; ${recipes.repeats} of 129 recipes, ${recipes.mistaken} others`,
    }
  },
  passes: ({ figure, precision, ci, repeats, mistaken }) =>
    figure >= MIN_F1 && precision >= MIN_PRECISION && ci![0] > 0 && repeats === 129 && mistaken === 0,
})

/** Jaccard's share of all words of the two texts that both have. */
function overlapOf({ a, b }: LabelledPair): number {
  const [one, other] = [a, b].map(({ title, description = '' }) => new Set(tokenize(`${title} ${description}`))) as [
    Set<string>,
    Set<string>,
  ]
  const both = [...one].filter((word) => other.has(word)).length
  return both / Math.max(1, one.size + other.size - both)
}

function ofRecipes(isSame: Same): { repeats: number; mistaken: number } {
  const { items } = parseCatalog(sharedText('recipes/recipes.json.gz'))
  const texts = items.map(({ title, description, attributes }) => JSON.stringify([title, description, attributes?.ingredients]))
  const first = texts.map((text) => texts.indexOf(text))
  let mistaken = 0
  for (let b = 1; b < items.length; b++) {
    for (let a = 0; a < b; a++) if (first[a] !== first[b] && isSame(items[a]!, items[b]!, items)) mistaken++
  }
  return { repeats: items.filter((item, at) => first[at]! < at && isSame(items[first[at]!]!, item, items)).length, mistaken }
}
