import { itemSentence } from '../../../../src/catalog/item-sentence.js'
import { type Described, type DescribedScore, describedScores } from '../../../../src/ranking/scorers/descriptors.js'
import { centredRows } from '../../../../src/vectors/mean.js'
import { splitByHash } from '../../../split.js'
import { VALUES } from '../../../t1/vocabulary.js'
import { defineCheck, type Measured, round } from '../../check.js'
import { type Comparison, compare, mean, weakest } from '../compare.js'

type Describe = (item: Float32Array, labels: readonly Described[], vectors: Float32Array) => readonly DescribedScore[]

interface WithReasons extends Measured {
  /** Share of items whose strongest descriptor is the one that their text uses: of the fact that has least. */
  readonly true: number
  /** Most that a label's score differs from what the formula says once its first descriptor is gone. */
  readonly edit: number
}

/** Those of which texts use other names than the label's own. */
const TOLD = ['category', 'colour', 'material', 'style'] as const
const MIN_TRUE = 0.8

export const classificationByDescription = defineCheck<Describe, WithReasons>({
  what: `T1, test half, titles and descriptions without fields, about their mean; labels of four facts by the mean over the names that texts give them: share told right above that by the label alone, each fact; the strongest descriptor is in the text for ${MIN_TRUE} of all, each fact; one taken away changes a score as documented`,
  reachable: '`pagekin label`',
  product: true,
  quick: false,
  needs: [],
  capability: describedScores,
  controls: {
    identity: (item, labels, vectors) => describedScores(item, named(labels), firstOf(labels, vectors, item.length)),
    shuffled: (item, labels, vectors) => describedScores(item, labels, vectors.slice().reverse()),
  },
  async measure(describe, context) {
    const { items, truth } = context.shop()
    const texts = items.map(({ id, title, description }) => itemSentence({ id, title, ...(description !== undefined && { description }) }))
    const embedded = await context.embed(texts)
    const { dimensions } = embedded
    const rows = centredRows(embedded.vectors, dimensions)
    const row = (at: number) => rows.subarray(at * dimensions, (at + 1) * dimensions)
    const half = new Set(
      splitByHash(
        't1-items',
        items.map(({ id }) => id),
      ).test,
    )
    const asked = [...items.keys()].filter((at) => half.has(items[at]!.id))
    const comparisons: Comparison[] = []
    const trueOf: number[] = []
    let edit = 0
    for (const fact of TOLD) {
      const labels = VALUES[fact].map(({ name, forms }): Described => ({ label: name, descriptors: forms }))
      const { vectors } = await context.embed(
        labels.flatMap(({ descriptors }) => descriptors),
        { kind: 'query' },
      )
      const found = asked.map((at) => describe(row(at), labels, vectors))
      const alone = asked.map((at) => describedScores(row(at), named(labels), firstOf(labels, vectors, dimensions)))
      const right = (scores: readonly (readonly DescribedScore[])[]) =>
        scores.map(([best], i) => Number(best!.label === truth[asked[i]!]!.facts[fact]))
      comparisons.push(compare(fact, right(found), right(alone)))
      trueOf.push(mean(found.map(([best], i) => Number(texts[asked[i]!]!.toLowerCase().includes(best!.terms[0]!.descriptor)))))
      edit = Math.max(edit, ...found.slice(0, 100).map((scores, i) => editError(scores, labels, vectors, row(asked[i]!), describe)))
    }
    const measured = weakest(comparisons)
    const strongest = TOLD.map((fact, i) => `${fact} ${round(trueOf[i]!)}`).join(', ')
    const detail = `${measured.detail}; strongest descriptor in the text ${round(mean(trueOf))}: ${strongest}`
    return { ...measured, true: Math.min(...trueOf), edit, detail }
  },
  passes: ({ ci, true: inText, edit }) => ci![0] > 0 && inText >= MIN_TRUE && edit < 1e-6,
})

function named(labels: readonly Described[]): Described[] {
  return labels.map(({ label }) => ({ label, descriptors: [label] }))
}

/** The vectors of the labels' own names, which are the first descriptors. */
function firstOf(labels: readonly Described[], vectors: Float32Array, dimensions: number): Float32Array {
  const first = new Float32Array(labels.length * dimensions)
  let next = 0
  labels.forEach(({ descriptors }, i) => {
    first.set(vectors.subarray(next * dimensions, (next + 1) * dimensions), i * dimensions)
    next += descriptors.length
  })
  return first
}

/** Takes the first descriptor of the first label away: (s - its term) |D| / (|D| - 1) is left. */
function editError(
  before: readonly DescribedScore[],
  labels: readonly Described[],
  vectors: Float32Array,
  item: Float32Array,
  describe: Describe,
): number {
  const [first, ...others] = labels
  const count = first!.descriptors.length
  const edited = [{ label: first!.label, descriptors: first!.descriptors.slice(1) }, ...others]
  const after = describe(item, edited, vectors.subarray(item.length)).find(({ label }) => label === first!.label)!
  const { score, terms } = before.find(({ label }) => label === first!.label)!
  const gone = terms.find(({ descriptor }) => descriptor === first!.descriptors[0])!.weight
  return Math.abs(after.score - ((score - gone) * count) / (count - 1))
}
