import type { Breathe } from '../../pieces.js'
import { after } from '../../waiting.js'

/** Work between two pauses, in milliseconds. */
const SLICE_MS = 20

/** Gives way to other questions after each slice of work. */
export function breathing(): Breathe {
  let until = performance.now() + SLICE_MS
  return () => {
    if (performance.now() < until) return undefined
    return after(0, undefined).then(() => {
      until = performance.now() + SLICE_MS
    })
  }
}
