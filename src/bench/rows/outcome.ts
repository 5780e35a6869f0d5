export type State = 'green' | 'fails' | 'open' | 'not-in-a-page'

/** 95 % confidence. */
export type Bounds = readonly [low: number, high: number]

/** How the check of a row came out. */
export interface Outcome {
  readonly state: State
  readonly figure: number | null
  readonly baseline: number | null
  readonly ci: Bounds | null
  readonly why: string
}
