import { itemSentence } from '../catalog/item-sentence.js'
import { parseCatalog } from '../catalog/parse.js'
import { withSearches } from '../catalog/searched-item.js'
import { PagekinError } from '../errors.js'
import type { PackInteractions } from '../pack/interactions.js'
import type { ReadFile } from '../pack/open-pack.js'
import { packFiles } from '../pack/write-pack.js'
import type { ItemId, Recommendation } from '../types.js'
import { packBlock, unpackBlock } from '../vectors/blocks.js'
import { crc32 } from '../vectors/crc32.js'
import { quantize } from '../vectors/quantize.js'
import { hashCatalog } from './catalog-rows.js'
import { openEngine, WordEncoder } from './engine.test-helper.js'

export const THINGS = ['kettle', 'blanket', 'lamp', 'chair', 'mug', 'shelf', 'clock', 'basket']
export const MATERIALS = ['copper', 'steel', 'oak', 'wool', 'linen']
/** Descriptions of some length make a pack of several files. */
export const ITEMS = MATERIALS.flatMap((material) =>
  THINGS.map((thing) => ({
    id: `${material}-${thing}`,
    title: `${material} ${thing}`,
    price: 10,
    description: `${material} ${thing} `.repeat(200),
  })),
)

export type Files = Map<string, Uint8Array<ArrayBuffer>>

export const ids = (answer: readonly Recommendation[]) => answer.map(({ item }) => item.id)

interface Searched {
  readonly words?: string
  /** The item's own vector is that of this text. */
  readonly like?: string
}

/** A pack of these rows, its vectors by `WordEncoder`, or of their first `dimensions`. */
export async function packOf(
  rows: readonly unknown[],
  {
    fingerprint = 'words',
    dtype = 'words',
    dimensions = 64,
    interactions = null as PackInteractions | null,
    searches = {} as Readonly<Record<ItemId, Searched>>,
  } = {},
): Promise<Files> {
  const { items: bare, hashes: ofTexts } = await hashCatalog(parseCatalog(rows).items)
  const found = bare.map(({ id }): Searched => (Object.hasOwn(searches, id) ? searches[id]! : {}))
  const { items, hashes } = await hashCatalog(
    bare.map((item, i) => {
      const { words, like } = found[i]!
      return withSearches(item, { words, vector: like === undefined ? undefined : crc32(new TextEncoder().encode(like)) })
    }),
  )
  const own = [...items.keys()].filter((i) => found[i]!.like !== undefined)
  const keys = [...ofTexts, ...own.map((i) => hashes[i]!)]
  const whole = await new WordEncoder().encode([...bare.map(itemSentence), ...own.map((i) => found[i]!.like!)])
  const quantized = keys.map((_, row) => quantize(whole.slice(row * 64, row * 64 + dimensions)))
  const codes = new Int8Array(keys.length * dimensions)
  quantized.forEach((vector, row) => void codes.set(vector.codes, row * dimensions))
  const block = unpackBlock(packBlock({ dimensions, keys, codes, scales: Float32Array.from(quantized, ({ scale }) => scale) }))
  const files: Files = new Map()
  const vectors = { encoder: { id: 'test', fingerprint, dimensions, dtype }, blocks: [block] }
  const content = { items, hashes, ofTexts, vectors, neighbours: null, interactions }
  for await (const { name, bytes } of packFiles(content)) files.set(name, bytes)
  return files
}

export function served(files: ReadonlyMap<string, Uint8Array<ArrayBuffer>>): ReadFile & { readonly asked: string[] } {
  const asked: string[] = []
  const read: ReadFile = async (name) => {
    asked.push(name)
    const bytes = files.get(name)
    if (!bytes) throw new PagekinError('pack-invalid', `${name}: the server answered 404, expected 200`)
    return bytes
  }
  return Object.assign(read, { asked })
}

export async function settled(setUp: Parameters<typeof openEngine>[0]) {
  const engine = await openEngine(setUp)
  await engine.settled()
  return engine
}
