import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Command } from 'commander'
import { type Enrich, enrichItems } from '../catalog/enrich.js'
import { readCatalogOf, tellRejected } from './catalog-input.js'
import { InputFileError } from './input-files.js'
import { writeText } from './output-file.js'
import { reportProgress } from './progress.js'
import type { Session } from './session.js'

interface EnrichFlags {
  readonly catalog: string
  readonly with: string
  readonly output?: string
  readonly quiet?: true
}

/**
 * `pagekin enrich`: a catalog with text added to each item by the owner's own function, which may ask a language model. It is done once,
 * before pages get the catalog; whether it helps is what `pagekin eval` says of the catalog before and after.
 */
export function addEnrich(program: Command, session: Session): void {
  program
    .command('enrich')
    .description('Adds text to each item by a function of yours. Compare both catalogs with pagekin eval.')
    .requiredOption('--catalog <file>', 'The catalog: a file in any format that is read (JSON, CSV, XML, ...); - reads standard input.')
    .requiredOption(
      '--with <module>',
      'JavaScript module that exports a function `enrich`. It takes an item and returns text, or a promise of text.',
    )
    .option('--output <file>', 'File for the catalog, as a JSON array. Default: standard output.')
    .option('--quiet', 'Prints no progress.')
    .action((flags: EnrichFlags) => enrichCatalog(flags, session))
}

async function enrichCatalog(flags: EnrichFlags, { terminal }: Session): Promise<void> {
  const { items, rejected } = await readCatalogOf(flags, terminal)
  tellRejected({ items: { rejected: rejected.length, total: items.length }, rejectedRows: rejected }, terminal)
  const enrich = await loadEnrich(flags.with, terminal.cwd)
  const progress = reportProgress('items enriched', terminal, flags.quiet === true)
  let done = 0
  try {
    const enriched = await enrichItems(items, async (item) => {
      const added: unknown = await enrich(item)
      if (typeof added !== 'string') {
        throw new InputFileError(`--with ${flags.with}: received ${typeof added} for the item "${item.id}", expected text`)
      }
      progress.update(++done, items.length)
      return added
    })
    const text = `${JSON.stringify(enriched)}\n`
    if (flags.output === undefined) terminal.data(text)
    else await writeText('--output', flags.output, terminal.cwd, text)
  } finally {
    progress.stop()
  }
}

async function loadEnrich(path: string, cwd: string): Promise<Enrich> {
  const address = pathToFileURL(resolve(cwd, path)).href
  const module: Record<string, unknown> = await import(/* @vite-ignore */ address).catch((cause: unknown) => {
    throw new InputFileError(`--with ${path}: cannot be loaded (${String(cause)})`, { cause })
  })
  const { enrich } = module
  if (typeof enrich !== 'function')
    throw new InputFileError(`--with ${path}: received no function, expected \`export function enrich(item)\``)
  return enrich as Enrich
}
