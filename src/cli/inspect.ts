import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { ParsedCatalog } from '../catalog/read-rows.js'
import { itemsOf } from '../pack/read-pack.js'
import { assertAnyItem, readCatalogOf } from './catalog-input.js'
import { addEncoderFlags, addOutputFlags, optionFlag, type SourceFlags } from './flags.js'
import { InputFileError } from './input-files.js'
import { vectorsOf } from './item-vectors.js'
import { writeText } from './output-file.js'
import { openPackFolder } from './pack-folder.js'
import type { Session } from './session.js'
import { suggestCategories, uncategorised } from './suggested-categories.js'

interface InspectFlags extends Omit<SourceFlags, 'catalog'> {
  readonly catalog?: string
  readonly pack?: string
  readonly html: string
}

/** `pagekin inspect`: what a catalog or a pack holds, as a page to look at. */
export function addInspect(program: Command, session: Session): void {
  const command = program
    .command('inspect')
    .description(
      'Writes a report of a catalog or a pack: a map of the items, their fields, duplicates, rejected rows, and categories for items without one.',
    )
  const catalog = optionFlag('catalog')
  catalog.mandatory = false
  command.addOption(catalog).option('--pack <folder>', 'Folder of a pack, instead of a catalog.').addOption(optionFlag('fields'))
  addOutputFlags(addEncoderFlags(command))
    .option('--html <file>', 'File for the report.', 'pagekin-report.html')
    .action((flags: InspectFlags) => {
      // what was given here comes before what the project's file says
      const isPack = flags.pack !== undefined && (flags.catalog === undefined || command.getOptionValueSource('catalog') === 'config')
      if (!isPack && (flags.pack !== undefined || flags.catalog === undefined)) command.error('error: expected either --catalog or --pack')
      return inspect(flags, isPack, session)
    })
}

async function inspect(flags: InspectFlags, isPack: boolean, session: Session): Promise<void> {
  const { terminal } = session
  const title = isPack ? flags.pack! : flags.catalog!
  const parsed = isPack ? await packed(resolve(terminal.cwd, title)) : await readCatalogOf({ ...flags, catalog: title }, session.terminal)
  const { items, rejected, variants } = parsed
  assertAnyItem(title, items.length, rejected)
  const open = uncategorised(items)
  const all = flags.device === 'off' ? null : await vectorsOf([...items, ...(open?.bare ?? [])], flags, terminal)
  const vectors = all && { ...all, values: all.values.subarray(0, items.length * all.dimensions) }
  const suggested = all && open ? suggestCategories(open, all.values.subarray(items.length * all.dimensions), all.dimensions) : []
  const compared = open?.bare.length ?? 0
  const { alikePairs, catalogHtml, sameTitles } = await import('../evaluate/report/catalog-html.js')
  const html = await catalogHtml({ title, items, rejected, variants, vectors, suggested, compared })
  await writeText('--html', flags.html, terminal.cwd, html)
  if (flags.json) {
    const alike = vectors ? alikePairs(items, vectors).map(({ items: [a, b], cosine }) => ({ ids: [a.id, b.id], cosine })) : []
    const same = sameTitles(items).map((group) => group.map(({ id }) => id))
    const categories = suggested.map(({ items: those, ...name }) => ({ ...name, ids: those.map(({ id }) => id) }))
    terminal.data(
      `${JSON.stringify({ items: items.length, rejected: rejected.length, same, alike, categories, compared, html: flags.html })}\n`,
    )
  } else terminal.out(`${flags.html}\n`)
}

async function packed(folder: string): Promise<Pick<ParsedCatalog, 'items' | 'rejected' | 'variants'>> {
  try {
    return { items: await itemsOf(await openPackFolder(folder)), rejected: [], variants: 0 }
  } catch (cause) {
    throw new InputFileError(`--pack ${folder}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
  }
}
