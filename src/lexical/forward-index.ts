import { tokenize } from './tokens.js'

/** A part of a document's text. A term in a field of weight 2 counts as if it stood there twice. */
export interface Bm25Field {
  readonly text: string
  readonly weight: number
}

/**
 * The terms of every row with their weighted counts, as flat arrays that grow at the end: a row that is written again leaves its
 * old entries behind, until they outnumber the live ones and the arrays are written anew.
 */
export class ForwardIndex {
  readonly #idOf = new Map<string, number>()
  readonly #vocabulary: string[] = []
  #terms: number[] = []
  #frequencies: number[] = []
  readonly #start: number[] = []
  readonly #end: number[] = []
  readonly #length: number[] = []
  #live = 0

  get rowCount(): number {
    return this.#start.length
  }

  /** Distinct terms ever seen; a term's id is below. */
  get termCount(): number {
    return this.#vocabulary.length
  }

  /** Entries of all rows. */
  get entryCount(): number {
    return this.#live
  }

  idOf(term: string): number | undefined {
    return this.#idOf.get(term)
  }

  termOf(id: number): string {
    return this.#vocabulary[id]!
  }

  /** Weighted number of terms of a row. */
  lengthOf(row: number): number {
    return this.#length[row]!
  }

  /** Sets the text of a row, which exists or is the next one. */
  write(row: number, document: readonly Bm25Field[]): void {
    const counts = new Map<number, number>()
    let length = 0
    for (const { text, weight } of document) {
      for (const term of tokenize(text)) {
        const id = this.#idFor(term)
        counts.set(id, (counts.get(id) ?? 0) + weight)
        length += weight
      }
    }
    this.#live += counts.size - (row < this.rowCount ? this.#end[row]! - this.#start[row]! : 0)
    this.#start[row] = this.#terms.length
    for (const [id, frequency] of counts) {
      this.#terms.push(id)
      this.#frequencies.push(frequency)
    }
    this.#end[row] = this.#terms.length
    this.#length[row] = length
    if (this.#terms.length > 2 * this.#live + 1024) this.#compact()
  }

  /** Calls `visit` with every term id and weighted count of a row, in the order of first occurrence. */
  visit(row: number, visit: (id: number, frequency: number) => void): void {
    const end = this.#end[row]!
    for (let at = this.#start[row]!; at < end; at++) visit(this.#terms[at]!, this.#frequencies[at]!)
  }

  #idFor(term: string): number {
    const known = this.#idOf.get(term)
    if (known !== undefined) return known
    const id = this.#vocabulary.length
    this.#idOf.set(term, id)
    this.#vocabulary.push(term)
    return id
  }

  #compact(): void {
    const terms: number[] = []
    const frequencies: number[] = []
    for (let row = 0; row < this.rowCount; row++) {
      const start = terms.length
      this.visit(row, (id, frequency) => {
        terms.push(id)
        frequencies.push(frequency)
      })
      this.#start[row] = start
      this.#end[row] = terms.length
    }
    this.#terms = terms
    this.#frequencies = frequencies
  }
}
