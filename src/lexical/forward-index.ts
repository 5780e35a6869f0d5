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

/** Room for so many more entries is made when there is none left. */
const MIN_GROWTH = 1024

/**
 * The terms of every row with their weighted counts, as flat arrays that grow at the end: a row that is written again leaves its
 * old entries behind, until they outnumber the live ones and the arrays are written anew. Row r has the entries `startOf(r)` to
 * `endOf(r)`, a term each, in the order of first occurrence.
 */
export class ForwardIndex {
  #idOf: Map<string, number> | undefined = new Map()
  #vocabulary: string[] = []
  #terms = new Uint32Array(0)
  #frequencies = new Float64Array(0)
  #end = 0
  readonly #starts: number[] = []
  readonly #ends: number[] = []
  readonly #lengths: number[] = []
  #live = 0
  #transposed: Transposed | undefined

  /** From what `toRecord` wrote. */
  static restore({ vocabulary, starts, terms, frequencies }: WordRecord): ForwardIndex {
    const index = new ForwardIndex()
    index.#vocabulary = vocabulary === '' ? [] : vocabulary.split('\n')
    // made when a word is asked for
    index.#idOf = undefined
    index.#terms = new Uint32Array(terms)
    index.#frequencies = new Float64Array(frequencies)
    index.#end = terms.length
    index.#live = terms.length
    for (let row = 0; row + 1 < starts.length; row++) {
      let length = 0
      for (let at = starts[row]!; at < starts[row + 1]!; at++) length += frequencies[at]!
      index.#starts.push(starts[row]!)
      index.#ends.push(starts[row + 1]!)
      index.#lengths.push(length)
    }
    return index
  }

  get rowCount(): number {
    return this.#starts.length
  }

  /** Distinct terms ever seen; a term's id is below. */
  get termCount(): number {
    return this.#vocabulary.length
  }

  /** Entries of all rows. */
  get entryCount(): number {
    return this.#live
  }

  /** Term id of each entry. A view: it dies with the next `write`. */
  get terms(): Uint32Array {
    return this.#terms
  }

  /** Weighted count of each entry. A view: it dies with the next `write`. */
  get frequencies(): Float64Array {
    return this.#frequencies
  }

  /** Makes what `idOf` looks terms up in. */
  prepare(): void {
    this.#ids()
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
    return this.#ends[row]!
  }

  /** Weighted number of terms of a row. */
  lengthOf(row: number): number {
    return this.#lengths[row]!
  }

  /** The same entries by term; kept until the next `write`. */
  transposed(): Transposed {
    this.#transposed ??= this.#transpose()
    return this.#transposed
  }

  /** Whether a row has the term now: one that rows had keeps its id. */
  hasTerm(term: string): boolean {
    const id = this.idOf(term)
    return id !== undefined && this.#isInRows(id)
  }

  *termsInRows(): Iterable<string> {
    for (let id = 0; id < this.termCount; id++) if (this.#isInRows(id)) yield this.#vocabulary[id]!
  }

  /** Sets the text of a row, which exists or is the next one. */
  write(row: number, document: readonly Bm25Field[]): void {
    this.#transposed = undefined
    const counts = new Map<number, number>()
    let length = 0
    for (const { text, weight } of document) {
      for (const term of tokenize(text)) {
        const id = this.#idFor(term)
        counts.set(id, (counts.get(id) ?? 0) + weight)
        length += weight
      }
    }
    this.#live += counts.size - (row < this.rowCount ? this.#ends[row]! - this.#starts[row]! : 0)
    this.#reserve(this.#end + counts.size)
    this.#starts[row] = this.#end
    for (const [id, frequency] of counts) {
      this.#terms[this.#end] = id
      this.#frequencies[this.#end] = frequency
      this.#end++
    }
    this.#ends[row] = this.#end
    this.#lengths[row] = length
    if (this.#end > 2 * this.#live + MIN_GROWTH) this.#compact()
  }

  /** `rows`, in their order, as rows of a record that `restore` reads. */
  toRecord(rows: readonly number[]): Omit<WordRecord, 'version'> {
    const newIds = new Int32Array(this.termCount).fill(-1)
    const vocabulary: string[] = []
    const starts = new Uint32Array(rows.length + 1)
    rows.forEach((row, i) => {
      starts[i + 1] = starts[i]! + this.#ends[row]! - this.#starts[row]!
    })
    const terms = new Uint32Array(starts[rows.length]!)
    const frequencies = new Float64Array(terms.length)
    let to = 0
    for (const row of rows) {
      for (let at = this.#starts[row]!; at < this.#ends[row]!; at++) {
        const id = this.#terms[at]!
        if (newIds[id]! < 0) newIds[id] = vocabulary.push(this.#vocabulary[id]!) - 1
        terms[to] = newIds[id]!
        frequencies[to] = this.#frequencies[at]!
        to++
      }
    }
    return { vocabulary: vocabulary.join('\n'), starts, terms: narrowed(terms), frequencies: narrowed(frequencies) }
  }

  #isInRows(id: number): boolean {
    const { offset } = this.transposed()
    return offset[id]! < offset[id + 1]!
  }

  #transpose(): Transposed {
    const offset = new Uint32Array(this.termCount + 1)
    for (let row = 0; row < this.rowCount; row++) {
      const end = this.#ends[row]!
      for (let at = this.#starts[row]!; at < end; at++) offset[this.#terms[at]! + 1]!++
    }
    for (let id = 0; id < this.termCount; id++) offset[id + 1]! += offset[id]!
    const next = offset.slice()
    const rows = new Uint32Array(this.#live)
    const frequencies = new Float32Array(this.#live)
    for (let row = 0; row < this.rowCount; row++) {
      const end = this.#ends[row]!
      for (let from = this.#starts[row]!; from < end; from++) {
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

  #compact(): void {
    const terms = new Uint32Array(this.#live)
    const frequencies = new Float64Array(this.#live)
    let to = 0
    for (let row = 0; row < this.rowCount; row++) {
      const start = this.#starts[row]!
      const end = this.#ends[row]!
      terms.set(this.#terms.subarray(start, end), to)
      frequencies.set(this.#frequencies.subarray(start, end), to)
      this.#starts[row] = to
      to += end - start
      this.#ends[row] = to
    }
    this.#terms = terms
    this.#frequencies = frequencies
    this.#end = to
  }
}
