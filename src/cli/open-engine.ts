import { resolve } from 'node:path'
import { type CatalogLimits, MAX_ITEMS } from '../catalog/read-rows.js'
import { createEncoder } from '../encoder/encoder.js'
import { installedRuntime } from '../encoder/installed-runtime.js'
import { Engine } from '../engine/engine.js'
import { PagekinError } from '../errors.js'
import { openHistory } from '../store/history.js'
import { MemoryStore } from '../store/memory-store.js'
import type { Store } from '../store/store.js'
import { assertAnyItem, loadFormats, tellGuesses, tellNotes, tellRejected } from './catalog-input.js'
import { type EncoderLocation, locateEncoder } from './encoder-source.js'
import type { SourceFlags } from './flags.js'
import { readText } from './input-files.js'
import { NodeEncoder } from './node-encoder.js'
import { reportProgress } from './progress.js'
import type { Terminal } from './terminal.js'
import { defaultCacheFolder, VectorCache } from './vector-cache.js'

export interface OpenEngineOptions {
  /** The catalog. Default: what the file that the flags name holds. */
  readonly text?: string
  /** Default: the cache that the flags name. */
  readonly store?: Store
  /** Default: all that the model has. */
  readonly dimensions?: number
  /** Of the catalog. Default: those of a page. */
  readonly limits?: CatalogLimits
  /** Texts will be searched for: the encoder is wanted even where every item has a vector. */
  readonly queries: boolean
  /** Milliseconds since 1970: one moment for the whole run, so that its answers do not depend on how long it takes. */
  readonly now: number
}

/**
 * The engine of a page, in this process: the catalog of `--catalog` read, every item embedded (or its vector taken from the
 * cache), rejected rows told on standard error.
 *
 * @throws PagekinError `catalog-invalid`, `model-unavailable`, `model-corrupt`, `encoder-failed`, `timeout`; InputFileError.
 */
export async function openEngine(flags: SourceFlags, terminal: Terminal, options: OpenEngineOptions): Promise<Engine> {
  return (await openSource(flags, terminal, options)).engine
}

/** An engine with what it was made from. */
export interface Source {
  readonly engine: Engine
  readonly encoder: NodeEncoder
  /** Name of the encoder. */
  readonly id: string
}

/** `openEngine`, for a command that needs more than answers. */
export async function openSource(flags: SourceFlags, terminal: Terminal, options: OpenEngineOptions): Promise<Source> {
  const { catalog, device } = flags
  const { queries, now, dimensions, limits = {}, store = openCache(flags, terminal) } = options
  const text = options.text ?? (await readText(catalog, terminal))
  const location = await locateEncoder(flags.encoder, terminal.cwd)
  const encoderKey = dimensions === undefined ? location.key : `${location.key} ${dimensions}`
  const catalogUrl = catalog === '-' ? 'standard input' : catalog
  const encoder = new NodeEncoder(() => load(location, dimensions))
  const progress = reportProgress('items embedded', terminal, flags.quiet === true)
  const engine = new Engine({
    config: {
      catalogUrl,
      ...(flags.fields && { fields: flags.fields }),
      ...(flags.currency !== undefined && { currency: flags.currency }),
      encoder: { id: location.id, baseUrl: encoderKey, runtimeUrl: '' },
      device,
      storage: 'memory',
      persistHistory: false,
      interactions: [],
      maxItemsPerVisit: limits.maxItems ?? MAX_ITEMS,
    },
    store,
    history: openHistory({ persist: false }),
    encoder,
    loadFormats,
    limits,
    fetchCatalog: async () => ({ kind: 'fresh', text, version: {}, bytes: 0 }),
    now: () => now,
    onState({ phase, items }) {
      if (phase === 'embedding') progress.update(items.embedded, items.total)
    },
  })
  // kept vectors must be those of the encoder that queries will be asked with
  if (queries && device !== 'off') await store.writeMeta(encoderKey, await encoder.ensure())
  try {
    await engine.open()
    assertAnyItem(catalogUrl, engine.state.items.total, engine.state.rejectedRows)
    tellRejected(engine.state, terminal)
    tellGuesses(engine.state.guessedFields, terminal)
    // a path that no row has is worth a word; that no item has a link matters to pages alone
    if (flags.fields) tellNotes(engine.state.catalogNotes, terminal)
    await engine.settled()
    const { embedded, total } = engine.state.items
    if (engine.state.levelReason === undefined) progress.update(embedded, total)
  } finally {
    progress.stop()
  }
  const { items, error, levelReason } = engine.state
  if (levelReason !== undefined) terminal.err(`answers by words alone: ${levelReason}\n`)
  else if (device !== 'off' && items.embedded < items.total) {
    throw error ? PagekinError.fromReport(error) : new PagekinError('encoder-failed', `embedded ${items.embedded} of ${items.total} items`)
  }
  if (encoder.info) engine.onEncoder(encoder.info, encoder.info.deviceReason)
  return { engine, encoder, id: location.id }
}

/** @throws what `createEncoder` throws. */
export function load({ id, model, layers, multilingual, dimensions: ofTier }: EncoderLocation, dimensions = ofTier) {
  return createEncoder({
    id,
    model,
    runtime: installedRuntime(),
    device: 'wasm',
    ...(layers !== undefined && { layers }),
    ...(multilingual && { multilingual }),
    ...(dimensions !== undefined && { dimensions }),
  })
}

/** The cache that the flags name. Words alone take no vectors that were kept, either. */
export function openCache({ cache, device }: SourceFlags, terminal: Terminal): Store {
  if (cache === false || device === 'off') return new MemoryStore()
  const folder = cache === undefined ? defaultCacheFolder(terminal.cwd) : resolve(terminal.cwd, cache)
  return new VectorCache(folder, (note) => terminal.err(`${note}\n`))
}
