import { beforeAll, describe, expect, test } from 'vitest'
import { catalogKey } from '../catalog/version.js'
import { PagekinError } from '../errors.js'
import { findingWords } from '../lexical/finding-terms.js'
import { listsFiles } from '../pack/lists/write-lists.js'
import { MemoryStore } from '../store/memory-store.js'
import type { Item } from '../types.js'
import { quantizeInto } from '../vectors/quantize.js'
import { facets } from './answers/facets.js'
import { hashCatalog } from './catalog-rows.js'
import type { Engine } from './engine.js'
import { NOW, openEngine, WordEncoder } from './engine.test-helper.js'

const KINDS = ['kettle', 'tent', 'blanket', 'lamp', 'spade', 'puzzle', 'bicycle', 'teapot', 'rope', 'mirror', 'drum', 'canoe']
const COLOURS = ['red', 'blue', 'green', 'white', 'black']
const COUNT = 3000

/** Some thousand items of a dozen kinds. */
const items: Item[] = Array.from({ length: COUNT }, (_, i) => ({
  id: `sku-${i}`,
  title: `${COLOURS[i % COLOURS.length]} ${KINDS[i % KINDS.length]} m${i}`,
  url: `/p/${i}`,
  price: { value: 1 + (i % 90) },
  attributes: { colour: COLOURS[i % COLOURS.length]! },
}))

const files = new Map<string, Uint8Array<ArrayBuffer>>()
beforeAll(async () => {
  const vectors = await new WordEncoder().encode(items.map(({ title }) => title))
  const dimensions = vectors.length / COUNT
  const codes = new Int8Array(vectors.length)
  const scales = Float32Array.from(items, (_, row) =>
    quantizeInto(vectors.subarray(row * dimensions, (row + 1) * dimensions), codes.subarray(row * dimensions, (row + 1) * dimensions), 127),
  )
  const content = {
    items,
    codes,
    scales,
    encoder: { id: 'words', fingerprint: 'words', dimensions, dtype: 'words' },
    wordsOf: findingWords,
    addressOf: ({ url }: Item) => url,
  }
  for await (const { name, bytes } of listsFiles(content)) files.set(name, bytes)
  const likeOf = (_: Uint32Array, at: Uint32Array) => Array.from(at, (place) => Uint32Array.from(nextOf(place)))
  for await (const { name, bytes } of listsFiles({ ...content, likeOf })) stored.set(name, bytes)
})

/** The same with stored neighbours: of each item the next ones of its kind. */
const stored = new Map<string, Uint8Array<ArrayBuffer>>()
const nextOf = (at: number) => Array.from({ length: 8 }, (_, i) => (at + (i + 1) * KINDS.length) % COUNT)

/** Makes other vectors than those of the pack. */
class OtherEncoder extends WordEncoder {
  override async ensure() {
    return { ...(await super.ensure()), fingerprint: 'other' }
  }
}

const asked: string[] = []
async function open(
  config = {},
  gone: (name: string) => boolean = () => false,
  from = files,
  encoder = new WordEncoder(),
  store = new MemoryStore(),
): Promise<Engine> {
  asked.length = 0
  return openEngine({
    config,
    encoder,
    store,
    readPack: async (name) => {
      asked.push(name)
      const bytes = gone(name) ? undefined : from.get(name)
      if (!bytes) throw new PagekinError('pack-invalid', `${name}: the server answered 404, expected 200`)
      return bytes
    },
  })
}
const ask = { limit: 8 }
const titles = (found: readonly { readonly item: Item }[]) => found.map(({ item }) => item.title)

describe('an engine with a pack in lists', () => {
  test('answers with items like one, of which it had fetched none before, and says that there are more', async () => {
    const engine = await open()
    const found = await engine.similar(['sku-1201'], ask)

    expect(found).toHaveLength(8)
    for (const title of titles(found)) expect(title).toContain(KINDS[1201 % KINDS.length])
    expect(found.partial).toBe(true)
    expect(engine.state).toMatchObject({ level: 'vectors', catalogSource: 'pack', lists: { items: COUNT, failed: 0, spent: false } })
    expect(engine.state.items.total).toBeLessThan(COUNT)
    expect(engine.state.items.embedded).toBe(engine.state.items.total)
    expect(engine.state.items.embeddedThisVisit).toBe(0)
    expect(new Set(asked).size).toBeLessThan(files.size)
  })

  test('answers what is like an item from its own file, and fetches nothing else; lists once a question needs more than that has', async () => {
    const engine = await open({}, undefined, stored)
    expect(engine.state).toMatchObject({ phase: 'ready', level: 'neighbours', items: { total: 0 }, lists: { items: COUNT, read: 0 } })
    const found = await engine.similar(['sku-12'], ask)

    expect(found.map(({ item }) => item.id)).toEqual(nextOf(12).map((at) => `sku-${at}`))
    expect(found[0]).toMatchObject({ score: 8, reasons: [{ kind: 'similar-to', id: 'sku-12', title: items[12]!.title, weight: 8 }] })
    expect(found.partial).toBe(true)
    expect(asked.map((name) => name.replace(/[0-9a-f]{4}/, ''))).toEqual(['manifest.json', 'neighbours..json'])

    const near = (request: object) => engine.similar(['sku-12'], { ...ask, ...request })
    expect((await near({ limit: 3, exclude: ['sku-24'] })).map(({ item }) => item.id)).toEqual(['sku-36', 'sku-48', 'sku-60'])
    expect(engine.state.lists?.read).toBe(0)
    for (const { item } of await near({ where: { colour: 'blue' } })) expect(item.attributes).toEqual({ colour: 'blue' })
    expect(engine.state).toMatchObject({ level: 'vectors' })
    expect(engine.state.lists?.read).toBeGreaterThan(0)
    engine.record({ type: 'dismiss', id: 'sku-24', at: 1 })
    const left = titles(await near({}))
    expect(left).toHaveLength(8)
    expect(left).not.toContain(items[24]!.title)
  })

  test('says for the whole visit that the site has removed the pack that the device keeps', async () => {
    const gone = new PagekinError('pack-invalid', 'manifest.json: the server answered 404, expected 200')
    const engine = await openEngine({ readPack: async (name) => files.get(name)!, gone })
    expect(await engine.similar(['sku-1201'], ask)).toHaveLength(8)

    expect(engine.state).toMatchObject({ level: 'vectors', error: { code: 'pack-invalid', message: gone.message } })
  })

  test('answers by lists if the file of neighbours is gone or the item is not in the pack, and says so', async () => {
    const engine = await open({}, (name) => name.startsWith('neighbours.'), stored)
    expect(await engine.similar(['sku-12'], ask)).toHaveLength(8)
    expect(engine.state.lists?.read).toBeGreaterThan(0)
    await expect((await open({}, undefined, stored)).similar(['nobody'], ask)).rejects.toMatchObject({ code: 'item-unknown' })
    const other = await open({}, undefined, stored)
    await other.bringSome()
    expect(other.state.items.total).toBeGreaterThan(0)
  })

  test('finds an item by its exact name, by a word of it and by meaning', async () => {
    const engine = await open()
    expect(titles(await engine.search('green canoe m2987', ask))[0]).toBe(items[2987]!.title)
    expect(titles(await (await open()).search('m2986', ask))[0]).toBe(items[2986]!.title)

    const byMeaning = await open()
    for (const title of titles(await byMeaning.search('puzzle', { ...ask, complete: true }))) expect(title).toContain('puzzle')
  })

  test('reads fewer cards beside an item whose title is all of the text', async () => {
    const cardsOf = async (text: string) => {
      const engine = await open()
      const [first] = await engine.search(text, { ...ask, complete: true })
      expect(first?.item.title).toBe(items[77]!.title)
      return new Set(asked.filter((name) => name.startsWith('cards-'))).size
    }
    // both find the item by a word that it alone has, and read what is near the text
    const { title } = items[77]!
    const [whole, part] = [await cardsOf(title), await cardsOf(title.split(' ').slice(1).join(' '))]
    expect(whole).toBeLessThan(part)
  })

  test('is the page’s item by address, explains it and lists what was seen', async () => {
    const engine = await open()
    expect(await engine.itemOf({ addresses: ['https://shop.example/p/1777'], ids: [], base: 'https://shop.example/' })).toBe('sku-1777')
    engine.record({ type: 'view', id: 'sku-42', at: 1 })
    expect((await engine.list('recent', { ...ask, items: [] })).map(({ item }) => item.id)).toEqual(['sku-42'])
    expect((await engine.explain('sku-9', { similarTo: ['sku-21'] })).item.id).toBe('sku-9')
    await expect(engine.similar(['nobody'], ask)).rejects.toMatchObject({ code: 'item-unknown' })
  })

  test('filters what it fetched, counts it, and says that the counts are partial', async () => {
    const engine = await open()
    const found = await engine.search('kettle', { ...ask, where: { colour: 'blue' }, complete: true })
    expect(found.length).toBeGreaterThan(0)
    for (const title of titles(found)) expect(title).toMatch(/^blue kettle/)
    expect(engine.explore((context) => facets({ limit: 8, values: 10 }, context))).toMatchObject({
      partial: true,
      items: engine.state.items.total,
    })
  })

  test('passes nothing, and calls it partial, where a filter names a field that no fetched item has', async () => {
    const engine = await open()
    const where = { rareField: 'x' }
    for (const filter of [where, { rareField: { min: 1 } }, { lang: 'de' }]) {
      const found = await engine.search('kettle', { ...ask, where: filter, complete: true })
      expect(found).toHaveLength(0)
      expect(found.partial).toBe(true)
    }
    expect(await engine.search('kettle', { ...ask, where: { rareField: { exists: false } }, complete: true })).toHaveLength(8)
    const rules = { boost: [{ where, weight: 1 }], atMost: { rareField: 1 } }
    expect(await engine.search('kettle', { ...ask, rules, complete: true })).toHaveLength(8)
    await expect(engine.search('kettle', { ...ask, where: { colour: { gt: 1 } } as never })).rejects.toMatchObject({
      code: 'filter-invalid',
    })
  })

  test.each([
    ['lists', files],
    ['stored neighbours', stored],
  ])('of %s, what the page has upserted or removed wins over what comes later', async (_, from) => {
    const engine = await open({}, undefined, from)
    await engine.catalog.upsert([{ ...items[24]!, price: 7777 }])
    await engine.catalog.remove(['sku-36', 'sku-12'])
    const found = [
      ...(await engine.similar(['sku-0'], ask)),
      ...(await engine.similar(['sku-0'], { limit: 100 })),
      ...(await engine.search(items[36]!.title, ask)),
      ...(await engine.search(items[24]!.title, ask)),
    ]

    expect(titles(found)).not.toContain(items[36]!.title)
    const prices = found.flatMap(({ item }) => (item.id === 'sku-24' ? [item.price?.value] : []))
    expect([...new Set(prices)]).toEqual([7777])
    expect(found.length).toBeGreaterThan(20)
    await expect(engine.similar(['sku-12'], ask)).rejects.toMatchObject({ code: 'item-unknown' })
  })

  test('reads no lists near the vector of another encoder', async () => {
    const encoder = new OtherEncoder()
    const engine = await open({}, undefined, stored, encoder)
    await engine.search('puzzle', { ...ask, complete: true })
    engine.onEncoder(await encoder.ensure(), 'a test')
    await engine.settled()
    const { read } = engine.state.lists!
    for (const kind of KINDS) await engine.search(kind, { ...ask, complete: true })

    expect(engine.state).toMatchObject({ level: 'encoder', lists: { read } })
    expect(read).toBeLessThan(engine.state.lists!.total)
    expect(titles(await engine.search('canoe', { ...ask, complete: true }))[0]).toContain('canoe')
  })

  test('opens where the pack was flat before, with vectors of another encoder, which its own replace', async () => {
    const store = new MemoryStore()
    await store.writeCatalog(catalogKey('/kin/'), { ...(await hashCatalog(items.slice(0, 9))), etag: 'before', storedAt: NOW })
    await store.writeMeta('words', { fingerprint: 'before', dimensions: 32, dtype: 'words' })
    const engine = await open({}, undefined, files, new WordEncoder(), store)

    for (const title of titles(await engine.similar(['sku-1201'], ask))) expect(title).toContain(KINDS[1201 % KINDS.length])
    engine.onEncoder(await new WordEncoder().ensure(), 'a test')
    await engine.settled()
    expect(engine.state).toMatchObject({ level: 'vectors', items: { embedded: engine.state.items.total }, lists: { items: COUNT } })
  })

  test('takes vectors from the pack again after the visitor has cleared them', async () => {
    const engine = await open({ device: 'off' })
    await engine.similar(['sku-12'], ask)
    await engine.clear({ history: true, vectors: true })
    expect(engine.state).toMatchObject({ level: 'lexical', items: { embedded: 0 } })
    for (const title of titles(await engine.similar(['sku-12'], ask))) expect(title).toContain(KINDS[0])

    const known = engine.state.items.embedded
    expect(known).toBeGreaterThan(ask.limit)
    await engine.similar(['sku-1201'], ask)
    expect(engine.state.items.embedded).toBeGreaterThan(known)
    expect(engine.state.level).toBe('vectors')
  })

  test('has an answer for a visitor of whom nothing is known', async () => {
    expect((await (await open()).forYou(ask)).length).toBeGreaterThan(0)
  })

  test('goes on without lists that are not there, and says so; with a budget that is spent what is here answers', async () => {
    const whole = await open()
    await whole.similar(['sku-5'], ask)
    const lists = [...new Set(asked.filter((name) => name.startsWith('lists-')))]
    const engine = await open({}, (name) => name === lists.at(-1))
    await engine.similar(['sku-5'], ask).catch(() => undefined)
    await engine.similar(['sku-6'], ask).catch(() => undefined)
    expect(engine.state.error?.code).toBe('pack-invalid')
    expect(engine.state.lists?.failed).toBe(1)

    const small = await open({ maxBytesPerVisit: 1 })
    expect((await small.search('kettle', ask)).partial).toBe(true)
    expect(small.state).toMatchObject({ lists: { spent: true } })
    expect(small.state.error).toBeUndefined()
  })
})
