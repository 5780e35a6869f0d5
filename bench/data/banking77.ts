import { parseCsv } from './csv.js'

export interface Utterance {
  readonly text: string
  readonly intent: string
}

/** Banking77 (Casanueva et al., 2020), one of its two files: what customers ask, in 77 intents. Train is for tuning, test is reported. */
export function parseBanking77(text: string): Utterance[] {
  return parseCsv('banking77', text, { columns: ['text', 'category'] }).map((cells) => ({ text: cells.text!, intent: cells.category! }))
}
