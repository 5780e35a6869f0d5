import type { PagekinError } from '../errors.js'
import { type SharedOptions, sharedKey } from '../page/shared-recommenders.js'
import type { ItemId, Level, Recommendation, Recommender, RecommenderState, Step, Wish } from '../types.js'
import type { Mode } from './question.js'

/** `idle`: there is nothing to ask. `loading`: no answer to this question yet. */
export type Status = 'idle' | 'loading' | 'ready' | 'empty' | 'error'

export interface Answer {
  readonly status: Status
  readonly recommendations: readonly Recommendation[]
  /** Names the list for as long as answers only improve it. */
  readonly recommendationId: string
  /** The mode that gave them: the one asked for, or one of `fallbackModes`. Undefined before there is an answer. */
  readonly mode: Mode | undefined
  /** `false` if no result seems to be what was searched for or steered to. */
  readonly sure: boolean | undefined
  /** What a search asked beside its words. */
  readonly understood: readonly Wish[]
  /** Ways on from it, if the question asked for some. */
  readonly steps: readonly Step[]
  /** The level that gave `recommendations`. */
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
  recommendationId: '',
  mode: undefined,
  sure: undefined,
  understood: [],
  steps: [],
  level: 'none',
  withdrawn: [],
  error: undefined,
  state: undefined,
  tookMs: 0,
  generation: 0,
  key: '',
}

/** Tells sources apart: equal options are one source. */
export function identityOf(source: Source | undefined): Recommender | PromiseLike<Recommender> | string | undefined {
  return source && (source.recommender ?? sharedKey(source.options))
}
