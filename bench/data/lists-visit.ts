import { Engine } from '../../src/engine/engine.js'
import { openHistory } from '../../src/store/history.js'
import { MemoryStore } from '../../src/store/memory-store.js'

/** Of all visits, so that a question has the same answer each time. */
export const NOW = 1_700_000_000_000

export interface VisitOptions {
  /** Reads a file of the pack. */
  read(name: string): Promise<Uint8Array>
  readonly fingerprint: string
  readonly dimensions: number
  /** Vectors of the texts that are searched for: what an encoder would answer. */
  readonly known: ReadonlyMap<string, Float32Array>
  readonly padding?: number
}

/** A visit: the engine of a page that names a pack and no catalog, and the names of the files that it has asked for since they were taken. */
export async function openVisit({ read, fingerprint, dimensions, known, padding = 0 }: VisitOptions) {
  const asked = new Set<string>()
  const info = {
    fingerprint,
    dimensions,
    device: 'wasm',
    deviceReason: 'bench',
    dtype: 'model_quantized',
    canary: null,
    bytes: { runtime: 0, model: 0 },
  } as const
  const engine = new Engine({
    config: {
      packUrl: '/kin/',
      encoder: { id: 'builtin', baseUrl: 'builtin', runtimeUrl: '' },
      device: 'auto',
      storage: 'memory',
      persistHistory: false,
      interactions: [],
      maxItemsPerVisit: 0,
      padding,
    },
    store: new MemoryStore(),
    history: openHistory({ persist: false }),
    encoder: {
      info,
      ensure: async () => info,
      encode: async (wanted) => Float32Array.from(wanted.flatMap((text) => [...(known.get(text) ?? new Float32Array(dimensions))])),
      dispose: () => undefined,
    },
    fetchCatalog: () => Promise.reject(new Error('there is no network')),
    loadFormats: () => import('../../src/engine/formats.js'),
    readPack: () => async (name) => {
      asked.add(name)
      return new Uint8Array(await read(name))
    },
    now: () => NOW,
    onState: () => undefined,
  })
  await engine.open()
  const take = (): string[] => {
    const names = [...asked]
    asked.clear()
    return names
  }
  return { engine, take }
}
