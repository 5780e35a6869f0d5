import { fileName } from '../manifest.js'
import type { Pack } from '../open-pack.js'
import { unpackList } from './list-file.js'
import { readIndex } from './lists-manifest.js'

/** The files of a pack in lists that its index names; those of a damaged index or list are not known. */
export async function listsFileNames(pack: Pack): Promise<string[]> {
  const index = pack.manifest.lists ? await readIndex(pack).catch(() => undefined) : undefined
  if (!index) return []
  const names = (['lists', 'heads', 'ids', 'terms'] as const).flatMap((part) =>
    index[part].filter(Boolean).map((hash) => fileName(part, hash)),
  )
  for (const hash of index.lists.filter(Boolean)) {
    const { cards } = await pack.bytes('lists', hash).then(unpackList, () => ({ cards: [] }))
    for (const card of cards) names.push(fileName('cards', card))
  }
  return names
}
