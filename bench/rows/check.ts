import type { CheckContext } from './context.js'
import type { Bounds, Exclusion, Outcome, State } from './outcome.js'

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
 * What has to hold for a passing row to be green, besides its interval. `defineCheck` derives the interval's condition.
 *
 * @example
 * reachable: '`similar`', product: true, data: 'Abt-Buy', // a call of the API that the check makes, on real data
 */
export interface Conditions {
  /** How a user reaches it: a call of the API, an attribute of the element, or a command. Omit it if nobody can. */
  readonly reachable?: string
  /** Whether `capability` calls code that an entry of package.json reaches. False for a copy and for code of bench. Default false. */
  readonly product?: boolean
  /** The data that the figure is of, by name. Default: the folders of `needs`, else `T1`. Name T1 beside real data only if it confirms it. */
  readonly data?: string
  /**
   * How far below its baseline the figure may lie, for a check that something is no worse. Default 0: the lower end of the
   * interval has to be above the baseline.
   */
  readonly margin?: number
}

/**
 * The acceptance check of one paper: a capability, a measure, and a condition. A control takes the capability's place:
 * `identity` does nothing, `shuffled` gets input without order. A check that passes with its control does not count.
 */
export interface Check<Capability, M extends Measured = Measured> extends Conditions {
  /** What is compared, on what data, and what counts as a pass. */
  readonly what: string
  /** Takes seconds with a warm cache and needs no data beside the repository. `--quick` runs only such checks. */
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
export interface RunnableCheck extends Required<Omit<Conditions, 'margin'>> {
  readonly what: string
  readonly quick: boolean
  readonly needs: readonly string[]
  /** Names of the controls. */
  readonly controls: readonly string[]
  run(context: CheckContext): Promise<Outcome>
}

const SYNTHETIC = 'T1'

/** Measures with the capability and, where the row can be green, with each control. A green row passes, its controls do not, and all four conditions hold. */
export function defineCheck<Capability, M extends Measured = Measured>(check: Check<Capability, M>): RunnableCheck {
  const controls = Object.entries(check.controls) as [string, Capability][]
  const { what, quick, needs, reachable = '', product = false, data = dataOf(needs), margin = 0 } = check
  return {
    what,
    quick,
    needs,
    reachable,
    product,
    data,
    controls: controls.map(([name]) => name),
    async run(context) {
      const measured = await check.measure(check.capability, context)
      const { figure, baseline, ci, detail } = measured
      const outcome = (state: State, why: string, excludesControl: Exclusion): Outcome => {
        return { state, figure, baseline, ci, excludesControl, why }
      }
      if (!check.passes(measured)) {
        const missing = await check.unfinished?.(measured, context)
        const exclusion = exclusionOf(measured, margin, [])
        return missing === undefined ? outcome('fails', detail, exclusion) : outcome('open', `${missing}; ${detail}`, exclusion)
      }
      const missing = [
        await check.unfinished?.(measured, context),
        reachable === '' && 'no user can reach it',
        !product && 'the check does not call the product',
        data === SYNTHETIC && 'not confirmed on real data',
      ].filter((reason) => typeof reason === 'string')
      // no control makes it green
      if (missing.length > 0) return outcome('open', [...missing, detail].join('; '), exclusionOf(measured, margin, []))
      const figures: number[] = []
      const told: string[] = []
      for (const [name, control] of controls) {
        const without = await check.measure(control, context)
        if (check.passes(without)) {
          return outcome('fails', `its control (${name}) passes too, with ${round(without.figure)}; ${detail}`, 'no')
        }
        figures.push(without.figure)
        told.push(`${name} ${round(without.figure)}`)
      }
      const exclusion = exclusionOf(measured, margin, figures)
      const why = `${detail}; control: ${told.join(', ')}`
      if (exclusion === 'yes') return outcome('green', why, exclusion)
      return outcome('open', `${exclusion === 'none' ? 'no interval' : 'the interval includes the control'}; ${why}`, exclusion)
    },
  }
}

function dataOf(needs: readonly string[]): string {
  const folders = needs.flatMap((name) => (name.startsWith('data/') ? [name.slice('data/'.length)] : []))
  return folders.length === 0 ? SYNTHETIC : folders.join(', ')
}

/** The baseline has to lie below the interval (or within the margin below it), and each control's figure outside of it. */
function exclusionOf({ baseline, ci }: Measured, margin: number, controls: readonly number[]): Exclusion {
  if (ci === null) return 'none'
  const [low, high] = ci.map((bound) => bound + (baseline ?? 0)) as [number, number]
  if (baseline !== null && low <= baseline - margin) return 'no'
  return controls.every((figure) => figure < low || figure > high) ? 'yes' : 'no'
}

/** Three digits after the point, as figures are printed. */
export function round(value: number): string {
  return Number.isFinite(value) ? String(Math.round(value * 1000) / 1000) : String(value)
}
