import { PagekinError } from '../errors.js'
import { atOnce, type Breathe, inPieces } from '../pieces.js'
import type { ForwardIndex } from './forward-index.js'
import { NON_ZEROS, randomEntries } from './random-entries.js'
import { addScaled, lengthOf, meanOf, toUnit } from './rows.js'

export interface TokenGraphOptions {
  /** Numbers a vector, a multiple of 4. Default: `graphDimensions`, which fits the work to the catalog. */
  readonly dimensions?: number
}

/**
 * How much a term's vector is shortened: 0 leaves frequent terms long, 1 gives all terms the same length
 * (docs/measurements.md#graph-of-words).
 */
const LENGTH_POWER = 0.5

/** Multiplications of a hop that take a worker about a tenth of a second. */
const MAX_PRODUCTS = 40_000_000

/**
 * The most dimensions, of 256 to 16, that a worker makes in about a fifth of a second for this number of entries. Fewer cost little
 * (docs/measurements.md#graph-of-words).
 */
export function graphDimensions(entries: number): number {
  return [256, 128, 64, 32].find((dimensions) => entries * dimensions <= MAX_PRODUCTS) ?? 16
}

/** Rows, or terms, between two pauses. */
const PIECE = 256

/** Nearer to the mean than this, what is left of a float32 vector is rounding. */
const MIN_DISTANCE = 1e-6

/** The terms of all rows, term by term (compressed sparse rows). */
interface Postings {
  readonly offset: Uint32Array
  readonly rows: Uint32Array
  /** `idf(t) (1 + ln tf)` of each entry. */
  readonly weights: Float32Array
  readonly idf: Float64Array
}

/**
 * Vectors of items from the graph of items and their terms, without a model. Terms that occur in the same items become similar, so an
 * item is found by words that it does not have. For terms t with random vectors r_t, items i, and w = idf(t) (1 + ln tf):
 *
 *     item1_i = unit(sum over t of w r_t)      token_t = sum over i of w item1_i,  divided by the root of its length
 *     item_i  = unit(unit(sum over t of w token_t) - mean over i)                  a text's vector likewise, of the terms that are known
 *
 * Sources: the graph of TDmatch (Ahmadi, Sand and Papotti, "Unsupervised Matching of Data and Text", ICDE 2022). FastRP (Chen et al.,
 * CIKM 2019, arXiv:1908.11512) replaces its random walks and word2vec: very sparse random vectors, propagated along the edges, weighted
 * by degree. A term's random vector comes from a hash of the term, so vectors depend on the catalog's texts alone.
 */
export class TokenGraph {
  readonly dimensions: number
  readonly rowCount: number
  readonly #forward: ForwardIndex
  readonly #postings: Postings
  #firstHop = new Float32Array(0)
  #vectors = new Float32Array(0)
  #mean: Float32Array = new Float32Array(0)

  private constructor(forward: ForwardIndex, { dimensions = graphDimensions(forward.entryCount) }: TokenGraphOptions) {
    if (!(dimensions > 0 && dimensions % 4 === 0)) {
      throw new PagekinError('usage', `TokenGraph: received ${dimensions} dimensions, expected a multiple of 4`)
    }
    this.dimensions = dimensions
    this.rowCount = forward.rowCount
    this.#forward = forward
    this.#postings = postingsOf(forward)
  }

  /** Of the index as it is now. */
  static of(forward: ForwardIndex, options: TokenGraphOptions = {}): TokenGraph {
    return atOnce(new TokenGraph(forward, options).#make())
  }

  /** The same, with pauses. The index must not change meanwhile. */
  static inPieces(forward: ForwardIndex, breathe: Breathe): Promise<TokenGraph> {
    return inPieces(new TokenGraph(forward, {}).#make(), breathe)
  }

  /** Row-major, rowCount x dimensions; of unit length, 0 for a row without terms. */
  get vectors(): Float32Array {
    return this.#vectors
  }

  /** Stops after each piece. */
  *#make(): Generator<void, this> {
    this.#firstHop = yield* firstHop(this.#forward, this.#postings.idf, this.dimensions)
    this.#vectors = yield* this.#secondHop()
    this.#mean = meanOf(this.#vectors, this.dimensions)
    for (let row = 0; row < this.rowCount; row++) {
      if (row % PIECE === 0) yield
      this.#centre(this.#vectors, row * this.dimensions)
    }
    return this
  }

  /** The vector of a text, comparable with `vectors`; 0 when no term is known. */
  queryVector(query: readonly { readonly term: string; readonly weight: number }[]): Float32Array {
    const vector = new Float32Array(this.dimensions)
    const token = new Float32Array(this.dimensions)
    for (const { term, weight } of query) {
      const id = this.#forward.idOf(term)
      if (id === undefined || weight <= 0) continue
      this.#tokenInto(id, token)
      const factor = this.#postings.idf[id]! * saturated(weight)
      addScaled(vector, 0, token, 0, factor, this.dimensions)
    }
    toUnit(vector, 0, this.dimensions)
    this.#centre(vector, 0)
    return vector
  }

  /** Writes the cosine of `query` with every row to `out`. */
  scoresInto(query: Float32Array, out: Float32Array): void {
    const { vectors, dimensions } = this
    for (let row = 0, start = 0; row < this.rowCount; row++, start += dimensions) {
      let sum = 0
      for (let j = 0; j < dimensions; j++) sum += query[j]! * vectors[start + j]!
      out[row] = sum
    }
  }

  /** Term by term, so that no matrix of terms is ever held: there are many more of them than items. */
  *#secondHop(): Generator<void, Float32Array<ArrayBuffer>> {
    const { offset, rows, weights } = this.#postings
    const { dimensions } = this
    const items = this.#ofLoneTerms()
    const token = new Float32Array(dimensions)
    for (let id = 0; id + 1 < offset.length; id++) {
      if (id % PIECE === 0) yield
      if (offset[id + 1]! - offset[id]! < 2) continue
      this.#tokenInto(id, token)
      for (let at = offset[id]!; at < offset[id + 1]!; at++) {
        const start = rows[at]! * dimensions
        const weight = weights[at]!
        addScaled(items, start, token, 0, weight, dimensions)
      }
    }
    for (let start = 0; start < items.length; start += dimensions) toUnit(items, start, dimensions)
    return items
  }

  /** What terms of a single item bring: its own first hop, whose sum needs one number a row. Half of all terms are such. */
  #ofLoneTerms(): Float32Array<ArrayBuffer> {
    const { offset, rows, weights } = this.#postings
    const shares = new Float64Array(this.rowCount)
    for (let id = 0; id + 1 < offset.length; id++) {
      const at = offset[id]!
      if (offset[id + 1] === at + 1) shares[rows[at]!]! += weights[at]! ** (2 - LENGTH_POWER)
    }
    const items = new Float32Array(this.#firstHop.length)
    shares.forEach((share, row) => {
      addScaled(items, row * this.dimensions, this.#firstHop, row * this.dimensions, share, this.dimensions)
    })
    return items
  }

  #tokenInto(id: number, token: Float32Array): void {
    const { offset, rows, weights } = this.#postings
    const { dimensions } = this
    const firstHop = this.#firstHop
    token.fill(0)
    for (let at = offset[id]!; at < offset[id + 1]!; at++) {
      const start = rows[at]! * dimensions
      const weight = weights[at]!
      addScaled(token, 0, firstHop, start, weight, dimensions)
    }
    const length = lengthOf(token, 0, dimensions)
    if (length === 0) return
    const factor = length ** -LENGTH_POWER
    for (let j = 0; j < dimensions; j++) token[j]! *= factor
  }

  /** A row without terms stays 0: it is like nothing. */
  #centre(vectors: Float32Array, start: number): void {
    if (lengthOf(vectors, start, this.dimensions) === 0) return
    for (let j = 0; j < this.dimensions; j++) vectors[start + j]! -= this.#mean[j]!
    if (lengthOf(vectors, start, this.dimensions) < MIN_DISTANCE) vectors.fill(0, start, start + this.dimensions)
    else toUnit(vectors, start, this.dimensions)
  }
}

function saturated(frequency: number): number {
  return 1 + Math.log(Math.max(1, frequency))
}

function postingsOf(forward: ForwardIndex): Postings {
  const { offset, rows, frequencies } = forward.transposed()
  let rowsWithTerms = 0
  for (let row = 0; row < forward.rowCount; row++) if (forward.startOf(row) < forward.endOf(row)) rowsWithTerms++
  const idf = new Float64Array(forward.termCount)
  const weights = new Float32Array(rows.length)
  for (let id = 0; id < idf.length; id++) {
    const count = offset[id + 1]! - offset[id]!
    idf[id] = Math.log1p((rowsWithTerms - count + 0.5) / (count + 0.5))
    for (let at = offset[id]!; at < offset[id + 1]!; at++) weights[at] = idf[id]! * saturated(frequencies[at]!)
  }
  return { offset, rows, weights, idf }
}

/** `item1`: each row's terms, projected at random. */
function* firstHop(forward: ForwardIndex, idf: Float64Array, dimensions: number): Generator<void, Float32Array<ArrayBuffer>> {
  const { terms, frequencies, termCount, rowCount } = forward
  const places = new Uint32Array(termCount * NON_ZEROS)
  for (let id = 0; id < termCount; id++) {
    if (id % PIECE === 0) yield
    places.set(randomEntries(forward.termOf(id), dimensions), id * NON_ZEROS)
  }
  const items = new Float32Array(rowCount * dimensions)
  for (let row = 0; row < rowCount; row++) {
    if (row % PIECE === 0) yield
    const start = row * dimensions
    for (let at = forward.startOf(row); at < forward.endOf(row); at++) {
      const id = terms[at]!
      const weight = idf[id]! * saturated(frequencies[at]!)
      for (let k = id * NON_ZEROS; k < (id + 1) * NON_ZEROS; k++) {
        const place = places[k]!
        items[start + (place >>> 1)]! += place & 1 ? -weight : weight
      }
    }
    toUnit(items, start, dimensions)
  }
  return items
}
