import { PagekinError } from '../errors.js'
import { INTERACTION_TYPES } from '../interaction.js'
import { own } from '../own.js'
import type { AskRequest, EngineRequest, FacetsRequest, TagsRequest, TopicsRequest } from '../protocol.js'
import type {
  AskOptions,
  Explored,
  FacetChoice,
  FacetsOptions,
  GoesWithOptions,
  ItemId,
  ListMode,
  RequestOptions,
  SearchOptions,
  SimilarOptions,
  TagsOptions,
  TopicsOptions,
  Where,
  WhichEvents,
} from '../types.js'

const DEFAULT_LIMIT = 8
const DEFAULT_VALUES = 10
const MOST_VALUES = 1000
/** Deeper filters are refused by the engine too; far deeper ones would not survive the way there. */
const MAX_FILTER_DEPTH = 32

/** What a caller wrote as options; none, or null, is none. @throws PagekinError `usage`. */
export function toOptions<T extends RequestOptions>(where: string, options: T | null | undefined): T {
  if (typeof (options ?? {}) !== 'object') {
    throw new PagekinError('usage', `${where}: received ${typeof options} as options, expected an object`)
  }
  const given = own(options ?? ({} as T))
  const { signal } = given
  if (signal !== undefined && typeof signal?.addEventListener !== 'function') {
    throw new PagekinError('usage', `${where}: signal: received ${typeof signal}, expected an AbortSignal`)
  }
  return given
}

/** One id or several as a list. @throws PagekinError `usage`. */
export function toIds(where: string, ids: ItemId | readonly ItemId[]): readonly ItemId[] {
  const list = typeof ids === 'string' ? [ids] : ids
  if (Array.isArray(list) && list.every((id) => typeof id === 'string')) return list
  throw new PagekinError('usage', `${where}: received ${JSON.stringify(ids)?.slice(0, 100)}, expected ids, which are strings`)
}

/** @throws PagekinError `usage`. */
export function toTexts(where: string, texts: readonly string[]): readonly string[] {
  if (Array.isArray(texts) && texts.every((text) => typeof text === 'string')) return texts
  throw new PagekinError('usage', `${where}: received ${JSON.stringify(texts)?.slice(0, 100)}, expected a list of texts`)
}

/** Options as they cross to the engine. @throws PagekinError `usage`, `filter-invalid`. */
export function toRequest(where: string, callId: number, options: Omit<SearchOptions & GoesWithOptions, 'like'>): EngineRequest {
  const { limit = DEFAULT_LIMIT, diversity, minConfidence, budget, literal, where: filter, exclude, rules } = own(options)
  assertCount(`${where}: limit`, limit, 100)
  assertRange(where, { diversity, minConfidence }, 0, 1)
  assertRange(where, { budget }, 0.01, 1_000_000_000)
  assertShallow(where, filter)
  return {
    callId,
    limit,
    ...(diversity !== undefined && { diversity }),
    ...(minConfidence !== undefined && { minConfidence }),
    ...(budget !== undefined && { budget }),
    ...(literal && { literal: toTexts(`${where}: literal`, literal) }),
    ...(filter && { where: filter }),
    ...(exclude && { exclude: toIds(`${where}: exclude`, exclude) }),
    ...(rules && { rules }),
  }
}

function assertRange(where: string, values: Readonly<Record<string, unknown>>, min: number, max: number): void {
  for (const [name, value] of Object.entries(values)) {
    if (value === undefined || (typeof value === 'number' && value >= min && value <= max)) continue
    throw new PagekinError('usage', `${where}: ${name}: received ${JSON.stringify(value)}, expected a number from ${min} to ${max}`)
  }
}

/** The options of `similar` alone. @throws PagekinError `usage`. */
export function toSteer(where: string, options: SimilarOptions): Pick<EngineRequest, 'steer' | 'steps'> {
  const { cheaper = false, steps } = options
  const [same, different, not, like, neutral, ignore, as] = STEERS.map((name) => {
    const given = options[name] ?? []
    return toTexts(`${where}: ${name}`, typeof given === 'string' ? [given] : given).filter((text) => text.trim() !== '')
  }) as [string[], string[], string[], string[], string[], string[], string[]]
  if (steps !== undefined && !(Number.isInteger(steps) && steps >= 0 && steps <= 20)) {
    throw new PagekinError('usage', `${where}: steps: received ${JSON.stringify(steps)}, expected a whole number from 0 to 20`)
  }
  const refuse = (what: string) => {
    throw new PagekinError('usage', `${where}: ${what}`)
  }
  if (neutral.length === 1) refuse(`neutral: received ${JSON.stringify(neutral)}, expected at least two words`)
  if (as.length !== 0 && as.length !== 2) refuse(`as: received ${JSON.stringify(as)}, expected two ids`)
  const isSteered = cheaper || [same, different, not, like, neutral, ignore, as].some(({ length }) => length > 0)
  return {
    ...(isSteered && { steer: { same, different, not, like, neutral, ignore, as, cheaper: Boolean(cheaper) } }),
    ...(steps !== undefined && { steps }),
  }
}

/** Drawn once a page, so that an answer that improves keeps what it drew. */
const SEED = Math.random()

/** The share of exploration of `forYou` and `popular`. @throws PagekinError `usage`. */
export function toExplore(where: string, { explore }: Explored): Pick<EngineRequest, 'explore'> {
  assertRange(where, { explore }, 0, 1)
  return explore ? { explore: { share: explore, seed: SEED } } : {}
}

export const LIST_MODES: ReadonlySet<unknown> = new Set<ListMode>(['recent', 'new', 'again', 'popular', 'others', 'goes-with'])

/** @throws PagekinError `usage`. */
export function toForget(which: WhichEvents | null): WhichEvents {
  const { ids, types, since, until } = own(which ?? {})
  if (types !== undefined && !(Array.isArray(types) && types.every((type) => INTERACTION_TYPES.has(type)))) {
    const expected = `a list of ${[...INTERACTION_TYPES].join(', ')}`
    throw new PagekinError('usage', `forget: types: received ${JSON.stringify(types)?.slice(0, 60)}, expected ${expected}`)
  }
  for (const [name, moment] of Object.entries({ since, until })) {
    if (moment === undefined || Number.isFinite(moment)) continue
    throw new PagekinError('usage', `forget: ${name}: received ${JSON.stringify(moment)?.slice(0, 60)}, expected milliseconds since 1970`)
  }
  return {
    ...(ids !== undefined && { ids: toIds('forget: ids', ids) }),
    ...(types && { types }),
    ...(since !== undefined && { since }),
    ...(until !== undefined && { until }),
  }
}

/** What `facets` counts, as it crosses to the engine. @throws PagekinError `usage`, `filter-invalid`. */
export function toFacetsRequest(options: FacetsOptions): FacetsRequest {
  const { limit = DEFAULT_LIMIT, values = DEFAULT_VALUES, where, chosen, fields } = own(options)
  assertCount('facets: limit', limit, 100)
  assertCount('facets: values', values, MOST_VALUES)
  assertShallow('facets', where)
  for (const [field, choices] of Object.entries(chosen ?? {})) {
    if (Array.isArray(choices) && choices.every(isChoice)) continue
    const received = JSON.stringify(choices)?.slice(0, 100)
    throw new PagekinError('usage', `facets: chosen.${field}: received ${received}, expected a list of values or of {min, max}`)
  }
  return { limit, values, ...(where && { where }), ...(chosen && { chosen }), ...(fields && { fields: toTexts('facets: fields', fields) }) }
}

/** What `ask` starts from, as it crosses to the engine. @throws PagekinError `usage`, `filter-invalid`. */
export function toAskRequest(options: AskOptions): AskRequest {
  const { told = [], values = 6, limit = DEFAULT_LIMIT, enough = 3, where, fields } = own(options)
  assertCount('ask: values', values, MOST_VALUES)
  assertCount('ask: limit', limit, 100)
  assertCount('ask: enough', enough, 1000)
  assertShallow('ask', where)
  const isTold = (answer: unknown) => {
    const { field, values = [], not = [] } = (answer ?? {}) as { field?: unknown; values?: unknown; not?: unknown }
    return typeof field === 'string' && [values, not].every((given) => Array.isArray(given) && given.every(isChoice))
  }
  if (!Array.isArray(told) || !told.every(isTold)) {
    const received = JSON.stringify(told)?.slice(0, 100)
    throw new PagekinError('usage', `ask: told: received ${received}, expected a list of {field, values} or {field, not}`)
  }
  return { told, values, limit, enough, ...(where && { where }), ...(fields && { fields: toTexts('ask: fields', fields) }) }
}

/** What `tags` tells, as it crosses to the engine. @throws PagekinError `usage`. */
export function toTagsRequest(id: ItemId, options: TagsOptions): TagsRequest {
  const { limit = 3 } = own(options)
  assertCount('tags: limit', limit, 100)
  if (typeof id !== 'string') throw new PagekinError('usage', `tags: received ${typeof id}, expected the id of an item`)
  return { id, limit }
}

/** What `topics` tells, as it crosses to the engine. @throws PagekinError `usage`, `filter-invalid`. */
export function toTopicsRequest(options: TopicsOptions): TopicsRequest {
  const { topic, items = 3, places, where } = own(options)
  assertShallow('topics', where)
  if (items !== 0) assertCount('topics: items', items, 100)
  if (topic !== undefined && typeof topic !== 'string') {
    throw new PagekinError('usage', `topics: topic: received ${JSON.stringify(topic)?.slice(0, 100)}, expected the id of a topic`)
  }
  return { items, ...(topic !== undefined && { topic }), ...(places === true && { places }), ...(where && { where }) }
}

function isChoice(choice: unknown): choice is FacetChoice {
  if (typeof choice !== 'object') return ['string', 'number', 'boolean'].includes(typeof choice)
  const { min, max } = (choice ?? {}) as { min?: unknown; max?: unknown }
  return typeof min === 'number' && (max === undefined || (typeof max === 'number' && min <= max))
}

/** @throws PagekinError `usage`. */
function assertCount(where: string, given: unknown, most: number): void {
  if (Number.isInteger(given) && Number(given) >= 1 && Number(given) <= most) return
  throw new PagekinError('usage', `${where}: received ${JSON.stringify(given)}, expected a whole number from 1 to ${most}`)
}

/** @throws PagekinError `filter-invalid`. */
function assertShallow(where: string, filter: Where | undefined): void {
  if (!filter || !isDeeper(filter, MAX_FILTER_DEPTH)) return
  const received = `received conditions more than ${MAX_FILTER_DEPTH} levels deep`
  throw new PagekinError('filter-invalid', `${where}: where: ${received}, expected fewer`)
}

const STEERS = ['same', 'different', 'not', 'like', 'neutral', 'ignore', 'as'] as const

/** Level by level, so that no depth and no circle is too much for it. */
function isDeeper(filter: Where, limit: number): boolean {
  let level: unknown[] = [filter]
  for (let depth = 0; depth <= limit; depth++) {
    level = level
      .flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []))
      .filter((value) => typeof value === 'object')
    if (level.length === 0) return false
  }
  return true
}
