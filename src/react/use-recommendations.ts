import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import type { PagekinError } from '../errors.js'
import { OPTIONS } from '../options.js'
import { own } from '../own.js'
import type { SharedOptions } from '../page/shared-recommenders.js'
import { type Answer, identityOf, type Source, type Status } from '../shelf/answer.js'
import { FaultTeller } from '../shelf/fault-teller.js'
import { mayHavePast } from '../shelf/has-past.js'
import { LiveAnswer } from '../shelf/live-answer.js'
import { askable, type Mode, questionOf, type ShelfQuestion } from '../shelf/question.js'
import type { Item, ItemId, Level, Progress, Recommendation, Recommender, RecommenderState, Rules, Step, Where, Wish } from '../types.js'
import { create } from './create.js'
import { type EngineProps, useEngine } from './provider.js'
import { suspended } from './suspended.js'

export interface UseRecommendationsOptions extends EngineProps {
  /** Default: `similar` with an item, `search` with a query, else `for-you`. */
  readonly mode?: Mode
  /** Id of the item that the page shows; one `view` of it is recorded. */
  readonly item?: ItemId
  /** Ids of more items that the list is about, such as a cart: of `similar`, `others` and `goes-with`. Other lists leave them out. */
  readonly seeds?: readonly ItemId[]
  /** Modes to answer with, in this order, where the mode has nothing to show. */
  readonly fallbackModes?: readonly Mode[]
  readonly query?: string
  /** Default 8. */
  readonly limit?: number
  readonly where?: Where
  /** Of `similar`, as in `Steer`: fields that agree with the item, fields that differ, what is not wanted, in words, and what does not count. */
  readonly same?: readonly string[]
  readonly different?: readonly string[]
  readonly not?: readonly string[]
  readonly neutral?: readonly string[]
  readonly ignore?: readonly string[]
  /** Words that similar items are to be like as well. Of a search: the id of an item. */
  readonly like?: string
  /** Only similar items of a lower price. */
  readonly cheaper?: boolean
  /** The most ways on to offer in `steps`. Default 0. */
  readonly steps?: number
  readonly diversity?: number
  /** Share of the places for items drawn from those that follow: of `for-you` and `popular`. Default 0. */
  readonly explore?: number
  /** Leaves out results of a search of a lower confidence. Results without a confidence stay. Default: leaves nothing out. */
  readonly minConfidence?: number
  /** Of `goes-with`: the most that the items cost together. Default: no bound. */
  readonly budget?: number
  /** Wishes of a search, by their `text`, that are to be searched for as words. */
  readonly literal?: readonly string[]
  readonly exclude?: readonly ItemId[]
  readonly rules?: Rules
  /**
   * Items shown until the first answer, on the server too: rows as a catalog has them, with `id` and `title`. The first answer moves
   * none of them that is in view.
   */
  readonly initialItems?: readonly Item[]
  /** Suspends until the first answer, in the browser. On a server, and with `initialItems`, nothing suspends. Default false. */
  readonly suspense?: boolean
  /** Throws instead of the status `error`, for the nearest error boundary. Default false. */
  readonly throwOnError?: boolean
}

export interface UseRecommendationsResult {
  /** The answer, best first. */
  readonly recommendations: readonly Recommendation[]
  /** Names the list in your own counts: the same until another question is asked. Empty before there is one. */
  readonly recommendationId: string
  /** `false` if no item seems to be what was searched for or steered to. The items are then the nearest there are. */
  readonly sure: boolean | undefined
  /** What a search asked beside its words: prices, what is not wanted, alternatives. */
  readonly understood: readonly Wish[]
  /** Ways on from the answer, if `steps` asked for some. */
  readonly steps: readonly Step[]
  /** The items of the answer. */
  readonly items: readonly Item[]
  /** `idle`, `loading`, `ready`, `empty` or `error`. `idle` while there is no catalog, or no id or text for the mode. */
  readonly status: Status
  /** What the answer was made with. */
  readonly level: Level
  /** State of the recommender, once it has started. */
  readonly state: RecommenderState | undefined
  /** Why there is no answer, or no better one. */
  readonly error: PagekinError | undefined
  /** What is being fetched or embedded now. */
  readonly progress: Progress | undefined
  /** Asks again. */
  readonly refresh: () => void
  /** Records what the visitor did. Does nothing before the recommender has started. */
  readonly record: Recommender['record']
}

const NO_LIST = { recommendations: [], recommendationId: '', sure: undefined, understood: [], steps: [], error: undefined } as const
const ENGINE_NAMES: ReadonlySet<string> = new Set(['items', ...OPTIONS.filter(({ scope }) => scope === 'engine').map(({ name }) => name)])

/**
 * Recommendations for a question, kept up to date. Equal engine options share one recommender, which lives until a second
 * after its last user. Options are compared by value, so they may be written in place. Until the first answer, and on a
 * server, `status` is `loading` and the list is empty, or `initialItems`. Never returns the answer to an earlier question. Failures are in
 * `error` and on the console, and are thrown with `throwOnError` only.
 */
export function useRecommendations(options: UseRecommendationsOptions = {}): UseRecommendationsResult {
  const { answer, refresh, record } = useAnswer(options)
  const { recommendations, recommendationId, sure, understood, steps, status, level, state, error } = answer
  const items = useMemo(() => recommendations.map(({ item }) => item), [recommendations])
  return {
    recommendations,
    recommendationId,
    sure,
    understood,
    steps,
    items,
    status,
    level,
    state,
    error,
    progress: state && own(state).progress,
    refresh,
    record,
  }
}

/** The answer behind the hook, with its generation. */
export function useAnswer(options: UseRecommendationsOptions): Pick<UseRecommendationsResult, 'refresh' | 'record'> & {
  readonly answer: Answer
  readonly live: LiveAnswer
  /** What the visitor did is listed, and nothing is known that they did, as the page begins in the browser. */
  readonly isBare: boolean
} {
  const engine = { ...useEngine(), ...given(options) }
  const source = sourceOf(engine)
  const question = questionOf(own(options))
  const sourceKey = identityOf(source)
  const questionKey = JSON.stringify(question)

  const [live] = useState(() => new LiveAnswer(create))
  const [faults] = useState(() => new FaultTeller())
  const snapshot = useSyncExternalStore(live.subscribe, live.getSnapshot, live.getSnapshot)
  // the first render in the browser draws what the server drew
  const isHydrating = useSyncExternalStore(never, no, yes)
  const initial = useInitial(options.initialItems)
  const { mode } = question
  const isBare = useMemo(
    () => !isHydrating && !initial && !engine.recommender && !options.fallbackModes && !mayHavePast(mode, engine.history),
    [mode],
  )
  const mayWait = options.suspense && !isHydrating && !initial && snapshot.key !== questionKey
  const early = mayWait && source && askable(question) ? suspended(source, question, sourceKey, questionKey) : initial

  // the keys stand for the objects, which are new at every render
  useEffect(() => {
    if (source) live.connect(source)
    return () => live.disconnect()
  }, [live, sourceKey])
  useEffect(() => live.ask(question, false, early), [live, questionKey])
  useEffect(() => faults.heed(snapshot, question.mode))

  const answer = current(snapshot, source, question, questionKey, early)
  if (options.throwOnError && answer.status === 'error') throw answer.error
  const refresh = useCallback(() => live.refresh(), [live])
  const record = useCallback<Recommender['record']>((interaction) => live.recommender?.record(interaction), [live])
  return { answer, refresh, record, live, isBare }
}

/** Between a change of the options and its effect, what is known is still the answer to the question before. */
function current(
  snapshot: Answer,
  source: Source | undefined,
  question: ShelfQuestion,
  key: string,
  early: readonly Recommendation[] | undefined,
): Answer {
  if (!source || !askable(question)) return { ...snapshot, status: 'idle', ...NO_LIST }
  if (snapshot.key === key) return snapshot
  const { generation } = snapshot
  const next = { ...snapshot, ...NO_LIST, mode: undefined, level: 'none', generation: generation + 1 } as const
  return early ? { ...next, status: 'ready', recommendations: early } : { ...next, status: 'loading' }
}

const never = () => () => undefined
const no = () => false
const yes = () => true

function useInitial(items: readonly Item[] | undefined): readonly Recommendation[] | undefined {
  const key = items && JSON.stringify(items)
  return useMemo(() => (items?.length ? items.map((item) => ({ item, score: 0, reasons: [] })) : undefined), [key])
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
  const { catalog, items, pack, discover } = engine
  return catalog !== undefined || items !== undefined || pack !== undefined || discover === 'auto'
    ? { recommender: undefined, options: engine }
    : undefined
}
