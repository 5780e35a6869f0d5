import { PagekinError } from '../../errors.js'
import { type Sequences, sequencesPerRow, toSequences } from '../../ranking/sequences.js'
import type { Interaction } from '../../types.js'

/** Who comes next? One question: what somebody did, and what they did then. */
export interface NextItemQuery {
  readonly user: string
  /** Rows, oldest first. */
  readonly history: Uint32Array
  readonly target: number
  /** The history with kinds and times, and the moment of the question; absent where the set has no times. */
  readonly events?: { readonly interactions: readonly Interaction[]; readonly now: number }
}

/** What is learned from and what is asked; candidates are all rows that are not in the history. */
export interface NextItemTask {
  readonly name: string
  /** Ids by row. */
  readonly ids: readonly string[]
  readonly train: Sequences
  /** How many training sequences have each row. */
  readonly met: Uint32Array
  readonly queries: readonly NextItemQuery[]
}

/** Histories by id, as a set gives them. */
export interface IdTask {
  readonly name: string
  readonly ids: readonly string[]
  readonly train: readonly (readonly string[])[]
  readonly queries: readonly (Omit<NextItemQuery, 'history' | 'target'> & {
    readonly history: readonly string[]
    readonly target: string
  })[]
}

/** Ids to rows. Throws `usage` for an id that is not among `ids`. */
export function nextItemTask({ name, ids, train, queries }: IdTask): NextItemTask {
  const rows = new Map(ids.map((id, row) => [id, row]))
  const rowOf = (id: string): number => {
    const row = rows.get(id)
    if (row === undefined) throw new PagekinError('usage', `nextItemTask ${name}: received item ${id}, expected one of the catalog`)
    return row
  }
  const sequences = toSequences(
    train.map((list) => list.map(rowOf)),
    ids.length,
  )
  return {
    name,
    ids,
    train: sequences,
    met: sequencesPerRow(sequences),
    queries: queries.map((query) => ({ ...query, history: Uint32Array.from(query.history, rowOf), target: rowOf(query.target) })),
  }
}
