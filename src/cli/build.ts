import { type Command, Option } from 'commander'
import { addEncoderFlags, addOutputFlags, wholeNumber } from './flags.js'
import type { Session } from './session.js'
import { type BuildFlags, buildSite, inWords } from './site/build-site.js'
import { MAX_LINKS } from './site/links-block.js'

/** `pagekin build`: a built site gets its pack, and related links in its pages. */
export function addBuild(program: Command, session: Session): void {
  const command = program
    .command('build')
    .description('Reads the HTML of a built site, writes its pack into it and, with --inject, links to related pages into each page.')
    .requiredOption('--site <folder>', 'Folder of the built site, such as dist, _site or out.')
    .option('--inject', 'Writes the links. Running it again replaces them, and nothing else of a page.')
    .addOption(new Option('--links <number>', 'Links of a page.').default(6).argParser((raw) => wholeNumber(raw, 1, MAX_LINKS)))
    .option('--heading <text>', 'What stands above the links. Default: that of a shelf, in the language of the page.')
    .option('--kin <folder>', 'Folder in the site for the pack and the files of the page.', 'kin')
    .option('--base <path>', 'Path that the site is served at, such as /docs/. Default: what its canonical addresses say, else /.')
    .option('--search', 'Also copies encoder and model, so that a search shelf understands meaning.')
  addOutputFlags(addEncoderFlags(command)).action((flags: BuildFlags) => build(flags, session))
}

async function build(flags: BuildFlags, session: Session): Promise<void> {
  const begun = performance.now()
  const built = await buildSite(flags, session)
  const { terminal } = session
  if (flags.json) {
    terminal.data(`${JSON.stringify({ ...built, tookMs: Math.round(performance.now() - begun) })}\n`)
    return
  }
  const left = inWords(built.leftOut)
  if (left) terminal.err(`left out: ${left}\n`)
  const { pages, embedded, written, packBytes, packs, withLinks } = built
  terminal.out(`${pages} pages, ${embedded} embedded in this run, ${Math.round(packBytes / 1000)} kB of pack, ${written} files written\n`)
  if (flags.inject) terminal.out(`${withLinks} pages have links\n`)
  else
    terminal.out(
      `${Object.values(packs)
        .map((pack) => `<page-kin pack="${pack}" item="address of the page"></page-kin>`)
        .join('\n')}\n`,
    )
}
