import { resolve } from 'node:path'
import type { Command } from 'commander'
import { addOutputFlags, type OutputFlags } from './flags.js'
import { copyPageFiles } from './page-files.js'
import type { Session } from './session.js'

/** `pagekin assets copy`: what a page fetches, into a folder that a site serves. */
export function addAssets(program: Command, session: Session): void {
  const assets = program.command('assets').description('Files that pages fetch.')
  const copy = assets
    .command('copy')
    .argument('<folder>', 'Folder to copy to, such as public/kin.')
    .description('Copies what a page fetches: script tag, client, workers and model. Files that are there already are left alone.')
    .option('--runtime', 'Also copies the files of onnxruntime-web, which models other than the built-in one run on.')
    .option('--shelf-only', 'Only what draws shelves from a pack: no encoder, no model.')
  addOutputFlags(copy).action(async (folder: string, flags: OutputFlags & { readonly runtime?: true; readonly shelfOnly?: true }) => {
    const { runtime = false, shelfOnly = false, json } = flags
    const { terminal } = session
    const copied = await copyPageFiles('assets copy', resolve(terminal.cwd, folder), { encoder: !shelfOnly, runtime })
    if (json) terminal.data(`${JSON.stringify(copied)}\n`)
    else terminal.out(`${copied.written} files written, ${copied.kept} kept, ${Math.round(copied.bytes / 1000)} kB\n`)
  })
}
