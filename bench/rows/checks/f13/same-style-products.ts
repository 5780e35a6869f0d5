import { itemSentence } from '../../../../src/catalog/item-sentence.js'
import { catalogContext, indexOf } from '../../../../src/cli/answer-context.js'
import { similar } from '../../../../src/engine/answers/similar.js'
import { DenseText } from '../../../../src/evaluate/baselines/dense-text.js'
import { draws } from '../../../../src/evaluate/draw.js'
import { isDuplicate } from '../../../../src/ranking/rerankers/same-product.js'
import type { Item } from '../../../../src/types.js'
import { dotProduct } from '../../../../src/vectors/normalize.js'
import { duplicatesOnAbtBuy, labelledPairs, openAbtBuy, qualityOf, type Shops } from '../../../abt-buy-duplicates.js'
import { defineCheck, type Measured, round } from '../../check.js'
import type { CheckContext } from '../../context.js'
import { mean } from '../compare.js'

type Same = (a: Item, b: Item, shops: Shops) => boolean

interface Matched extends Measured {
  readonly precision: number
  /** Shelves of a product of one shop that show what the other shop calls it: as they are, and with nothing collapsed. */
  readonly again: number
  readonly uncollapsed: number
}

const MIN_F1 = 0.8
const MIN_PRECISION = 0.95
const SHELF = 8

export const sameStyleProducts = defineCheck<Same, Matched>({
  what: `Abt-Buy, the test pairs: F1 at least ${MIN_F1} at precision ${MIN_PRECISION}, and above a threshold on the cosine of titles, both fitted on train and valid; shelves over both shops show the same product again at most half as often as with nothing collapsed`,
  quick: false,
  needs: ['data/abt-buy-pairs'],
  reachable: 'every shelf: `similar`, `forYou` and `search` show one of a product',
  product: true,
  capability: isDuplicate,
  controls: {
    identity: (a, b) => a.title === b.title,
    shuffled: (a, b, { buy }) => isDuplicate(a, buy[(Number(b.id) + 1) % buy.length]!),
  },
  async measure(isSame, context) {
    const shops = openAbtBuy()
    const pairs = labelledPairs(shops, ['test'])
    const ours = duplicatesOnAbtBuy((a, b) => isSame(a, b, shops), shops, ['test'])
    const byCosine = await cosineOfTitles(shops, context)
    const { integer } = draws(context.seed)
    const differences = Array.from({ length: 1000 }, () => {
      const drawn = pairs.map(() => integer(0, pairs.length - 1))
      const of = (called: readonly boolean[]) =>
        qualityOf(
          drawn.map((at) => called[at]!),
          drawn.map((at) => pairs[at]!),
        ).f1
      return of(ours.called) - of(byCosine)
    }).sort((a, b) => a - b)
    const { again, uncollapsed } = await shelves(shops, context)
    const baseline = qualityOf(byCosine, pairs).f1
    return {
      figure: ours.f1,
      baseline,
      ci: [differences[25]!, differences[974]!],
      precision: ours.precision,
      again,
      uncollapsed,
      detail: `precision ${round(ours.precision)}, recall ${round(ours.recall)}; threshold on titles F1 ${round(baseline)}; ${round(again)} of shelves with the product again, ${round(uncollapsed)} uncollapsed`,
    }
  },
  passes: ({ figure, ci, precision, again, uncollapsed }) =>
    figure >= MIN_F1 && precision >= MIN_PRECISION && ci![0] > 0 && again <= uncollapsed / 2,
})

/** Which test pairs the best threshold of train and valid calls the same. */
async function cosineOfTitles(shops: Shops, context: CheckContext): Promise<boolean[]> {
  const [abt, buy] = [shops.abt, shops.buy].map((items) => items.map(({ title }) => title)) as [string[], string[]]
  const { vectors, dimensions } = await context.embed([...abt, ...buy])
  const row = (at: number) => vectors.subarray(at * dimensions, (at + 1) * dimensions)
  const cosines = (files: Parameters<typeof labelledPairs>[1]) =>
    labelledPairs(shops, files).map(({ a, b, same }) => ({ same, cosine: dotProduct(row(Number(a.id)), row(abt.length + Number(b.id))) }))
  const fitted = cosines(['train', 'valid'])
  const f1Of = (threshold: number) =>
    qualityOf(
      fitted.map(({ cosine }) => cosine >= threshold),
      fitted,
    ).f1
  const best = Array.from({ length: 100 }, (_, i) => i / 100).reduce((one, other) => (f1Of(other) > f1Of(one) ? other : one))
  return cosines(['test']).map(({ cosine }) => cosine >= best)
}

/** Of each product of the test pairs, whether its shelf over the catalogs of both shops shows the other shop's. */
async function shelves(shops: Shops, context: CheckContext): Promise<{ again: number; uncollapsed: number }> {
  const named = (shop: 'abt' | 'buy') => shops[shop].map((item): Item => ({ ...item, id: `${shop} ${item.id}` }))
  const items = [...named('abt'), ...named('buy')]
  const { vectors, dimensions } = await context.embed(items.map(itemSentence))
  const catalog = { ...(await catalogContext(items, indexOf(new DenseText(vectors, dimensions)))), interactions: [], now: 0 }
  const asked = labelledPairs(shops, ['test']).filter(({ same }) => same)
  const shareOf = (diversity?: number) =>
    mean(
      asked.map(({ a, b }) => {
        const shelf = similar([`abt ${a.id}`], { limit: SHELF, ...(diversity !== undefined && { diversity }) }, catalog)
        return Number(shelf.some(({ item }) => item.id === `buy ${b.id}`))
      }),
    )
  return { again: shareOf(), uncollapsed: shareOf(0) }
}
