import { type ReadCatalog, readCatalog } from '../catalog/read-catalog.js'
import type { ParseOptions } from '../catalog/read-rows.js'
import { reasonsOf, rowsOf, toldRow } from '../catalog/rejected.js'
import type { LoadEngineFormats } from '../engine/log-source.js'
import type { GuessedField, RejectedRow } from '../types.js'
import type { SourceFlags } from './flags.js'
import { InputFileError, readText } from './input-files.js'
import type { Terminal } from './terminal.js'

const NAMED_REASONS = 5

/** Readers of CSV, XML and shops' own formats: a chunk of the command line. */
export const loadFormats: LoadEngineFormats = () => import('../engine/formats.js')

/**
 * The catalog that the flags name, in any format, for what needs no engine. Guessed fields are told on standard error.
 *
 * @throws PagekinError `catalog-invalid`, `usage`; InputFileError.
 */
export async function readCatalogOf(
  { catalog, fields, currency }: Pick<SourceFlags, 'catalog' | 'fields' | 'currency'>,
  terminal: Terminal,
  limits: Pick<ParseOptions, 'maxItems' | 'maxCharacters' | 'now'> = {},
): Promise<ReadCatalog & { readonly bytes: number }> {
  const source = catalog === '-' ? 'standard input' : catalog
  const options = { ...limits, source, ...(fields && { fields }), ...(currency !== undefined && { currency }) }
  const text = await readText(catalog, terminal)
  const read = await readCatalog(text, loadFormats, options)
  tellGuesses(read.guesses, terminal)
  assertAnyItem(source, read.items.length, read.rejected)
  return { ...read, bytes: Buffer.byteLength(text) }
}

/** @throws InputFileError for a catalog without an item: a feed that was empty for a moment must not replace a pack. */
export function assertAnyItem(source: string, items: number, rejected: readonly RejectedRow[]): void {
  if (items > 0) return
  const first = rejected.slice(0, 1).map((row) => `; rejected: ${rejected.length}, of which ${toldRow(row)}`)
  throw new InputFileError(`${source}: no item in it can be read, expected one at least${first.join('')}`)
}

/** Says on standard error which rows are left out: how many, and the first of them. */
export function tellRejected(
  {
    items,
    rejectedRows,
  }: { readonly items: { readonly rejected: number; readonly total: number }; readonly rejectedRows: readonly RejectedRow[] },
  terminal: Terminal,
): void {
  if (items.rejected === 0) return
  terminal.err(`${items.rejected} of ${items.rejected + items.total} rows of the catalog rejected:\n`)
  const reasons = reasonsOf(rejectedRows).slice(0, NAMED_REASONS)
  for (const reason of reasons) terminal.err(`  ${rowsOf(reason)}: ${reason.why}\n`)
  const told = reasons.reduce((sum, { rows }) => sum + rows.length, 0)
  if (items.rejected > told) terminal.err(`  and ${items.rejected - told} more\n`)
}

/** Says on standard error which fields were read from names that only seem to mean them. */
export function tellGuesses(guesses: readonly GuessedField[] = [], terminal: Terminal): void {
  for (const { name, field, items } of guesses) terminal.err(`the field "${name}" of the catalog was read as ${field} (${items} items)\n`)
}

/** Says on standard error what the owner should know of the catalog. */
export function tellNotes(notes: readonly string[] = [], terminal: Terminal): void {
  for (const note of notes) terminal.err(`catalog: ${note}\n`)
}
