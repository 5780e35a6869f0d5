import { kebab, nearestOption, OPTIONS, type OptionSpec, parseOption } from '../options.js'
import { own } from '../own.js'
import type { SharedOptions } from '../page/shared-recommenders.js'
import type { Messages } from '../shelf/messages.js'
import { type Mode, modeOf } from '../shelf/question.js'
import { warnUsage } from '../shelf/warn.js'
import type { ItemId, Rules, Where } from '../types.js'

/** The shelf's own options, read and checked; what was absent or wrong has its default. */
export interface Settings {
  readonly mode: Mode
  readonly item?: ItemId
  readonly seeds?: readonly ItemId[]
  readonly fallbackModes?: readonly Mode[]
  readonly query?: string
  readonly limit: number
  readonly layout: 'carousel' | 'grid' | 'list'
  /** Undefined: the one of the mode. Empty: none. */
  readonly heading?: string
  readonly headingLevel: number
  readonly where?: Where
  readonly same?: readonly string[]
  readonly different?: readonly string[]
  readonly not?: readonly string[]
  readonly neutral?: readonly string[]
  readonly ignore?: readonly string[]
  readonly like?: string
  readonly cheaper: boolean
  readonly steer: boolean
  readonly diversity?: number
  readonly explore: number
  readonly minConfidence?: number
  readonly budget?: number
  readonly exclude?: readonly ItemId[]
  readonly rules?: Rules
  readonly messages?: Partial<Messages>
  readonly theme: 'auto' | 'light' | 'dark'
  readonly withReason: boolean
  readonly withDismiss: boolean
}

/**
 * One option as a property may hold it: of its own type, or as text (frameworks set properties from attributes).
 * What does not fit is one warning and `undefined`, so that the default holds.
 */
export function readValue(spec: OptionSpec, value: unknown): unknown {
  if (value === undefined || value === null) return undefined
  if (spec.kind === 'boolean' && typeof value === 'boolean') return value
  if (spec.kind === 'list' && Array.isArray(value)) return value.map(String)
  if (spec.kind === 'json' && typeof value === 'object') return value
  if (spec.takesRows && Array.isArray(value)) return value
  const parsed = parseOption(spec, String(value))
  if (parsed.ok) return parsed.value
  warnUsage(parsed.why)
  return undefined
}

function readScope(scope: OptionSpec['scope'], given: Readonly<Record<string, unknown>>): Map<string, unknown> {
  const source = own(given)
  const values = new Map<string, unknown>()
  for (const spec of OPTIONS) {
    if (spec.scope !== scope) continue
    const value = readValue(spec, source[spec.name])
    if (value !== undefined) values.set(spec.name, value)
  }
  return values
}

/** With the defaults of `OPTIONS`; `mode` follows from what is asked. */
export function readSettings(source: Readonly<Record<string, unknown>>): Settings {
  const values = readScope('shelf', source)
  for (const { name, scope, defaultValue } of OPTIONS) {
    if (scope === 'shelf' && defaultValue !== null && !values.has(name)) values.set(name, defaultValue)
  }
  const settings = own(Object.fromEntries(values)) as unknown as Settings
  return own({ ...settings, mode: modeOf(settings) })
}

export function readEngineOptions(source: Readonly<Record<string, unknown>>): SharedOptions {
  return own(Object.fromEntries(readScope('engine', source))) as SharedOptions
}

const NAMES: ReadonlySet<string> = new Set(OPTIONS.map(({ name }) => kebab(name)))
const GLOBAL = /^(?:aria-.*|data-.*|on.*|class|dir|hidden|id|lang|part|role|slot|style|tabindex|title)$/

/** Those that are neither an option nor an attribute of any element. */
export function unknownAttributes(names: readonly string[]): string[] {
  return names.filter((name) => !NAMES.has(name) && !GLOBAL.test(name))
}

/** Warns of those that are likely an option with a slip of the pen; frameworks have attributes of their own. */
export function warnOfNearMisses(names: readonly string[]): void {
  for (const name of names) {
    const nearest = nearestOption(name)
    if (nearest) warnUsage(`<page-kin>: there is no attribute "${name}"; did you mean "${nearest}"?`)
  }
}
