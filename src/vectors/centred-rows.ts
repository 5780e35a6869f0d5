import { checkVector } from './checks.js'
import { dotProduct, normalize } from './normalize.js'
import type { Centring } from './scan-query.js'
import { usage, VectorRows } from './vector-rows.js'

/** Nearer to the centre than this, the direction of a float32 unit vector is rounding noise, and its centred score is 0. */
const MIN_DISTANCE = 1e-6
/** Nearer than this, a squared distance is taken from the differences themselves. */
const NEAR_SQUARES = 0.01

/** A vector whose inner product with a row is wanted, and the constant to add to it. */
export interface Prepared {
  readonly vector: Float32Array
  readonly offset: number
}

/**
 * What can be said of some rows, about a centre mu or without one. Codes are never centred: the cosine about mu is the inner product
 * with a shifted query, plus a constant, times one factor a row, so that moving mu rewrites no code.
 */
export abstract class CentredRows extends VectorRows {
  #centre: Float32Array | null = null

  /** The mean of all vectors; 0 where there are none. */
  mean(): Float32Array {
    return this.#meanOf(this.presentRows(), () => 1, null)
  }

  /**
   * The mean of the vectors of `rows`, each of which has one and is named once; if centred, of `(x - mu) / |x - mu|`. The mean of the scores
   * of a query over these rows is its inner product with this vector (`'given'` queries, when centred). 0 for no rows.
   */
  meanOf(rows: ArrayLike<number>, centred: boolean): Float32Array {
    for (let i = 0; i < rows.length; i++) this.checkPresent(rows[i]!)
    return centred ? this.#meanOf(rows, (row) => this.memory.inverses[row]!, this.#requireCentre()) : this.#meanOf(rows, () => 1, null)
  }

  /** Sum of `factor(row) * (x - mu)` over the rows, by their number. */
  #meanOf(rows: ArrayLike<number>, factor: (row: number) => number, mu: Float32Array | null): Float32Array {
    const { dimensions } = this
    const coded: number[] = []
    const codeFactors: number[] = []
    const halved: number[] = []
    let factors = 0
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!
      const weight = factor(row)
      factors += weight
      if (this.halves?.has(row)) halved.push(row)
      else {
        coded.push(row)
        codeFactors.push(weight * this.memory.scales[row]!)
      }
    }
    const sum = this.memory.sumRows(coded, codeFactors)
    const vector = new Float32Array(dimensions)
    for (const row of halved) {
      const weight = factor(row)
      this.read(row, vector)
      for (let j = 0; j < dimensions; j++) sum[j]! += vector[j]! * weight
    }
    return Float32Array.from(sum, (total, j) => (total - factors * (mu ? mu[j]! : 0)) / Math.max(1, rows.length))
  }

  /** Sets mu, the centre of centred scores, or takes it away. Reads every vector once, writes one number a row. */
  setCentre(mu: Float32Array | null): void {
    if (mu) checkVector('FlatIndex.setCentre: mu', mu, this.dimensions)
    this.#centre = mu?.slice() ?? null
    if (!mu) return
    const rows = Uint32Array.from(this.presentRows())
    this.memory.heapRows.set(rows)
    const inner = this.memory.rescore(mu, rows.length).slice()
    const centreSquares = dotProduct(mu, mu)
    rows.forEach((row, i) => {
      const squares = this.memory.squares[row]! * this.memory.scales[row]! ** 2 - 2 * inner[i]! + centreSquares
      // near the centre the difference of large numbers is rounding noise
      if (this.halves?.has(row) || squares < NEAR_SQUARES) this.placed(row)
      else this.memory.inverses[row] = 1 / Math.sqrt(squares)
    })
  }

  /** `(vector - mu) / |vector - mu|`: a vector in the centred space, of which `'given'` queries are made. 0 at the centre itself. */
  centre(vector: Float32Array): Float32Array {
    const mu = this.#requireCentre()
    checkVector('FlatIndex.centre: vector', vector, this.dimensions)
    const shifted = new Float32Array(this.dimensions)
    for (let j = 0; j < shifted.length; j++) shifted[j] = vector[j]! - mu[j]!
    return dotProduct(shifted, shifted) < MIN_DISTANCE ** 2 ? shifted.fill(0) : normalize(shifted)
  }

  /** The exact score s of each of `rows`, before alpha, beta and bias; NaN for a row without a vector. */
  scores(query: Float32Array, rows: ArrayLike<number>, centred?: Centring): Float32Array {
    const { vector, offset } = this.prepare(query, centred)
    for (let i = 0; i < rows.length; i++) this.checkRow(rows[i]!)
    const { present, inverses, heapRows } = this.memory
    const out = new Float32Array(rows.length)
    // a list of rows may name some twice, and the room for one is that of all rows
    for (let start = 0; start < rows.length; start += this.size) {
      const count = Math.min(this.size, rows.length - start)
      for (let i = 0; i < count; i++) heapRows[i] = rows[start + i]!
      const inner = this.inner(vector, count)
      for (let i = 0; i < count; i++) {
        const row = rows[start + i]!
        out[start + i] = !present[row] ? Number.NaN : centred ? (inner[i]! + offset) * inverses[row]! : inner[i]!
      }
    }
    return out
  }

  protected prepare(vector: Float32Array, centred: Centring | undefined): Prepared {
    checkVector('FlatIndex: query', vector, this.dimensions)
    if (!centred) return { vector, offset: 0 }
    const mu = this.#requireCentre()
    const query = centred === 'shift' ? this.centre(vector) : vector
    return { vector: query, offset: -dotProduct(query, mu) }
  }

  protected placed(row: number): void {
    const mu = this.#centre
    if (!mu) return
    const vector = this.read(row, new Float32Array(this.dimensions))
    let squares = 0
    for (let j = 0; j < vector.length; j++) {
      const away = vector[j]! - mu[j]!
      squares += away * away
    }
    const distance = Math.sqrt(squares)
    this.memory.inverses[row] = distance < MIN_DISTANCE ? 0 : 1 / distance
  }

  #requireCentre(): Float32Array {
    if (!this.#centre) throw usage('a centred score needs a centre; call setCentre first')
    return this.#centre
  }
}
