import { resolve } from 'node:path'
import { type Command, Option } from 'commander'
import { contentHashes } from '../catalog/content-hash.js'
import { pathKey } from '../catalog/item-of-page.js'
import { itemSentence } from '../catalog/item-sentence.js'
import type { CatalogLimits } from '../catalog/read-rows.js'
import { OWN_VECTOR } from '../catalog/searched-item.js'
import type { AnswerContext } from '../engine/answers/context.js'
import { hashCatalog } from '../engine/catalog-rows.js'
import type { Engine } from '../engine/engine.js'
import { PagekinError } from '../errors.js'
import { findingWords } from '../lexical/finding-terms.js'
import type { InteractionLog } from '../log/read-log.js'
import type { ItemInteractions } from '../log/summary-of-log.js'
import { interactionsText, type PackInteractions } from '../pack/interactions.js'
import type { FittedLists } from '../pack/lists/fit-lists.js'
import { readIndex } from '../pack/lists/lists-manifest.js'
import { listsFiles } from '../pack/lists/write-lists.js'
import { DEFAULT_NEIGHBOURS } from '../pack/neighbours.js'
import type { Pack } from '../pack/open-pack.js'
import { vectorFilesOf, vectorsIn } from '../pack/read-pack.js'
import { type PackContent, type PackFile, packFiles } from '../pack/write-pack.js'
import type { ForYouWeights } from '../ranking/for-you-weights.js'
import { expectedUsers } from '../ranking/scorers/expected-users.js'
import { moveSummary, pruneSummary } from '../ranking/scorers/interaction-summary.js'
import { withNewItems } from '../ranking/scorers/new-items.js'
import type { Head } from '../ranking/transforms/head.js'
import type { Store } from '../store/store.js'
import type { Item, ItemId } from '../types.js'
import { type Block, packBlock } from '../vectors/blocks.js'
import { addSourceFlags, assertOneStdin, type SourceFlags, wholeNumber } from './flags.js'
import { fittedSummaryOfFile, readSearchFile } from './interaction-log.js'
import { itemsTaught, judgeSearches, toldOfSearches } from './judge-searches.js'
import { KeptTexts } from './kept-texts.js'
import { likeIn } from './like-in-lists.js'
import { openCache, openSource, type Source } from './open-engine.js'
import { openPackFolder, type WrittenPack, withLockedFolder, writePackFolder } from './pack-folder.js'
import { reportProgress } from './progress.js'
import type { Session } from './session.js'
import type { Terminal } from './terminal.js'
import { headOfLog, indexWithHead, judgeHead, type TrainOptions, toldOfHead } from './trained-head.js'
import { valuesOfItems } from './values-of-items.js'
import { encodeSearches, withOwnVectors } from './vectors-of-searches.js'
import { searchGroups } from './words-of-searches.js'

/** What a pack is made of. */
export interface PackFlags extends SourceFlags {
  readonly dimensions?: number
  /** Default: 12, and 8 with lists. */
  readonly neighbours?: number
  readonly interactions?: string
  /** Of a head for new items. */
  readonly train?: true
  /** A log of searches and the items that they led to. */
  readonly searches?: string
  /** Default: `ivf` for more than 50,000 items. */
  readonly index?: 'flat' | 'ivf'
  readonly refit?: true
}

/** A larger pack is in lists, of which a page fetches what it needs. */
const MOST_FLAT_ITEMS = 50_000
/** Cards take most of a pack in lists: a shelf shows so many. */
export const NEIGHBOURS_IN_LISTS = 8
/** Of a pack in lists, which no page reads whole. A text of JavaScript is not longer than half a gigabyte. */
export const LIMITS_IN_LISTS: CatalogLimits = { maxItems: 1_000_000, maxCharacters: 2 ** 29 }
/** As many as a request may ask for. */
const MAX_NEIGHBOURS = 100
/** Weights kept for each item at most. Halved until the file of interactions has no more bytes than the built-in model. */
const WEIGHTS_KEPT = 100
const LEAST_WEIGHTS_KEPT = 10
const INTERACTIONS_BYTES = 12 * 2 ** 20

/** `pagekin pack`: a catalog made ready for pages, as a folder of files. */
export function addPack(program: Command, session: Session): void {
  const command = program.command('pack').description('Writes a pack: items, vectors and neighbours of a catalog, as files for a page.')
  addSourceFlags(command)
    .requiredOption('--out <folder>', 'Folder of the pack. What an earlier pack there has is not made again.')
    .option('--dimensions <number>', 'Keeps only the first dimensions, if the model allows it (Matryoshka).', (raw) => wholeNumber(raw))
    .addOption(neighboursFlag(`Default: ${DEFAULT_NEIGHBOURS}, and ${NEIGHBOURS_IN_LISTS} with lists.`))
    .option(
      '--interactions <file>',
      'Interactions of many users, as CSV or JSON with user, item, and maybe type and time. The pack gets sums and no names, and weights of forYou fitted to the log if they guess its last events better. Items that nobody met are expected where those like them are met, and as often as their fields let expect.',
    )
    .option(
      '--train',
      'With --interactions: trains on the log which items are met like which, minutes for 50,000 rows. What it says of items that nobody met goes into the pack if users held out gain by it.',
    )
    .option(
      '--searches <file>',
      'Searches of many visitors, as CSV or JSON with query and item (what they chose). Items get the words of the searches that led to them, if other searches find more by them, and vectors trained on these searches, if searches find still more by them.',
    )
    .addOption(
      new Option(
        '--index <flat|ivf>',
        'flat: a page fetches the whole pack. ivf: the pack is in lists, and a page fetches those near a question. Default: ivf above 50,000 items.',
      ).choices(['flat', 'ivf']),
    )
    .option(
      '--refit',
      'With lists: finds new centroids. Else those of the pack in the folder stay, and only lists with changed items are written.',
    )
    .action(async (flags: PackFlags & { readonly out: string }) => {
      assertOneStdin(command, { '--catalog': flags.catalog, '--interactions': flags.interactions, '--searches': flags.searches })
      if (flags.train && flags.interactions === undefined) command.error('error: --train learns from a log: expected --interactions, too')
      const begun = performance.now()
      const { content, embedded, written } = await makePack(flags, resolve(session.terminal.cwd, flags.out), session)
      const encoder = content.vectors?.encoder ?? null
      report(
        { rows: content.items.length, embedded, encoder, weights: content.interactions?.weights, ...written },
        begun,
        flags,
        session.terminal,
      )
    })
}

export function neighboursFlag(byDefault: string): Option {
  return new Option('--neighbours <number>', `Similar items to store for each item; 0 for none. ${byDefault}`).argParser((raw: string) =>
    wholeNumber(raw, 0, MAX_NEIGHBOURS),
  )
}

/** A pack that was made, and what making it took. */
export interface MadePack {
  readonly content: PackContent
  /** Items embedded in this run. */
  readonly embedded: number
  readonly written: WrittenPack
}

/**
 * Makes the pack of a catalog in a folder, which other runs leave alone meanwhile. Vectors of the pack there are used again.
 *
 * @param text The catalog. Default: what the file of the flags holds.
 * @throws what `openSource` throws; InputFileError where the folder cannot be written.
 */
export function makePack(flags: PackFlags, folder: string, { terminal, now }: Session, text?: string): Promise<MadePack> {
  return withLockedFolder(folder, async () => {
    const store = openCache(flags, terminal)
    const old = await openOld(folder, terminal)
    if (old) await keepVectors(old, store)
    const { dimensions } = flags
    const source = await openSource(flags, terminal, {
      queries: true,
      now,
      store,
      ...(text !== undefined && { text }),
      ...(dimensions && { dimensions }),
      ...(flags.index !== 'flat' && flags.device !== 'off' && { limits: LIMITS_IN_LISTS }),
    })
    try {
      if (flags.searches !== undefined) await addSearches(flags.searches, source, store, flags, terminal)
      const content = await contentOf(source, store, flags, terminal)
      if (flags.index === 'ivf' && !content.vectors) {
        terminal.err('--index ivf: lists need vectors, and this pack has none: it is flat, and a page reads all of it\n')
      }
      const written = await writePackFolder(folder, filesOf(content, flags, old, now), old)
      return { content, embedded: source.engine.state.items.embeddedThisVisit, written }
    } finally {
      source.engine.dispose()
    }
  })
}

/**
 * Gives the engine's items the words of the log if other searches find more by them, and vectors moved by the searches if these find still more.
 * Writes which it is to standard error.
 */
async function addSearches(
  path: string,
  { engine, encoder }: Source,
  store: Store,
  { quiet }: PackFlags,
  terminal: Terminal,
): Promise<void> {
  const { searches } = await readSearchFile(path, engine, terminal)
  const groups = searchGroups(searches)
  const { items: all, wide } = engine.explore(({ rows, vectors }) => ({ items: rows.items, wide: vectors?.index.dimensions }))
  const encode = async (texts: readonly string[]) => {
    const progress = reportProgress('searches encoded', terminal, quiet === true)
    const { vectors } = await new KeptTexts(null, wide!).get(texts, (chunk) => encoder.encode(chunk, 'query'), progress.update)
    progress.stop()
    return vectors
  }
  const encoded = wide === undefined ? null : await encodeSearches(groups, all, encode)
  const progress = reportProgress('parts of the searches judged and learnt', terminal, quiet === true)
  const { judged, items, moved } = engine.explore((context) => {
    const judged = judgeSearches(context, groups, encoded, progress.update)
    return { judged, ...itemsTaught(context, groups, encoded, judged, progress.update) }
  })
  progress.stop()
  terminal.err(toldOfSearches(judged))
  if (!items) return
  const { fingerprint, dimensions } = encoder.info ?? {}
  const own = moved && (await withOwnVectors(items, moved, dimensions!))
  if (own) await store.appendBlock(fingerprint!, packBlock(own.block))
  const hashed = own ?? (await hashCatalog(items))
  await engine.catalog.add(() => hashed)
  // they come from the store
  await engine.settled()
}

function isInLists({ items, vectors }: Pick<PackContent, 'items' | 'vectors'>, { index }: Pick<PackFlags, 'index'>): boolean {
  return vectors !== null && (index === undefined ? items.length > MOST_FLAT_ITEMS : index === 'ivf')
}

/** How a pack in lists is made elsewhere than here. */
export interface GivenLists {
  readonly fitted: FittedLists
  /** Of each item. */
  readonly listOf?: Uint32Array
}

/** @param given Default: the centroids of the old pack, unless it is to be fitted anew. */
export async function* filesOf(
  content: PackContent,
  flags: Pick<PackFlags, 'index' | 'refit' | 'neighbours'>,
  old: Pack | undefined,
  now: number,
  given?: GivenLists,
): AsyncGenerator<PackFile> {
  const { items, hashes, vectors, interactions } = content
  const { refit, neighbours = NEIGHBOURS_IN_LISTS } = flags
  if (!vectors || !isInLists(content, flags)) {
    yield* packFiles(content)
    return
  }
  const { encoder, blocks } = vectors
  const { codes, scales } = vectorsOf(hashes, encoder.dimensions, blocks)
  const isSame = old?.manifest.lists && old.manifest.encoder?.fingerprint === encoder.fingerprint && !refit
  // an index that is damaged is fitted anew
  const earlier = isSame ? await readIndex(old).catch(() => undefined) : undefined
  const likeOf = neighbours > 0 ? likeIn({ items, encoder, codes, scales }, neighbours, now) : undefined
  yield* listsFiles({
    items,
    encoder,
    codes,
    scales,
    wordsOf: findingWords,
    addressOf: ({ url }) => (url === undefined ? undefined : pathKey(url)),
    ...(earlier && { earlier }),
    ...(given && { earlier: given.fitted, listOf: given.listOf }),
    ...(likeOf && { likeOf }),
    ...(interactions && { interactions }),
  })
}

/** Row by row. */
export function vectorsOf(
  hashes: readonly string[],
  dimensions: number,
  blocks: readonly Block[],
): { codes: Int8Array; scales: Float32Array } {
  const places = new Map(blocks.flatMap((block) => block.keys.map((key, row) => [key, { block, row }] as const)))
  const codes = new Int8Array(hashes.length * dimensions)
  const scales = Float32Array.from(hashes, (hash, at) => {
    const { block, row } = places.get(hash)!
    codes.set(block.codes.subarray(row * dimensions, (row + 1) * dimensions), at * dimensions)
    return block.scales[row]!
  })
  return { codes, scales }
}

/** What is there now; a pack that cannot be read is written anew. */
export async function openOld(folder: string, terminal: Terminal): Promise<Pack | undefined> {
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

async function contentOf({ engine, encoder, id }: Source, store: Store, flags: PackFlags, terminal: Terminal): Promise<PackContent> {
  const { items, hashes } = engine.explore(({ rows }) => ({ items: rows.items, hashes: rows.hashes }))
  const ofTexts = items.some((item) => item.attributes?.[OWN_VECTOR] !== undefined)
    ? await contentHashes(items.map(itemSentence))
    : undefined
  const { info } = encoder
  const vectors =
    info && engine.state.levelReason === undefined
      ? {
          encoder: { id, fingerprint: info.fingerprint, dimensions: info.dimensions, dtype: info.dtype },
          blocks: (await store.readBlocks(info.fingerprint)).blocks,
        }
      : null
  const { neighbours = DEFAULT_NEIGHBOURS } = flags
  return {
    items,
    hashes,
    ...(ofTexts && { ofTexts }),
    vectors,
    // with lists they are found list by list, when these are written
    neighbours:
      neighbours > 0 && !isInLists({ items, vectors }, flags) ? await neighboursOf(engine, items, neighbours, flags, terminal) : null,
    interactions: flags.interactions === undefined ? null : await interactionsOf(flags.interactions, engine, flags, terminal),
  }
}

async function interactionsOf(path: string, engine: Engine, flags: PackFlags, terminal: Terminal): Promise<PackInteractions> {
  const { ids, summary, log } = await fittedSummaryOfFile(path, engine, terminal)
  const values = await valuesOf(ids.length, engine)
  const head = flags.train ? trainedHead(log, { weights: summary.weights, values }, engine, flags, terminal) : null
  const isSmall = (interactions: PackInteractions) => interactionsText(interactions).length <= INTERACTIONS_BYTES
  for (let kept = WEIGHTS_KEPT; ; kept /= 2) {
    const pruned = { ids, summary: pruneSummary(summary, Math.floor(kept)) }
    const interactions = { ids, ...pruned.summary }
    if (!isSmall(interactions) && kept / 2 >= LEAST_WEIGHTS_KEPT) continue
    const { whole } = engine.explore((context) => ({ whole: values && withNewItemsOf(pruned, values, head, context) }))
    return whole && isSmall(whole) ? whole : interactions
  }
}

/** Null if somebody met each item, without vectors, and for a catalog in lists, where comparing all would take minutes. */
async function valuesOf(met: number, engine: Engine): Promise<string[][] | null> {
  const { asked } = engine.explore((context) => {
    const { rows, vectors } = context
    return { asked: vectors && rows.size <= MOST_FLAT_ITEMS && met < rows.size ? valuesOfItems(context) : null }
  })
  return asked
}

/** With the items of the catalog that nobody met. */
function withNewItemsOf(
  { ids, summary }: ItemInteractions,
  values: readonly (readonly string[])[],
  head: Head | null,
  { rows, vectors }: AnswerContext,
): PackInteractions {
  const places = ids.map((id) => rows.rowOf(id)!)
  const alike = head ? indexWithHead(vectors!.index, head) : vectors!.index
  const moved = moveSummary(summary, places, rows.size)
  const whole = withNewItems({ ...moved, expected: expectedUsers(moved.users, values) }, alike)
  return { ids: rows.items.map(({ id }) => id), ...whole }
}

/** Null if users held out do not gain by it. Writes which it is to standard error. */
function trainedHead(
  log: InteractionLog,
  { weights, values }: { readonly weights: ForYouWeights | undefined; readonly values: readonly (readonly string[])[] | null },
  engine: Engine,
  { quiet }: PackFlags,
  terminal: Terminal,
): Head | null {
  const training = <Result>(what: string, run: (options: TrainOptions, context: AnswerContext) => Result): Result => {
    const progress = reportProgress(what, terminal, quiet === true)
    try {
      const { result } = engine.explore((context) => ({
        result: run({ ...(weights && { weights }), ...(values && { values }), onEpoch: progress.update }, context),
      }))
      return result
    } finally {
      progress.stop()
    }
  }
  const judged = training('times through half of the log', (options, context) => judgeHead(context, log, options))
  terminal.err(toldOfHead(judged))
  return judged.isKept ? training('times through the log', (options, context) => headOfLog(context, log, options)) : null
}

/** Asked of the engine, so that a page's first shelf is the one that its own engine would draw for a visitor without history. */
async function neighboursOf(
  engine: Engine,
  items: readonly Item[],
  limit: number,
  flags: PackFlags,
  terminal: Terminal,
): Promise<Map<ItemId, Item[]>> {
  const progress = reportProgress('items compared', terminal, flags.quiet === true)
  const neighbours = new Map<ItemId, Item[]>()
  try {
    for (const { id } of items) {
      neighbours.set(
        id,
        (await engine.similar([id], { limit })).map(({ item }) => item),
      )
      progress.update(neighbours.size, items.length)
    }
  } finally {
    progress.stop()
  }
  return neighbours
}

export interface Report extends WrittenPack {
  readonly rows: number
  /** Items embedded in this run. */
  readonly embedded: number
  readonly encoder: unknown
  /** Of `forYou`, where they were fitted to the log. */
  readonly weights: PackInteractions['weights']
}

export function report(
  { rows, embedded, encoder, weights, files, bytes }: Report,
  begun: number,
  { json }: Pick<PackFlags, 'json'>,
  terminal: Terminal,
): void {
  const tookMs = Math.round(performance.now() - begun)
  if (json) terminal.data(`${JSON.stringify({ rows, embedded, encoder, weights, files, bytes, tookMs })}\n`)
  else {
    const { written, kept, deleted } = files
    terminal.out(`${rows} items, ${embedded} embedded in this run, ${Math.round(bytes.total / 1000)} kB in ${written + kept} files\n`)
    terminal.out(`${written} files written, ${kept} kept, ${deleted} deleted\n`)
  }
}
