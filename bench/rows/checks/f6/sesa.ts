import { itemSentence } from '../../../../src/catalog/item-sentence.js'
import { parseCatalog } from '../../../../src/catalog/parse.js'
import { namedConcepts } from '../../../../src/cli/concepts.js'
import { type ConceptSpace, conceptsOf, fitConcepts, sharedConcepts } from '../../../../src/ranking/transforms/concepts.js'
import { centredRows } from '../../../../src/vectors/mean.js'
import { dotProduct } from '../../../../src/vectors/normalize.js'
import { topK } from '../../../../src/vectors/top-k.js'
import { movieRows } from '../../../data/catalog-rows.js'
import { sharedSets } from '../../../shared-data.js'
import { splitByHash } from '../../../split.js'
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
  /** Of the ten nearest of each, those whose strongest shared concept is a value that both have. */
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
  what: `MovieLens, concepts as \`pagekin concepts\` finds them (genres, directors, actors of three films or more), fitted on the dev half, films like each of ${ASKED} of the test half: of a film’s concepts the share that its ${K} nearest have, by shared concepts at least ${MIN_OF_DENSE} of the cosine’s; the strongest shared concept one of both films for ${MIN_TRUE}; they add up to the similarity within 1e-6`,
  reachable: '`pagekin concepts`',
  product: true,
  data: 'movielens-small',
  quick: false,
  needs: ['data/movielens-small'],
  capability: fit,
  controls: {
    // dimensions of the vectors as they are, under the concepts' names
    identity: (_vectors, dimensions, _known, names) => ({
      names,
      of: (vector) => Float32Array.from(names, (_, at) => (at < dimensions ? vector[at]! : 0)),
    }),
    shuffled: (vectors, dimensions, known, names) => fit(vectors, dimensions, known.toReversed(), names),
  },
  async measure(fitted, context) {
    const { items } = parseCatalog(movieRows(sharedSets.movieLens().movies), { source: 'movielens' })
    const { vectors, dimensions } = await context.embed(items.map(itemSentence))
    const { names, known } = namedConcepts(items)
    const halves = splitByHash(
      'concepts',
      items.map(({ id }) => id),
    )
    const rowOf = new Map(items.map(({ id }, row) => [id, row]))
    const [dev, test] = [halves.dev, halves.test].map((ids) => ids.map((id) => rowOf.get(id)!).filter((row) => known[row]!.length > 0)) as [
      number[],
      number[],
    ]
    const space = fitted(
      pickRows(vectors, dimensions, dev),
      dimensions,
      dev.map((row) => known[row]!),
      names,
    )
    const dense = pickRows(centredRows(vectors, dimensions), dimensions, test)
    const cosineRows = test.map((_, i) => dense.subarray(i * dimensions, (i + 1) * dimensions))
    const conceptRows = test.map((row) => space.of(vectors.subarray(row * dimensions, (row + 1) * dimensions)))
    const facts = test.map((row) => new Set(known[row]!.map((concept) => names[concept]!)))
    const ours = neighbours(conceptRows)
    const { figure, baseline, ci } = compare('', shares(ours, facts), shares(neighbours(cosineRows), facts))
    const told = ours.flatMap((near, i) =>
      near.map((other) => reasons(space, conceptRows[i]!, conceptRows[other]!, facts[i]!, facts[other]!)),
    )
    const inTruth = mean(told.map(({ isTrue }) => Number(isTrue)))
    const error = Math.max(...told.map((one) => one.error))
    const detail = `${names.length} concepts of ${test.length} films; the strongest is one of both for ${round(inTruth)}`
    return { figure, baseline, ci, true: inTruth, error, detail }
  },
  passes: ({ figure, baseline, true: inTruth, error }) => figure >= MIN_OF_DENSE * baseline! && inTruth >= MIN_TRUE && error < 1e-6,
})

function reasons(
  space: Pick<ConceptSpace, 'names'>,
  a: Float32Array,
  b: Float32Array,
  factsOfA: ReadonlySet<string>,
  factsOfB: ReadonlySet<string>,
): { readonly isTrue: boolean; readonly error: number } {
  const shared = sharedConcepts(space, a, b)
  const strongest = shared[0]?.name ?? ''
  const sum = shared.reduce((total, { weight }) => total + weight, 0)
  return { isTrue: factsOfA.has(strongest) && factsOfB.has(strongest), error: Math.abs(sum - dotProduct(a, b)) }
}

/** The rows nearest to each of the first ones, among all. */
function neighbours(rows: readonly Float32Array[]): number[][] {
  return rows.slice(0, ASKED).map((row, asked) => {
    const scores = Float32Array.from(rows, (other, at) => (at === asked ? Number.NaN : dotProduct(row, other)))
    return [...topK(scores, K).rows]
  })
}

/** Of each film's facts the share that one of its neighbours has, on average. */
function shares(found: readonly (readonly number[])[], facts: readonly ReadonlySet<string>[]): number[] {
  return found.map((near, i) => {
    const own = facts[i]!
    return mean(near.map((other) => [...own].filter((fact) => facts[other]!.has(fact)).length / own.size))
  })
}
