import { existsSync } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createCachedSource, createFolderSource, type FileSource } from '../encoder/model-files.js'
import { PagekinError } from '../errors.js'
import { BUILT_IN, type BuiltInTier, builtInTier, hubAddress } from '../options.js'

/** A model and where its files come from. */
export interface EncoderLocation extends BuiltInTier {
  readonly id: string
  readonly model: FileSource
  /** Changes when the files do, as far as that can be told without reading them. */
  readonly key: string
}

const here = dirname(fileURLToPath(import.meta.url))

/**
 * Finds the model that `--encoder` names: `builtin` (or a tier of it), `multilingual`, a folder of this machine, an address, or `owner/name` on the hub. A
 * folder of that name comes first: nothing is fetched that is here.
 *
 * @throws PagekinError `model-unavailable`.
 */
export async function locateEncoder(encoder: string, cwd: string): Promise<EncoderLocation> {
  const tier = builtInTier(encoder)
  if (tier) {
    const location = await inFolder(BUILT_IN, builtInFolder())
    return { ...location, ...tier, key: location.key + encoder.replace(/^builtin/, '') }
  }
  const folder = resolve(cwd, encoder)
  if (existsSync(folder)) return inFolder(encoder, folder)
  const address = hubAddress(encoder) ?? (/^https?:\/\//.test(encoder) ? encoder.replace(/\/?$/, '/') : undefined)
  if (address) return { id: encoder, model: createCachedSource({ baseUrl: address }), key: address }
  throw new PagekinError(
    'model-unavailable',
    `--encoder: received "${encoder.slice(0, 200)}", expected builtin, multilingual, a folder that exists, an address, or owner/name`,
  )
}

/** `dist/models` beside the built command line, `public/models` from the sources. */
function builtInFolder(): string {
  const built = join(here, 'models', BUILT_IN)
  return existsSync(built) ? built : resolve(here, '../../public/models', BUILT_IN)
}

async function inFolder(id: string, folder: string): Promise<EncoderLocation> {
  return { id, model: folderSource(folder), key: JSON.stringify([folder, await listing(folder)]) }
}

/** Names, sizes and times of the files of a folder, two levels deep. */
async function listing(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true })
  const below = await Promise.all(
    entries.map(async (entry) => {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) return (await readdir(path)).map((name) => join(path, name))
      return [path]
    }),
  )
  const described = below.flat().map(async (path) => {
    const { size, mtimeMs } = await stat(path)
    return `${path} ${size} ${mtimeMs}`
  })
  return (await Promise.all(described)).sort()
}

function folderSource(folder: string): FileSource {
  return createFolderSource(async (path) => {
    try {
      return new Uint8Array(await readFile(join(folder, path)))
    } catch (thrown) {
      if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') return null
      throw PagekinError.from(thrown, 'model-unavailable', join(folder, path))
    }
  })
}
