import { fetchFiles } from '../pack/fetch-files.js'
import { neighboursOf } from '../pack/neighbours.js'
import { openPack, type Pack } from '../pack/open-pack.js'
import type { Recommendation } from '../types.js'
import type { Question } from './answer.js'

/** The packs of this page by address, so that all its shelves read one manifest. */
const packs = new Map<string, Promise<Pack>>()

/**
 * The answer that a pack holds ready, for before there is an engine: items like the item asked about, in their order. A pack
 * keeps no scores, so `score` is how many come after, and the nearness to the item is the one reason.
 *
 * @param address Of the pack's folder, as the page writes it.
 * @returns Nothing where the pack has no answer: to other questions, to a filtered one, about an item that it does not know.
 * @throws PagekinError `pack-invalid`, `pack-newer`, `timeout`, `aborted`.
 */
export async function firstShelf(address: string, question: Question): Promise<readonly Recommendation[]> {
  const { mode, item: id, where, limit, exclude = [] } = question
  if (mode !== 'similar' || !id || where) return []
  const { title, items } = (await neighboursOf(await packAt(address), id)) ?? { title: '', items: [] }
  const shown = items.filter((item) => item.available !== false && !exclude.includes(item.id)).slice(0, limit)
  return shown.map((item, place) => {
    const score = shown.length - place
    return { item, score, reasons: [{ kind: 'similar-to', id, title, weight: score }] }
  })
}

function packAt(address: string): Promise<Pack> {
  const url = new URL(address.replace(/\/?$/, '/'), document.baseURI).href
  const known = packs.get(url)
  if (known) return known
  const pack = openPack(fetchFiles(url))
  packs.set(url, pack)
  pack.catch(() => packs.delete(url))
  return pack
}
