/**
 * What pagekin costs the page, from the browser's own measurements: long animation frames (w3c.github.io/long-animation-frames), event
 * timing (w3c.github.io/event-timing) and layout shifts (wicg.github.io/layout-instability). Fetched with the option `measure` only.
 */

import type { Measured } from '../types.js'

/** The limit of a long task. */
const LONG_MS = 50
/** Shifts belong to a change of a shelf's height if they are reported within this time of it. */
const SAME_FRAME_MS = 100
/** A window of layout shifts ends after such a pause, and is at most so long (web.dev/cls). */
const WINDOW_PAUSE_MS = 1000
const WINDOW_MS = 5000
/** The latest interactions and tasks that are compared with each other. */
const KEPT = 100
const TELL_MS = 1000
const SHELVES = 'page-kin, page-kin-facets, page-kin-guide, page-kin-topics, page-kin-privacy, .kin'

interface Span {
  readonly start: number
  readonly end: number
}

interface LongFrame extends PerformanceEntry {
  readonly scripts: readonly { readonly sourceURL: string; readonly startTime: number; readonly duration: number }[]
}

interface Shift extends PerformanceEntry {
  readonly value: number
  readonly hadRecentInput: boolean
  readonly sources: readonly { readonly node: Node | null }[]
}

/**
 * Measures until `signal`, and tells changes at most once a second.
 *
 * @param ours What the addresses of pagekin's scripts begin with.
 */
export function measurePage(ours: readonly string[], signal: AbortSignal, tell: (measured: Measured) => void): void {
  const types = PerformanceObserver.supportedEntryTypes
  const tasks: Span[] = []
  const interactions: (Span & { readonly onShelf: boolean })[] = []
  const measured = {
    ...(types.includes('long-animation-frame') && { longTasks: 0, longestTaskMs: 0 }),
    ...(types.includes('event') && { inpMs: 0 }),
    ...(types.includes('layout-shift') && { cls: 0 }),
  }
  let timer = 0
  const change = () => {
    timer ||= window.setTimeout(() => {
      timer = 0
      const slow = interactions.filter(({ start, end, onShelf }) => onShelf || tasks.some((task) => task.start < end && task.end > start))
      for (const { start, end } of slow) measured.inpMs = Math.max(measured.inpMs ?? 0, end - start)
      tell({ ...measured })
    }, TELL_MS)
  }
  const observe = <Entry extends PerformanceEntry>(type: string, take: (entry: Entry) => boolean, more: object = {}) => {
    if (!types.includes(type)) return
    const observer = new PerformanceObserver((list) => {
      if ((list.getEntries() as Entry[]).filter(take).length > 0) change()
    })
    observer.observe({ type, buffered: true, ...more })
    signal.addEventListener('abort', () => observer.disconnect())
  }

  observe<LongFrame>('long-animation-frame', ({ scripts }) => {
    const found = scripts.filter(({ sourceURL }) => ours.some((address) => sourceURL.startsWith(address)))
    for (const { startTime: start, duration } of found) {
      keep(tasks, { start, end: start + duration })
      if (duration > LONG_MS) measured.longTasks = (measured.longTasks ?? 0) + 1
      measured.longestTaskMs = Math.max(measured.longestTaskMs ?? 0, duration)
    }
    return found.length > 0
  })

  observe<PerformanceEventTiming>(
    'event',
    ({ interactionId, startTime: start, duration, target }) => {
      if (!interactionId) return false
      return keep(interactions, { start, end: start + duration, onShelf: isOnShelf(target) })
    },
    { durationThreshold: 16 },
  )

  let resizedAt = Number.NEGATIVE_INFINITY
  const heights = new Map<Element, number>()
  const resizes = new ResizeObserver((entries) => {
    for (const { target, borderBoxSize } of entries) {
      const before = heights.get(target)
      const height = borderBoxSize[0]?.blockSize ?? 0
      heights.set(target, height)
      // the first one tells the height that it has
      if (before !== undefined && before !== height) resizedAt = performance.now()
    }
  })
  const find = () => {
    for (const shelf of document.querySelectorAll(SHELVES)) if (!heights.has(shelf)) resizes.observe(shelf, { box: 'border-box' })
  }
  find()
  document.addEventListener('kin-ready', find, { signal })
  let shifts: { readonly first: number; readonly last: number; readonly sum: number } | undefined
  observe<Shift>('layout-shift', ({ startTime: at, value, hadRecentInput, sources }) => {
    const isOurs = Math.abs(at - resizedAt) < SAME_FRAME_MS || sources.some(({ node }) => isOnShelf(node))
    if (!isOurs || hadRecentInput) return false
    const goesOn = shifts && at - shifts.last < WINDOW_PAUSE_MS && at - shifts.first < WINDOW_MS
    shifts = goesOn && shifts ? { ...shifts, last: at, sum: shifts.sum + value } : { first: at, last: at, sum: value }
    measured.cls = Math.max(measured.cls ?? 0, shifts.sum)
    return true
  })

  signal.addEventListener('abort', () => {
    clearTimeout(timer)
    resizes.disconnect()
  })
  tell({ ...measured })
}

function isOnShelf(node: Node | null): boolean {
  const element = node instanceof Element ? node : node?.parentElement
  return element?.closest(SHELVES) != null
}

/** @returns True. */
function keep<Entry>(list: Entry[], entry: Entry): boolean {
  list.push(entry)
  if (list.length > KEPT) list.shift()
  return true
}
