import { type ERROR_CODES, hintFor } from './error-codes.js'

export type ErrorCode = keyof typeof ERROR_CODES

/** What an error looks like when it crosses a worker boundary or is kept in the state. */
export interface ErrorReport {
  readonly code: ErrorCode
  readonly message: string
}

/**
 * The only error that leaves pagekin. `message` says where, what was received and what was expected;
 * `hint` says what to do, and which section of the package's docs says more; `code` is stable.
 */
export class PagekinError extends Error {
  override readonly name = 'PagekinError'
  readonly code: ErrorCode
  readonly hint: string

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(`[pagekin ${code}] ${message}`, options)
    this.code = code
    // workers are built without: what they throw crosses as code and message, and gets its hint in the page
    this.hint = hintFor(code)
  }

  /** Errors made without this class are instances, too: those of the script that a page loads first, and of another copy of pagekin. */
  static override [Symbol.hasInstance](thrown: unknown): boolean {
    // biome-ignore lint/complexity/noThisInStatic: a subclass inherits it
    if (this !== PagekinError) return Function.prototype[Symbol.hasInstance].call(this, thrown)
    return thrown instanceof Error && thrown.name === 'PagekinError'
  }

  /** Turns anything thrown (strings and bare numbers too) into a `PagekinError`; one that is already passes through. */
  static from(thrown: unknown, code: ErrorCode, where: string): PagekinError {
    if (thrown instanceof PagekinError) return thrown
    if (isErrorReport(thrown)) return PagekinError.fromReport(thrown)
    if (isAbort(thrown)) return new PagekinError('aborted', `${where}: aborted`, { cause: thrown })
    return new PagekinError(code, `${where}: ${describe(thrown)}`, { cause: thrown })
  }

  /** Rebuilds an error that crossed a worker boundary. */
  static fromReport(report: ErrorReport): PagekinError {
    return new PagekinError(report.code, withoutCode(report.message))
  }

  toReport(): ErrorReport {
    return { code: this.code, message: this.message }
  }
}

/** The sentence of an error without its code. */
export function withoutCode(message: string): string {
  return message.replace(/^\[pagekin [a-z-]+\] /, '')
}

/** The first line of what a browser or a runtime reports, for people. */
export function firstLine(thrown: unknown): string {
  return withoutCode(describe(thrown)).split('\n')[0]!.slice(0, 300)
}

export function isErrorReport(value: unknown): value is ErrorReport {
  return (
    typeof value === 'object' &&
    value !== null &&
    'code' in value &&
    typeof value.code === 'string' &&
    'message' in value &&
    typeof value.message === 'string' &&
    value.message.startsWith(`[pagekin ${value.code}] `)
  )
}

/** Throws `PagekinError('aborted')` when `signal` has been aborted. */
export function throwIfAborted(signal: AbortSignal | undefined, where: string): void {
  if (signal?.aborted) throw new PagekinError('aborted', `${where}: aborted`, { cause: signal.reason })
}

function isAbort(thrown: unknown): boolean {
  return typeof thrown === 'object' && thrown !== null && 'name' in thrown && thrown.name === 'AbortError'
}

function describe(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message || thrown.name
  // onnxruntime-web throws bare numbers and strings
  return String(thrown)
}
