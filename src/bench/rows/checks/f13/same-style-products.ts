import { itemSentence } from '../../../../catalog/item-sentence.js'
import { catalogContext, indexOf } from '../../../../cli/answer-context.js'
import { DenseText } from '../../../../evaluate/baselines/dense-text.js'
import { isDuplicate } from '../../../../ranking/rerankers/duplicates.js'
import type { Item } from '../../../../types.js'
import { dotProduct } from '../../../../vectors/normalize.js'
import { similar } from '../../../../worker/answers/similar.js'
import { defineCheck, type Measured, round } from '../../check.js'
import { centredRows } from '../vectors-of.js'

type Same = (a: Item, b: Item, cosine: () => number) => boolean

interface Grouped extends Measured {
  /** Shelves of the 200 items of planted pairs that show two of one product. */
  readonly doubled: number
}

interface Score {
  readonly f1: number
  readonly found: number
  readonly wrong: number
}

const SHELF = 8

export const sameStyleProducts = defineCheck<Same, Grouped>({
  what: 'T1, 100 planted pairs in 2,000 items, every pair judged by text and attributes: F1 at least .9 and above the best threshold on the cosine of titles; and no shelf of theirs shows two of one product',
  quick: false,
  needs: [],
  capability: isDuplicate,
  controls: {
    identity: (_a, _b, cosine) => cosine() >= 0.85,
    shuffled: (a, b, cosine) => isDuplicate({ ...a, brand: b.id }, b, cosine),
  },
  async measure(isSame, context) {
    const { items, truth } = context.shop()
    const { vectors, dimensions } = await context.embed(items.map(itemSentence))
    const planted = truth.flatMap(({ duplicateOf }, row) => (duplicateOf === undefined ? [] : [key(row, duplicateOf)]))
    const centred = centredRows(vectors, dimensions)
    const cosine = (a: number, b: number) =>
      dotProduct(centred.subarray(a * dimensions, (a + 1) * dimensions), centred.subarray(b * dimensions, (b + 1) * dimensions))
    const found = pairsOf(items.length, (a, b) => isSame(items[a]!, items[b]!, () => cosine(a, b)))
    const score = scoreOf(found, new Set(planted))
    const titles = await context.embed(items.map(({ title }) => title))
    const baseline = bestThreshold(titles.vectors, titles.dimensions, new Set(planted))
    const catalog = { ...(await catalogContext(items, indexOf(new DenseText(vectors, dimensions)))), interactions: [], now: 0 }
    const shelves = planted.flatMap((pair) => pair.split(' ').map((row) => similar([items[Number(row)]!.id], { limit: SHELF }, catalog)))
    const doubled = shelves.filter((shelf) => {
      const products = shelf.map(({ item }) => truth[catalog.rows.rowOf(item.id)!]!.duplicateOf ?? catalog.rows.rowOf(item.id)!)
      return new Set(products).size < products.length
    }).length
    return {
      figure: score.f1,
      baseline,
      ci: null,
      doubled,
      detail: `${score.found} of ${planted.length} found, ${score.wrong} wrong; ${doubled} of ${shelves.length} shelves with two of one product; best threshold on titles ${round(baseline)}`,
    }
  },
  passes: ({ figure, baseline, doubled }) => figure >= 0.9 && figure > baseline! && doubled === 0,
})

const key = (a: number, b: number) => (a < b ? `${a} ${b}` : `${b} ${a}`)

function pairsOf(n: number, isSame: (a: number, b: number) => boolean): string[] {
  const found: string[] = []
  for (let b = 1; b < n; b++) for (let a = 0; a < b; a++) if (isSame(a, b)) found.push(key(a, b))
  return found
}

function scoreOf(found: readonly string[], planted: ReadonlySet<string>): Score {
  const right = found.filter((pair) => planted.has(pair)).length
  return { f1: (2 * right) / (found.length + planted.size), found: right, wrong: found.length - right }
}

/** The highest F1 of any threshold above .75 on the cosine of two vectors, chosen with the answer at hand; below, there are half a million pairs. */
function bestThreshold(vectors: Float32Array, dimensions: number, planted: ReadonlySet<string>): number {
  const n = vectors.length / dimensions
  const row = (at: number) => vectors.subarray(at * dimensions, (at + 1) * dimensions)
  const pairs: { readonly cosine: number; readonly right: boolean }[] = []
  for (let b = 1; b < n; b++) {
    for (let a = 0; a < b; a++) {
      const cosine = dotProduct(row(a), row(b))
      if (cosine > 0.75) pairs.push({ cosine, right: planted.has(key(a, b)) })
    }
  }
  pairs.sort((one, other) => other.cosine - one.cosine)
  let right = 0
  let best = 0
  pairs.forEach((pair, i) => {
    if (pair.right) right++
    best = Math.max(best, (2 * right) / (i + 1 + planted.size))
  })
  return best
}
