import { PagekinError } from '../errors.js'
import { atOnce, type Breathe } from '../pieces.js'
import { type Bm25Field, ForwardIndex } from './forward-index.js'
import { type NearTerm, nearTerms, PART } from './near-terms.js'
import { type TermStatistics, termStatistics, type WholeStatistics } from './term-statistics.js'
import { TokenGraph } from './token-graph.js'
import { tokenize } from './tokens.js'
import { readWordRecord, WORDS_VERSION, type WordRecord } from './word-record.js'

/** A term of a query and how much it counts. */
export interface WeightedTerm {
  readonly term: string
  readonly weight: number
}

export interface TermScore {
  readonly term: string
  readonly score: number
}

export interface Bm25Options {
  /** How soon a repeated term stops counting more. Default 1.2. */
  readonly k1?: number
  /** How much long documents are discounted, 0 to 1. Default 0.75. */
  readonly b?: number
  /** Default: the rows are all that there is. */
  readonly whole?: WholeStatistics | undefined
}

/** Terms between two pauses. */
const PIECE = 256

/**
 * Inverted index for BM25 over rows of weighted fields.
 *
 *     score(q, d) = sum over t of  weight_q(t) * idf(t) * tf (k1 + 1) / (tf + k1 (1 - b + b length(d) / mean length))
 *     idf(t)      = ln(1 + (n - n_t + 0.5) / (n_t + 0.5))
 *
 * tf is the sum over the fields of weight times count (the simple BM25F), length(d) the sum of all tf of the row, n the number of rows,
 * n_t how many of them have the term. Source: Robertson & Zaragoza, "The Probabilistic Relevance Framework: BM25
 * and Beyond", 2009; the 1 inside the logarithm keeps the weight of very frequent words positive.
 *
 * It never changes: `rearranged` makes the index of other rows.
 */
export class Bm25Index {
  readonly #k1: number
  readonly #b: number
  readonly #whole: WholeStatistics | undefined
  #forward = new ForwardIndex()
  #statistics: TermStatistics | undefined
  /** What one unit of query weight on the term adds to the row's score, entry by entry of the transposed index: idf times the saturated frequency. */
  #impacts: Float32Array | undefined
  #graph: TokenGraph | undefined
  #making: Promise<TokenGraph> | undefined
  #asked: { readonly query: readonly WeightedTerm[]; readonly weights: ReadonlyMap<number, number> } | undefined

  constructor(options: Bm25Options = {}) {
    this.#k1 = options.k1 ?? 1.2
    this.#b = options.b ?? 0.75
    this.#whole = options.whole
  }

  static build(documents: Iterable<readonly Bm25Field[]>, options: Bm25Options = {}): Bm25Index {
    const index = new Bm25Index(options)
    for (const document of documents) index.#forward.add(document)
    return index
  }

  /**
   * The index that `toRecord` was asked of, with `rows` rows. Undefined when `record` is none: it may come from storage, where
   * anybody may have written.
   */
  static restore(record: unknown, rows: number, options: Bm25Options = {}): Bm25Index | undefined {
    const whole = readWordRecord(record, rows)
    if (!whole) return undefined
    const index = new Bm25Index(options)
    index.#forward = ForwardIndex.restore(whole)
    return index
  }

  /** All rows, as data for `restore`. */
  toRecord(): WordRecord {
    return { version: WORDS_VERSION, ...this.#forward.toRecord() }
  }

  get rowCount(): number {
    return this.#forward.rowCount
  }

  /**
   * The same as an index built from the texts of other rows: row r is the row `from[r]` of this one, or has the text `documentOf(r)`
   * if that is -1.
   */
  rearranged(from: Int32Array, documentOf: (row: number) => readonly Bm25Field[]): Bm25Index {
    return atOnce(this.rearranging(from, documentOf))
  }

  /** `rearranged` in pieces: stops after each. */
  *rearranging(from: Int32Array, documentOf: (row: number) => readonly Bm25Field[]): Generator<void, Bm25Index> {
    if (from.length === this.rowCount && from.every((source, row) => source === row)) return this
    const index = new Bm25Index({ k1: this.#k1, b: this.#b, whole: this.#whole })
    index.#forward = yield* this.#forward.rearranging(from, documentOf)
    return index
  }

  /** The same rows as a part of a larger catalog. */
  within(whole: WholeStatistics): Bm25Index {
    const index = new Bm25Index({ k1: this.#k1, b: this.#b, whole })
    index.#forward = this.#forward
    return index
  }

  /** Writes the score of every row for the query to `out`, which holds `rowCount` numbers or more. Unknown terms add nothing. */
  scoresInto(query: readonly WeightedTerm[], out: Float32Array): void {
    if (out.length < this.rowCount) {
      throw new PagekinError('usage', `scoresInto: out has ${out.length} entries; expected ${this.rowCount} or more`)
    }
    const { offset, rows } = this.#forward.transposed()
    const impacts = this.#currentImpacts()
    out.fill(0)
    for (const { term, weight } of query) {
      const id = this.#forward.idOf(term)
      if (id === undefined) continue
      const end = offset[id + 1]!
      for (let at = offset[id]!; at < end; at++) {
        const row = rows[at]!
        out[row] = out[row]! + weight * impacts[at]!
      }
    }
  }

  /**
   * The query with terms of this index in the place of those that no row has: the nearest ones (`nearTerms`), by as much less as they
   * differ, together as heavy as the one they stand for. For a part number (`tn201`) its letters and digits stand in where a row has them
   * all, as of `TN-201`. Terms without any stay, and add nothing.
   */
  withNearTerms(query: readonly WeightedTerm[]): WeightedTerm[] {
    return query.flatMap((wanted) => {
      const near = this.has(wanted.term) ? [] : [...this.#partsOf(wanted.term), ...nearTerms(wanted.term, this.#forward.vocabulary)]
      if (near.length === 0) return [wanted]
      return near.map(({ term, similarity }) => ({ term, weight: (wanted.weight * similarity) / near.length }))
    })
  }

  /** Those of an unknown word of letters and digits that a row has together. */
  #partsOf(word: string): NearTerm[] {
    const parts = word.match(/\p{N}+|\P{N}+/gu) ?? []
    if (parts.length < 2 || !parts.every((term) => this.has(term))) return []
    const [rarest, ...others] = parts
      .map((term) => this.#forward.idOf(term)!)
      .sort((a, b) => this.#rowsOf(a).length - this.#rowsOf(b).length)
    const isThere = this.#rowsOf(rarest!).some((row) => {
      const terms = this.#forward.terms.subarray(this.#forward.startOf(row), this.#forward.endOf(row))
      return others.every((id) => terms.includes(id))
    })
    return isThere ? parts.map((term) => ({ term, similarity: PART })) : []
  }

  /** The rows that have a term. */
  #rowsOf(id: number): Uint32Array {
    const { offset, rows } = this.#forward.transposed()
    return rows.subarray(offset[id], offset[id + 1])
  }

  /** Makes what the next question would wait for. Stops after each piece. */
  *preparing(): Generator<void> {
    yield* this.#forward.preparing()
    this.#impacts ??= yield* this.#makingImpacts()
  }

  /** Whether a row has the term. */
  has(term: string): boolean {
    return this.#forward.idOf(term) !== undefined
  }

  /** How many rows have the term. */
  countOf(term: string): number {
    const id = this.#forward.idOf(term)
    return id === undefined ? 0 : this.#rowsOf(id).length
  }

  /** Of the rows, in weighted terms. */
  get meanLength(): number {
    return this.#currentStatistics().meanLength
  }

  /** How telling a term is in this catalog (the idf above); the most that there is for one that no row has. */
  idfOf(term: string): number {
    const id = this.#forward.idOf(term)
    const { idf } = this.#currentStatistics()
    return id === undefined ? Math.log1p(((this.#whole?.rows ?? this.rowCount) + 0.5) / 0.5) : idf[id]!
  }

  /** Vectors of the same rows and terms, made when first asked for: about a millisecond for ten items. */
  graph(): TokenGraph {
    this.#graph ??= TokenGraph.of(this.#forward)
    return this.#graph
  }

  /** Makes `graph` with pauses, in which other calls have their turn. */
  async makeGraph(breathe: Breathe): Promise<void> {
    if (this.#graph) return
    this.#making ??= TokenGraph.inPieces(this.#forward, breathe)
    const made = await this.#making
    this.#graph ??= made
  }

  /** The distinct terms of a row, in the order of their first occurrence. */
  termsOf(row: number): string[] {
    this.#assertRow(row)
    const terms: string[] = []
    this.#visit(row, (id) => terms.push(this.#forward.termOf(id)))
    return terms
  }

  /**
   * What each query term adds to the row's score, largest first. The scores add up to what `scoresInto` writes for the
   * row, to the precision of its 32-bit numbers; a term asked for twice is one entry, terms that the row lacks are none.
   */
  matchedTerms(row: number, query: readonly WeightedTerm[]): TermScore[] {
    this.#assertRow(row)
    const weights = this.#weightsOf(query)
    const { idf } = this.#currentStatistics()
    const matched: TermScore[] = []
    this.#visit(row, (id, frequency) => {
      const weight = weights.get(id)
      if (weight !== undefined) matched.push({ term: this.#forward.termOf(id), score: weight * idf[id]! * this.#saturated(row, frequency) })
    })
    return matched.sort((left, right) => right.score - left.score)
  }

  /**
   * A row as a query: its `limit` terms of largest idf times saturated frequency, weighted by the saturated frequency (0 to
   * k1 + 1), so that idf counts once when they are scored. For "items like this one".
   */
  itemQueryTerms(row: number, limit = 32): WeightedTerm[] {
    this.#assertRow(row)
    const { idf } = this.#currentStatistics()
    const terms: { term: string; weight: number; impact: number }[] = []
    this.#visit(row, (id, frequency) => {
      const weight = this.#saturated(row, frequency)
      terms.push({ term: this.#forward.termOf(id), weight, impact: idf[id]! * weight })
    })
    terms.sort((left, right) => right.impact - left.impact)
    if (terms.length > limit) terms.length = limit
    return terms
  }

  /** By term id. Kept for the query asked last: whoever lists answers asks row by row. */
  #weightsOf(query: readonly WeightedTerm[]): ReadonlyMap<number, number> {
    if (this.#asked?.query === query) return this.#asked.weights
    const weights = new Map<number, number>()
    for (const { term, weight } of query) {
      const id = this.#forward.idOf(term)
      if (id !== undefined) weights.set(id, (weights.get(id) ?? 0) + weight)
    }
    this.#asked = { query, weights }
    return weights
  }

  #saturated(row: number, frequency: number): number {
    const { meanLength } = this.#currentStatistics()
    const relativeLength = meanLength > 0 ? this.#forward.lengthOf(row) / meanLength : 1
    return (frequency * (this.#k1 + 1)) / (frequency + this.#k1 * (1 - this.#b + this.#b * relativeLength))
  }

  #currentStatistics(): TermStatistics {
    this.#statistics ??= termStatistics(this.#forward, this.#whole)
    return this.#statistics
  }

  #currentImpacts(): Float32Array {
    this.#impacts ??= atOnce(this.#makingImpacts())
    return this.#impacts
  }

  *#makingImpacts(): Generator<void, Float32Array> {
    const { offset, rows, frequencies } = this.#forward.transposed()
    const { idf } = this.#currentStatistics()
    const impacts = new Float32Array(rows.length)
    for (let id = 0; id < idf.length; id++) {
      if (id % PIECE === 0) yield
      const end = offset[id + 1]!
      for (let at = offset[id]!; at < end; at++) impacts[at] = idf[id]! * this.#saturated(rows[at]!, frequencies[at]!)
    }
    return impacts
  }

  /** Calls `visit` with every term id and weighted count of a row, in the order of first occurrence. */
  #visit(row: number, visit: (id: number, frequency: number) => void): void {
    const { terms, frequencies } = this.#forward
    const end = this.#forward.endOf(row)
    for (let at = this.#forward.startOf(row); at < end; at++) visit(terms[at]!, frequencies[at]!)
  }

  #assertRow(row: number): void {
    if (Number.isInteger(row) && row >= 0 && row < this.rowCount) return
    throw new PagekinError('usage', `Bm25Index: received row ${row}; expected a row below ${this.rowCount}`)
  }
}

/** The terms of a text with how often each stands there. */
export function queryTerms(text: string): WeightedTerm[] {
  const counts = new Map<string, number>()
  for (const term of tokenize(text)) counts.set(term, (counts.get(term) ?? 0) + 1)
  return [...counts].map(([term, weight]) => ({ term, weight }))
}
