/**
 * The words of a catalog as plain data, to be stored beside it: reading 26,000 entries back takes a few milliseconds, taking
 * the texts apart again some thirty.
 */
export interface WordRecord {
  readonly version: number
  /** Terms by id, joined by line ends, which no term contains. */
  readonly vocabulary: string
  /** Row r has the entries `starts[r]` to `starts[r + 1]`. */
  readonly starts: Uint32Array
  /** Term id of each entry. */
  readonly terms: Numbers
  /** Weighted count of each entry. */
  readonly frequencies: Numbers
}

type Numbers = Uint8Array | Uint16Array | Uint32Array | Float64Array

/** Raised when `tokenize` or `itemFields` give other terms than before: what was stored is then no answer to today's words. */
export const WORDS_VERSION = 2

/** What is read from storage may be anything: any script of the site writes there. Undefined for all that is no record of `rows` rows. */
export function readWordRecord(value: unknown, rows: number): WordRecord | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { version, vocabulary, starts, terms, frequencies } = value as Partial<WordRecord>
  if (version !== WORDS_VERSION || typeof vocabulary !== 'string' || !(starts instanceof Uint32Array)) return undefined
  if (!isNumbers(terms) || !isNumbers(frequencies) || starts.length !== rows + 1) return undefined
  const fits = starts[0] === 0 && starts[rows] === terms.length && frequencies.length === terms.length
  if (!fits || starts.some((start, row) => row > 0 && start < starts[row - 1]!)) return undefined
  const termCount = vocabulary === '' ? 0 : vocabulary.split('\n').length
  for (let at = 0; at < terms.length; at++) {
    const term = terms[at]!
    const frequency = frequencies[at]!
    if (!(Number.isInteger(term) && term < termCount && frequency > 0 && frequency < Number.POSITIVE_INFINITY)) return undefined
  }
  return { version, vocabulary, starts, terms, frequencies }
}

/** The numbers in the smallest kind of array that holds them exactly. */
export function narrowed(values: Uint32Array | Float64Array): Numbers {
  for (const Kind of [Uint8Array, Uint16Array, Uint32Array]) {
    const narrow = new Kind(values)
    if (values.every((value, i) => narrow[i] === value)) return narrow
  }
  return values
}

function isNumbers(value: unknown): value is Numbers {
  return value instanceof Uint8Array || value instanceof Uint16Array || value instanceof Uint32Array || value instanceof Float64Array
}
