import type { Item } from '../../types.js'

export type TaskId = 'cloze' | 'opening' | 'title' | 'linked'

/** One query with a known answer, made from the catalog alone. */
export interface TaskQuery {
  /** The item that it was made from. */
  readonly row: number
  /** The text to search for. Null: the query is for items like `row`, which is not an answer itself. */
  readonly text: string | null
  readonly relevant: ReadonlySet<number>
}

/** Free pairs of one kind. No person judged them, so they order settings and are no measure of quality. */
export interface Task {
  readonly id: TaskId
  /** For people. */
  readonly name: string
  /** The catalog to search: items lack the text that became their query. Row i is item i. */
  readonly items: readonly Item[]
  readonly queries: readonly TaskQuery[]
}

export interface TaskOptions {
  /** The most queries of a task. Default 200. */
  readonly queries?: number
  /** Default 1. */
  readonly seed?: number
}

/** A task with fewer pairs is left out: its interval would span nearly everything. */
export const MIN_QUERIES = 20
