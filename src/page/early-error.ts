import type { ErrorCode, PagekinError } from '../errors.js'

/** A `PagekinError` in the script that a page loads first: the class comes later, with the client. */
export function earlyError(code: ErrorCode, text: string, hint: string, cause?: unknown): PagekinError {
  const message = `[pagekin ${code}] ${text}`
  return Object.assign(new Error(message, { cause }), { name: 'PagekinError' as const, code, hint, toReport: () => ({ code, message }) })
}
