import { type IDBPDatabase, type OpenDBCallbacks, openDB } from 'idb'
import { own } from '../own.js'

/** Opens a database in the version that it has, and makes none: undefined if it does not exist. It closes for whoever upgrades or deletes it. */
export async function openExisting<Schema = unknown>(name: string): Promise<IDBPDatabase<Schema> | undefined> {
  let open: IDBPDatabase<Schema> | undefined
  open = await openDB<Schema>(
    name,
    undefined,
    own<OpenDBCallbacks<Schema>>({
      upgrade(_database, _old, _new, tx) {
        tx.done.catch(() => undefined)
        tx.abort()
      },
      blocking: () => open?.close(),
    }),
  ).catch((thrown: unknown) => {
    if (thrown instanceof DOMException && thrown.name === 'AbortError') return undefined
    throw thrown
  })
  return open
}
