import type { Answer } from './answer.js'
import type { Mode } from './question.js'

/**
 * Whether a shelf has nothing to say to the visitor. A search was asked for and says that it found nothing; another shelf, with no card
 * and nothing that the site wrote in its place, disappears.
 */
export function isBlank(mode: Mode, status: Answer['status'], shown: number, hasFallback: boolean): boolean {
  return mode !== 'search' && shown === 0 && !hasFallback && status !== 'loading' && status !== 'idle'
}
