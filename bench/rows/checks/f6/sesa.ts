import { itemSentence } from '../../../../src/catalog/item-sentence.js'
import { type ConceptSpace, conceptsOf, fitConcepts, sharedConcepts } from '../../../../src/ranking/transforms/concepts.js'
import { centredRows } from '../../../../src/vectors/mean.js'
import { dotProduct } from '../../../../src/vectors/normalize.js'
import { topK } from '../../../../src/vectors/top-k.js'
import { splitByHash } from '../../../split.js'
import { type ItemTruth, isAlike } from '../../../t1/items.js'
import { FACTS, type Fact } from '../../../t1/vocabulary.js'
import { defineCheck, type Measured, round } from '../../check.js'
import { compare, mean } from '../compare.js'
import { pickRows } from '../vectors-of.js'

type Fit = (
  vectors: Float32Array,
  dimensions: number,
  known: readonly (readonly number[])[],
  names: readonly string[],
) => Pick<ConceptSpace, 'names'> & { of(vector: Float32Array): Float32Array }

interface Named extends Measured {
  /** Of the ten nearest of each, those whose strongest shared concept is a fact of both. */
  readonly true: number
  /** Most that the shared concepts of two items differ in sum from their similarity. */
  readonly error: number
}

const ASKED = 500
const K = 10
const MIN_OF_DENSE = 0.95
const MIN_TRUE = 0.8

const fit: Fit = (...given) => {
  const space = fitConcepts(...given)
  return { names: space.names, of: (vector) => conceptsOf(space, vector) }
}

export const sesa = defineCheck<Fit, Named>({
  what: `T1, concepts (the values of five facts) fitted on the dev half, items like each of ${ASKED} of the test half: P@${K} (three facts of five in common) by shared concepts at least ${MIN_OF_DENSE} of the cosine's; the strongest shared concept a fact of both for ${MIN_TRUE}; they add up to the similarity within 1e-6`,
  reachable: '`pagekin concepts`',
  product: true,
  quick: false,
  needs: [],
  capability: fit,
  controls: {
    // dimensions of the vectors as they are, under the concepts' names
    identity: (_vectors, _dimensions, _known, names) => ({ names, of: (vector) => vector.slice(0, names.length) }),
    shuffled: (vectors, dimensions, known, names) => fit(vectors, dimensions, known.toReversed(), names),
  },
  async measure(fitted, context) {
    const { items, truth } = context.shop()
    const { vectors, dimensions } = await context.embed(items.map(itemSentence))
    const halves = splitByHash(
      't1-items',
      items.map(({ id }) => id),
    )
    const rowOf = new Map(items.map(({ id }, row) => [id, row]))
    const [dev, test] = [halves.dev, halves.test].map((ids) => ids.map((id) => rowOf.get(id)!)) as [number[], number[]]
    const concepts = dev.map((row) => FACTS.map((fact) => `${fact}: ${truth[row]!.facts[fact]}`))
    const names = [...new Set(concepts.flat())].sort()
    const known = concepts.map((own) => own.map((name) => names.indexOf(name)))
    const space = fitted(pickRows(vectors, dimensions, dev), dimensions, known, names)
    const dense = pickRows(centredRows(vectors, dimensions), dimensions, test)
    const cosineRows = test.map((_, i) => dense.subarray(i * dimensions, (i + 1) * dimensions))
    const conceptRows = test.map((row) => space.of(vectors.subarray(row * dimensions, (row + 1) * dimensions)))
    const facts = test.map((row) => truth[row]!)
    const ours = neighbours(conceptRows)
    const { figure, baseline, ci } = compare('', precisions(ours, facts), precisions(neighbours(cosineRows), facts))
    const told = ours.flatMap((near, i) =>
      near.map((other) => reasons(space, conceptRows[i]!, conceptRows[other]!, facts[i]!, facts[other]!)),
    )
    const inTruth = mean(told.map(({ isTrue }) => Number(isTrue)))
    const error = Math.max(...told.map((one) => one.error))
    const detail = `${names.length} concepts; the strongest is a fact of both for ${round(inTruth)}`
    return { figure, baseline, ci, true: inTruth, error, detail }
  },
  passes: ({ figure, baseline, true: inTruth, error }) => figure >= MIN_OF_DENSE * baseline! && inTruth >= MIN_TRUE && error < 1e-6,
})

function reasons(
  space: Pick<ConceptSpace, 'names'>,
  a: Float32Array,
  b: Float32Array,
  truthOfA: ItemTruth,
  truthOfB: ItemTruth,
): { readonly isTrue: boolean; readonly error: number } {
  const shared = sharedConcepts(space, a, b)
  const [fact, value] = (shared[0]?.name ?? '').split(': ') as [Fact, string]
  const sum = shared.reduce((total, { weight }) => total + weight, 0)
  return { isTrue: truthOfA.facts[fact] === value && truthOfB.facts[fact] === value, error: Math.abs(sum - dotProduct(a, b)) }
}

/** The rows nearest to each of the first ones, among all. */
function neighbours(rows: readonly Float32Array[]): number[][] {
  return rows.slice(0, ASKED).map((row, asked) => {
    const scores = Float32Array.from(rows, (other, at) => (at === asked ? Number.NaN : dotProduct(row, other)))
    return [...topK(scores, K).rows]
  })
}

function precisions(found: readonly (readonly number[])[], facts: readonly ItemTruth[]): number[] {
  return found.map((near, i) => near.filter((other) => isAlike(facts[other]!, facts[i]!)).length / K)
}
