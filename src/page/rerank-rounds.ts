/** rounds.js: asks a site's own scoring function in rounds. Fetched with the first search that has `rerank`. */

import { type ErrorReport, PagekinError, throwIfAborted } from '../errors.js'
import { own } from '../own.js'
import type { ListAnswer, RerankRequest } from '../protocol.js'
import type { Item, ItemId, Rerank } from '../types.js'
import { untilAborted } from '../waiting.js'

const WHERE = 'search: rerank.score'
const DEFAULT_CALLS = 100
const MOST_CALLS = 500

export interface Rounds {
  readonly text: string
  readonly rerank: Rerank
  readonly signal: AbortSignal | undefined
  /** The engine's answer by the scores so far, and which items to score next. */
  ask(request: RerankRequest): Promise<ListAnswer>
  /** What was told before. */
  readonly told?: ErrorReport | undefined
  /** Told of what the site's function did wrong; undefined if it does so no more. */
  tell(fault: PagekinError | undefined): void
}

/**
 * A search with a site's own scoring function. Until the function has scored something, and if it fails, the page's own ranking answers.
 *
 * @throws PagekinError `usage` for options of another form, `aborted`, and what `ask` throws.
 */
export async function inRounds({ text, rerank, signal, ask, told, tell }: Rounds): Promise<Omit<ListAnswer, 'next'>> {
  const { score, calls = DEFAULT_CALLS } = own(rerank)
  if (typeof score !== 'function') {
    throw new PagekinError('usage', `${WHERE}: received ${typeof score}, expected a function`)
  }
  if (!(Number.isInteger(calls) && calls >= 1 && calls <= MOST_CALLS)) {
    throw new PagekinError(
      'usage',
      `search: rerank.calls: received ${JSON.stringify(calls)}, expected a whole number from 1 to ${MOST_CALLS}`,
    )
  }
  const first = await ask({ calls, scored: [] })
  let { next = [], ...answer } = first
  let scored: readonly (readonly [ItemId, number])[] = []
  let fault: PagekinError | undefined
  while (next.length > 0) {
    const items = next
    try {
      const scores = await untilAborted(scoresOf(score, text, items), signal, 'search')
      scored = [...scored, ...items.map(({ id }, at) => [id, scores[at]!] as const)]
    } catch (thrown) {
      throwIfAborted(signal, 'search')
      fault = new PagekinError('usage', `${WHERE}: ${reasonOf(thrown)}. The page's own ranking answers.`, { cause: thrown })
      answer = first
      break
    }
    ;({ next = [], ...answer } = await ask({ calls, scored }))
  }
  if (fault || told?.message.includes(WHERE)) tell(fault)
  const { next: _, ...list }: ListAnswer = answer
  return list
}

async function scoresOf(score: Rerank['score'], text: string, items: readonly Item[]): Promise<readonly number[]> {
  const scores: unknown = await score(text, items)
  const list = Array.isArray(scores) || ArrayBuffer.isView(scores) ? Array.from(scores as ArrayLike<unknown>) : undefined
  const wrong = list ? list.findIndex((one) => !Number.isFinite(one)) : -1
  if (list?.length === items.length && wrong < 0) return list as number[]
  const received = !list
    ? typeof scores
    : wrong < 0
      ? `${list.length} scores`
      : `${String(list[wrong]).slice(0, 60)} for item ${items[wrong]?.id}`
  throw new Error(`received ${received}, expected ${items.length} finite numbers, one an item`)
}

function reasonOf(thrown: unknown): string {
  return String((thrown as Error | undefined)?.message || thrown).slice(0, 300)
}
