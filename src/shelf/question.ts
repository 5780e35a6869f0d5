import { own } from '../own.js'
import type { ItemId, ListMode, Rules, Where } from '../types.js'
import type { Messages } from './messages.js'

export type Mode = 'similar' | 'for-you' | 'search' | ListMode

/** Steps that a shelf with `steer` offers at a time. */
export const MOST_STEPS = 6

/** What a shelf asks. Plain data: equal questions are equal as JSON. */
export interface ShelfQuestion {
  readonly mode: Mode
  /** The item asked about (`similar`), or the item of the page around the shelf. The shelf records one view of it. */
  readonly item?: ItemId
  /** More items asked about; lists that are about none leave them out. */
  readonly seeds?: readonly ItemId[]
  /** Asked in this order while there is nothing to show. */
  readonly fallbackModes?: readonly Mode[]
  readonly query?: string
  readonly limit: number
  readonly where?: Where
  /** `similar` only, as all of a steer. */
  readonly same?: readonly string[]
  readonly different?: readonly string[]
  readonly not?: readonly string[]
  /** Of a search: the id of an item. */
  readonly like?: string
  readonly cheaper?: boolean
  readonly neutral?: readonly string[]
  readonly ignore?: readonly string[]
  /** The most steps to offer. */
  readonly steps?: number
  readonly diversity?: number
  /** Of `for-you` and `popular`, which may come after others. */
  readonly explore?: number
  /** `search` only. */
  readonly minConfidence?: number
  /** `goes-with` only. */
  readonly budget?: number
  /** `search` only: wishes that are words. */
  readonly literal?: readonly string[]
  readonly exclude?: readonly ItemId[]
  readonly rules?: Rules
}

/** The options of a shelf that its question is made from. */
export type QuestionOptions = { readonly [Name in keyof ShelfQuestion]?: ShelfQuestion[Name] | undefined }

/** The mode that was given; else `similar` with an item, `search` with a query, and `for-you` without both. */
export function modeOf({ mode, item, seeds, query }: QuestionOptions): Mode {
  return mode ?? (item || seeds?.length ? 'similar' : query ? 'search' : 'for-you')
}

/** The question of a shelf with these options, without what its mode does not use. `hidden` are ids that it may not show again. */
export function questionOf(options: QuestionOptions, hidden: Iterable<ItemId> = []): ShelfQuestion {
  const given = own(options)
  const {
    item,
    seeds,
    fallbackModes,
    query,
    limit = 8,
    where,
    same,
    different,
    not,
    like,
    cheaper,
    neutral,
    ignore,
    steps,
    diversity,
    explore,
    minConfidence,
    budget,
    literal = [],
    rules,
  } = given
  const mode = modeOf(given)
  const exclude = [...(given.exclude ?? []), ...hidden]
  return own({
    mode,
    limit,
    ...(item && mode !== 'search' && { item }),
    ...(seeds?.length && mode !== 'search' && { seeds }),
    ...(fallbackModes?.length && { fallbackModes }),
    ...(query && mode === 'search' && { query }),
    ...(where && { where }),
    ...(mode === 'similar' &&
      own({
        ...(same && { same }),
        ...(different && { different }),
        ...(not && { not }),
        ...(cheaper && { cheaper }),
        ...(neutral && { neutral }),
        ...(ignore && { ignore }),
        ...(steps && { steps }),
      })),
    ...(like && (mode === 'similar' || mode === 'search') && { like }),
    ...(diversity !== undefined && { diversity }),
    ...(explore && { explore }),
    ...(mode === 'search' && minConfidence !== undefined && { minConfidence }),
    ...(mode === 'goes-with' && budget !== undefined && { budget }),
    ...(mode === 'search' && literal.length > 0 && { literal }),
    ...(exclude.length > 0 && { exclude }),
    ...(rules && { rules }),
  })
}

const ABOUT_ITEMS: ReadonlySet<Mode> = new Set<Mode>(['similar', 'others', 'goes-with'])

/** The question, of the first mode that lacks neither items nor words; undefined if there is none. */
export function askable(question: ShelfQuestion): ShelfQuestion | undefined {
  const { mode, item, seeds, query, fallbackModes: [next, ...others] = [] } = question
  const lacks = ABOUT_ITEMS.has(mode) ? !item && !seeds?.length : mode === 'search' && !query?.trim()
  if (!lacks) return question
  return next && askable({ ...question, mode: next, fallbackModes: others })
}

/** Whether there may be something to ask, before it is known which item the page is about; an empty item says none. Takes options without a prototype. */
export function mayAsk({ mode, item, seeds, query, fallbackModes }: QuestionOptions): boolean {
  return !!(fallbackModes?.length || (mode === 'search' ? query?.trim() : mode !== 'similar' || item !== '' || seeds?.length))
}

/** The heading of a shelf that was given none. */
export function headingOf(mode: Mode, messages: Messages): string {
  return messages[mode === 'for-you' ? 'forYouHeading' : (`${mode}Heading` as const)]
}
