import type { WholeStatistics } from '../lexical/term-statistics.js'
import type { Cards } from '../pack/lists/cards-file.js'
import { KeptFiles } from '../pack/lists/kept-files.js'
import { Lists } from '../pack/lists/lists.js'
import { neighboursOf, storedAnswer } from '../pack/neighbours.js'
import { Pack, type ReadFile } from '../pack/open-pack.js'
import type { EngineConfig } from '../protocol.js'
import type { Item, ItemId, Recommendations, RecommenderState, Where } from '../types.js'
import type { Block } from '../vectors/blocks.js'
import { createSerialQueue } from '../waiting.js'
import type { Request } from './answers/context.js'

/** What a question is about. All of it is brought, and what is near it. */
export interface Near {
  readonly ids?: readonly ItemId[]
  /** Of this visitor: brought as `ids` are, where that tells nobody. */
  readonly history?: readonly ItemId[]
  /** Of the page, as an item may have them. */
  readonly addresses?: readonly string[]
  /** The items of `ids` and `history` alone, and not what is like them. */
  readonly isAlone?: boolean
  readonly text?: string
  /** Of the text. */
  readonly terms?: readonly string[]
  /** Of texts. */
  readonly vectors?: readonly Float32Array[]
  readonly where?: Where | undefined
  /** A filter will leave few. Default: whether there is `where`. */
  readonly isFiltered?: boolean
}

/** Brings what a question needs into the engine. */
export type Bring = (near: Near) => Promise<void>

/** What lists are opened with. */
export interface ListsHost {
  readonly pack: Pack
  readonly read: ReadFile
  readonly manifest: Uint8Array<ArrayBuffer>
  readonly config: Pick<EngineConfig, 'packUrl' | 'storage' | 'held' | 'maxBytesPerVisit' | 'padding'>
  /** Whether the vectors of the engine are of the encoder of the pack: no others tell which lists are near. */
  isSame(): boolean
  /** Of an item that was brought. */
  vectorOf(id: ItemId): Float32Array | undefined
  /** Ids that the page has upserted or removed. `add` leaves them out. */
  readonly changed: ReadonlySet<ItemId>
  add(items: readonly Item[], blocksOf: (hashes: readonly string[]) => readonly Block[]): Promise<void>
  /** Of the whole catalog; told before the first items are added. */
  know(words: WholeStatistics, mean: Float32Array): void
  tell(lists: RecommenderState['lists']): void
  fail(thrown: unknown): void
  recovered(): void
}

/** Items that a question brings at least: near an item, and by its words, each of which may be in another list. */
const NEAREST = 24
const BY_WORDS = 10
/** Near a text few lists hold the nearest, and tell less well which they are: more of their rows are brought (docs/measurements.md#packs-in-lists). */
const NEAR_TEXT = 192
/** Lists that a text reads, all at a time, and files of cards of one step; of a catalog of more items, where more are alike. */
const FEW = { lists: 8, files: 12 }
const MANY = { lists: 12, files: 24 }
const MANY_ITEMS = 300_000
/** Beside an item whose whole title is the text, so many files of cards for one. */
const BESIDE_TITLE = 0.5
/** With a filter so many times as many. */
const FILTERED = 4
const VARIED = 8
/** Fetched in a visit at most, unless the page says otherwise. */
const MOST_BYTES = 50_000_000

/** A pack in lists. */
export interface OpenLists {
  /** A question brings what is near it, and the engine ranks what is there. Nothing is read before the first. */
  readonly bring: Bring
  /** The vectors that came are forgotten: cards come once more. */
  forget(): void
  /**
   * The items like one, from its file in the pack; undefined where the question asks for more than that has.
   *
   * @param dismissed Items that are not shown.
   */
  similar(ids: readonly ItemId[], request: Request, dismissed: readonly ItemId[]): Promise<Recommendations | undefined>
}

/** Opens a pack in lists. */
export function openLists(host: ListsHost): OpenLists {
  const { pack, config } = host
  const files = new KeptFiles(
    host.read,
    config.packUrl!,
    config.maxBytesPerVisit ?? MOST_BYTES,
    config.storage === 'indexeddb' && config.held === undefined,
  )
  void files.keepManifest(host.manifest)
  let hasFailed = false
  const ofVisit = new Pack(pack.manifest, files.read)
  const { rows: items, lists: head, encoder } = pack.manifest
  const { dimensions } = encoder!
  const onFail = (thrown: unknown) => {
    hasFailed = true
    if (!files.isSpent) host.fail(thrown)
  }
  let opened: Lists | undefined
  const open = async (): Promise<Lists | undefined> => {
    if (opened) return opened
    const options = { padding: config.padding ?? 0, kept: () => files.hashes(), onFail, random: Math.random }
    opened = await Lists.open(ofVisit, options).catch((thrown) => void onFail(thrown))
    if (!opened) return undefined
    const { words, mean } = opened.index
    const counts = new Map(words.terms.map((term, i) => [term, words.counts[i]!]))
    host.know({ rows: items, meanLength: words.meanLength, counts }, mean)
    return opened
  }
  const tell = (lists?: Lists) =>
    host.tell({ items, total: head!.count, read: lists?.read ?? 0, failed: lists?.failed.size ?? 0, spent: files.isSpent })
  tell()
  const add = async (lists: Lists, coming: readonly Promise<readonly Cards[]>[]) => {
    const cards = (await Promise.all(coming)).flat()
    if (cards.length > 0) {
      await host.add(
        cards.flatMap((card) => card.items),
        (hashes) => blocksOf(cards, hashes, dimensions),
      )
    }
    if (!hasFailed && lists.failed.size === 0) host.recovered()
    tell(lists)
  }
  const inTurn = createSerialQueue()
  const titles = new Set<string>()
  const bring: Bring = async (near) => {
    const { isAlone = false, text = '', terms = [], vectors = [], isFiltered = near.where !== undefined } = near
    const ids = [...(near.history ?? []), ...(near.ids ?? []), ...(near.addresses ?? [])]
    const times = isFiltered ? FILTERED : 1
    const most = items > MANY_ITEMS ? MANY : FEW
    const files = most.files * times * (titles.has(text) ? BESIDE_TITLE : 1)
    hasFailed = false
    const lists = await open()
    if (!lists) return tell()
    const isVaried = ids.length + terms.length + vectors.length === 0
    await add(lists, [
      ...(ids.length > 0 ? [lists.ofIds(ids)] : []),
      ...(terms.length > 0 ? [byTerms(lists, text, terms, BY_WORDS * times)] : []),
      ...(host.isSame() ? vectors : []).map((vector) =>
        lists.near({ vector, centred: false, count: NEAR_TEXT * times, files, lists: most.lists * times, atOnce: most.lists }),
      ),
      ...(isVaried ? [lists.varied(VARIED)] : []),
    ])
    const own = isAlone || !host.isSame() ? [] : ids.flatMap((id) => host.vectorOf(id) ?? [])
    if (own.length > 0)
      await add(
        lists,
        own.map((vector) => lists.near({ vector, centred: true, count: NEAREST * times, files })),
      )
  }
  const byTerms = async (lists: Lists, text: string, terms: readonly string[], count: number) => {
    const { cards, hasTitle } = await lists.ofTerms(terms, count)
    if (hasTitle) titles.add(text)
    return cards
  }
  // cards that one question is fetching are not there for another
  return {
    bring: (near) => inTurn(() => bring(near)),
    forget() {
      opened = undefined
    },
    async similar([id, ...others], { limit, exclude = [], where, rules, steer, steps, diversity }, dismissed) {
      if (id === undefined || others.length > 0 || where || rules || steer || steps || diversity !== undefined) return undefined
      const found = await neighboursOf(ofVisit, id).catch((thrown) => void onFail(thrown))
      if (host.changed.has(id) || found?.items.some((item) => host.changed.has(item.id))) return undefined
      const left = found ? storedAnswer(found, id, new Set([...exclude, ...dismissed]), limit) : []
      return left.length < limit ? undefined : left
    },
  }
}

/** The vectors of cards, by the hashes of their items. */
function blocksOf(cards: readonly Cards[], hashes: readonly string[], dimensions: number): Block[] {
  let at = 0
  return cards.map(({ items, codes, scales }) => {
    at += items.length
    return { dimensions, keys: hashes.slice(at - items.length, at), codes, scales }
  })
}
