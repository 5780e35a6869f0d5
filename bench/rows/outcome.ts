/** `absent`: the check did not run, because its data is not there or `--quick` leaves it out. */
export type State = 'green' | 'fails' | 'open' | 'absent' | 'not-in-a-page'

/** 95 % confidence. */
export type Bounds = readonly [low: number, high: number]

/** Whether an interval excludes the control; `none` if there is no interval. */
export type Exclusion = 'yes' | 'no' | 'none'

/** How the check of a row came out. */
export interface Outcome {
  readonly state: State
  readonly figure: number | null
  readonly baseline: number | null
  readonly ci: Bounds | null
  readonly excludesControl: Exclusion
  readonly why: string
}
