import { fileName } from '../manifest.js'
import type { Pack } from '../open-pack.js'
import { bytesToHex, unpackList } from './list-file.js'
import { fromBase64, type ListsBody } from './lists-manifest.js'

/** The files of a pack in lists that its index names, also one that an earlier version wrote; those of a damaged index or list are not known. */
export async function listsFileNames(pack: Pack): Promise<string[]> {
  if (!pack.manifest.lists) return []
  const index = (await pack.json('index', pack.manifest.lists.index).catch(() => undefined)) as Partial<ListsBody> | null | undefined
  const names = (['lists', 'heads', 'ids', 'terms'] as const).flatMap((part) => hashesOf(index?.[part]).map((hash) => fileName(part, hash)))
  for (const hash of hashesOf(index?.lists)) {
    const { cards } = await pack.bytes('lists', hash).then(
      (bytes) => unpackList(bytes, Number(index?.dimensions)),
      () => ({ cards: [] }),
    )
    for (const card of cards) names.push(fileName('cards', card))
  }
  return names
}

function hashesOf(text: unknown): string[] {
  try {
    return typeof text === 'string' ? bytesToHex(fromBase64(text)).filter(Boolean) : []
  } catch {
    return []
  }
}
