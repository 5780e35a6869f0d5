import { openStore } from '../../src/store/open-store.js'
import { packBlock } from '../../src/vectors/blocks.js'
import { FlatIndex } from '../../src/vectors/flat-index.js'
import { BinaryIndex } from './approximate/binary-index.js'
import { IvfIndex } from './approximate/ivf-index.js'
import { calibrate } from './approximate/recall-watch.js'
import type { Engine } from './engine.js'
import { IdentifiedIndex } from './identified-index.js'

const BLOCK_ROWS = 4096
const FINGERPRINT = 'bench'

/** pagekin's indexes by their names in the table, each with room for n rows. */
export const OWN_ENGINES: Readonly<Record<string, (n: number, dimensions: number) => Engine>> = {
  'pagekin-flat': (n, dimensions) => new OwnEngine(new FlatIndex(dimensions, { capacity: n })),
  'pagekin-binary': (n, dimensions) => new OwnEngine(new BinaryIndex(dimensions, { capacity: n }), n),
  'pagekin-ivf': (n, dimensions) => new OwnEngine(new IvfIndex(dimensions, { capacity: n }), n),
}

class OwnEngine implements Engine {
  readonly #index: IdentifiedIndex<FlatIndex | BinaryIndex | IvfIndex>
  readonly #n: number | undefined

  /** @param n the rows after which an index that has to be trained is; absent where it has not */
  constructor(index: FlatIndex | BinaryIndex | IvfIndex, n?: number) {
    this.#index = new IdentifiedIndex(index)
    this.#n = n
  }

  add(ids: readonly string[], vectors: Float32Array, dimensions: number): void {
    ids.forEach((id, i) => {
      this.#index.upsert(id, vectors.subarray(i * dimensions, (i + 1) * dimensions))
    })
    const { index } = this.#index
    if (index.count !== this.#n || index instanceof FlatIndex) return
    index.train()
    calibrate(index)
  }

  search(query: Float32Array, k: number): readonly string[] {
    return this.#index.search({ query }, k).map(({ id }) => id)
  }

  bytes(): number {
    return this.#index.index.bytes
  }

  async save(): Promise<void> {
    const rows = this.#rows
    const { dimensions, size } = rows
    const store = await openStore({ kind: 'indexeddb', onChange: () => {} })
    await store.clear()
    for (let start = 0; start < size; start += BLOCK_ROWS) {
      const count = Math.min(BLOCK_ROWS, size - start)
      const codes = new Int8Array(count * dimensions)
      const scales = new Float32Array(count)
      for (let i = 0; i < count; i++) {
        const row = rows.codes(start + i)
        codes.set(row.codes, i * dimensions)
        scales[i] = row.scale
      }
      const keys = Array.from({ length: count }, (_, i) => (start + i).toString(16).padStart(32, '0'))
      await store.appendBlock(FINGERPRINT, packBlock({ dimensions, keys, codes, scales }))
    }
    store.dispose()
  }

  /** From IndexedDB into the wasm memory, and one answer. */
  async reload(query: Float32Array): Promise<void> {
    const { size, dimensions } = this.#rows
    const store = await openStore({ kind: 'indexeddb', onChange: () => {} })
    const { blocks } = await store.readBlocks(FINGERPRINT)
    const index = new FlatIndex(dimensions, { capacity: size })
    index.resize(size)
    for (const { keys, codes, scales } of blocks) {
      keys.forEach((key, i) => {
        index.setCodes(Number.parseInt(key.slice(-8), 16), codes.subarray(i * dimensions, (i + 1) * dimensions), scales[i]!)
      })
    }
    index.search({ query }, 10)
    store.dispose()
  }

  get #rows(): FlatIndex {
    const { index } = this.#index
    return index instanceof FlatIndex ? index : index.exact
  }
}
