import type { Command } from 'commander'
import { readTable } from '../catalog/formats/csv.js'
import { readCatalog } from '../catalog/read-catalog.js'
import { reasonsOf, rowsOf } from '../catalog/rejected.js'
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

const NAMED_COLUMNS = 30

/** A shorter text is a name or a value. */
const PROSE_CHARACTERS = 60

/** The attribute that could be a missing description: most letters over all items, and enough an item. */
function longestColumn(items: readonly Item[]): string | undefined {
  const columns = new Map<string, { letters: number; items: number }>()
  for (const { attributes } of items) {
    for (const [name, value] of Object.entries(attributes ?? {})) {
      if (typeof value !== 'string' || !value.includes(' ')) continue
      const column = columns.get(name) ?? { letters: 0, items: 0 }
      columns.set(name, { letters: column.letters + value.length, items: column.items + 1 })
    }
  }
  const [longest] = [...columns]
    .filter(([, column]) => column.letters >= PROSE_CHARACTERS * column.items)
    .sort(([, a], [, b]) => b.letters - a.letters)
  return longest?.[0]
}

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
  const text = await readText(flags.catalog, terminal)
  const { format, items, rejected, duplicates, variants, guesses, notes } = await readCatalog(text, loadFormats, {
    source,
    ...(flags.fields && { fields: flags.fields }),
    ...(flags.currency !== undefined && { currency: flags.currency }),
  })
  session.failed ||= items.length === 0
  const lacks = WORTH_HAVING.flatMap(([field, without]) => {
    const lacking = items.filter((item) => item[field] === undefined)
    const column = field === 'description' ? longestColumn(lacking) : undefined
    return lacking.length === 0 ? [] : [{ field, items: lacking.length, without, ...(column !== undefined && { column }) }]
  })
  if (flags.json) {
    const rows = rejected.map((row) => ({ code: 'catalog-invalid', ...row }))
    terminal.data(`${JSON.stringify({ format, items: items.length, duplicates, variants, rejected: rows, guesses, notes, lacks })}\n`)
    return
  }
  for (const reason of reasonsOf(rejected)) terminal.out(`catalog-invalid ${rowsOf(reason)}: ${reason.why}\n`)
  if (format === 'table' && items.length === 0 && rejected.some(({ field }) => field === 'title')) {
    const names = readTable(text).names.slice(0, NAMED_COLUMNS)
    terminal.out(
      `the columns are ${names.map((name) => JSON.stringify(name)).join(', ')}: --fields '{"title":"..."}' says which is the title\n`,
    )
  }
  for (const { name, field, items: count } of guesses) {
    terminal.out(`the field "${name}" is read as ${field} (${count} items); --fields '{"${field}": "another"}' overrules it\n`)
  }
  for (const note of notes) terminal.out(`${note}\n`)
  if (variants > 0) terminal.out(`${variants} rows are variants: their products stand for them\n`)
  for (const { field, items: count, without, column } of lacks) {
    const why =
      column === undefined
        ? `: ${without}`
        : `. The longest texts are in "${column}": --fields '${JSON.stringify({ description: column })}' reads them`
    terminal.out(`${count} of ${items.length} items have no ${field}${why}\n`)
  }
  terminal.out(`${items.length} items can be used, ${rejected.length} rows rejected\n`)
}
