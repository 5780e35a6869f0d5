import type { Store } from '../store/store.js'

/** Stored vectors that no item of this catalog has may be another catalog's of the site; beyond so many they are of old texts, and dropped. */
const SPARED_FOREIGN_ROWS = 10_000

/** Joins the small blocks that embedding wrote, and makes room. `hashes` are those of the catalog's items. */
export async function tidyVectors(store: Store, fingerprint: string, hashes: readonly string[]): Promise<void> {
  const own = new Set(hashes)
  const { blocks } = await store.readBlocks(fingerprint)
  const all = new Set(blocks.flatMap(({ keys }) => keys))
  const foreign = [...all].filter((key) => !own.has(key)).length
  await store.compact(fingerprint, foreign > SPARED_FOREIGN_ROWS ? own : all)
  await store.evictOthers(fingerprint)
}
