import { join, resolve } from 'node:path'
import { itemSentence } from '../catalog/item-sentence.js'
import { PagekinError } from '../errors.js'
import type { Item } from '../types.js'
import { readCatalogOf, tellRejected } from './catalog-input.js'
import { locateEncoder } from './encoder-source.js'
import type { SourceFlags } from './flags.js'
import { KeptTexts } from './kept-texts.js'
import { load } from './open-engine.js'
import { reportProgress } from './progress.js'
import type { Terminal } from './terminal.js'
import { defaultCacheFolder } from './vector-cache.js'

export interface ItemVectors {
  /** Unit vectors, row-major, items x dimensions. */
  readonly vectors: Float32Array
  readonly dimensions: number
  /** Unit vectors of other texts, as queries. */
  encode(texts: readonly string[]): Promise<Float32Array>
}

/**
 * The catalog of the flags, read, and a vector of every item, in this process, for what no page does. `prepare` sees the items first:
 * nothing is embedded for a question that has no answer.
 *
 * @throws PagekinError `usage` where the flags name no encoder; what reading a catalog and loading an encoder throw.
 */
export async function withItemVectors<Prepared>(
  flags: SourceFlags,
  terminal: Terminal,
  prepare: (items: readonly Item[]) => Prepared,
  use: (items: readonly Item[], all: ItemVectors, prepared: Prepared) => Promise<void>,
): Promise<void> {
  if (flags.device === 'off') throw new PagekinError('usage', '--device: received off, expected auto or wasm: this is told by vectors')
  const { items, rejected } = await readCatalogOf(flags, terminal)
  tellRejected({ items: { rejected: rejected.length, total: items.length }, rejectedRows: rejected }, terminal)
  const prepared = prepare(items)
  await withVectors(items, flags, terminal, (all) => use(items, all, prepared))
}

/** A vector of every item, for people to look at. @throws what loading an encoder throws. */
export async function vectorsOf(
  items: readonly Item[],
  flags: Omit<SourceFlags, 'catalog'>,
  terminal: Terminal,
): Promise<{ readonly values: Float32Array; readonly dimensions: number }> {
  let found = { values: new Float32Array(), dimensions: 0 }
  await withVectors(items, flags, terminal, async ({ vectors, dimensions }) => {
    found = { values: vectors as Float32Array<ArrayBuffer>, dimensions }
  })
  return found
}

async function withVectors(
  items: readonly Item[],
  flags: Omit<SourceFlags, 'catalog'>,
  terminal: Terminal,
  use: (all: ItemVectors) => Promise<void>,
): Promise<void> {
  const encoder = await load(await locateEncoder(flags.encoder, terminal.cwd))
  const progress = reportProgress('items embedded', terminal, flags.quiet === true)
  try {
    const { fingerprint, dimensions } = encoder.info
    const cache = flags.cache === undefined ? defaultCacheFolder(terminal.cwd) : flags.cache && resolve(terminal.cwd, flags.cache)
    const kept = new KeptTexts(cache ? join(cache, 'texts', `${fingerprint}-item`) : null, dimensions)
    const { vectors } = await kept.get(items.map(itemSentence), (texts) => encoder.encode(texts, 'item'), progress.update)
    await use({ vectors, dimensions, encode: (texts) => encoder.encode(texts, 'query') })
  } finally {
    progress.stop()
    await encoder.dispose()
  }
}
