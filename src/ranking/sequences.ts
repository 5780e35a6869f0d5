import { PagekinError } from '../errors.js'

/** What many users or sessions did, as rows, each oldest first: sequence s has the rows `items[offset[s]]` to before `offset[s + 1]`. */
export interface Sequences {
  /** Rows of the catalog. */
  readonly rowCount: number
  readonly offset: Uint32Array
  readonly items: Uint32Array
}

/** The sequences that each row is in, each once, rising: row r has `sequences[offset[r]]` to before `offset[r + 1]`. */
export interface SequencesOfRows {
  readonly offset: Uint32Array
  readonly sequences: Uint32Array
}

/** Throws `usage` for a row that is not 0 to rowCount - 1. */
export function toSequences(lists: readonly ArrayLike<number>[], rowCount: number): Sequences {
  const offset = new Uint32Array(lists.length + 1)
  lists.forEach((list, s) => {
    offset[s + 1] = offset[s]! + list.length
  })
  const items = new Uint32Array(offset[lists.length]!)
  lists.forEach((list, s) => {
    for (let i = 0; i < list.length; i++) {
      const row = list[i]!
      if (!Number.isInteger(row) || row < 0 || row >= rowCount) {
        throw new PagekinError('usage', `toSequences: sequence ${s} has row ${row}, expected 0 to ${rowCount - 1}`)
      }
      items[offset[s]! + i] = row
    }
  })
  return { rowCount, offset, items }
}

export function sequenceCount({ offset }: Sequences): number {
  return offset.length - 1
}

/** The rows of one sequence, oldest first: a view. */
export function sequenceAt({ offset, items }: Sequences, sequence: number): Uint32Array {
  return items.subarray(offset[sequence]!, offset[sequence + 1]!)
}

export function sequencesOfRows(sequences: Sequences): SequencesOfRows {
  const { rowCount } = sequences
  const offset = new Uint32Array(rowCount + 1)
  const lastSeen = new Int32Array(rowCount).fill(-1)
  const visitOnce = (visit: (row: number, sequence: number) => void): void => {
    lastSeen.fill(-1)
    for (let s = 0; s < sequenceCount(sequences); s++) {
      for (const row of sequenceAt(sequences, s)) {
        if (lastSeen[row] === s) continue
        lastSeen[row] = s
        visit(row, s)
      }
    }
  }
  visitOnce((row) => {
    offset[row + 1]!++
  })
  for (let row = 0; row < rowCount; row++) offset[row + 1]! += offset[row]!
  const next = offset.slice()
  const found = new Uint32Array(offset[rowCount]!)
  visitOnce((row, s) => {
    found[next[row]!++] = s
  })
  return { offset, sequences: found }
}

/** How many sequences have each row. */
export function sequencesPerRow(sequences: Sequences): Uint32Array {
  const { offset } = sequencesOfRows(sequences)
  return Uint32Array.from({ length: sequences.rowCount }, (_, row) => offset[row + 1]! - offset[row]!)
}
