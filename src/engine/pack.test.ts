import { describe, expect, test, vi } from 'vitest'
import { PagekinError } from '../errors.js'
import { MANIFEST_NAME } from '../pack/manifest.js'
import { MemoryStore } from '../store/memory-store.js'
import { openEngine, WordEncoder } from './engine.test-helper.js'
import { type Files, ITEMS, ids, MATERIALS, packOf, served, settled, THINGS } from './pack.test-helper.js'

const codeOf = (opening: Promise<unknown>) =>
  opening.then(
    () => 'opened',
    (thrown: PagekinError) => thrown.code,
  )

describe('with a pack', () => {
  test('that never comes is waited for once', async () => {
    const { setTimeout: start } = globalThis
    let waits = 0
    // the test runner has timers of its own
    vi.stubGlobal('setTimeout', (run: () => void, ms: number) => {
      if (ms === 1000 && new Error().stack?.includes('pack-source')) waits++
      return start(run, ms)
    })
    const engine = await openEngine({ items: ITEMS, readPack: () => new Promise(() => undefined) })
    vi.unstubAllGlobals()

    expect(waits).toBe(1)
    expect(engine.state).toMatchObject({ level: 'lexical' })
  })

  test('nothing is embedded, and answers are those of an engine that embedded it all', async () => {
    const encoder = new WordEncoder()
    const engine = await openEngine({ items: ITEMS, readPack: served(await packOf(ITEMS)), encoder })
    expect(engine.state).toMatchObject({ level: 'vectors', items: { total: 40, embedded: 40, embeddedThisVisit: 0 } })
    await engine.settled()
    const own = await settled({ items: ITEMS })

    expect(engine.state).toMatchObject({ level: 'vectors', phase: 'ready', mixedPrecision: false })
    expect(engine.state.error).toBeUndefined()
    expect(encoder.texts).toEqual([])
    const shelf = await engine.similar(['copper-kettle'], { limit: 10 })
    expect(shelf).toEqual(await own.similar(['copper-kettle'], { limit: 10 }))
    const request = { limit: 3, complete: true }
    expect(await engine.search('warm wool', request)).toEqual(await own.search('warm wool', request))
    expect(engine.state).toMatchObject({ level: 'encoder' })
  })

  test('its items are the catalog where there is none, and both are there for a visit without network', async () => {
    const store = new MemoryStore()
    const first = await settled({ readPack: served(await packOf(ITEMS)), store })
    expect(first.state).toMatchObject({ level: 'vectors', catalogSource: 'pack', items: { total: 40, embedded: 40, embeddedThisVisit: 0 } })
    expect(first.state.bytes.catalog).toBe(0)

    const encoder = new WordEncoder()
    const second = await settled({ readPack: served(new Map()), store, encoder })
    expect(second.state).toMatchObject({
      level: 'vectors',
      catalogSource: 'stored',
      items: { total: 40, embedded: 40 },
      error: { code: 'pack-invalid' },
    })
    expect(await second.similar(['oak-chair'], { limit: 5 })).toEqual(await first.similar(['oak-chair'], { limit: 5 }))
    expect(encoder.texts).toEqual([])
  })

  test('that is the one of the last visit only its manifest is read', async () => {
    const store = new MemoryStore()
    const files = await packOf(ITEMS)
    await settled({ readPack: served(files), store })
    const again = served(files)
    const second = await settled({ readPack: again, store })
    expect(second.state).toMatchObject({ catalogSource: 'not-modified', items: { embedded: 40 } })
    expect(again.asked).toEqual([MANIFEST_NAME])
  })

  test('what the catalog says holds: only texts that the pack does not have are embedded', async () => {
    const fresher = ITEMS.slice(1).map((item) => {
      if (item.id === 'oak-mug') return { ...item, price: 99 }
      return item.id === 'oak-lamp' ? { ...item, title: 'brass lamp' } : item
    })
    const encoder = new WordEncoder()
    const engine = await settled({
      items: [...fresher, { id: 'new', title: 'copper bell' }],
      readPack: served(await packOf(ITEMS)),
      encoder,
    })

    expect(encoder.texts.map((text) => text.split('.')[0]).sort()).toEqual(['brass lamp', 'copper bell'])
    expect(engine.state).toMatchObject({ items: { total: 40, embedded: 40, embeddedThisVisit: 2 } })
    const shelf = await engine.similar(['oak-chair'], { limit: 39 })
    expect(ids(shelf)).not.toContain('copper-kettle')
    expect(shelf.find(({ item }) => item.id === 'oak-mug')?.item.price).toEqual({ value: 99 })
  })

  test('the encoder is asked for the dimensions of the pack', async () => {
    const preferred: number[] = []
    const encoder = Object.assign(new WordEncoder(), { prefer: (dimensions: number) => void preferred.push(dimensions) })
    const engine = await settled({
      items: ITEMS,
      readPack: served(await packOf(ITEMS, { dimensions: 32, fingerprint: 'words 32' })),
      encoder,
    })
    expect(engine.state).toMatchObject({ level: 'vectors', items: { embedded: 40 } })
    expect(preferred).toEqual([32])
  })

  test('vectors of another precision are compared, and the state says so', async () => {
    const encoder = new WordEncoder()
    const engine = await settled({ items: ITEMS, readPack: served(await packOf(ITEMS, { dtype: 'float32' })), encoder })
    engine.onEncoder(await encoder.ensure(), 'a test')
    await vi.waitFor(() => expect(engine.state.mixedPrecision).toBe(true))
    expect(engine.state).toMatchObject({ level: 'encoder', mixedPrecision: true, items: { embedded: 40, embeddedThisVisit: 0 } })
  })
})

describe('a pack that is not as it should be', () => {
  const cut = (files: Files, part: string) => {
    const [name, bytes] = [...files].find(([other]) => other.startsWith(part))!
    return new Map(files).set(name, bytes.slice(0, -1))
  }

  test('with a damaged file of vectors costs the items in it', async () => {
    const encoder = new WordEncoder()
    const many = Array.from({ length: 1200 }, (_, i) => ({ id: `${i}`, title: `${MATERIALS[i % 5]} ${THINGS[i % 8]} ${i}` }))
    const engine = await settled({ items: many, readPack: served(cut(await packOf(many), 'vectors')), encoder })
    expect(encoder.texts.length).toBeGreaterThan(200)
    expect(encoder.texts.length).toBeLessThan(1000)
    expect(engine.state).toMatchObject({
      // 32 titles were asked for, to see whether the encoder knows the language
      items: { embedded: 1200, embeddedThisVisit: encoder.texts.length - 32 },
      error: { code: 'pack-invalid' },
    })
  })

  test('with a damaged file of items is no catalog; beside one its vectors serve', async () => {
    const files = cut(await packOf(ITEMS), 'items')
    expect(await codeOf(openEngine({ readPack: served(files) }))).toBe('pack-invalid')
    const engine = await settled({ items: ITEMS, readPack: served(files) })
    expect(engine.state).toMatchObject({ level: 'vectors', items: { embedded: 40, embeddedThisVisit: 0 } })
    expect(engine.state.error).toBeUndefined()
  })

  test.each([
    ['missing', new Map(), 'pack-invalid'],
    ['no pack', new Map([[MANIFEST_NAME, new TextEncoder().encode('<!doctype html>')]]), 'pack-invalid'],
  ] as [string, Files, string][])('%s: the catalog serves alone, and without one there is nothing', async (_, files, code) => {
    expect(await codeOf(openEngine({ readPack: served(files) }))).toBe(code)
    const engine = await settled({ items: ITEMS, readPack: served(files) })
    expect(engine.state).toMatchObject({ level: 'encoder', items: { embedded: 40, embeddedThisVisit: 40 }, error: { code } })
  })

  test('of another encoder serves until the encoder of the page has spoken', async () => {
    const foreign = await packOf(ITEMS, { fingerprint: 'foreign' })
    const encoder = new WordEncoder()
    const engine = await settled({ items: ITEMS, readPack: served(foreign), encoder })
    expect(engine.state).toMatchObject({ level: 'vectors', items: { embeddedThisVisit: 0 } })
    engine.onEncoder(await encoder.ensure(), 'a test')
    await vi.waitFor(() => expect(engine.state.items.embeddedThisVisit).toBe(40))
    await engine.settled()
    expect(engine.state).toMatchObject({
      level: 'encoder',
      items: { embedded: 40, embeddedThisVisit: 40 },
      error: { code: 'pack-invalid' },
    })
    expect(engine.state.error?.message).toContain('received vectors of the encoder foreign')
    expect(await engine.similar(['oak-chair'], { limit: 5 })).toEqual(
      await (await settled({ items: ITEMS })).similar(['oak-chair'], { limit: 5 }),
    )
  })

  test('of another encoder than what earlier visits kept is the later word where no encoder may run', async () => {
    const store = new MemoryStore()
    await settled({ items: ITEMS.slice(1), store })
    const readPack = served(await packOf(ITEMS, { fingerprint: 'later' }))
    const engine = await settled({ items: ITEMS, readPack, store, config: { device: 'off' } })
    expect(engine.state).toMatchObject({ level: 'vectors', items: { total: 40, embedded: 40 } })
  })

  test('because another has taken its place meanwhile is read anew', async () => {
    const [old, next] = [await packOf(ITEMS.map((item) => ({ ...item, description: 'old' }))), await packOf(ITEMS)]
    let manifests = 0
    const read = served(next)
    const engine = await settled({
      readPack: async (name, isAgain) => (name === MANIFEST_NAME && manifests++ === 0 ? old.get(name)! : read(name, isAgain)),
      config: { device: 'off' },
    })
    expect(engine.state).toMatchObject({ level: 'vectors', items: { total: 40, embedded: 40 } })
    expect(engine.state.error).toBeUndefined()
  })

  test('for want of a network is read when the network is back', async () => {
    const files = await packOf(ITEMS)
    let isOnline = false
    const engine = await settled({
      items: ITEMS,
      readPack: async (name) => (isOnline ? files.get(name)! : Promise.reject(new TypeError('Failed to fetch'))),
      config: { device: 'off' },
    })
    expect(engine.state).toMatchObject({ level: 'lexical', error: { code: 'pack-invalid' } })
    isOnline = true
    engine.retry()
    await engine.settled()
    expect(engine.state).toMatchObject({ level: 'vectors', items: { embedded: 40 } })
    expect(engine.state.error).toBeUndefined()
  })
})

test('vectors that were cleared come from the pack again with the next catalog', async () => {
  const encoder = new WordEncoder()
  const engine = await settled({ items: ITEMS, readPack: served(await packOf(ITEMS)), encoder })
  await engine.clear({ history: false, vectors: true })
  expect(engine.state.level).toBe('lexical')
  await engine.catalog.upsert([{ ...ITEMS[0], price: 5 }])
  await engine.settled()
  expect(engine.state).toMatchObject({ level: 'vectors', items: { embedded: 40 } })
  expect(encoder.texts).toEqual([])
})

test('the interactions of others come with the pack and are a term of forYou; a damaged file of it is told, and costs nothing else', async () => {
  const links = { offset: [0, 1, 2], rows: [1, 0], weights: [0.9, 0.9] }
  const interactions = { ids: ['oak-lamp', 'wool-mug'], users: [400, 400], together: links, next: links }
  const files = await packOf(ITEMS, { interactions })
  const own = [{ type: 'view', id: 'oak-lamp', at: 0 }] as const
  const first = async (served_: Files) => {
    const engine = await settled({ readPack: served(served_), config: { interactions: own } })
    await vi.waitFor(async () => {
      const known = (await engine.forYou({ limit: 1 }))[0]!.reasons.some(({ kind }) => kind === 'interactions')
      expect(known || engine.state.error !== undefined).toBe(true)
    })
    return { ids: ids(await engine.forYou({ limit: 1, diversity: 0 })), error: engine.state.error?.code }
  }

  expect(await first(files)).toEqual({ ids: ['wool-mug'], error: undefined })
  const damaged = new Map(files)
  for (const name of files.keys()) if (name.startsWith('interactions-')) damaged.set(name, new Uint8Array(3))
  const without = await first(damaged)
  expect(without.error).toBe('pack-invalid')
  expect(without.ids).toHaveLength(1)
})

test.each<[string, PropertyDescriptor]>([
  [
    'denies its caches',
    {
      get() {
        throw new DOMException('the context is sandboxed', 'SecurityError')
      },
    },
  ],
  [
    'keeps what cannot be read',
    { value: { open: async () => ({ match: async () => Response.json({ ids: 7 }), put: async () => undefined }) } },
  ],
])('a browser that %s answers what is popular without the interactions of a pack that is gone', async (_, caches) => {
  Object.defineProperty(globalThis, 'caches', { ...caches, configurable: true })
  try {
    const gone = async () => {
      throw new PagekinError('pack-invalid', 'manifest.json: no answer')
    }
    const engine = await openEngine({ items: ITEMS, readPack: gone, config: { storage: 'indexeddb' } })
    expect((await engine.list('popular', { limit: 1, items: [] })).lacks).toContain('no interactions are known')
  } finally {
    Reflect.deleteProperty(globalThis, 'caches')
  }
})

test('answers to a visitor without a history wait a second in all for a pack that is late', async () => {
  const begun = performance.now()
  const never = new Promise<never>(() => undefined)
  const engine = await openEngine({ items: ITEMS, readPack: () => never })
  for (let i = 0; i < 3; i++) expect(await engine.forYou({ limit: 2 })).toHaveLength(2)
  expect(performance.now() - begun).toBeLessThan(1900)
})

test('a visitor without a history sees items that nobody met in the order of the users that the pack expects for them, and one that came later among them', async () => {
  const known = { 'oak-lamp': [40, 40], 'wool-mug': [0, 2.5], 'steel-chair': [0, 7], 'linen-clock': [0, 0.5] }
  const none = { offset: new Array(5).fill(0), rows: [], weights: [] }
  const [users, expected] = [0, 1].map((at) => Object.values(known).map((pair) => pair[at]!))
  const interactions = { ids: Object.keys(known), users: users!, expected: expected!, together: none, next: none }
  const readPack = served(await packOf(ITEMS, { interactions }))
  const engine = await openEngine({
    // the first answer waits for what it would be made of
    readPack: async (name, ...more) => {
      if (name.startsWith('interactions-')) await new Promise((resolve) => setTimeout(resolve, 50))
      return readPack(name, ...more)
    },
  })
  const request = { limit: 5, diversity: 0, where: { id: [...Object.keys(known), 'copper-kettle'] } }
  expect(ids(await engine.forYou(request))).toEqual(['oak-lamp', 'steel-chair', 'copper-kettle', 'wool-mug', 'linen-clock'])
  const reasons = (await engine.forYou(request)).map(({ reasons }) => reasons[0]?.kind)
  expect(reasons).toEqual(['popular', ...Array(4).fill('varied')])
})
