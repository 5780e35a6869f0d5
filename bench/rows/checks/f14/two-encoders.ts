import { truncateDimensions } from '../../../../src/vectors/normalize.js'
import { besideRepository } from '../../../beside.js'
import { sharedSets } from '../../../shared-data.js'
import type { CheckContext } from '../../context.js'

export const NEEDS = ['data/stsbenchmark', 'models/all-MiniLM-L6-v2']

/** One encoder's view of the test bed. */
export interface View {
  readonly name: string
  readonly dimensions: number
  readonly documents: Float32Array
  readonly queries: Float32Array
}

export interface TwoEncoders {
  /** Row of the document that says the same as each query. */
  readonly partners: readonly number[]
  /** The built-in encoder and the one it was distilled from. */
  readonly small: View
  readonly large: View
}

/** Graders call it at least "mostly the same". */
const SAME = 4

/**
 * STS Benchmark, test file, as a search: the second sentences of all pairs are the catalog, the first ones of those pairs that
 * people call the same ask for their partner. Seen by the built-in encoder and by all-MiniLM-L6-v2.
 */
export async function twoEncoders(context: CheckContext): Promise<TwoEncoders> {
  const pairs = sharedSets.stsb('test')
  const documents = [...new Set(pairs.map(({ second }) => second))]
  const rowOf = new Map(documents.map((text, row) => [text, row]))
  const asked = pairs.filter(({ score, first, second }) => score >= SAME && first !== second)
  const view = async (name: string, encoder: string): Promise<View> => {
    const texts = [...documents, ...asked.map(({ first }) => first)]
    const { vectors, dimensions } = await context.embed(texts, { encoder })
    const end = documents.length * dimensions
    return { name, dimensions, documents: vectors.subarray(0, end), queries: vectors.subarray(end) }
  }
  return {
    partners: asked.map(({ second }) => rowOf.get(second)!),
    small: await view('pagekin-mini-v2', 'builtin'),
    large: await view('all-MiniLM-L6-v2', besideRepository('models/all-MiniLM-L6-v2')),
  }
}

/** A view by the first dimensions only. */
export function cut(view: View, dimensions: number): View {
  const keep = (vectors: Float32Array) => truncateDimensions(vectors, view.dimensions, dimensions)
  return { name: `${view.name} ${dimensions}`, dimensions, documents: keep(view.documents), queries: keep(view.queries) }
}

/** For each query 1 where the document of highest cosine is its partner, else 0. */
export function foundFirst(queries: Float32Array, documents: Float32Array, dimensions: number, partners: readonly number[]): Float64Array {
  return Float64Array.from(partners, (partner, query) => {
    const vector = queries.subarray(query * dimensions, (query + 1) * dimensions)
    let best = -1
    let highest = Number.NEGATIVE_INFINITY
    for (let row = 0; row * dimensions < documents.length; row++) {
      let cosine = 0
      for (let i = 0; i < dimensions; i++) cosine += vector[i]! * documents[row * dimensions + i]!
      if (cosine > highest) {
        highest = cosine
        best = row
      }
    }
    return best === partner ? 1 : 0
  })
}
