/** rounds.js: asks a site's own scoring function in rounds. Fetched with the first search that has `rerank`. */

import { PagekinError, throwIfAborted } from '../errors.js'
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
  /** Aborted when the recommender is disposed. */
  readonly lifetime: AbortSignal
  /** The engine's answer by the scores so far, and which items to score next; without a request its own ranking. */
  ask(request?: RerankRequest): Promise<ListAnswer>
  /** Told of what the site's function did wrong; of nothing, where it did all right. */
  tell(fault?: PagekinError): void
}

/**
 * A search with a site's own scoring function. Until the function has scored something, and if it fails, the page's own ranking answers.
 *
 * @throws PagekinError `usage` for options of another form, `aborted`, and what `ask` throws.
 */
export async function inRounds({ text, rerank, signal, lifetime, ask, tell }: Rounds): Promise<Omit<ListAnswer, 'next'>> {
  const { calls = DEFAULT_CALLS } = rerank
  if (typeof rerank.score !== 'function') {
    throw new PagekinError('usage', `${WHERE}: received ${typeof rerank.score}, expected a function`)
  }
  if (!(Number.isInteger(calls) && calls >= 1 && calls <= MOST_CALLS)) {
    throw new PagekinError('usage', `search: rerank.calls: received ${String(calls)}, expected a whole number from 1 to ${MOST_CALLS}`)
  }
  const ids: ItemId[] = []
  const scores: number[] = []
  const asked = () => ask({ calls, scored: fractions(scores).map((score, at) => [ids[at]!, score] as const) })
  const withoutIt = async (fault: PagekinError) => {
    tell(fault)
    return listOf(await ask())
  }
  try {
    for (;;) {
      const answer = await asked()
      const { next = [] } = answer
      if (next.length === 0) {
        if (scores.length > 0) tell()
        return listOf(answer)
      }
      const work = scoresOf(rerank, text, next)
      scores.push(...(await untilAborted(untilAborted(work, signal, 'search'), lifetime, 'search')))
      ids.push(...next.map(({ id }) => id))
    }
  } catch (thrown) {
    throwIfAborted(signal, 'search')
    throwIfAborted(lifetime, 'search')
    if (thrown instanceof ScoreFault)
      return withoutIt(new PagekinError('usage', `${WHERE}: ${thrown.message}. The page's own ranking answers.`, { cause: thrown.cause }))
    // a script of the engine that is not there
    if (thrown instanceof PagekinError && thrown.code === 'worker-failed') return withoutIt(thrown)
    throw thrown
  }
}

const listOf = ({ next: _, ...list }: ListAnswer): Omit<ListAnswer, 'next'> => list

/** What the site's function did wrong. */
class ScoreFault extends Error {}

/** The function gets items of its own: what it does to them changes nothing. */
async function scoresOf(rerank: Rerank, text: string, items: readonly Item[]): Promise<readonly number[]> {
  let scores: unknown
  try {
    scores = await rerank.score(text, structuredClone(items))
  } catch (cause) {
    throw new ScoreFault(reasonOf(cause), { cause })
  }
  const list = Array.isArray(scores) || ArrayBuffer.isView(scores) ? Array.from(scores as ArrayLike<unknown>) : undefined
  const wrong = list ? list.findIndex((one) => !Number.isFinite(one)) : -1
  if (list?.length === items.length && wrong < 0) return list as number[]
  const received = !list
    ? typeof scores
    : wrong < 0
      ? `${list.length} scores`
      : `${String(list[wrong]).slice(0, 60)} for item ${items[wrong]?.id}`
  throw new ScoreFault(`received ${received}, expected ${items.length} finite numbers, one an item`)
}

/** The lowest as 0, the highest as 1: numbers of any size are told apart alike. */
function fractions(scores: readonly number[]): number[] {
  // halves, or the span of the largest numbers would be infinite
  const [low, high] = [Math.min(...scores) / 2, Math.max(...scores) / 2]
  return scores.map((score) => (high > low ? (score / 2 - low) / (high - low) : 0))
}

function reasonOf(thrown: unknown): string {
  try {
    return String((thrown as Error | undefined)?.message || thrown).slice(0, 300)
  } catch {
    return `threw ${typeof thrown}`
  }
}
