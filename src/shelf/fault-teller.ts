import { PagekinError } from '../errors.js'
import { own } from '../own.js'
import type { RecommenderState } from '../types.js'
import type { Answer } from './answer.js'
import type { Mode } from './question.js'
import { warnOf, warnOnce } from './warn.js'

/** A console is read by people. */
const NAMED_ROWS = 5

/** Tells the site what is wrong with a shelf, each thing once: on the console, and by `onError`. Visitors read nothing of it. */
export class FaultTeller {
  readonly #onError: (error: PagekinError) => void
  #lastError = ''
  #lastFault = ''

  constructor(onError: (error: PagekinError) => void = () => undefined) {
    this.#onError = onError
  }

  /** Of the question, and of the recommender, which goes on below it. */
  heed(answer: Answer, mode: Mode): void {
    const { state } = answer
    const error = answer.error ?? emptiness(answer, mode)
    if (error && error.message !== this.#lastError) this.#tell(error)
    this.#lastError = error?.message ?? ''
    if (!state) return
    const fault = own(state).error
    if (fault && fault.message !== this.#lastFault) this.#tell(PagekinError.fromReport(fault))
    this.#lastFault = fault?.message ?? ''
    tellRejected(state)
  }

  #tell(error: PagekinError): void {
    warnOf(error)
    this.#onError(error)
  }
}

/** What a search finds, and what one visitor did, may be nothing. */
const MAY_BE_EMPTY: ReadonlySet<Mode> = new Set<Mode>(['search', 'recent', 'again', 'others', 'goes-with'])

/** Another shelf is empty where the catalog is, or where the site filters all of it. */
function emptiness({ status, state }: Answer, mode: Mode): PagekinError | undefined {
  if (status !== 'empty' || MAY_BE_EMPTY.has(mode) || !state) return undefined
  const { total } = state.items
  return total > 1
    ? new PagekinError('usage', `shelf: received no item of ${total}, expected one that where, rules and exclude allow; it takes no room`)
    : new PagekinError('catalog-invalid', `shelf: received a catalog of ${total} items, expected two or more; it takes no room`)
}

/** Which rows of the catalog no visitor will see. */
function tellRejected({ items, rejectedRows, catalogNotes = [], interactions }: RecommenderState): void {
  for (const note of catalogNotes) warnOnce(`[pagekin catalog-invalid] catalog: ${note}`)
  tellRows('catalog', items.rejected, rejectedRows)
  if (interactions) tellRows('interactions', interactions.rejected, interactions.rejectedRows)
}

function tellRows(of: 'catalog' | 'interactions', rejected: number, rows: RecommenderState['rejectedRows']): void {
  if (!rejected) return
  const named = rows
    .slice(0, NAMED_ROWS)
    .map(({ row, line, field, why }) => `${line ? `line ${line}` : `row ${row + 1}`}${field && `, ${field}`}: ${why}`)
  if (rejected > named.length) named.push(`and ${rejected - named.length} more`)
  warnOnce(`[pagekin ${of}-invalid] ${rejected} rows of the ${of} rejected: ${named.join('; ')}`)
}
