import { FlatIndex } from '../../vectors/flat-index.js'
import { normalize } from '../../vectors/normalize.js'
import type { Vectors } from '../rank.js'
import { VectorSample } from '../vector-sample.js'

/** A search, and the rows that it led to. */
export interface TaughtSearch {
  /** Unit length. */
  readonly vector: Float32Array
  /** Each row once, with its share of the choices: more than 0, 1 together. */
  readonly shares: ReadonlyMap<number, number>
}

/** New vectors of the rows that searches led to, unit length. Other rows keep theirs. */
export type SearchedVectors = ReadonlyMap<number, Float32Array>

/** docs/measurements.md#vectors-of-searches */
const TEMPERATURE = 0.05
const STEPS = 20
const RATE = 0.4
/** How strongly a vector is drawn back to that of its text. */
const HOLD = 0.1
/** More cosines a step does not take, as long as each search is asked once: of a long log it asks every second search, or third. */
const MOST_COSINES = 5e6
/** A row that a search is less likely to choose than this is not moved by it. */
const LEAST_CHANGE = 1e-4

/**
 * Each item that searches led to has a vector of its own, trained so that a search finds what it led to before all others:
 *
 *     loss = - sum over searches q, rows i of share_q(i) * log softmax_i(q . v_i / .05)  +  hold / 2 * |v - text|^2
 *
 * Every other row is a negative of every search, and weighs by its share of the softmax: the hardest most, and others as these are learnt.
 * The shares of the log are the labels, so that no second choice counts as a mistake. A row's gradient is divided by its number of searches,
 * so that one that many look for moves no farther. The same log gives the same vectors.
 *
 * Sources: Wu et al., "Towards robust text retrieval with progressive learning" (PEG), arXiv 2311.11691: negatives in great number, weighed by how hard
 * they are; Gu et al., "UniME-V2", arXiv 2510.13515: soft labels in place of one match. O(steps * searches * rows * dimensions), less for
 * a long log (`MOST_COSINES`).
 */
export function trainOnSearches(index: FlatIndex, searches: readonly TaughtSearch[]): SearchedVectors {
  const training = new SearchTraining(index, searches)
  for (const asked of training.steps()) {
    for (const search of asked) training.add(search, training.present)
    training.descend()
  }
  return training.vectors()
}

/** The steps of the descent: what searches say is added up, then the vectors move. */
export class SearchTraining {
  /** All rows that have a vector. */
  readonly present: Uint32Array
  readonly #searches: readonly TaughtSearch[]
  readonly #known: FlatIndex
  /** Those that searches led to. */
  readonly #rows: readonly number[]
  readonly #places: Int32Array
  readonly #texts: readonly Float32Array[]
  readonly #moved: readonly Float32Array[]
  readonly #gradients: Float32Array
  readonly #counts: Uint32Array

  constructor(index: FlatIndex, searches: readonly TaughtSearch[]) {
    this.#searches = searches
    this.#known = copyOf(index)
    this.#rows = searchedRows(index, searches)
    this.#places = new Int32Array(index.size).fill(-1)
    for (const [place, row] of this.#rows.entries()) this.#places[row] = place
    this.#texts = this.#rows.map((row) => index.vector(row))
    this.#moved = this.#rows.map((row) => index.vector(row))
    this.#gradients = new Float32Array(this.#rows.length * index.dimensions)
    this.#counts = new Uint32Array(this.#rows.length)
    this.present = Uint32Array.from(Array.from({ length: index.size }, (_, row) => row).filter((row) => index.has(row)))
  }

  /** The searches that each step asks. */
  *steps(): Generator<readonly TaughtSearch[]> {
    const parts = Math.min(STEPS, Math.max(1, Math.ceil((this.#searches.length * this.present.length) / MOST_COSINES)))
    for (let step = 0; step < STEPS; step++) yield this.#searches.filter((_, at) => at % parts === step % parts)
  }

  /** @param candidates Rows with vectors that stand against what the search led to, and these. */
  add({ vector, shares }: TaughtSearch, candidates: Uint32Array): void {
    const gradients = this.#gradients
    const places = this.#places
    const chances = softmax(this.#known.scores(vector, candidates))
    for (let i = 0; i < candidates.length; i++) {
      const row = candidates[i]!
      const place = places[row]!
      const share = place < 0 ? 0 : (shares.get(row) ?? 0)
      const change = chances[i]! - share
      if (share > 0) this.#counts[place]!++
      if (place < 0 || Math.abs(change) < LEAST_CHANGE) continue
      for (let d = 0, to = place * vector.length; d < vector.length; d++, to++) gradients[to]! += change * vector[d]!
    }
  }

  /** Moves the vectors by what was added, which is then forgotten. */
  descend(): void {
    for (const [place, row] of this.#rows.entries()) {
      const [vector, text] = [this.#moved[place]!, this.#texts[place]!]
      const searched = Math.max(1, this.#counts[place]!)
      for (let d = 0, from = place * vector.length; d < vector.length; d++, from++) {
        vector[d]! -= RATE * (this.#gradients[from]! / searched + HOLD * (vector[d]! - text[d]!))
      }
      this.#known.set(row, normalize(vector))
    }
    this.#gradients.fill(0)
    this.#counts.fill(0)
  }

  vectors(): SearchedVectors {
    return new Map(this.#rows.map((row, place) => [row, this.#moved[place]!]))
  }
}

/** What rows are ranked by with these vectors in the place of those of an index; the centre is that of all. */
export function withVectors(index: FlatIndex, searched: SearchedVectors): Vectors {
  const moved = copyOf(index)
  for (const [row, vector] of searched) moved.set(row, vector)
  moved.setCentre(moved.mean())
  return { index: moved, sample: new VectorSample(moved) }
}

function searchedRows(index: FlatIndex, searches: readonly TaughtSearch[]): number[] {
  const rows = new Set(searches.flatMap(({ shares }) => [...shares.keys()]))
  return [...rows].filter((row) => index.has(row)).sort((a, b) => a - b)
}

function copyOf(index: FlatIndex): FlatIndex {
  const copy = new FlatIndex(index.dimensions, { capacity: index.size })
  copy.resize(index.size)
  for (let row = 0; row < index.size; row++) {
    if (!index.has(row)) continue
    const { codes, scale } = index.codes(row)
    copy.setCodes(row, codes, scale)
  }
  return copy
}

/** Of cosines, by `TEMPERATURE`; in place. */
function softmax(cosines: Float32Array): Float32Array {
  let most = -1
  for (const cosine of cosines) most = Math.max(most, cosine)
  let total = 0
  for (let i = 0; i < cosines.length; i++) {
    const chance = Math.exp((cosines[i]! - most) / TEMPERATURE)
    total += chance
    cosines[i] = chance
  }
  for (let i = 0; i < cosines.length; i++) cosines[i]! /= total
  return cosines
}
