import { itemSentence } from '../../../../src/catalog/item-sentence.js'
import { parseCatalog } from '../../../../src/catalog/parse.js'
import { textTasks } from '../../../../src/evaluate/autoeval/text-tasks.js'
import { reciprocalRank } from '../../../../src/evaluate/metrics/relevance.js'
import { standardized } from '../../../../src/ranking/standardize.js'
import type { Item } from '../../../../src/types.js'
import { dotProduct } from '../../../../src/vectors/normalize.js'
import { topK } from '../../../../src/vectors/top-k.js'
import { industrialRows, paperRows } from '../../../data/catalog-rows.js'
import { sharedSets } from '../../../shared-data.js'
import { splitByHash } from '../../../split.js'
import { defineCheck, type Measured } from '../../check.js'
import type { CheckContext } from '../../context.js'
import { type Comparison, compare, mean, weakest } from '../compare.js'

/** What the first encoder counts in the sum, the second what is left of 1; from the questions of one half: their reciprocal ranks by weight. */
type Choice = (reciprocals: ReadonlyMap<number, readonly number[]>) => number

interface Question {
  readonly unit: string
  /** Reciprocal rank by weight of the first encoder. */
  readonly reciprocals: ReadonlyMap<number, number>
}

const ENCODERS = ['builtin', '../shared/models/all-MiniLM-L6-v2'] as const
const WEIGHTS = [0, 0.25, 0.5, 0.75, 1]
const DRAWS = [1, 2, 3]
const T3_ITEMS = 600
/** No worse than the better one: so much of MRR is chance. */
const MARGIN = 0.01

export const selfPositioning = defineCheck<Choice>({
  what: `scores of two encoders in standard units, their weight chosen by inverse cloze on half of the items, on the other half: MRR at most ${MARGIN} below the better encoder's (lower end of the interval), T0 and T3 (${T3_ITEMS} items)`,
  data: 'the 94 abstracts, Amazon Industrial',
  quick: false,
  needs: ['data/papers-94', 'data/amazon-industrial', 'models/all-MiniLM-L6-v2'],
  capability: (reciprocals) => [...reciprocals].reduce((a, b) => (mean(b[1]) > mean(a[1]) ? b : a))[0],
  controls: { shuffled: (reciprocals) => [...reciprocals].reduce((a, b) => (mean(b[1]) < mean(a[1]) ? b : a))[0] },
  async measure(choose, context): Promise<Measured> {
    const papers = parseCatalog(paperRows(sharedSets.papers())).items
    const industrial = parseCatalog(industrialRows(sharedSets.amazonIndustrial().items)).items.slice(0, T3_ITEMS)
    const sets = { T0: [] as Question[], T3: await questionsOf(industrial, context.seed, context) }
    for (const seed of DRAWS) sets.T0.push(...(await questionsOf(papers, seed, context)))
    const comparisons = Object.entries(sets).map(([name, questions]): Comparison => {
      const test = new Set(splitByHash(`ensemble ${name}`, [...new Set(questions.map(({ unit }) => unit))]).test)
      const half = (isTest: boolean, weight: number) =>
        questions.filter(({ unit }) => test.has(unit) === isTest).map(({ reciprocals }) => reciprocals.get(weight)!)
      const weight = choose(new Map(WEIGHTS.map((candidate) => [candidate, half(false, candidate)])))
      const single = mean(half(true, 0)) > mean(half(true, 1)) ? 0 : 1
      return compare(`${name} (weight ${weight})`, half(true, weight), half(true, single))
    })
    return weakest(comparisons)
  },
  passes: ({ ci }) => ci![0] >= -MARGIN,
  unfinished: () => 'a page loads one encoder',
})

async function questionsOf(items: readonly Item[], seed: number, context: CheckContext): Promise<Question[]> {
  const { items: left, queries } = textTasks(items, { seed })[0]!
  const scores: Float32Array[][] = []
  for (const encoder of ENCODERS) {
    const { vectors, dimensions } = await context.embed(left.map(itemSentence), { encoder })
    const texts = queries.map(({ text }) => text!)
    const asked = await context.embed(texts, { encoder, kind: 'query' })
    const rowOf = (of: Float32Array, row: number) => of.subarray(row * dimensions, (row + 1) * dimensions)
    scores.push(texts.map((_, i) => Float32Array.from(left, (_item, row) => dotProduct(rowOf(asked.vectors, i), rowOf(vectors, row)))))
  }
  return queries.map(({ row, relevant }, i) => {
    const [first, second] = scores.map((of) => standardized(of[i]!))
    const reciprocals = WEIGHTS.map((weight): [number, number] => {
      const { rows, length } = topK(
        first!.map((score, at) => weight * score + (1 - weight) * second![at]!),
        left.length,
      )
      return [weight, reciprocalRank(rows.subarray(0, length), relevant)]
    })
    return { unit: left[row]!.id, reciprocals: new Map(reciprocals) }
  })
}
