import type { Item } from '../../types.js'

export type TaskId = 'cloze' | 'opening' | 'title' | 'linked'

/** One question with a known answer that a catalog gives for nothing. */
export interface TaskQuery {
  /** The item that it was taken from. */
  readonly row: number
  /** What is searched for; null: items like `row` are wanted, which is then no answer itself. */
  readonly text: string | null
  readonly relevant: ReadonlySet<number>
}

/** Free pairs of one kind. No person judged them: they order settings, and say little about one figure alone. */
export interface Task {
  readonly id: TaskId
  /** For people. */
  readonly name: string
  /** The catalog as it is asked: the items that queries were taken from lack what was taken. Row i is the given item i. */
  readonly items: readonly Item[]
  readonly queries: readonly TaskQuery[]
}

export interface TaskOptions {
  /** At most this many queries a task. Default 200. */
  readonly queries?: number
  /** Default 1. */
  readonly seed?: number
}

/** Below this many pairs a task is left out: its interval would span nearly everything. */
export const MIN_QUERIES = 20
