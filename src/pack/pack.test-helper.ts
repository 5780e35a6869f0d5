import { PagekinError } from '../errors.js'
import type { Item } from '../types.js'
import type { Block } from '../vectors/blocks.js'
import { readInteractions } from './interactions.js'
import { neighboursOf } from './neighbours.js'
import { openPack, type Pack } from './open-pack.js'
import { itemsOf, vectorFilesOf, vectorsIn } from './read-pack.js'
import { type PackContent, packFiles } from './write-pack.js'

export type Files = Map<string, Uint8Array<ArrayBuffer>>

export const DIMENSIONS = 4

/** A key of 32 hexadecimal digits, another one for each text. */
export function keyOf(text: string): string {
  return Buffer.from(text).toString('hex').padStart(32, '0').slice(-32)
}

/** Items with a vector and neighbours each: all of them follow from the ids and titles alone. */
export function contentOf(items: readonly Item[], neighbours = 3): PackContent {
  const hashes = items.map(({ title }) => keyOf(title))
  const block: Block = {
    dimensions: DIMENSIONS,
    keys: hashes,
    codes: Int8Array.from(items.flatMap(({ title }) => [title.length % 127, -title.length % 127, 3, (title.codePointAt(0) ?? 0) % 127])),
    scales: Float32Array.from(items, ({ title }) => title.length + 0.5),
  }
  return {
    items,
    hashes,
    vectors: { encoder: { id: 'test', fingerprint: 'f', dimensions: DIMENSIONS, dtype: 'int8' }, blocks: [block] },
    neighbours: new Map(items.map(({ id, title }) => [id, items.filter((item) => item.title > title).slice(0, neighbours)])),
  }
}

/** The interactions of a pack; undefined if it has none. */
export async function interactionsOf(pack: Pack) {
  const hash = pack.manifest.interactions?.[0]
  return hash === undefined ? undefined : readInteractions(await pack.json('interactions', hash))
}

export async function filesOf(content: PackContent): Promise<Files> {
  const files: Files = new Map()
  for await (const { name, bytes } of packFiles(content)) files.set(name, bytes)
  return files
}

export function open(files: Files): Promise<Pack> {
  return openPack(async (name) => {
    const bytes = files.get(name)
    if (!bytes) throw new PagekinError('pack-invalid', `${name}: not there`)
    return bytes
  })
}

/** Everything that a reader can be asked for, by id; what it throws, as its code. */
export async function readAll(files: Files, ids: readonly string[]): Promise<Record<string, unknown>> {
  const ask = async (read: () => Promise<unknown>) => {
    try {
      return await read()
    } catch (thrown) {
      if (thrown instanceof PagekinError) return { failed: thrown.code }
      throw thrown
    }
  }
  const pack = await ask(() => open(files))
  if (!isPack(pack)) return { manifest: pack }
  const answers: Record<string, unknown> = {
    rows: pack.manifest.rows,
    encoder: pack.manifest.encoder,
    items: await ask(() => itemsOf(pack)),
  }
  for (const id of ids) {
    answers[`neighbours of ${id}`] = await ask(async () => (await neighboursOf(pack, id)) ?? null)
    for (const hash of vectorFilesOf(pack, [id])) {
      answers[`vectors of ${id}`] = await ask(async () => {
        const { keys, codes, scales, dimensions } = (await vectorsIn(pack, hash)).block
        return { keys, codes: [...codes], scales: [...scales], dimensions }
      })
    }
  }
  return answers
}

function isPack(value: unknown): value is Pack {
  return typeof value === 'object' && value !== null && 'manifest' in value
}
