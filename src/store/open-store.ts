import type { StorageKind } from '../types.js'
import { DeviceStore } from './device-store.js'
import { MemoryStore } from './memory-store.js'
import { isHeld, toStorageError } from './storage-error.js'
import type { Store, StoreChangeListener } from './store.js'
import { VectorDatabase } from './vector-database.js'

export interface OpenStoreOptions {
  readonly kind: StorageKind
  /** Why nothing may be stored before `hold` says otherwise. */
  readonly held?: string | undefined
  /** Told when `indexeddb` turned out to be impossible, at once or later in the visit. */
  readonly onChange?: StoreChangeListener
  /** Called when somebody else, as another tab, has deleted the database, or has while this store was suspended. */
  readonly onCleared?: () => void
}

/** Opens the store of this origin, within a few seconds. Never rejects: where IndexedDB fails, the store is in memory and says why. */
export async function openStore({ kind, held, onChange, onCleared }: OpenStoreOptions): Promise<Store> {
  if (kind === 'memory') return new VisitStore()
  const store = new DeviceStore(onChange, onCleared)
  if (held === undefined) await store.open()
  else await store.hold(held)
  return store
}

/** Keeps nothing on the device, but clearing also deletes what visits with another setting have kept. */
class VisitStore extends MemoryStore {
  override async clear(): Promise<void> {
    await super.clear()
    try {
      await new VectorDatabase().delete()
    } catch (thrown) {
      if (isHeld(thrown)) throw toStorageError(thrown)
    }
  }
}
