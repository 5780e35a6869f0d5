import { fileName } from '../manifest.js'
import type { Pack } from '../open-pack.js'
import { unpackList } from './list-file.js'
import { readIndex } from './lists-manifest.js'

/** The files of a pack in lists that its index names; those of a damaged index or list are not known. */
export async function listsFileNames(pack: Pack): Promise<string[]> {
  if (!pack.manifest.lists) return []
  const index = await readIndex(pack).catch(() => undefined)
  if (!index) return []
  const { lists, dimensions } = index
  const names = (['heads', 'ids', 'terms'] as const).flatMap((part) => index[part].filter(Boolean).map((hash) => fileName(part, hash)))
  for (const hash of lists.filter(Boolean)) {
    names.push(fileName('lists', hash))
    const { cards } = await pack.bytes('lists', hash).then(
      (bytes) => unpackList(bytes, dimensions),
      () => ({ cards: [] }),
    )
    for (const card of cards) names.push(fileName('cards', card))
  }
  return names
}
