import type { PagekinError } from '../errors.js'

const said = new Set<string>()

/** Says it on the console, once for each text: a page with eight shelves is told once what is wrong. */
export function warnOnce(text: string): void {
  if (said.has(text)) return
  said.add(text)
  try {
    console.warn(text)
  } catch {
    // a page may have replaced it by something that throws
  }
}

/** One warning with the code of the error and what to do about it. */
export function warnOf(error: Pick<PagekinError, 'message' | 'hint'>): void {
  warnOnce(`${error.message} → ${error.hint}`)
}

/** As `PagekinError('usage')` says it, whose hint is to read the message. */
export function warnUsage(message: string): void {
  warnOnce(`[pagekin usage] ${message}`)
}
