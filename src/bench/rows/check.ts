import type { CheckContext } from './context.js'
import type { Bounds, Outcome, State } from './outcome.js'

/** What a check found. Numbers in the measure that its `what` names. */
export interface Measured {
  readonly figure: number
  /** What `figure` has to beat; null where it is held against a fixed bound. */
  readonly baseline: number | null
  /** Of figure - baseline where there is a baseline, else of the figure; null where there is nothing to draw again. */
  readonly ci: Bounds | null
  /** One sentence with the other figures, for people. */
  readonly detail: string
}

/**
 * The acceptance check of one paper: a capability, what is measured with it, and what it has to show. The controls stand in
 * the capability's place: `identity` does nothing, `shuffled` is given input without order. With them the check must not pass, so
 * that no check passes by itself.
 */
export interface Check<Capability, M extends Measured = Measured> {
  /** What is compared, on what, and from when on it is well. */
  readonly what: string
  /** Seconds only with a warm cache, and no data beside the repository: `--quick` runs it, and so do the tests. */
  readonly quick: boolean
  /** Folders beside the repository without which it cannot run (`data/...`, `models/...`). */
  readonly needs: readonly string[]
  readonly capability: Capability
  readonly controls: Controls<Capability>
  measure(capability: Capability, context: CheckContext): M | Promise<M>
  passes(measured: M): boolean
  /** What is still missing although it passes (or why it cannot pass yet): the row stays open, with its figure. */
  unfinished?(measured: M, context: CheckContext): string | undefined | Promise<string | undefined>
}

type Controls<Capability> =
  | { readonly identity: Capability; readonly shuffled?: Capability }
  | { readonly identity?: Capability; readonly shuffled: Capability }

/** A check whose kind of capability only it knows. */
export interface RunnableCheck {
  readonly what: string
  readonly quick: boolean
  readonly needs: readonly string[]
  /** Names of the controls. */
  readonly controls: readonly string[]
  run(context: CheckContext): Promise<Outcome>
}

/** Measures with the capability and with each control; green takes both a pass and controls that do not. */
export function defineCheck<Capability, M extends Measured = Measured>(check: Check<Capability, M>): RunnableCheck {
  const controls = Object.entries(check.controls) as [string, Capability][]
  const { what, quick, needs } = check
  return {
    what,
    quick,
    needs,
    controls: controls.map(([name]) => name),
    async run(context) {
      const measured = await check.measure(check.capability, context)
      const { figure, baseline, ci, detail } = measured
      const outcome = (state: State, why: string): Outcome => ({ state, figure, baseline, ci, why })
      if (!check.passes(measured)) {
        const missing = await check.unfinished?.(measured, context)
        return missing === undefined ? outcome('fails', detail) : outcome('open', `${missing}; ${detail}`)
      }
      const told: string[] = []
      for (const [name, control] of controls) {
        const without = await check.measure(control, context)
        if (check.passes(without)) return outcome('fails', `its control (${name}) passes too, with ${round(without.figure)}; ${detail}`)
        told.push(`${name} ${round(without.figure)}`)
      }
      const missing = await check.unfinished?.(measured, context)
      const why = `${detail}; control: ${told.join(', ')}`
      return missing === undefined ? outcome('green', why) : outcome('open', `${missing}; ${why}`)
    },
  }
}

/** Three digits after the point, as figures are printed. */
export function round(value: number): string {
  return Number.isFinite(value) ? String(Math.round(value * 1000) / 1000) : String(value)
}
