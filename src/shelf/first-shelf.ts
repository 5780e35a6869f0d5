import { type CatalogVersion, isSameVersion, versionOf } from '../catalog/version.js'
import { own } from '../own.js'
import { fetchFiles } from '../pack/fetch-files.js'
import { type Neighbours, neighboursOf, storedAnswer } from '../pack/neighbours.js'
import { openPack, type Pack } from '../pack/open-pack.js'
import type { Ahead } from '../page/ahead.js'
import { sessionHistory } from '../page/session-history.js'
import type { SharedOptions } from '../page/shared-recommenders.js'
import type { ItemId, Recommendation } from '../types.js'
import type { ShelfQuestion } from './question.js'

/** What else a question has asks for other items. */
const OF_ANY = /^(?:mode|item|limit|exclude|fallbackModes|steps|diversity|explore)$/

/** The packs of this page by address, so that all its shelves read one manifest. */
const packs = new Map<string, Promise<Pack>>()

/**
 * The answer that is ready before there is an engine: items like the item asked about, in their order, from the pack or from
 * what an earlier visit kept.
 *
 * @returns Nothing where there is none: to other questions, to a filtered, steered or ruled one, about an item that is not known.
 * @throws PagekinError `pack-invalid`, `pack-newer`, `timeout`, `aborted`; what IndexedDB throws.
 */
export async function firstShelf({ options, kept }: Ahead, question: ShelfQuestion): Promise<readonly Recommendation[]> {
  const { mode, item: id, limit, exclude = [] } = question
  if (mode !== 'similar' || !id || !Object.keys(question).every((name) => OF_ANY.test(name))) return []
  const { pack, history } = own(options)
  const neighbours = pack === undefined ? kept && keptFor(kept, id) : neighboursOf(await packAt(pack), id)
  const [found, dismissed] = await Promise.all([neighbours, dismissals(history)])
  return found ? storedAnswer(found, id, new Set([...exclude, ...dismissed]), limit) : []
}

/**
 * What an earlier visit kept, if the catalog is still the one it was made from: prices and stock are never shown as they were.
 * Where the catalog cannot be asked for, what was kept has to do, as it has for the engine.
 */
async function keptFor({ url, neighbours }: NonNullable<Ahead['kept']>, id: ItemId): Promise<Neighbours | undefined> {
  return (await neighbours).of(id, async (stamp) => {
    const today = await versionAt(url)
    return !today || isSameVersion(today, stamp)
  })
}

async function versionAt(url: string): Promise<CatalogVersion | undefined> {
  try {
    const response = await fetch(url, own({ cache: 'no-cache', referrerPolicy: 'origin' } as const))
    void response.body?.cancel().catch(() => undefined)
    return response.ok ? versionOf(response) : undefined
  } catch {
    return undefined
  }
}

async function dismissals(history: SharedOptions['history']): Promise<readonly ItemId[]> {
  const ofTab = sessionHistory.read().filter(({ type }) => type === 'dismiss')
  const kept = history === 'persist' ? await (await import('../store/kept-neighbours.js')).keptDismissals() : []
  return [...ofTab.map(({ id }) => id), ...kept]
}

function packAt(address: string): Promise<Pack> {
  const url = new URL(address.replace(/\/?$/, '/'), document.baseURI).href
  const open = packs.get(url)
  if (open) return open
  const pack = openPack(fetchFiles(url))
  packs.set(url, pack)
  pack.catch(() => packs.delete(url))
  return pack
}
