/**
 * What is read from storage is checked like foreign input: any script of the site can write there, and so can another
 * version of pagekin.
 */
import type { Item } from '../types.js'
import type { StoredCatalog, VectorMeta } from './store.js'

export function isStoredCatalog(value: unknown): value is StoredCatalog {
  if (!isRecord(value)) return false
  const { items, hashes, etag, lastModified, rejected, guesses, notes, storedAt } = value
  return (
    Array.isArray(items) &&
    items.every(isItem) &&
    Array.isArray(hashes) &&
    hashes.length === items.length &&
    hashes.every((hash) => typeof hash === 'string') &&
    isOptionalString(etag) &&
    isOptionalString(lastModified) &&
    (rejected === undefined || (isRecord(rejected) && Number.isInteger(rejected.count) && Array.isArray(rejected.rows))) &&
    (guesses === undefined || Array.isArray(guesses)) &&
    (notes === undefined || Array.isArray(notes)) &&
    Number.isFinite(storedAt)
  )
}

export function isItem(value: unknown): value is Item {
  return isRecord(value) && typeof value.id === 'string' && typeof value.title === 'string'
}

export function isVectorMeta(value: unknown): value is VectorMeta {
  if (!isRecord(value)) return false
  const { fingerprint, dimensions, dtype } = value
  return typeof fingerprint === 'string' && Number.isInteger(dimensions) && Number(dimensions) > 0 && typeof dtype === 'string'
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function isOptionalString(value: unknown): boolean {
  return value === undefined || typeof value === 'string'
}
