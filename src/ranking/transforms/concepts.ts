import { PagekinError } from '../../errors.js'
import { meanRow, shifted } from '../../vectors/mean.js'
import { normalize } from '../../vectors/normalize.js'
import { applyMap, fitUpgrade } from './upgrade.js'

/** A space whose axes have names. */
export interface ConceptSpace {
  readonly names: readonly string[]
  readonly dimensions: number
  /** Of the rows it was fitted on. */
  readonly mean: Float64Array
  /** Row-major, dimensions x names. */
  readonly map: Float32Array
  /** What each axis counts: the root of its inverse document frequency, times what an owner says. */
  readonly weights: Float32Array
}

export interface ConceptOptions {
  /** Default 0.1, for rows of unit length. */
  readonly ridge?: number
  /** What a concept counts beside the others, by name: 0 takes it out. Default 1 each. */
  readonly weights?: Readonly<Record<string, number>>
}

/** One shared concept, and what it adds to the similarity of two items. */
export interface SharedConcept {
  readonly name: string
  readonly weight: number
}

/** Concepts of a row that count; others are noise of the regression. */
const STRONGEST = 16

/**
 * Fits named concepts to vectors of items whose concepts are known, so that any item has them by its text, in closed form:
 *
 *     A = (X'X + ridge I)^-1 X'Y,    z(x) = the 16 strongest of max(0, (x - mean) A), each times the root of its idf, of unit length
 *
 * X the rows about their mean, Y 1 where a row has the concept, less its frequency. A stand-in for the trained network of SESA (Bogdanova and
 * Yazdani 2018, "SESA: Supervised Explicit Semantic Analysis"), which learns X -> z and the ranking together.
 *
 * @param vectors Unit vectors, row-major, rows x dimensions.
 * @param known   For each row the concepts it has, as indexes into `names`.
 * @throws PagekinError `usage` where rows and `known` are not as many, or a concept is unknown.
 */
export function fitConcepts(
  vectors: Float32Array,
  dimensions: number,
  known: readonly (readonly number[])[],
  names: readonly string[],
  { ridge = 0.1, weights = {} }: ConceptOptions = {},
): ConceptSpace {
  const rows = vectors.length / dimensions
  if (rows !== known.length || known.some((own) => own.some((concept) => names[concept] === undefined))) {
    throw new PagekinError(
      'usage',
      `fitConcepts: received ${rows} rows and concepts of ${known.length}, expected as many, of ${names.length} names`,
    )
  }
  const mean = meanRow(vectors, dimensions)
  const counts = new Float64Array(names.length)
  for (const own of known) for (const concept of new Set(own)) counts[concept]!++
  const labels = new Float32Array(rows * names.length)
  known.forEach((own, row) => {
    for (let concept = 0; concept < names.length; concept++) labels[row * names.length + concept] = -counts[concept]! / rows
    for (const concept of new Set(own)) labels[row * names.length + concept]! += 1
  })
  return {
    names,
    dimensions,
    mean,
    map: fitUpgrade(shifted(vectors, mean, false), dimensions, labels, names.length, { ridge }),
    weights: Float32Array.from(
      names,
      (name, concept) => Math.sqrt(Math.log(1 + rows / Math.max(1, counts[concept]!))) * (weights[name] ?? 1),
    ),
  }
}

/** z of a row: how much it has of each concept, of unit length (0 where it has none). */
export function conceptsOf({ names, dimensions, mean, map, weights }: ConceptSpace, vector: Float32Array): Float32Array {
  const mapped = applyMap(map, shifted(vector, mean, false), dimensions, names.length)
  const z = mapped.map((value, concept) => Math.max(0, value) * weights[concept]!)
  const least = z.toSorted().at(-STRONGEST) ?? 0
  return normalize(
    z.map((value) => (value >= least ? value : 0)),
    z.length,
  )
}

/** The similarity of two rows in the space, as the exact sum of what each concept adds, strongest first. */
export function sharedConcepts({ names }: Pick<ConceptSpace, 'names'>, a: Float32Array, b: Float32Array): SharedConcept[] {
  const shared = names.map((name, concept) => ({ name, weight: a[concept]! * b[concept]! })).filter(({ weight }) => weight > 0)
  return shared.sort((x, y) => y.weight - x.weight)
}
