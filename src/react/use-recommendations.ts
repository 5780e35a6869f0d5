import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { type Answer, askable, type Mode, type Question, type Source, type Status } from '../client/answer.js'
import { delivery } from '../client/delivery.js'
import { LiveAnswer } from '../client/live-answer.js'
import { type CreateRecommender, type SharedOptions, sharedKey } from '../client/shared.js'
import type { PagekinError } from '../errors.js'
import { OPTIONS } from '../options.js'
import { own } from '../own.js'
import type { Item, ItemId, Level, Progress, Recommendation, Recommender, RecommenderState, Rules, Where } from '../types.js'
import { type EngineProps, useEngine } from './provider.js'

export interface UseRecommendationsOptions extends EngineProps {
  /** Default: `similar` with an item, `search` with a query, else `for-you`. */
  readonly mode?: Mode
  /** Id of the item that the page shows; one `view` of it is noted. */
  readonly item?: ItemId
  readonly query?: string
  /** Default 8. */
  readonly limit?: number
  readonly where?: Where
  readonly diversity?: number
  /** Of a search: where no answer is as sure there is none; 0 shows the nearest. Default 0.5. */
  readonly minConfidence?: number
  readonly exclude?: readonly ItemId[]
  readonly rules?: Rules
}

export interface UseRecommendationsResult {
  readonly recommendations: readonly Recommendation[]
  readonly items: readonly Item[]
  /** `idle` while there is nothing to ask: no catalog and no pack, or no id or words for the mode. */
  readonly status: Status
  readonly level: Level
  readonly state: RecommenderState | undefined
  readonly error: PagekinError | undefined
  readonly progress: Progress | undefined
  /** Asks again. */
  readonly refresh: () => void
  /** Notes what the visitor did; before the recommender is there it does nothing. */
  readonly record: Recommender['record']
}

const create: CreateRecommender = async (options) =>
  (await import('../client/create-recommender.js')).createRecommenderFrom(delivery, options)
const NONE: readonly Recommendation[] = []
const ENGINE_NAMES: ReadonlySet<string> = new Set(['items', ...OPTIONS.filter(({ scope }) => scope === 'engine').map(({ name }) => name)])

/**
 * The recommendations for a question, kept up to date. Equal engine options share one recommender, which is disposed a
 * second after its last user has gone, so that StrictMode and a remount keep it. Options are compared by value: they
 * may be written in place. On a server, and until the first answer, `status` is `loading` and the list is empty; an
 * answer to an earlier question is never returned. Failures are in `error`; nothing is thrown.
 */
export function useRecommendations(options: UseRecommendationsOptions = {}): UseRecommendationsResult {
  const { answer, refresh, record } = useAnswer(options)
  const { recommendations, status, level, state, error } = answer
  const items = useMemo(() => recommendations.map(({ item }) => item), [recommendations])
  return { recommendations, items, status, level, state, error, progress: state && own(state).progress, refresh, record }
}

/** The answer behind the hook, with its generation. */
export function useAnswer(options: UseRecommendationsOptions): Pick<UseRecommendationsResult, 'refresh' | 'record'> & {
  readonly answer: Answer
} {
  const engine = { ...useEngine(), ...given(options) }
  const source = sourceOf(engine)
  const question = questionOf(options)
  const sourceKey = source && (source.recommender ?? sharedKey(source.options))
  const questionKey = JSON.stringify(question)

  const [live] = useState(() => new LiveAnswer(create))
  const snapshot = useSyncExternalStore(live.subscribe, live.getSnapshot, live.getSnapshot)

  // the keys stand for the objects, which are new at every render
  useEffect(() => {
    if (source) live.connect(source)
    return () => live.disconnect()
  }, [live, sourceKey])
  useEffect(() => live.ask(question), [live, questionKey])

  const answer = current(snapshot, source, question, questionKey)
  const refresh = useCallback(() => live.refresh(), [live])
  const record = useCallback<Recommender['record']>((interaction) => live.recommender?.record(interaction), [live])
  return { answer, refresh, record }
}

/** Between a change of the options and its effect, what is known is still the answer to the question before. */
function current(snapshot: Answer, source: Source | undefined, question: Question, key: string): Answer {
  if (!source || !askable(question)) return { ...snapshot, status: 'idle', recommendations: NONE, error: undefined }
  return snapshot.key === key ? snapshot : { ...snapshot, status: 'loading', recommendations: NONE, error: undefined }
}

function given(options: object): EngineProps {
  return Object.fromEntries(
    Object.entries(options).filter(([name, value]) => value !== undefined && (name === 'recommender' || ENGINE_NAMES.has(name))),
  )
}

function sourceOf(given: EngineProps): Source | undefined {
  const { recommender, ...options } = own(given)
  if (recommender) return { recommender }
  const engine = own<SharedOptions>(Object.fromEntries(Object.entries(options).filter(([name]) => ENGINE_NAMES.has(name))))
  const { catalog, items, pack } = engine
  return catalog !== undefined || items !== undefined || pack !== undefined ? { recommender: undefined, options: engine } : undefined
}

function questionOf(options: UseRecommendationsOptions): Question {
  const { mode, item, query, limit = 8, where, diversity, minConfidence, exclude, rules } = own(options)
  const asked = mode ?? (item ? 'similar' : query ? 'search' : 'for-you')
  return own({
    mode: asked,
    limit,
    ...(item && asked !== 'search' && { item }),
    ...(query && asked === 'search' && { query }),
    ...(where && { where }),
    ...(diversity !== undefined && { diversity }),
    ...(asked === 'search' && minConfidence !== undefined && { minConfidence }),
    ...(exclude && exclude.length > 0 && { exclude }),
    ...(rules && { rules }),
  })
}
