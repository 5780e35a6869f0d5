import type { Command } from 'commander'
import { readCatalog } from '../catalog/read-catalog.js'
import type { Item } from '../types.js'
import { loadFormats } from './catalog-input.js'
import { addOutputFlags, type OutputFlags, optionFlag } from './flags.js'
import { readText } from './input-files.js'
import type { Session } from './session.js'

interface ValidateFlags extends OutputFlags {
  readonly catalog: string
  readonly fields?: Readonly<Record<string, string>>
  readonly currency?: string
}

/** What a shelf needs of an item, beside its title, and what a visitor misses without it. */
const WORTH_HAVING: readonly (readonly [field: keyof Item, without: string])[] = [
  ['url', 'their cards lead nowhere'],
  ['image', 'their cards have no picture'],
  ['description', 'they are embedded by their title alone'],
]

/** `pagekin validate`: what of a catalog can be used, and each row that cannot. */
export function addValidate(program: Command, session: Session): void {
  const command = program
    .command('validate')
    .description(
      'Reads a catalog and says what is wrong with it: rejected rows, guessed fields, what items lack. Exit code 1 if no item can be read.',
    )
  for (const name of ['catalog', 'fields', 'currency']) command.addOption(optionFlag(name))
  addOutputFlags(command).action((flags: ValidateFlags) => validate(flags, session))
}

async function validate(flags: ValidateFlags, session: Session): Promise<void> {
  const { terminal } = session
  const source = flags.catalog === '-' ? 'standard input' : flags.catalog
  const { format, items, rejected, duplicates, guesses, notes } = await readCatalog(await readText(flags.catalog, terminal), loadFormats, {
    source,
    ...(flags.fields && { fields: flags.fields }),
    ...(flags.currency !== undefined && { currency: flags.currency }),
  })
  session.failed ||= items.length === 0
  const lacking = WORTH_HAVING.map(([field, without]) => ({
    field,
    items: items.filter((item) => item[field] === undefined).length,
    without,
  }))
  const lacks = lacking.filter((lack) => lack.items > 0)
  if (flags.json) {
    const rows = rejected.map((row) => ({ code: 'catalog-invalid', ...row }))
    terminal.out(`${JSON.stringify({ format, items: items.length, duplicates, rejected: rows, guesses, notes, lacks })}\n`)
    return
  }
  for (const { row, field, why } of rejected) terminal.out(`catalog-invalid row ${row}${field === '' ? '' : `, ${field}`}: ${why}\n`)
  for (const { name, field, items: count } of guesses) {
    terminal.out(`the field "${name}" is read as ${field} (${count} items); --fields '{"${field}": "another"}' overrules it\n`)
  }
  for (const note of notes) terminal.out(`${note}\n`)
  for (const { field, items: count, without } of lacks) terminal.out(`${count} of ${items.length} items have no ${field}: ${without}\n`)
  terminal.out(`${items.length} items can be used, ${rejected.length} rows rejected\n`)
}
