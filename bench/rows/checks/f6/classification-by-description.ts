import { itemSentence } from '../../../../src/catalog/item-sentence.js'
import { draws } from '../../../../src/evaluate/draw.js'
import { Bm25Index } from '../../../../src/lexical/bm25.js'
import { itemFields } from '../../../../src/lexical/item-fields.js'
import type { Described } from '../../../../src/ranking/scorers/descriptors.js'
import { labelScores } from '../../../../src/ranking/scorers/labels.js'
import { centredRows } from '../../../../src/vectors/mean.js'
import { DESCRIPTORS } from '../../../data/descriptors.js'
import { untouched } from '../../../data/labelled.js'
import { embedTexts } from '../../../text-vectors.js'
import { defineCheck } from '../../check.js'
import { type Comparison, compareMacroF1, weakest } from '../compare.js'

type Tell = typeof labelScores

export const classificationByDescription = defineCheck<Tell>({
  what: 'titles and descriptions of toys and of products, their categories hidden, told by each category’s name and three descriptions, which were written from the names alone: macro F1 above that of the same call with the names alone, on each set',
  reachable: '`pagekin label`',
  product: true,
  quick: false,
  needs: ['data/amazon-toys-10k', 'data/amazon-products-1k'],
  capability: labelScores,
  controls: {
    identity: (rows, dimensions, words, labels, vectors) =>
      labelScores(rows, dimensions, words, named(labels), firstOf(labels, vectors, dimensions)),
    shuffled: (rows, dimensions, words, labels, vectors) => labelScores(rows, dimensions, words, shifted(labels), vectors),
  },
  async measure(tell) {
    const comparisons: Comparison[] = []
    for (const { name, items, truth, labels } of untouched()) {
      const descriptors = DESCRIPTORS[name]
      if (!descriptors) continue
      const described = labels.map(({ label }): Described => ({ label, descriptors: [label, ...descriptors[label]!] }))
      const { vectors, dimensions } = await embedTexts(items.map(itemSentence))
      const { vectors: ofDescriptors } = await embedTexts(
        described.flatMap((one) => one.descriptors),
        { kind: 'query' },
      )
      const catalog = [centredRows(vectors, dimensions), dimensions, Bm25Index.build(items.map(itemFields))] as const
      const told = tell(...catalog, described, ofDescriptors).map(([best]) => best!.label)
      const byNames = labelScores(...catalog, labels, firstOf(described, ofDescriptors, dimensions)).map(([best]) => best!.label)
      comparisons.push(compareMacroF1(name, truth, told, byNames, draws(1)))
    }
    return weakest(comparisons)
  },
  passes: ({ ci }) => ci![0] > 0,
})

function named(labels: readonly Described[]): Described[] {
  return labels.map(({ label }) => ({ label, descriptors: [label] }))
}

/** Each name over the descriptions of the next. */
function shifted(labels: readonly Described[]): Described[] {
  return labels.map(({ descriptors }, at) => ({ label: labels[(at + 1) % labels.length]!.label, descriptors }))
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
