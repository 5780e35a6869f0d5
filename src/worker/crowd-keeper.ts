import { type Crowd, moveCrowd } from '../ranking/scorers/crowd.js'
import type { ItemId } from '../types.js'
import type { CatalogRows } from './catalog-rows.js'

/** What others did, by item: row r of `crowd` is the item `ids[r]`. */
export interface CrowdRecord {
  readonly ids: readonly ItemId[]
  readonly crowd: Crowd
}

/** Holds what others did for the rows of the catalog as they are now. */
export class CrowdKeeper {
  readonly #rows: CatalogRows
  #record: CrowdRecord | null = null
  #crowd: Crowd | null = null

  constructor(rows: CatalogRows) {
    this.#rows = rows
  }

  /** Takes the place of what was known before. */
  learn(record: CrowdRecord): void {
    this.#record = record
    this.#crowd = null
  }

  /** Rows have come or gone. */
  changed(): void {
    this.#crowd = null
  }

  /** Null where nothing was learnt. Made when first asked for after a change. */
  get crowd(): Crowd | null {
    if (!this.#record) return null
    const { ids, crowd } = this.#record
    this.#crowd ??= moveCrowd(
      crowd,
      Int32Array.from(ids, (id) => this.#rows.rowOf(id) ?? -1),
      this.#rows.size,
    )
    return this.#crowd
  }
}
