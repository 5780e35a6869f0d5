import { normalize } from './normalize.js'
import { principalComponents, project } from './principal-components.js'

/** Fewer dimensions for rows and for queries, so that inner products keep their order as well as they can. */
export interface DimensionReduction {
  /** That are left. */
  readonly dimensions: number
  row(vector: Float32Array): Float32Array
  query(vector: Float32Array): Float32Array
}

/** The first dimensions, at unit length again: for encoders that were trained for it (Matryoshka: Kusupati et al., 2022, arXiv:2205.13147). */
export function prefixReduction(dimensions: number): DimensionReduction {
  const cut = (vector: Float32Array) => normalize(vector.slice(0, dimensions))
  return { dimensions, row: cut, query: cut }
}

/**
 * The principal components of a catalog, for any other encoder. A row is taken from the sample's mean, a query is not: what is
 * missing from the inner product then is the same for every row.
 *
 * @param sample vectors, row-major
 */
export function componentReduction(sample: Float32Array, fromDimensions: number, dimensions: number, seed = 1): DimensionReduction {
  const mean = new Float32Array(fromDimensions)
  const rows = sample.length / fromDimensions
  for (let i = 0; i < sample.length; i++) mean[i % fromDimensions]! += sample[i]! / rows
  const { components } = principalComponents(sample, mean, dimensions, seed)
  return {
    dimensions,
    row: (vector) =>
      project(
        vector.map((value, j) => value - mean[j]!),
        components,
      ),
    query: (vector) => project(vector, components),
  }
}

/** The first of the dimensions of a reduction by components: those of the most variance come first. */
export function firstOf(reduction: DimensionReduction, dimensions: number): DimensionReduction {
  return {
    dimensions,
    row: (vector) => reduction.row(vector).slice(0, dimensions),
    query: (vector) => reduction.query(vector).slice(0, dimensions),
  }
}
