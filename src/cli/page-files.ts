import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, stat } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { installedRuntimeFiles } from '../encoder/installed-runtime.js'
import { InputFileError, unwritable } from './input-files.js'
import { writeWhole } from './output-file.js'

/** What a page draws shelves from a pack with. */
export const SHELF_FILES = [
  'embed.js',
  'client.js',
  'numbers.js',
  'recommender.js',
  'extras.js',
  'sha256.js',
  'kept.js',
  'steer.js',
  'facets.js',
  'guide.js',
  'topics.js',
  'map.js',
  'profile.js',
  'privacy.js',
  'measure.js',
  'rounds.js',
  'discover.js',
  'languages.js',
  'worker.js',
  'formats.js',
  'explore.js',
  'tree.js',
  'rerank.js',
]
/** What it needs to read texts, too: searches, and items that no pack has; and the items of `data-demo`. */
const ENCODER_FILES = ['encoder-worker.js', 'models', 'demo.json']

const here = dirname(fileURLToPath(import.meta.url))

/** The built package: this file is in it, else it is beside the sources. @throws InputFileError where it is not built. */
function builtFolder(): string {
  const folder = existsSync(join(here, 'embed.js')) ? here : resolve(here, '../../dist')
  if (existsSync(join(folder, 'embed.js'))) return folder
  throw new InputFileError(`${folder}: has no embed.js; build the package first (npm run build)`)
}

/** Which files a page fetches. */
export interface PageFilesOptions {
  /** With encoder and model. */
  readonly encoder: boolean
  /** With the files of onnxruntime-web, which models other than the built-in one run on. */
  readonly runtime: boolean
}

/** Copies the files that a page fetches into a folder. Those that are there already are left alone. @throws InputFileError. */
export async function copyPageFiles(
  flag: string,
  folder: string,
  { encoder, runtime }: PageFilesOptions,
): Promise<{ readonly written: number; readonly kept: number; readonly bytes: number }> {
  const built = builtFolder()
  const wanted = [...SHELF_FILES, ...(encoder ? ENCODER_FILES : []), 'licenses.md']
  const names = (await Promise.all(wanted.map((name) => filesBelow(built, name)))).flat()
  const files = names.map((name) => ({ from: join(built, name), name }))
  const installed = runtime ? installedRuntimeFiles() : []
  for (const path of installed) files.push({ from: path, name: `runtime/${basename(path)}` })
  const told = { written: 0, kept: 0, bytes: 0 }
  for (const { from, name } of files) {
    const bytes = await readFile(from)
    const isNew = await writeChanged(flag, join(folder, name), bytes)
    told[isNew ? 'written' : 'kept']++
    told.bytes += bytes.length
  }
  return told
}

/** Writes a file, whole, unless it has these bytes. @returns Whether it was written. @throws InputFileError. */
export async function writeChanged(flag: string, path: string, content: Uint8Array | string, unfinished?: string): Promise<boolean> {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content
  const there = await readFile(path).catch(() => undefined)
  if (there?.equals(bytes)) return false
  const refuse = unwritable(flag, path)
  await mkdir(dirname(path), { recursive: true }).catch(refuse)
  await writeWhole(path, bytes, unfinished).catch(refuse)
  return true
}

async function filesBelow(folder: string, name: string): Promise<string[]> {
  const path = join(folder, name)
  const there = await stat(path).catch((cause) => {
    throw new InputFileError(`${path}: is not there (${String(cause)}); build the package again (npm run build)`, { cause })
  })
  if (!there.isDirectory()) return [name]
  const entries = (await readdir(path)).sort()
  return (await Promise.all(entries.map((entry) => filesBelow(folder, `${name}/${entry}`)))).flat()
}
