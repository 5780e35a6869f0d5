import { CatalogRows, hashCatalog } from '../../../../src/engine/catalog-rows.js'
import { atOnce } from '../../../../src/pieces.js'
import { sparseWeights } from '../../../../src/ranking/scorers/item-item.js'
import { ValuePairs, valuesOf } from '../../../../src/ranking/scorers/value-pairs.js'
import { fitLogistic, probabilityOf } from '../../../fit/logistic.js'
import { fewLinkedQuestions, goesWith, hits, type Question } from '../../../goes-with.js'
import { auc } from '../../../metrics/classification.js'
import { defineCheck } from '../../check.js'
import { compare, weakest } from '../compare.js'

type Answers = (questions: readonly Question[]) => Promise<number[]>

/** Items whose links are known, and draws of them. With the fewest, the trial of `goesWith` is not sure, and values count nothing. */
const LINKED = [6, 12, 19]
const LEAST_SURE = 12
const SEEDS = [1, 2, 3]

const withCrosses: Answers = async (questions) => hits(goesWith, questions)

/** The same texts and links; no row has a value that could be crossed. */
const withoutCrosses: Answers = async (questions) => {
  const contexts = new Map<Question['context'], Question['context']>()
  for (const { context } of questions) {
    if (contexts.has(context)) continue
    const rows = new CatalogRows()
    rows.replace(await hashCatalog(context.rows.items.map(({ category: _, tags: __, ...item }) => item)))
    contexts.set(context, { ...context, rows })
  }
  return hits(
    goesWith,
    questions.map((question) => ({ ...question, context: contexts.get(question.context)! })),
  )
}

export const autoint = defineCheck<Answers>({
  what: `Magento, links to related items of ${LINKED.join(', ')} items of one half known, drawn ${SEEDS.length} times: what is linked with items of the other half, which have no links; from ${LEAST_SURE} items on Hits@10 of \`goesWith\`, which counts which values go together, above the same without such crosses; AUC of the crosses among all items above logistic regression on the values of the partner alone`,
  quick: false,
  needs: ['data/magento-luma'],
  reachable: '`goesWith`, the attribute `mode="goes-with"`, `pagekin list goes-with`',
  product: true,
  capability: withCrosses,
  controls: { identity: withoutCrosses },
  async measure(answers) {
    const drawn = await Promise.all(LINKED.map((linked) => fewLinkedQuestions('related', 'test', linked, SEEDS)))
    const found = await Promise.all(
      drawn.map(async (questions, at) =>
        LINKED[at]! < LEAST_SURE
          ? []
          : [compare(`Hits@10, ${LINKED[at]} items known`, await answers(questions), await withoutCrosses(questions))],
      ),
    )
    const told = drawn.map((questions, at) => {
      const both = aucs(questions)
      return compare(
        `AUC, ${LINKED[at]} items known`,
        both.map(({ crossed }) => crossed),
        both.map(({ alone }) => alone),
      )
    })
    return weakest([...found.flat(), ...told])
  },
  passes: ({ ci }) => ci![0] > 0,
})

/** Of each question, by crosses and by values of the partner alone. */
function aucs(questions: readonly Question[]) {
  const known = new Map<Question['context'], ReturnType<typeof learnt>>()
  return questions.map(({ asked, missing, context }) => {
    const { pairs, alone } = known.get(context) ?? learnt(context)
    known.set(context, { pairs, alone })
    const crossed = new Float32Array(alone.length)
    pairs.addScores(asked, 1, crossed)
    const others = [...alone.keys()].filter((row) => !asked.includes(row))
    const labels = others.map((row) => missing.includes(row))
    const of = (scores: ArrayLike<number>) =>
      auc(
        others.map((row) => scores[row]!),
        labels,
      )
    return { crossed: of(crossed), alone: of(alone) }
  })
}

function learnt({ rows: { items, rowOf } }: Question['context']) {
  const partners = items.map(({ attributes = {} }) => (attributes.crosssell as readonly string[]).map((id) => rowOf(id)!))
  const weights = sparseWeights(items.length, items.length, (row, out) => {
    for (const other of partners[row]!) out[other] = 1
    return partners[row]!
  })
  const values = items.map(valuesOf)
  const all = [...new Set(values.flatMap((of) => [...of]))]
  const features = values.map((of) => all.map((value) => (of.has(value) ? 1 : 0)))
  const owners = partners.filter((list) => list.length > 0)
  const model = fitLogistic(
    owners.flatMap(() => features.flat()),
    all.length,
    owners.flatMap((list) => items.map((_, row) => (list.includes(row) ? 1 : 0))),
    { balanced: true },
  )
  return { pairs: atOnce(ValuePairs.making(items, weights)), alone: features.map((of) => probabilityOf(model, of)) }
}
