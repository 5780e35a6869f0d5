import { PagekinError } from '../errors.js'
import { withDeadline } from '../waiting.js'

const COMPANION_TIMEOUT_MS = 2000

/** Turns the browser's reason for not storing into a `PagekinError`. An error of pagekin other than `timeout` passes through. */
export function toStorageError(thrown: unknown): PagekinError {
  if (thrown instanceof PagekinError && thrown.code !== 'timeout') return thrown
  const options = { cause: thrown }
  const name = errorName(thrown)
  if (name === 'QuotaExceededError') {
    return new PagekinError('storage-full', 'IndexedDB: the browser refuses to store more for this site.', options)
  }
  if (name === 'VersionError') {
    return new PagekinError('storage-blocked', 'IndexedDB: the database was written by a newer version of pagekin.', options)
  }
  if (thrown instanceof PagekinError) {
    return new PagekinError('storage-blocked', 'IndexedDB: no answer in time; another tab may hold the database.', options)
  }
  const said = thrown instanceof Error || thrown instanceof DOMException ? `${name}: ${thrown.message}` : String(thrown)
  return new PagekinError('storage-blocked', `IndexedDB: the browser does not let this page store (${said}).`, options)
}

/** A database that could not be deleted in time: another tab holds it. */
export function isHeld(thrown: unknown): boolean {
  return thrown instanceof PagekinError && thrown.code === 'timeout'
}

export function isQuota(thrown: unknown): boolean {
  return errorName(thrown) === 'QuotaExceededError'
}

/** The value itself cannot be stored, here or in memory: the caller's error. */
export function isUnstorable(thrown: unknown): boolean {
  return errorName(thrown) === 'DataCloneError' || errorName(thrown) === 'DataError'
}

/** The connection was closed under us (site data cleared, Safari's "connection lost"); a new one may work. */
export function isConnectionLoss(thrown: unknown): boolean {
  return ['InvalidStateError', 'AbortError', 'UnknownError'].includes(errorName(thrown))
}

/** Not `UnknownError`: at open it means denied or damaged storage, and trying again does not help. */
export function isClosedWhileOpening(thrown: unknown): boolean {
  return errorName(thrown) === 'AbortError'
}

/**
 * A damaged database and denied storage both fail with `UnknownError` at open. Denied storage denies locks and caches, too. On an
 * insecure page, which has neither, the answer is false.
 */
export async function isDamaged(thrown: unknown): Promise<boolean> {
  if (errorName(thrown) !== 'UnknownError') return false
  const probes: Promise<unknown>[] = []
  try {
    if (typeof caches !== 'undefined') probes.push(caches.has('pagekin'))
    if (navigator.locks) probes.push(navigator.locks.query())
    await withDeadline(Promise.all(probes), COMPANION_TIMEOUT_MS, 'storage probe')
  } catch {
    return false
  }
  return probes.length > 0
}

function errorName(thrown: unknown): string {
  return typeof thrown === 'object' && thrown !== null && 'name' in thrown ? String(thrown.name) : ''
}
