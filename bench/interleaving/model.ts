import type { Interaction, ItemId } from '../../src/types.js'

export interface Row {
  readonly id: ItemId
  readonly title: string
  readonly description: string
  readonly price: number
}

/** One engine as a caller sees it. */
export interface ModelEngine {
  items: Map<ItemId, Row>
  /** Items whose change nobody has waited for: an answer may have them still, or not yet. */
  readonly changing: Set<ItemId>
  /** Of this visitor, oldest first. */
  own: readonly Interaction[]
  /** The version of the stored catalog that it opened with because the network was gone. */
  missed: string | undefined
}

/** What must hold, without vectors, words or storage: the file, the history on the device, and the items of each engine. */
export class Model {
  /** The file at the catalog's address, by version. The last one is served. */
  readonly files: { readonly version: string; readonly rows: readonly Row[] }[] = []
  readonly engines: (ModelEngine | undefined)[] = []
  history: readonly Interaction[] = []
  isOnline = true
  encoderWorks = true
  time = 0

  sell(rows: readonly Row[]): void {
    this.files.push({ version: `"${this.files.length}"`, rows })
  }

  open(slot: number, stored: string | undefined): void {
    const file = this.isOnline ? this.files.at(-1) : this.files.find(({ version }) => version === stored)
    const missed = this.isOnline ? undefined : stored
    this.engines[slot] = file && { items: itemsOf(file.rows), changing: new Set(), own: this.history, missed }
  }

  /** Reads the catalog again if it could not be read. */
  retry(engine: ModelEngine): void {
    const { version, rows } = this.files.at(-1)!
    if (engine.missed === undefined || !this.isOnline) return
    if (engine.missed !== version) engine.items = itemsOf(rows)
    engine.missed = undefined
  }

  record(engine: ModelEngine, interaction: Interaction): void {
    engine.own = [...engine.own, interaction]
    // of dismissals the device keeps one an item
    const isReplaced = ({ type, id }: Interaction) => type === 'dismiss' && interaction.type === type && interaction.id === id
    this.history = [...this.history.filter((event) => !isReplaced(event)), interaction]
  }
}

function itemsOf(rows: readonly Row[]): Map<ItemId, Row> {
  return new Map(rows.map((row) => [row.id, row]))
}
