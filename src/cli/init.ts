import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { type Command, Option } from 'commander'
import { CONFIG_NAME } from './config.js'
import { InputFileError } from './input-files.js'
import { writeText } from './output-file.js'
import type { Session } from './session.js'
import type { Terminal } from './terminal.js'

interface InitFlags {
  readonly catalog?: string
  readonly site?: string
  readonly folder?: string
  readonly force?: true
}

const SNIPPET_NAME = 'pagekin.html'
const FOLDER = '/kin/'

/** `pagekin init`: three questions, then the snippet to paste and the file that the other commands read. */
export function addInit(program: Command, session: Session): void {
  program
    .command('init')
    .description(
      `Asks what to recommend from and where files are served. Writes ${SNIPPET_NAME}, to paste, and ${CONFIG_NAME}, which the other commands read.`,
    )
    .option('--site <folder>', 'Folder of the built site that has the pages to recommend.')
    .option('--catalog <file>', 'File of the catalog, for a shop or an app.')
    .option('--folder <path>', `Path that the files of the package are served at. Default: ${FOLDER}`)
    .addOption(new Option('--force', 'Replaces files that are there.'))
    .action((flags: InitFlags) => init(flags, session.terminal))
}

async function init(flags: InitFlags, terminal: Terminal): Promise<void> {
  const { site, catalog, folder } = flags.site || flags.catalog ? { folder: FOLDER, ...flags } : await asked(flags, terminal)
  if ((site === undefined) === (catalog === undefined)) throw new InputFileError('init: expected either --site or --catalog')
  const source = (site ?? catalog)!
  if (!existsSync(resolve(terminal.cwd, source))) terminal.err(`${source} is not there yet\n`)
  const kin = `/${folder}/`.replace(/\/+/g, '/')
  const [config, snippet, then] = site
    ? [{ site, inject: true, kin: kin.slice(1, -1) }, siteSnippet(kin), ['npx pagekin build']]
    : [
        { catalog: source, out: `public${kin}pack` },
        catalogSnippet(kin),
        [
          `npx pagekin validate`,
          `npx pagekin assets copy public${kin}`,
          'npx pagekin pack',
          `paste ${SNIPPET_NAME} into the page of an item`,
        ],
      ]
  for (const name of [CONFIG_NAME, SNIPPET_NAME]) {
    if (existsSync(resolve(terminal.cwd, name)) && !flags.force)
      throw new InputFileError(`init: ${name} is there already; --force replaces it`)
  }
  await writeText('init', CONFIG_NAME, terminal.cwd, `${JSON.stringify(config, null, 2)}\n`)
  await writeText('init', SNIPPET_NAME, terminal.cwd, snippet)
  terminal.out(`${CONFIG_NAME}\n${SNIPPET_NAME}\n`)
  terminal.err(`Next:\n${then.map((step) => `  ${step}\n`).join('')}`)
}

async function asked(flags: InitFlags, terminal: Terminal): Promise<{ site?: string; catalog?: string; folder: string }> {
  if (!terminal.ask) throw new InputFileError('init: expected --site or --catalog, since nobody can be asked here')
  const { ask } = terminal
  const what = await ask('Recommend the pages of a built site, or the items of a catalog? [site/catalog] ')
  const isSite = !/^c/i.test(what.trim())
  const source = (await ask(isSite ? 'Folder of the built site? [dist] ' : 'File of the catalog? [items.json] ')).trim()
  const folder = flags.folder ?? ((await ask(`Path that pagekin's files are served at? [${FOLDER}] `)).trim() || FOLDER)
  return isSite ? { site: source || 'dist', folder } : { catalog: source || 'items.json', folder }
}

const siteSnippet = (
  kin: string,
) => `<!-- "pagekin build" puts this block into each page. To choose its place yourself, paste the element where it is to stand. -->
<page-kin pack="${kin}pack/" assets="${kin}" item="/path/of/this/page/" layout="list"></page-kin>
<script async src="${kin}embed.js"></script>
`

const catalogSnippet = (
  kin: string,
) => `<!-- On the page of an item: its id in place of ITEM-ID. On other pages leave "item" out: the shelf is for the visitor then. -->
<page-kin pack="${kin}pack/" assets="${kin}" item="ITEM-ID" limit="8"></page-kin>
<script async src="${kin}embed.js"></script>
`
