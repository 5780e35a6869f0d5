/** How much each term of `forYou` counts, and how the past of a visitor fades. */
export interface ForYouWeights {
  /** Of the items' words, in standard units like the next three. */
  readonly words: number
  /** Of their vectors. */
  readonly meaning: number
  /** Of what the same visitors interacted with. */
  readonly together: number
  /** Of what they interacted with next. */
  readonly next: number
  /** Of how many they are. */
  readonly popular: number
  /** So many users of the items of a history say as much as texts. */
  readonly halfKnown: number
  /** 1: as fast as `forYou` does without a log, 0: every item counts alike. */
  readonly fade: number
}

/** What fits most logs (docs/measurements.md#interactions-beside-texts). */
export const DEFAULT_WEIGHTS: ForYouWeights = { words: 1, meaning: 1, together: 1, next: 0.5, popular: 0, halfKnown: 30, fade: 1 }
