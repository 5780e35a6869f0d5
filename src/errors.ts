/**
 * Every code a `PagekinError` can carry, with what the reader can do about it.
 * Codes are stable: they appear in events, in the state and on the command line.
 */
export const ERROR_CODES = {
  'catalog-invalid': 'Check the address of the catalog, that it is JSON, {items: []} or JSON lines, and that rows have an id and a title.',
  'item-unknown': 'Use the id of an item that is in the catalog; ids are compared as strings.',
  'filter-invalid': 'Use fields that exist in the catalog, with values of the type that they have there.',
  'model-unavailable': 'Check the address of the model files, and that the page may fetch them (connect-src, CORS).',
  'model-corrupt': 'The bytes differ from the ones expected: publish the model files again, complete and unchanged.',
  'encoder-failed': 'The encoder could not run here; recommendations go on without it. See the cause.',
  'gpu-lost': 'The graphics device went away; the encoder goes on with WebAssembly.',
  'csp-wasm': "Add 'wasm-unsafe-eval' to script-src to allow the encoder; ranking works without it.",
  'worker-failed': 'Check that worker.js can be fetched from the assets address and that worker-src allows it.',
  'storage-full': 'The browser refuses to store more; vectors are kept in memory for this visit.',
  'storage-blocked': 'The browser forbids storage here; vectors are kept in memory for this visit.',
  'pack-invalid': 'Write the pack again with `pagekin pack`.',
  'pack-newer': 'Upgrade pagekin on the page: the pack was written by a newer version.',
  timeout: 'Try again; if it lasts, look at the network and at the load of the device.',
  aborted: 'The caller aborted the request.',
  usage: 'See the message: an option or an argument is not what the function takes.',
} as const

export type ErrorCode = keyof typeof ERROR_CODES

/** What an error looks like when it crosses a worker boundary or is kept in the state. */
export interface ErrorReport {
  readonly code: ErrorCode
  readonly message: string
}

/**
 * The only error that leaves pagekin. `message` says where, what was received and what was expected;
 * `hint` says what to do; `code` is stable.
 */
export class PagekinError extends Error {
  override readonly name = 'PagekinError'
  readonly code: ErrorCode
  readonly hint: string

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(`[pagekin ${code}] ${message}`, options)
    this.code = code
    this.hint = ERROR_CODES[code]
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
    return new PagekinError(report.code, report.message.replace(/^\[pagekin [a-z-]+\] /, ''))
  }

  toReport(): ErrorReport {
    return { code: this.code, message: this.message }
  }
}

export function isErrorReport(value: unknown): value is ErrorReport {
  return (
    typeof value === 'object' &&
    value !== null &&
    'code' in value &&
    typeof value.code === 'string' &&
    Object.hasOwn(ERROR_CODES, value.code) &&
    'message' in value &&
    typeof value.message === 'string'
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
