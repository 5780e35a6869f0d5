import { type Command, Option } from 'commander'
import { wholeNumber } from './flags.js'
import type { Session } from './session.js'
import { serveFolder } from './site/serve-folder.js'
import { folderAt } from './site/site-folder.js'

const MAX_PORT = 65_535

/** `pagekin serve`: a folder as a good host would serve it, to try it. */
export function addServe(program: Command, { terminal }: Session): void {
  program
    .command('serve')
    .argument('<folder>', 'Folder of the site.')
    .description('Serves a folder to this machine, to try a site: types, compression, ETags, short addresses.')
    .addOption(
      new Option('--port <number>', 'Port; 0 takes any that is free.').default(8080).argParser((raw) => wholeNumber(raw, 0, MAX_PORT)),
    )
    .action(async (folder: string, { port }: { readonly port: number }) => {
      const served = await serveFolder(await folderAt('serve', folder, terminal.cwd), port)
      terminal.out(`${served.url}/\n`)
      terminal.err('Ctrl+C ends it.\n')
      await new Promise<void>((ended) => {
        for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => ended())
      })
      await served.close()
    })
}
