import type { Terminal } from './terminal.js'

/** One run of the command line. */
export interface Session {
  readonly terminal: Terminal
  /** Milliseconds since 1970, when the run began. */
  readonly now: number
  /** Set when a question of a batch had no answer: exit code 1. */
  failed: boolean
}
