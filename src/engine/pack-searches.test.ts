import { once } from 'node:events'
import { describe, expect, test, vi } from 'vitest'
import { OWN_VECTOR, SEARCHES } from '../catalog/searched-item.js'
import { MANIFEST_NAME } from '../pack/manifest.js'
import { openPack, type ReadFile } from '../pack/open-pack.js'
import { itemsOf } from '../pack/read-pack.js'
import { readSearches } from '../pack/searches.js'
import { MemoryStore } from '../store/memory-store.js'
import type { CatalogAnswer } from './catalog-source.js'
import type { Engine } from './engine.js'
import { openEngine, WordEncoder } from './engine.test-helper.js'
import { type Files, ITEMS, ids, MATERIALS, packOf, served, settled, THINGS } from './pack.test-helper.js'

const SEARCHED = {
  'oak-mug': { words: 'breakfast breakfast porridge', like: 'early meal' },
  'steel-mug': { words: 'breakfast camping', like: 'tent outdoors' },
  'wool-blanket': { like: 'winter picnic' },
  'linen-basket': { words: 'picnic laundry' },
}
const QUERIES = [
  ...['breakfast', 'camping breakfast', 'porridge', 'picnic', 'early meal', 'winter', 'laundry', 'tent', 'outdoors oak'],
  ...MATERIALS.flatMap((material) => THINGS.map((thing) => `${thing} ${material}`)),
  ...['wool, not blanket', 'mug or clock', 'nothing of this'],
]
const WITH = packOf(ITEMS, { searches: SEARCHED })
const WITHOUT = packOf(ITEMS)

const fresh = (rows: readonly unknown[], etag = '"1"'): CatalogAnswer => ({
  kind: 'fresh',
  text: JSON.stringify(rows),
  version: { etag },
  bytes: 1,
})
const UNCHANGED: CatalogAnswer = { kind: 'not-modified' }

/** A page with a catalog of its own. */
const page = (files: Files, { catalog = fresh(ITEMS) as CatalogAnswer | null, store = new MemoryStore() } = {}) =>
  settled({ readPack: served(files), store, ...(catalog && { catalog }), config: { catalogUrl: '/catalog.json' } })

/** Asked until the encoder has come up, so that all answers are by meaning, too. */
async function answers(engine: Engine) {
  await engine.search('anything', { limit: 1, complete: true })
  const found = []
  for (const query of QUERIES) found.push(await engine.search(query, { limit: 10, complete: true }))
  for (const { id } of ITEMS) found.push(await engine.similar([id], { limit: 10 }))
  return found.map((answer) => answer.map(({ item, score }) => [item.id, score] as const))
}

const first = async (engine: Engine, query = 'breakfast') => ids(await engine.search(query, { limit: 5 }))[0]
const ownOf = (engine: Engine, id: string) =>
  engine.explore(({ rows }) => ({ own: rows.items[rows.rowOf(id)!]!.attributes?.[OWN_VECTOR] })).own
const searchFilesOf = (files: Files) => [...files.keys()].filter((name) => name.startsWith('searches-'))
const replaced = (files: Files, name: string, text: string) => new Map(files).set(name, new TextEncoder().encode(text))

describe('a page with a catalog of its own, and a pack made with a log of searches', () => {
  test('answers each question as a page with the pack alone does', async () => {
    const files = await WITH
    const alone = await settled({ readPack: served(files) })
    const expected = await answers(alone)
    const rows = await itemsOf(await openPack(served(files)))
    const without = await answers(await settled({ readPack: served(await WITHOUT) }))

    expect(rows.some(({ attributes }) => attributes)).toBe(false)
    expect(await answers(await page(files, { catalog: fresh(rows) }))).toEqual(expected)
    expect(await answers(await settled({ readPack: served(files), items: rows }))).toEqual(expected)
    expect(without).not.toEqual(expected)
    expect([await first(alone), await first(alone, 'early meal'), await first(alone, 'winter')]).toEqual([
      'oak-mug',
      'oak-mug',
      'wool-blanket',
    ])
  })

  test('reads each of its files once, embeds no item, and waits for nothing where the pack has no such part', async () => {
    const files = await WITH
    const [readPack, plain, encoder] = [served(files), served(await WITHOUT), new WordEncoder()]
    const engine = await settled({ readPack, items: ITEMS, encoder })
    await settled({ readPack: plain, items: ITEMS })

    expect(readPack.asked.filter((name) => name.startsWith('searches'))).toEqual(searchFilesOf(files))
    expect(readPack.asked.slice(0, 2)).toEqual([MANIFEST_NAME, ...searchFilesOf(files)])
    expect(encoder.texts).toEqual([])
    expect(engine.state).toMatchObject({ items: { embedded: 40, embeddedThisVisit: 0 } })
    expect(plain.asked.some((name) => name.startsWith('searches'))).toBe(false)
  })

  test('keeps the vector of its text for an item that says something else now, and the words of searches', async () => {
    const encoder = new WordEncoder()
    const rows = ITEMS.map((item) => (item.id === 'oak-mug' ? { ...item, title: 'beech mug' } : item))
    const engine = await settled({ readPack: served(await WITH), items: rows, encoder })

    expect(encoder.texts.map((text) => text.slice(0, 9))).toEqual(['beech mug'])
    expect([ownOf(engine, 'oak-mug'), typeof ownOf(engine, 'steel-mug')]).toEqual([undefined, 'number'])
    expect(await first(engine, 'porridge')).toBe('oak-mug')
  })

  test('gives items that the page adds what searches gave them', async () => {
    const engine = await settled({ readPack: served(await WITH), items: ITEMS.filter(({ id }) => id !== 'oak-mug') })
    expect(await first(engine, 'porridge')).not.toBe('oak-mug')
    await engine.catalog.upsert(ITEMS.filter(({ id }) => id === 'oak-mug'))
    await engine.settled()

    expect(await first(engine, 'porridge')).toBe('oak-mug')
    expect(typeof ownOf(engine, 'oak-mug')).toBe('number')
    expect(engine.state.items.embeddedThisVisit).toBe(0)
  })

  test('takes nothing of this from its catalog', async () => {
    const rows = ITEMS.map((item) => ({ ...item, [SEARCHES]: ['dinner'], attributes: { [SEARCHES]: ['dinner'], [OWN_VECTOR]: 7 } }))
    const engine = await settled({ items: rows, config: { device: 'off' } })
    expect(await first(engine, 'dinner')).toBeUndefined()
  })
})

describe('the next visit, with the catalog unchanged', () => {
  const visits = async (before: Files, after: Files, catalog: CatalogAnswer | null = UNCHANGED) => {
    const store = new MemoryStore()
    await page(before, { store })
    return page(after, { store, catalog })
  }

  test('has what a pack brings that has replaced another, and so has the one after it without a network', async () => {
    const other = await packOf(ITEMS, { searches: { 'oak-clock': { words: 'breakfast', like: 'dawn' } } })
    for (const before of [await WITHOUT, await WITH]) {
      const store = new MemoryStore()
      await page(before, { store })
      const second = await page(other, { store, catalog: UNCHANGED })
      const offline = await page(new Map(), { store, catalog: null })

      for (const engine of [second, offline]) {
        expect(ids(await engine.search('breakfast', { limit: 40 })).slice(0, 1)).toEqual(['oak-clock'])
        expect([ownOf(engine, 'oak-mug'), typeof ownOf(engine, 'oak-clock')]).toEqual([undefined, 'number'])
        expect(engine.state.items).toMatchObject({ embedded: 40, embeddedThisVisit: 0 })
      }
    }
  })

  test('loses what a pack without searches does not have', async () => {
    const engine = await visits(await WITH, await WITHOUT)
    expect(await answers(engine)).toEqual(await answers(await page(await WITHOUT)))
    expect(ownOf(engine, 'oak-mug')).toBeUndefined()
  })

  test('reads the manifest alone if the pack is the same', async () => {
    const store = new MemoryStore()
    const expected = await answers(await page(await WITH, { store }))
    const readPack = served(await WITH)
    const engine = await settled({ readPack, store, catalog: UNCHANGED, config: { catalogUrl: '/catalog.json' } })

    expect(await answers(engine)).toEqual(expected)
    expect(readPack.asked).toEqual([MANIFEST_NAME])
  })

  test.each([
    ['cannot be reached', async () => new Map()],
    ['is damaged', async () => replaced(await WITH, MANIFEST_NAME, '{}')],
  ])('keeps what searches gave if the pack %s', async (_, filesOf) => {
    const engine = await visits(await WITH, await filesOf(), null)
    expect(await answers(engine)).toEqual(await answers(await page(await WITH)))
  })
})

describe('what searches gave', () => {
  test('is missing, and the state says so, if its files are damaged: the catalog and the vectors serve', async () => {
    const [name] = searchFilesOf(await WITH)
    for (const files of [replaced(await WITH, name!, '[]'), new Map([...(await WITH)].filter(([other]) => other !== name))]) {
      const plain = await WITHOUT
      for (const [engine, expected] of [
        [await page(files), await page(plain)],
        [await settled({ readPack: served(files) }), await settled({ readPack: served(plain) })],
      ] as const) {
        expect(engine.state).toMatchObject({ level: 'vectors', items: { total: 40, embedded: 40 }, error: { code: 'pack-invalid' } })
        expect(await answers(engine)).toEqual(await answers(expected))
      }
    }
  })

  test('comes later than the catalog, if it is late', async () => {
    const files = await WITH
    const [name] = searchFilesOf(files)
    const arriving = new AbortController()
    const arrived = once(arriving.signal, 'abort')
    const read = served(files)
    const late: ReadFile = async (file, isAgain) => {
      if (file === name) await arrived
      return read(file, isAgain)
    }
    // it opens although the file is not there
    const engine = await openEngine({ readPack: late, items: ITEMS })
    const [before, { revision }] = [await first(engine, 'porridge'), engine.state]
    arriving.abort()
    await engine.settled()

    expect(before).not.toBe('oak-mug')
    expect(await first(engine, 'porridge')).toBe('oak-mug')
    await vi.waitFor(() => expect(engine.state.revision).toBeGreaterThan(revision))
    expect(engine.state.items.embeddedThisVisit).toBe(0)
  })

  test('comes when the network is back', async () => {
    const now: Files = new Map()
    const [given, fetched] = [await settled({ readPack: served(now), items: ITEMS }), await page(now)]
    for (const [name, bytes] of await WITH) now.set(name, bytes)

    for (const engine of [given, fetched]) {
      expect(await first(engine, 'porridge')).not.toBe('oak-mug')
      engine.retry()
      await vi.waitFor(async () => expect(await first(engine, 'porridge')).toBe('oak-mug'))
      await engine.settled()
      expect(await first(engine, 'early meal')).toBe('oak-mug')
      expect(engine.state.error).toBeUndefined()
    }
  })

  test('is found by a later visit where the vectors could not be read at the first', async () => {
    const files = await WITH
    const withoutVectors = new Map([...files].filter(([name]) => !name.startsWith('vectors-')))
    for (const items of [ITEMS, undefined]) {
      const store = new MemoryStore()
      const visit = (of: Files) => settled({ readPack: served(of), store, ...(items && { items }) })
      const cut = await visit(withoutVectors)
      expect(cut.state.items).toMatchObject({ embedded: 40, embeddedThisVisit: 40 })
      const whole = await visit(files)
      await whole.search('anything', { limit: 1, complete: true })
      expect([await first(whole, 'early meal'), await first(whole, 'winter')]).toEqual(['oak-mug', 'wool-blanket'])
      expect(whole.state.items).toMatchObject({ embedded: 40, embeddedThisVisit: 0 })
    }
  })

  test.each([
    ['no list', 'a'],
    ['no items', ['a', null]],
    ['an id that is no text', [{ id: 7, words: 'mug' }]],
    ['words that are no text', [{ id: 'a', words: ['mug'] }]],
    ['a vector that is no number', [{ id: 'a', vector: '1', text: '01234567' }]],
    ['a vector of no text', [{ id: 'a', vector: 1 }]],
    ['a vector of any text', [{ id: 'a', vector: 1, text: '' }]],
  ])('is not read from %s', (_, file) => {
    expect(() => readSearches([[], file])).toThrow(expect.objectContaining({ code: 'pack-invalid' }))
  })

  test('may be of an item with any name, and of any length', async () => {
    const rows = [{ id: '__proto__', title: 'cup' }, { id: 'constructor', title: 'plate' }, ...ITEMS]
    const searches = JSON.parse(`{ "__proto__": { "words": "${'tea '.repeat(300_000)}", "like": "afternoon" } }`)
    const engine = await settled({ readPack: served(await packOf(rows, { searches })), items: rows })

    expect(ids(await engine.search('tea', { limit: 5 }))).toEqual(['__proto__'])
    expect([typeof ownOf(engine, '__proto__'), ownOf(engine, 'constructor')]).toEqual(['number', undefined])
    expect(engine.state.error).toBeUndefined()
  })
})
