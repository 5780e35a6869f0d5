import { type Command, Option } from 'commander'
import { CatalogTags } from '../engine/answers/tags.js'
import { PagekinError } from '../errors.js'
import { Bm25Index } from '../lexical/bm25.js'
import { itemFields } from '../lexical/item-fields.js'
import { readCatalogOf, tellRejected } from './catalog-input.js'
import { addOutputFlags, type OutputFlags, optionFlag, wholeNumber } from './flags.js'
import { writeText } from './output-file.js'
import type { Session } from './session.js'
import { columnsOf } from './table.js'

interface TagFlags extends OutputFlags {
  readonly catalog: string
  readonly fields?: Readonly<Record<string, string>>
  readonly currency?: string
  readonly id?: string
  readonly tags: number
  readonly output?: string
}

/** `pagekin tag`: tags for each item, out of the catalog's own words. */
export function addTag(program: Command, session: Session): void {
  const command = program.command('tag').description("Gives each item tags: phrases of the catalog's own that it and items like it share.")
  for (const name of ['catalog', 'fields', 'currency']) command.addOption(optionFlag(name))
  command
    .addOption(new Option('--id <id>', 'Tells the tags of this item. Default: of all.').conflicts('output'))
    .option('--tags <number>', 'The most tags of an item.', (raw) => wholeNumber(raw, 1, 100), 3)
    .option('--output <file>', 'Writes the catalog with tags for the items that have none, as a JSON array.')
  addOutputFlags(command).action((flags: TagFlags) => tag(flags, session))
}

async function tag(flags: TagFlags, { terminal }: Session): Promise<void> {
  const { items, rejected } = await readCatalogOf(flags, terminal)
  tellRejected({ items: { rejected: rejected.length, total: items.length }, rejectedRows: rejected }, terminal)
  const all = await CatalogTags.of(items, Bm25Index.build(items.map(itemFields)), () => undefined)
  const told = items.flatMap(({ id, title }, row) =>
    flags.id === undefined || flags.id === id ? { id, title, tags: all.of(row, flags.tags) } : [],
  )
  if (flags.id !== undefined && told.length === 0) {
    const received = `received the id "${flags.id.slice(0, 100)}"`
    throw new PagekinError('item-unknown', `tag: --id: ${received}, expected one of the ${items.length} items of the catalog`)
  }
  if (flags.output !== undefined) {
    const tagged = items.map((item, row) => (item.tags?.length ? item : { ...item, tags: told[row]!.tags.map((one) => one.tag) }))
    await writeText('--output', flags.output, terminal.cwd, `${JSON.stringify(tagged)}\n`)
  }
  if (flags.json) terminal.data(`${JSON.stringify(told)}\n`)
  else if (flags.output === undefined) {
    const lines = told.map(({ id, title, tags }) => [id, title, tags.map((one) => one.tag).join(', ')])
    terminal.out(columnsOf(['id', 'title', 'tags'], lines, terminal))
  }
}
