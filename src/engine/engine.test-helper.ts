import type { PagekinError } from '../errors.js'
import type { ReadFile } from '../pack/open-pack.js'
import type { EncoderInfo, EngineConfig, PageApi } from '../protocol.js'
import { type History, openHistory } from '../store/history.js'
import { MemoryStore } from '../store/memory-store.js'
import type { Store } from '../store/store.js'
import { normalize } from '../vectors/normalize.js'
import { mulberry32 } from '../vectors/random.js'
import type { CatalogAnswer, FetchCatalog } from './catalog-source.js'
import type { EncoderClient } from './encoder-client.js'
import { Engine } from './engine.js'

const DIMENSIONS = 64
export const NOW = 1_700_000_000_000

/** Texts that share words get vectors that are near: each word has a direction of its own, drawn from its letters. */
export class WordEncoder implements EncoderClient {
  info: EncoderInfo | undefined
  /** Texts encoded, in order. */
  readonly texts: string[] = []
  readonly #ready: Promise<void>

  /** @param ready The load waits for it, and fails when it does. */
  constructor(ready: Promise<void> = Promise.resolve()) {
    this.#ready = ready
  }

  async ensure(): Promise<EncoderInfo> {
    await this.#ready
    this.info = {
      fingerprint: 'words',
      dimensions: DIMENSIONS,
      device: 'wasm',
      deviceReason: 'a test',
      dtype: 'words',
      canary: null,
      bytes: { runtime: 0, model: 0 },
    }
    return this.info
  }

  async encode(texts: readonly string[]): Promise<Float32Array> {
    await this.ensure()
    this.texts.push(...texts)
    const vectors = new Float32Array(texts.length * DIMENSIONS)
    texts.forEach((text, row) => {
      vectors.set(direction(text), row * DIMENSIONS)
    })
    return vectors
  }

  dispose(): void {}
}

function direction(text: string): Float32Array {
  const sum = new Float32Array(DIMENSIONS)
  for (const word of text.toLowerCase().match(/\p{L}+/gu) ?? []) {
    const random = mulberry32([...word].reduce((seed, letter) => (seed * 31 + letter.codePointAt(0)!) >>> 0, 7))
    for (let i = 0; i < DIMENSIONS; i++) sum[i]! += random() - 0.5
  }
  return normalize(sum)
}

export interface EngineSetUp {
  readonly items?: readonly unknown[]
  /** Files of the pack at `/kin/`. */
  readonly readPack?: ReadFile
  /** Why a kept manifest takes the place of the site's. */
  readonly gone?: PagekinError
  readonly encoder?: EncoderClient
  readonly encoderKey?: string
  readonly store?: Store
  readonly history?: History
  /** The file at `catalogUrl`. Without it there is no network. */
  readonly catalog?: CatalogAnswer
  /** Instead of `catalog`. */
  readonly fetchCatalog?: FetchCatalog
  readonly makesDrafts?: boolean
  readonly beat?: () => void
  readonly candidates?: PageApi['candidates']
  readonly config?: Partial<EngineConfig>
}

/** An engine with a catalog, opened; its encoder may still be at work. */
export async function openEngine(setUp: EngineSetUp): Promise<Engine> {
  const engine = makeEngine(setUp)
  await engine.open()
  return engine
}

export function makeEngine({
  items,
  readPack,
  gone,
  encoder = new WordEncoder(),
  encoderKey = 'words',
  store = new MemoryStore(),
  history = openHistory({ persist: false }),
  catalog,
  fetchCatalog = async () => catalog ?? Promise.reject(new Error('there is no network')),
  makesDrafts = false,
  beat = () => undefined,
  candidates,
  config = {},
}: EngineSetUp): Engine {
  return new Engine({
    config: {
      ...(items && { items }),
      ...(readPack && { packUrl: '/kin/' }),
      encoder: { id: encoderKey, baseUrl: encoderKey, runtimeUrl: '' },
      device: 'auto',
      storage: 'memory',
      persistHistory: false,
      interactions: [],
      maxItemsPerVisit: 2000,
      ...config,
    },
    store,
    history,
    encoder,
    fetchCatalog,
    loadFormats: () => import('./formats.js'),
    ...(readPack && {
      readPack: (_url, { onKept }) => {
        if (gone) onKept?.(gone)
        return readPack
      },
    }),
    ...(candidates && { candidates }),
    makesDrafts,
    now: () => NOW,
    beat,
    onState() {},
  })
}
