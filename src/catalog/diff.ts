import type { ItemId } from '../types.js'

/** What happened to the items of a catalog, by id. `added`, `changed` and `kept` are in the order of the new catalog, `removed` in that of the old. */
export interface CatalogDiff {
  readonly added: readonly ItemId[]
  readonly changed: readonly ItemId[]
  readonly removed: readonly ItemId[]
  readonly kept: readonly ItemId[]
}

/** Compares two catalogs, each a map from id to content hash. Every id of either is in exactly one list. */
export function diffCatalog(before: ReadonlyMap<ItemId, string>, after: ReadonlyMap<ItemId, string>): CatalogDiff {
  const added: ItemId[] = []
  const changed: ItemId[] = []
  const kept: ItemId[] = []
  for (const [id, hash] of after) {
    const old = before.get(id)
    if (old === undefined) added.push(id)
    else if (old === hash) kept.push(id)
    else changed.push(id)
  }
  const removed = [...before.keys()].filter((id) => !after.has(id))
  return { added, changed, removed, kept }
}
