/** Opens a database in the version that it has, and makes none: undefined if it does not exist. It closes for whoever upgrades or deletes it. */
export function openExisting(name: string): Promise<IDBDatabase | undefined> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name)
    request.onupgradeneeded = () => request.transaction!.abort()
    request.onerror = () => (request.error?.name === 'AbortError' ? resolve(undefined) : reject(request.error))
    request.onsuccess = () => {
      const database = request.result
      database.onversionchange = () => database.close()
      resolve(database)
    }
  })
}
