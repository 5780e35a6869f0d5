import { atOnce } from '../pieces.js'
import { tokenize } from './tokens.js'
import { narrowed, type WordRecord } from './word-record.js'

/** A part of a document's text. A term in a field of weight 2 counts as if it stood there twice. */
export interface Bm25Field {
  readonly text: string
  readonly weight: number
}

/** The entries of all rows, term by term (compressed sparse rows): term t has the entries offset[t] to offset[t + 1], in the order of the rows. */
export interface Transposed {
  readonly offset: Uint32Array
  readonly rows: Uint32Array
  /** Weighted counts. */
  readonly frequencies: Float32Array
}

/** Rows between two pauses. */
const PIECE = 256
/** Room for so many more entries is made when there is none left. */
const MIN_GROWTH = 1024

/**
 * The terms of every row with their weighted counts, as flat arrays that grow at the end. Row r has the entries `startOf(r)` to
 * `endOf(r)`, a term each, in the order of first occurrence. Every term is in a row.
 */
export class ForwardIndex {
  #idOf: Map<string, number> | undefined = new Map()
  #vocabulary: string[] = []
  #terms = new Uint32Array(0)
  #frequencies = new Float64Array(0)
  readonly #starts: number[] = [0]
  readonly #lengths: number[] = []
  #transposed: Transposed | undefined

  /** From what `toRecord` wrote. */
  static restore({ vocabulary, starts, terms, frequencies }: WordRecord): ForwardIndex {
    const index = new ForwardIndex()
    index.#vocabulary = vocabulary === '' ? [] : vocabulary.split('\n')
    // made when a word is asked for
    index.#idOf = undefined
    index.#terms = new Uint32Array(terms)
    index.#frequencies = new Float64Array(frequencies)
    for (let row = 0; row + 1 < starts.length; row++) {
      let length = 0
      for (let at = starts[row]!; at < starts[row + 1]!; at++) length += frequencies[at]!
      index.#starts.push(starts[row + 1]!)
      index.#lengths.push(length)
    }
    return index
  }

  get rowCount(): number {
    return this.#lengths.length
  }

  /** Distinct terms; a term's id is below. */
  get termCount(): number {
    return this.#vocabulary.length
  }

  /** Entries of all rows. */
  get entryCount(): number {
    return this.#starts.at(-1)!
  }

  /** Every term, by id. */
  get vocabulary(): readonly string[] {
    return this.#vocabulary
  }

  /** Term id of each entry. A view: it dies with the next `add`. */
  get terms(): Uint32Array {
    return this.#terms
  }

  /** Weighted count of each entry. A view: it dies with the next `add`. */
  get frequencies(): Float64Array {
    return this.#frequencies
  }

  /** Makes what `idOf` and `transposed` look up. Stops after each piece; nothing is added meanwhile. */
  *preparing(): Generator<void> {
    this.#ids()
    yield
    this.#transposed ??= yield* this.#transposing()
  }

  idOf(term: string): number | undefined {
    return this.#ids().get(term)
  }

  termOf(id: number): string {
    return this.#vocabulary[id]!
  }

  startOf(row: number): number {
    return this.#starts[row]!
  }

  endOf(row: number): number {
    return this.#starts[row + 1]!
  }

  /** Weighted number of terms of a row. */
  lengthOf(row: number): number {
    return this.#lengths[row]!
  }

  /** The same entries by term; kept until the next `add`. */
  transposed(): Transposed {
    this.#transposed ??= atOnce(this.#transposing())
    return this.#transposed
  }

  /** Appends a row. */
  add(document: readonly Bm25Field[]): void {
    const counts = new Map<number, number>()
    let length = 0
    for (const { text, weight } of document) {
      for (const term of tokenize(text)) {
        const id = this.#idFor(term)
        counts.set(id, (counts.get(id) ?? 0) + weight)
        length += weight
      }
    }
    let at = this.#begin(counts.size)
    for (const [id, frequency] of counts) {
      this.#terms[at] = id
      this.#frequencies[at++] = frequency
    }
    this.#end(at, length)
  }

  /**
   * The index of other rows, the same as one built from their texts: row r is the row `from[r]` of this one, or has the text
   * `documentOf(r)` if that is -1. Stops after each piece; nothing is added to this one meanwhile.
   */
  *rearranging(from: ArrayLike<number>, documentOf: (row: number) => readonly Bm25Field[]): Generator<void, ForwardIndex> {
    const next = new ForwardIndex()
    // of a few rows not the room for all
    next.#reserve(Math.ceil((this.entryCount * from.length) / (this.rowCount || 1)))
    const newIds = new Int32Array(this.termCount).fill(-1)
    for (let row = 0; row < from.length; row++) {
      if (row % PIECE === 0) yield
      const source = from[row]!
      if (source < 0) next.add(documentOf(row))
      else next.#copy(this, source, newIds)
    }
    return next
  }

  /** All rows, as `restore` reads them. */
  toRecord(): Omit<WordRecord, 'version'> {
    const { entryCount } = this
    return {
      vocabulary: this.#vocabulary.join('\n'),
      starts: Uint32Array.from(this.#starts),
      terms: narrowed(this.#terms.slice(0, entryCount)),
      frequencies: narrowed(this.#frequencies.slice(0, entryCount)),
    }
  }

  /** Appends a row of another index. `newIds` has the ids here of its terms, or -1. */
  #copy(other: ForwardIndex, row: number, newIds: Int32Array): void {
    const end = other.endOf(row)
    let to = this.#begin(end - other.startOf(row))
    for (let at = other.startOf(row); at < end; at++) {
      const id = other.#terms[at]!
      if (newIds[id]! < 0) newIds[id] = this.#idFor(other.#vocabulary[id]!)
      this.#terms[to] = newIds[id]!
      this.#frequencies[to++] = other.#frequencies[at]!
    }
    this.#end(to, other.lengthOf(row))
  }

  /** Makes room for the entries of one more row. Returns where they begin. */
  #begin(count: number): number {
    this.#transposed = undefined
    this.#reserve(this.entryCount + count)
    return this.entryCount
  }

  #end(at: number, length: number): void {
    this.#starts.push(at)
    this.#lengths.push(length)
  }

  *#transposing(): Generator<void, Transposed> {
    const offset = new Uint32Array(this.termCount + 1)
    for (let row = 0; row < this.rowCount; row++) {
      if (row % PIECE === 0) yield
      const end = this.endOf(row)
      for (let at = this.startOf(row); at < end; at++) offset[this.#terms[at]! + 1]!++
    }
    for (let id = 0; id < this.termCount; id++) offset[id + 1]! += offset[id]!
    const next = offset.slice()
    const rows = new Uint32Array(this.entryCount)
    const frequencies = new Float32Array(this.entryCount)
    for (let row = 0; row < this.rowCount; row++) {
      if (row % PIECE === 0) yield
      const end = this.endOf(row)
      for (let from = this.startOf(row); from < end; from++) {
        const at = next[this.#terms[from]!]!++
        rows[at] = row
        frequencies[at] = this.#frequencies[from]!
      }
    }
    return { offset, rows, frequencies }
  }

  #ids(): Map<string, number> {
    this.#idOf ??= new Map(this.#vocabulary.map((term, id) => [term, id]))
    return this.#idOf
  }

  #idFor(term: string): number {
    const ids = this.#ids()
    const known = ids.get(term)
    if (known !== undefined) return known
    const id = this.#vocabulary.push(term) - 1
    ids.set(term, id)
    return id
  }

  #reserve(entries: number): void {
    if (entries <= this.#terms.length) return
    const capacity = Math.max(entries, 2 * this.#terms.length, MIN_GROWTH)
    const terms = new Uint32Array(capacity)
    const frequencies = new Float64Array(capacity)
    terms.set(this.#terms)
    frequencies.set(this.#frequencies)
    this.#terms = terms
    this.#frequencies = frequencies
  }
}
