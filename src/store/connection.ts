import { type DBSchema, deleteDB, type IDBPDatabase, type IDBPTransaction, openDB, type StoreNames, wrap } from 'idb'
import { after, withDeadline } from '../waiting.js'
import { assertOurs, type DatabaseSpec, upgrade } from './database-spec.js'
import { openExisting } from './open-existing.js'
import { isClosedWhileOpening, isConnectionLoss, isDamaged } from './storage-error.js'

const OPEN_TIMEOUT_MS = 4000
const TRANSACTION_TIMEOUT_MS = 15_000
/** While the browser deletes a site's data, the connection that follows a closed one is at times closed as well. Some failures to open pass. */
const MAX_ATTEMPTS = 3
/** Between attempts to open a database that looks damaged. */
const RETRY_MS = 300

type Transaction<Schema extends DBSchema, Mode extends IDBTransactionMode> = IDBPTransaction<Schema, StoreNames<Schema>[], Mode>

/**
 * One database, opened when it is first needed and again whenever its connection was closed: by the browser, by another
 * tab that upgrades or deletes it, or by `close`. Rejects with whatever IndexedDB rejects with, or with `timeout`.
 */
export class Connection<Schema extends DBSchema> {
  /** There was no such database when this one was opened. */
  isNew = false
  readonly #spec: DatabaseSpec
  #database: Promise<IDBPDatabase<Schema>> | undefined
  readonly #onDeleted: (() => void) | undefined
  #mayHeal = true
  /** What this connection has read or written is in the database. */
  #isKnown = false

  /** @param onDeleted Called when somebody else, as another tab, deletes the database, or has deleted it since it was last open. */
  constructor(spec: DatabaseSpec, onDeleted?: () => void) {
    this.#spec = spec
    this.#onDeleted = onDeleted
  }

  open(): Promise<IDBPDatabase<Schema>> {
    if (!this.#database) {
      const opening: Promise<IDBPDatabase<Schema>> = this.#openOrHeal(() => this.#forget(opening))
      this.#database = opening
      opening.catch(() => this.#forget(opening))
    }
    return this.#database
  }

  /**
   * Runs `work` in one transaction and resolves when it is durable; aborts the transaction when `work` throws. `work` may
   * await requests of the transaction only: anything else lets it end early. It runs again on a new connection when the
   * old one was lost, which is safe as a lost transaction has written nothing.
   */
  async transact<Mode extends IDBTransactionMode, T>(
    stores: StoreNames<Schema>[],
    mode: Mode,
    work: (transaction: Transaction<Schema, Mode>) => Promise<T>,
  ): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      const opening = this.open()
      let database: IDBPDatabase<Schema> | undefined
      try {
        database = await opening
        return await runTransaction(database, stores, mode, work)
      } catch (thrown) {
        const isLost = database ? isConnectionLoss(thrown) : isClosedWhileOpening(thrown)
        if (!isLost || attempt === MAX_ATTEMPTS) throw thrown
        this.#forget(opening)
        database?.close()
      }
    }
  }

  /** Running transactions are finished first, by the browser. */
  close(): void {
    const opening = this.#database
    this.#database = undefined
    opening?.then(
      (database) => database.close(),
      () => {},
    )
  }

  /** After `close`: finds out whether the database was deleted meanwhile. */
  reopen(): void {
    if (this.#isKnown) this.open().catch(() => undefined)
  }

  /**
   * Deletes the database, unless something other than pagekin made it; the next call opens a fresh one. Rejects with `timeout` while
   * another tab holds it.
   */
  async delete(): Promise<void> {
    this.close()
    this.#isKnown = false
    const { name } = this.#spec
    if (await withDeadline(this.#isForeign(), OPEN_TIMEOUT_MS, `looking at the database ${name}`)) return
    await withDeadline(deleteDB(name), OPEN_TIMEOUT_MS, `deleting the database ${name}`)
  }

  #deleted(): void {
    if (!this.#isKnown) return
    this.#isKnown = false
    this.#onDeleted?.()
  }

  #forget(opening: Promise<IDBPDatabase<Schema>>): void {
    if (this.#database === opening) this.#database = undefined
  }

  /** A database that cannot be looked at counts as damaged. */
  async #isForeign(): Promise<boolean> {
    const existing = await openExisting(this.#spec.name).catch(() => undefined)
    const database = existing && (wrap(existing) as IDBPDatabase)
    try {
      if (database) assertOurs(this.#spec, database, database.version, () => database.transaction([...database.objectStoreNames]))
      return false
    } catch {
      return true
    } finally {
      database?.close()
    }
  }

  /** What fails as a damaged database does is tried again before it is deleted: the failure may be passing. */
  async #openOrHeal(onEnd: () => void): Promise<IDBPDatabase<Schema>> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#openOnce(onEnd)
      } catch (thrown) {
        if (!this.#mayHeal || !(await isDamaged(thrown))) throw thrown
      }
      if (attempt === MAX_ATTEMPTS) break
      await after(RETRY_MS, undefined)
    }
    this.#mayHeal = false
    this.#isKnown = false
    await withDeadline(deleteDB(this.#spec.name), OPEN_TIMEOUT_MS, `deleting the damaged database ${this.#spec.name}`)
    return await this.#openOnce(onEnd)
  }

  async #openOnce(onEnd: () => void): Promise<IDBPDatabase<Schema>> {
    const { name, versions } = this.#spec
    let ended: (() => void) | undefined
    let refused: unknown
    const opening = openDB(name, versions.length, {
      upgrade: (database, oldVersion, _newVersion, transaction) => {
        try {
          this.isNew = oldVersion === 0
          if (this.isNew) this.#deleted()
          assertOurs(this.#spec, database, oldVersion, () => transaction)
          upgrade(this.#spec, database, oldVersion)
        } catch (thrown) {
          // thrown from here it would be an uncaught exception of the worker
          refused = thrown
          transaction.done.catch(() => undefined)
          abortIfRunning(transaction)
        }
      },
      blocking: (_version, nextVersion) => {
        ended?.()
        if (nextVersion === null) this.#deleted()
      },
      terminated: () => ended?.(),
    })
    // a success after the deadline is not adopted: the visit has gone on in memory
    let isLate = false
    const abandon = () => {
      isLate = true
      opening.then(
        (late) => late.close(),
        () => {},
      )
    }
    const usable = opening.then(
      (database) => {
        ended = () => {
          database.close()
          onEnd()
        }
        // a transaction would keep what is abandoned open
        return isLate ? (database as unknown as IDBPDatabase<Schema>) : this.#probe(database)
      },
      (thrown) => {
        throw refused ?? thrown
      },
    )
    return withDeadline(usable, OPEN_TIMEOUT_MS, `opening the database ${name}`, abandon)
  }

  /** A transaction of a tab that is stopped keeps all others waiting: better known now than at every call. */
  async #probe(database: IDBPDatabase<unknown>): Promise<IDBPDatabase<Schema>> {
    try {
      const transaction = database.transaction([...database.objectStoreNames])
      transaction.done.catch(() => undefined)
      assertOurs(this.#spec, database, database.version, () => transaction)
      await transaction.objectStore(database.objectStoreNames[0]!).getKey('')
      this.#isKnown = true
      return database as unknown as IDBPDatabase<Schema>
    } catch (thrown) {
      database.close()
      throw thrown
    }
  }
}

async function runTransaction<Schema extends DBSchema, Mode extends IDBTransactionMode, T>(
  database: IDBPDatabase<Schema>,
  stores: StoreNames<Schema>[],
  mode: Mode,
  work: (transaction: Transaction<Schema, Mode>) => Promise<T>,
): Promise<T> {
  const transaction = database.transaction(stores, mode)
  const abort = () => abortIfRunning(transaction)
  const run = async (): Promise<T> => {
    const working = (async () => work(transaction))().catch(rethrowAfter(abort))
    // both at once, so that neither rejection goes unheard
    const [worked, done] = await Promise.allSettled([working, transaction.done])
    // over quota every request succeeds and only the transaction fails; requests that it takes along say `AbortError`
    if (transaction.error) throw transaction.error
    if (worked.status === 'rejected') throw worked.reason
    if (done.status === 'rejected') throw done.reason
    return worked.value
  }
  return withDeadline(run(), TRANSACTION_TIMEOUT_MS, `IndexedDB transaction on ${stores.join(', ')}`, abort)
}

function abortIfRunning(transaction: { abort(): void }): void {
  try {
    transaction.abort()
  } catch {
    // it has ended by itself
  }
}

function rethrowAfter(act: () => void): (thrown: unknown) => never {
  return (thrown) => {
    act()
    throw thrown
  }
}
