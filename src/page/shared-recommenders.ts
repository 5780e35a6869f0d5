import { own } from '../own.js'
import type { Recommender, RecommenderOptions } from '../types.js'

/** What identifies a recommender that several shelves may share: functions and signals are of one caller only. */
export type SharedOptions = Omit<RecommenderOptions, 'onProgress' | 'signal' | 'source'>

/** Each entry of the package knows another way to its own files, and so brings its own. */
export type CreateRecommender = (options: RecommenderOptions) => Promise<Recommender>

/** A share in a recommender. `release` gives it back; calling it twice does nothing more. */
export interface RecommenderLease {
  readonly ready: Promise<Recommender>
  release(): void
}

interface Entry {
  readonly ready: Promise<Recommender>
  readonly abort: AbortController
  leases: number
  timer: ReturnType<typeof setTimeout> | undefined
}

/**
 * An element that is moved, or a React effect under StrictMode, leaves and comes back: the recommender waits that long
 * for its next user before it is disposed.
 */
export const DISPOSE_DELAY_MS = 1000

const entries = new Map<string, Entry>()

/** Rows that are compared by value: to write more of them down would hold up the page, at every render. */
const MAX_COMPARED_ROWS = 1000

const itemKeys = new WeakMap<readonly unknown[], string>()
let lists = 0

/**
 * Equal options have equal keys, in whatever order they were written. `items` of more than 1,000 rows, and such as cannot be
 * written as JSON, are equal where they are the same array.
 */
export function sharedKey(options: SharedOptions): string {
  const { items, interactions, ...rest } = own(options)
  const key = JSON.stringify(
    Object.entries({ ...rest, interactions: Array.isArray(interactions) ? keyOfItems(interactions) : interactions })
      .filter(([, value]) => value !== undefined && typeof value !== 'function')
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )
  return items === undefined ? key : key + keyOfItems(items)
}

function keyOfItems(items: readonly unknown[]): string {
  let key = itemKeys.get(items)
  if (key === undefined) {
    key = (items.length <= MAX_COMPARED_ROWS && asJson(items)) || `list ${++lists}`
    itemKeys.set(items, key)
  }
  return key
}

function asJson(items: readonly unknown[]): string | undefined {
  try {
    return JSON.stringify(items)
  } catch {
    // a row that cannot be read: the engine rejects it by itself
    return undefined
  }
}

/**
 * Lends the recommender of these options: created for the first who asks, shared by all who give equal options, and
 * disposed `DISPOSE_DELAY_MS` after the last one has released it. A creation that fails is forgotten at once, so that
 * the next call tries again. `ready` rejects with what `create` rejects with.
 */
export function acquireRecommender(options: SharedOptions, create: CreateRecommender): RecommenderLease {
  const key = sharedKey(options)
  const entry = entries.get(key) ?? open(key, options, create)
  clearTimeout(entry.timer)
  entry.leases++
  let held = true
  return {
    ready: entry.ready,
    release() {
      if (!held) return
      held = false
      entry.leases--
      if (entry.leases === 0) entry.timer = setTimeout(() => close(key, entry), DISPOSE_DELAY_MS)
    },
  }
}

function open(key: string, options: SharedOptions, create: CreateRecommender): Entry {
  const abort = new AbortController()
  const entry: Entry = { ready: create({ ...options, signal: abort.signal }), abort, leases: 0, timer: undefined }
  entries.set(key, entry)
  entry.ready.catch(() => forget(key, entry))
  return entry
}

function close(key: string, entry: Entry): void {
  forget(key, entry)
  // A creation that still runs is called off; one that is done is disposed.
  entry.abort.abort()
  entry.ready.then(
    (recommender) => recommender.dispose(),
    () => undefined,
  )
}

function forget(key: string, entry: Entry): void {
  if (entries.get(key) === entry) entries.delete(key)
}
