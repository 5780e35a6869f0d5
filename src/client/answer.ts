import type { PagekinError } from '../errors.js'
import type { ItemId, Level, Recommendation, Recommender, RecommenderState, Rules, Where } from '../types.js'
import type { SharedOptions } from './shared.js'

export type Mode = 'similar' | 'for-you' | 'search'

/** What a shelf asks. Plain data: equal questions are equal as JSON. */
export interface Question {
  readonly mode: Mode
  /** Asked about (`similar`), or the page around the shelf (`for-you`). Setting it notes one `view` of it. */
  readonly item?: ItemId
  readonly query?: string
  readonly limit: number
  readonly where?: Where
  readonly diversity?: number
  /** `search` only. */
  readonly minConfidence?: number
  readonly exclude?: readonly ItemId[]
  readonly rules?: Rules
}

/** `idle`: there is nothing to ask. `loading`: no answer to this question yet. */
export type Status = 'idle' | 'loading' | 'ready' | 'empty' | 'error'

export interface Answer {
  readonly status: Status
  readonly recommendations: readonly Recommendation[]
  /** The rung that gave `recommendations`. */
  readonly level: Level
  /** Ids that an earlier answer to this question showed and that are no more to be recommended. */
  readonly withdrawn: readonly ItemId[]
  /** With an answer beside it: why it is not quite the one asked for, or why there is no newer one. */
  readonly error: PagekinError | undefined
  readonly state: RecommenderState | undefined
  /** Milliseconds from the question to its last answer. */
  readonly tookMs: number
  /** Counts questions (and refreshes): within one generation an answer only improves the one before. */
  readonly generation: number
  /** The question as JSON. */
  readonly key: string
}

/** A recommender that is still to come is waited for. */
export type Source =
  | { readonly recommender: Recommender | PromiseLike<Recommender> }
  | { readonly recommender: undefined; readonly options: SharedOptions }

/** Before anything was asked. */
export const NO_ANSWER: Answer = {
  status: 'idle',
  recommendations: [],
  level: 'none',
  withdrawn: [],
  error: undefined,
  state: undefined,
  tookMs: 0,
  generation: 0,
  key: '',
}

/** What is to be asked, or undefined while an id or words are missing. */
export function askable(question: Question): Question | undefined {
  if (question.mode === 'similar' && !question.item) return undefined
  if (question.mode === 'search' && !question.query?.trim()) return undefined
  return question
}
