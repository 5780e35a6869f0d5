import type { EncoderClient } from '../engine/encoder-client.js'
import { Engine } from '../engine/engine.js'
import type { PageAnswers } from '../evaluate/autoeval/settings.js'
import { openHistory } from '../store/history.js'
import { MemoryStore } from '../store/memory-store.js'
import type { Item, Recommendation } from '../types.js'
import { loadFormats } from './catalog-input.js'

const SHELF = 10

/** The engine of a page over items that are parsed already, in this process. Without an encoder it answers by words. */
export async function openPageAnswers(items: readonly Item[], encoder: EncoderClient | null, now: number): Promise<PageAnswers> {
  const engine = new Engine({
    config: {
      items,
      encoder: { id: 'evaluated', baseUrl: 'evaluated', runtimeUrl: '' },
      device: encoder ? 'wasm' : 'off',
      storage: 'memory',
      persistHistory: false,
      interactions: [],
      maxItemsPerVisit: items.length,
    },
    store: new MemoryStore(),
    history: openHistory({ persist: false }),
    encoder: encoder ?? NO_ENCODER,
    loadFormats,
    fetchCatalog: () => Promise.reject(new Error('the items are given')),
    now: () => now,
    onState() {},
  })
  await engine.open()
  await engine.settled()
  if (encoder?.info) engine.onEncoder(encoder.info, encoder.info.deviceReason)
  const rowOf = new Map(items.map(({ id }, row) => [id, row]))
  const rows = (recommendations: readonly Recommendation[]) =>
    recommendations.flatMap(({ item }) => {
      const row = rowOf.get(item.id)
      return row === undefined ? [] : [row]
    })
  const where = { available: [true, false] }
  return {
    // free pairs ask for what is not available, too: whether it is found is a question of its text
    search: async (text, limit) => rows(await engine.search(text, { limit, diversity: 0, complete: true, where })),
    similar: async (row, limit) => rows(await engine.similar([items[row]!.id], { limit, diversity: 0, where })),
    shelf: async (row) => rows(await engine.similar([items[row]!.id], { limit: SHELF })),
    dispose: () => engine.dispose(),
  }
}

const NO_ENCODER: EncoderClient = {
  info: undefined,
  ensure: () => Promise.reject(new Error('evaluated without an encoder')),
  encode: () => Promise.reject(new Error('evaluated without an encoder')),
  dispose() {},
}
