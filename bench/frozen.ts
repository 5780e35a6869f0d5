import { PagekinError } from '../src/errors.js'
import { sha256 } from '../src/sha256-digest.js'

/**
 * Text of a JSON value that depends on nothing but the value: keys in the order of their UTF-16 units, no blanks, numbers as
 * JavaScript writes them (RFC 8785 without its check of surrogates). Throws `usage` for what JSON cannot hold.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value)
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
    return `{${entries.map(([key, entry]) => `${JSON.stringify(key)}:${canonicalJson(entry)}`).join(',')}}`
  }
  throw new PagekinError(
    'usage',
    `canonicalJson: received ${String(value)}, expected plain objects, arrays, strings, finite numbers, booleans or null`,
  )
}

/** SHA-256 of the canonical JSON of a value, as 64 hexadecimal digits: what a committed test compares to keep data from drifting. */
export function frozenHash(value: unknown): string {
  return Array.from(sha256(new TextEncoder().encode(canonicalJson(value))), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
