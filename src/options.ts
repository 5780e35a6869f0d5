/**
 * The one table of options. Attributes of `<page-kin>`, `data-*` of the script tag, React props, options of
 * `createRecommender` and command-line flags are all derived from it, and a test asserts that they agree.
 */

export type OptionKind = 'string' | 'number' | 'boolean' | 'choice' | 'json' | 'list'

export interface OptionSpec<Name extends string = string> {
  /** camelCase, as in JavaScript and React; kebab-case as attribute, `data-*` and flag. */
  readonly name: Name
  readonly kind: OptionKind
  /** `engine`: what is recommended and how it is computed. `shelf`: one shelf on a page. */
  readonly scope: 'engine' | 'shelf'
  readonly choices?: readonly string[]
  readonly min?: number
  readonly max?: number
  /** Only whole numbers. */
  readonly whole?: boolean
  /** Takes a list of rows, too: an address is one way to give them. */
  readonly takesRows?: boolean
  /** Null where it is no value: `DEFAULTS_IN_WORDS` of option-docs.ts. */
  readonly defaultValue: string | number | boolean | null
}

type Row<Name extends string> = Omit<OptionSpec, 'name' | 'scope'> & { readonly name: Name }
const engine = <Name extends string>(row: Row<Name>): OptionSpec<Name> => ({ ...row, scope: 'engine' })
const shelf = <Name extends string>(row: Row<Name>): OptionSpec<Name> => ({ ...row, scope: 'shelf' })

const TABLE = [
  engine({ name: 'catalog', kind: 'string', defaultValue: null }),
  engine({ name: 'pack', kind: 'string', defaultValue: null }),
  engine({ name: 'discover', kind: 'choice', choices: ['auto', 'off'], defaultValue: null }),
  engine({ name: 'interactions', kind: 'string', takesRows: true, defaultValue: null }),
  engine({ name: 'fields', kind: 'json', defaultValue: null }),
  engine({ name: 'currency', kind: 'string', defaultValue: null }),
  engine({ name: 'encoder', kind: 'string', defaultValue: 'builtin' }),
  engine({ name: 'device', kind: 'choice', choices: ['auto', 'webgpu', 'wasm', 'off'], defaultValue: 'auto' }),
  engine({ name: 'storage', kind: 'choice', choices: ['indexeddb', 'memory'], defaultValue: 'indexeddb' }),
  engine({ name: 'history', kind: 'choice', choices: ['session', 'persist', 'off'], defaultValue: 'session' }),
  engine({ name: 'learn', kind: 'choice', choices: ['session', 'persist', 'off'], defaultValue: 'session' }),
  engine({ name: 'consent', kind: 'choice', choices: ['implied', 'required'], defaultValue: 'implied' }),
  engine({ name: 'maxItemsPerVisit', kind: 'number', whole: true, min: 0, max: 200_000, defaultValue: 2000 }),
  engine({ name: 'maxBytesPerVisit', kind: 'number', whole: true, min: 0, max: 1_000_000_000, defaultValue: 50_000_000 }),
  engine({ name: 'padding', kind: 'number', whole: true, min: 0, max: 16, defaultValue: 0 }),
  engine({ name: 'measure', kind: 'boolean', defaultValue: false }),
  engine({ name: 'assets', kind: 'string', defaultValue: null }),
  shelf({
    name: 'mode',
    kind: 'choice',
    choices: ['similar', 'for-you', 'search', 'recent', 'new', 'again', 'popular', 'others', 'goes-with'],
    defaultValue: null,
  }),
  shelf({ name: 'item', kind: 'string', defaultValue: null }),
  shelf({ name: 'seeds', kind: 'list', defaultValue: null }),
  shelf({ name: 'fallbackModes', kind: 'list', defaultValue: null }),
  shelf({ name: 'query', kind: 'string', defaultValue: null }),
  shelf({ name: 'limit', kind: 'number', whole: true, min: 1, max: 100, defaultValue: 8 }),
  shelf({ name: 'layout', kind: 'choice', choices: ['carousel', 'grid', 'list'], defaultValue: 'carousel' }),
  shelf({ name: 'heading', kind: 'string', defaultValue: null }),
  shelf({ name: 'headingLevel', kind: 'number', whole: true, min: 1, max: 6, defaultValue: 2 }),
  shelf({ name: 'where', kind: 'json', defaultValue: null }),
  shelf({ name: 'same', kind: 'list', defaultValue: null }),
  shelf({ name: 'different', kind: 'list', defaultValue: null }),
  shelf({ name: 'not', kind: 'list', defaultValue: null }),
  shelf({ name: 'like', kind: 'string', defaultValue: null }),
  shelf({ name: 'cheaper', kind: 'boolean', defaultValue: false }),
  shelf({ name: 'neutral', kind: 'list', defaultValue: null }),
  shelf({ name: 'ignore', kind: 'list', defaultValue: null }),
  shelf({ name: 'steer', kind: 'boolean', defaultValue: false }),
  shelf({ name: 'diversity', kind: 'number', min: 0, max: 1, defaultValue: null }),
  shelf({ name: 'explore', kind: 'number', min: 0, max: 1, defaultValue: 0 }),
  shelf({ name: 'minConfidence', kind: 'number', min: 0, max: 1, defaultValue: null }),
  shelf({ name: 'budget', kind: 'number', min: 0.01, max: 1_000_000_000, defaultValue: null }),
  shelf({ name: 'exclude', kind: 'list', defaultValue: null }),
  shelf({ name: 'rules', kind: 'json', defaultValue: null }),
  shelf({ name: 'messages', kind: 'json', defaultValue: null }),
  shelf({ name: 'theme', kind: 'choice', choices: ['auto', 'light', 'dark'], defaultValue: 'auto' }),
  shelf({ name: 'withReason', kind: 'boolean', defaultValue: false }),
  shelf({ name: 'withDismiss', kind: 'boolean', defaultValue: false }),
]

export type OptionName = (typeof TABLE)[number]['name']

/** What each of them does is in option-docs.ts. */
export const OPTIONS: readonly OptionSpec<OptionName>[] = TABLE

/**
 * The address of the files of a Hugging Face export that is named by its id, `owner/name`; undefined for what is no such id.
 * A folder is told from an id by being written ./owner/name, /owner/name or as a full address.
 */
export function hubAddress(encoder: string): string | undefined {
  return /^[\w-]+\/[\w.-]+$/.test(encoder) ? `https://huggingface.co/${encoder}/resolve/main/` : undefined
}

/** Which part of the built-in model runs. */
export interface BuiltInTier {
  /** Its first layers. Absent: all. */
  readonly layers?: number
  /** The first numbers of its vectors. Absent: all. */
  readonly dimensions?: number
  /** It reads more languages than English. */
  readonly multilingual?: true
}

/** Id of the built-in model, and the name of its folder. */
export const BUILT_IN = 'pagekin-mini-v2'

/**
 * What `encoder` says of the built-in model: `builtin`, `builtin?layers=1&dimensions=128` for a faster tier, or `multilingual`. Undefined if
 * it names another.
 */
export function builtInTier(encoder: string): BuiltInTier | undefined {
  const tier = /^(?:builtin|(multilingual))(?:\?(?:layers=(1))?&?(?:dimensions=(64|128|256|384))?)?$/.exec(encoder)
  if (!tier || (tier[1] && tier[2])) return undefined
  return {
    ...(tier[1] && { multilingual: true as const }),
    ...(tier[2] && { layers: 1 }),
    ...(tier[3] && { dimensions: Number(tier[3]) }),
  }
}

/** `maxItemsPerVisit` -> `max-items-per-visit`. */
export function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}

export type OptionValue = string | number | boolean | readonly string[] | object

export type ParsedOption = { readonly ok: true; readonly value: OptionValue | undefined } | { readonly ok: false; readonly why: string }

/**
 * Reads an option as an attribute or flag gives it. Absent (`null`) is `undefined`; a boolean is true when present
 * unless it says `false`. What does not fit is an answer, not an exception: a widget warns and keeps the default, the
 * command line exits with 2.
 */
export function parseOption(spec: OptionSpec, raw: string | null): ParsedOption {
  if (raw === null) return { ok: true, value: undefined }
  switch (spec.kind) {
    case 'string':
      return { ok: true, value: raw }
    case 'boolean':
      return { ok: true, value: raw !== 'false' }
    case 'choice':
      return spec.choices?.includes(raw) ? { ok: true, value: raw } : reject(spec, raw, `one of ${spec.choices?.join(', ')}`)
    case 'number':
      return parseNumber(spec, raw)
    case 'list':
      return {
        ok: true,
        value: raw
          .split(',')
          .map((part) => part.trim())
          .filter((part) => part !== ''),
      }
    case 'json':
      return parseJson(spec, raw)
  }
}

function parseNumber(spec: OptionSpec, raw: string): ParsedOption {
  const value = Number(raw)
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = spec
  const fits = raw.trim() !== '' && Number.isFinite(value) && value >= min && value <= max && !(spec.whole && value % 1 !== 0)
  return fits ? { ok: true, value } : reject(spec, raw, `a ${spec.whole ? 'whole ' : ''}number from ${min} to ${max}`)
}

function parseJson(spec: OptionSpec, raw: string): ParsedOption {
  try {
    const value: unknown = JSON.parse(raw)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { ok: true, value }
  } catch {
    // falls through: the answer is the same for broken JSON and for JSON of another type
  }
  return reject(spec, raw, 'a JSON object')
}

function reject(spec: OptionSpec, raw: string, expected: string): ParsedOption {
  return { ok: false, why: `${kebab(spec.name)}: received "${raw.slice(0, 60)}", expected ${expected}` }
}

/** The name of the option nearest to `name` (for "did you mean"), within two edits, in kebab-case. */
export function nearestOption(name: string): string | undefined {
  let best: string | undefined
  let bestDistance = 3
  for (const spec of OPTIONS) {
    const candidate = kebab(spec.name)
    const distance = editDistance(name, candidate)
    if (distance < bestDistance) {
      best = candidate
      bestDistance = distance
    }
  }
  return best
}

/** Levenshtein distance, one row of the table at a time. */
export function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const current = [row]
    for (let column = 1; column <= b.length; column++) {
      const substitution = previous[column - 1]! + (a[row - 1] === b[column - 1] ? 0 : 1)
      current.push(Math.min(substitution, previous[column]! + 1, current[column - 1]! + 1))
    }
    previous = current
  }
  return previous[b.length]!
}
