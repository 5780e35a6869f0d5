import { resolve } from 'node:path'
import { type Command, Option } from 'commander'
import { PagekinError } from '../errors.js'
import { DEFAULT_NEIGHBOURS } from '../pack/neighbours.js'
import type { Pack } from '../pack/open-pack.js'
import { type Others, othersText } from '../pack/others.js'
import { vectorFilesOf, vectorsIn } from '../pack/read-pack.js'
import { type PackContent, packFiles } from '../pack/write-pack.js'
import { pruneCrowd } from '../ranking/scorers/crowd.js'
import type { Store } from '../store/store.js'
import type { Item, ItemId } from '../types.js'
import type { Engine } from '../worker/engine.js'
import { addSourceFlags, assertOneStdin, type SourceFlags, wholeNumber } from './flags.js'
import { crowdOfLog, readLog, toldOfLog } from './interaction-log.js'
import { openCache, openSource, type Source } from './open-engine.js'
import { openPackFolder, type WrittenPack, writePackFolder } from './pack-folder.js'
import { reportProgress } from './progress.js'
import type { Session } from './session.js'
import type { Terminal } from './terminal.js'

interface PackFlags extends SourceFlags {
  readonly out: string
  readonly dimensions?: number
  readonly neighbours: number
  readonly interactions?: string
}

/** As many as a request may ask for. */
const MAX_NEIGHBOURS = 100
/** Of what speaks for an item so many at the most, and half of them, and so on, until the file has no more bytes than the built-in model. */
const OTHERS_KEPT = 100
const LEAST_OTHERS_KEPT = 10
const OTHERS_BYTES = 12 * 2 ** 20

/** `pagekin pack`: a catalog made ready for pages, as a folder of files. */
export function addPack(program: Command, session: Session): void {
  const command = program.command('pack').description('Makes a catalog ready for pages: its vectors and neighbours, as a folder of files.')
  addSourceFlags(command)
    .requiredOption('--out <folder>', 'Where the pack goes; what an earlier one there already has is not made again.')
    .option('--dimensions <number>', 'Only the first so many, where the model allows it (Matryoshka).', (raw) => wholeNumber(raw))
    .addOption(
      new Option('--neighbours <number>', 'Similar items kept for each item, shown before anything else is loaded; 0 for none.')
        .default(DEFAULT_NEIGHBOURS)
        .argParser((raw) => wholeNumber(raw, 0, MAX_NEIGHBOURS)),
    )
    .option('--interactions <file>', 'What visitors did, as CSV with user, item, type, at: what goes with what is kept, and nobody named.')
    .action((flags: PackFlags) => {
      assertOneStdin(command, { '--catalog': flags.catalog, '--interactions': flags.interactions })
      return pack(flags, session)
    })
}

async function pack(flags: PackFlags, { terminal, now }: Session): Promise<void> {
  const begun = performance.now()
  const folder = resolve(terminal.cwd, flags.out)
  const store = openCache(flags, terminal)
  const old = await openOld(folder, terminal)
  if (old) await keepVectors(old, store)
  const source = await openSource(flags, terminal, { queries: true, now, store, ...(flags.dimensions && { dimensions: flags.dimensions }) })
  try {
    const content = await contentOf(source, store, flags, terminal)
    const written = await writePackFolder(folder, packFiles(content))
    const { embeddedThisVisit: embedded } = source.engine.state.items
    report({ rows: content.items.length, embedded, encoder: content.vectors?.encoder ?? null, ...written }, begun, flags, terminal)
  } finally {
    source.engine.dispose()
  }
}

/** What is there now; a pack that cannot be read is written anew. */
async function openOld(folder: string, terminal: Terminal): Promise<Pack | undefined> {
  try {
    return await openPackFolder(folder)
  } catch (thrown) {
    if (thrown instanceof PagekinError) terminal.err(`--out ${folder}: the pack there is written anew (${thrown.message})\n`)
    return undefined
  }
}

/** Vectors of the old pack that the cache lacks are taken over; one of its files that is damaged costs its own items. */
async function keepVectors(old: Pack, store: Store): Promise<void> {
  const { encoder } = old.manifest
  if (!encoder) return
  const known = new Set((await store.readBlocks(encoder.fingerprint)).blocks.flatMap(({ keys }) => keys))
  for (const hash of vectorFilesOf(old)) {
    const file = await vectorsIn(old, hash).catch(() => null)
    if (file?.block.keys.some((key) => !known.has(key))) await store.appendBlock(encoder.fingerprint, file.buffer)
  }
}

async function contentOf(
  { engine, encoder, id, catalogKey }: Source,
  store: Store,
  flags: PackFlags,
  terminal: Terminal,
): Promise<PackContent> {
  const { items, hashes } = (await store.readCatalog(catalogKey))!
  const { info } = encoder
  return {
    items,
    hashes,
    vectors:
      info && engine.state.levelReason === undefined
        ? {
            encoder: { id, fingerprint: info.fingerprint, dimensions: info.dimensions, dtype: info.dtype },
            blocks: (await store.readBlocks(info.fingerprint)).blocks,
          }
        : null,
    neighbours: flags.neighbours > 0 ? await neighboursOf(engine, items, flags, terminal) : null,
    others: flags.interactions === undefined ? null : await othersOf(flags.interactions, engine, terminal),
  }
}

async function othersOf(path: string, engine: Engine, terminal: Terminal): Promise<Others> {
  const log = await readLog(path, (id) => engine.has(id), terminal)
  if (log.rejected.length > 0) terminal.err(`${path}: ${toldOfLog(log)}\n`)
  const { ids, crowd } = crowdOfLog(log)
  for (let kept = OTHERS_KEPT; ; kept /= 2) {
    const others = { ids, ...pruneCrowd(crowd, Math.floor(kept)) }
    if (kept / 2 < LEAST_OTHERS_KEPT || othersText(others).length <= OTHERS_BYTES) return others
  }
}

/** Asked of the engine, so that a page's first shelf is the one that its own engine would draw for a visitor without history. */
async function neighboursOf(engine: Engine, items: readonly Item[], flags: PackFlags, terminal: Terminal): Promise<Map<ItemId, Item[]>> {
  const progress = reportProgress('items compared', terminal, flags.quiet === true)
  const neighbours = new Map<ItemId, Item[]>()
  try {
    for (const { id } of items) {
      neighbours.set(
        id,
        (await engine.similar([id], { limit: flags.neighbours })).map(({ item }) => item),
      )
      progress.update(neighbours.size, items.length)
    }
  } finally {
    progress.stop()
  }
  return neighbours
}

interface Report extends WrittenPack {
  readonly rows: number
  /** Items embedded in this run. */
  readonly embedded: number
  readonly encoder: unknown
}

function report({ rows, embedded, encoder, files, bytes }: Report, begun: number, { json }: PackFlags, terminal: Terminal): void {
  const tookMs = Math.round(performance.now() - begun)
  if (json) terminal.out(`${JSON.stringify({ rows, embedded, encoder, files, bytes, tookMs })}\n`)
  else {
    const { written, kept, deleted } = files
    terminal.out(`${rows} items, ${embedded} embedded in this run, ${Math.round(bytes.total / 1000)} kB in ${written + kept} files\n`)
    terminal.out(`${written} files written, ${kept} kept, ${deleted} deleted\n`)
  }
}
