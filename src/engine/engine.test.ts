import { describe, expect, test, vi } from 'vitest'
import { parseCatalog } from '../catalog/parse.js'
import { catalogKey } from '../catalog/version.js'
import { PagekinError } from '../errors.js'
import { Bm25Index } from '../lexical/bm25.js'
import { itemFields } from '../lexical/item-fields.js'
import { summarize } from '../ranking/scorers/interaction-summary.js'
import { toSequences } from '../ranking/sequences.js'
import { MemoryStore } from '../store/memory-store.js'
import type { Recommendation } from '../types.js'
import { hashCatalog } from './catalog-rows.js'
import type { Engine } from './engine.js'
import { makeEngine, NOW, openEngine, WordEncoder } from './engine.test-helper.js'

const MATERIALS = ['copper', 'steel', 'oak', 'wool', 'linen']
const THINGS = ['kettle', 'blanket', 'lamp', 'chair', 'mug', 'shelf']

/** 30 items: each material as each thing; every tenth is sold out. */
const ITEMS = MATERIALS.flatMap((material, m) =>
  THINGS.map((thing, t) => ({
    id: `${material}-${thing}`,
    title: `${material} ${thing}`,
    description: `A ${thing} of ${material}, number ${'abcdef'[t]}${'vwxyz'[m]}.`,
    category: [thing],
    price: 10 * (m + 1) + t,
    available: (m * THINGS.length + t) % 10 !== 9,
  })),
)
const SOLD_OUT = ITEMS.filter(({ available }) => !available).map(({ id }) => id)

const ids = (answer: readonly Recommendation[]) => answer.map(({ item }) => item.id)
const kinds = (answer: readonly Recommendation[]) => [...new Set(answer.flatMap(({ reasons }) => reasons.map(({ kind }) => kind)))].sort()

/** Reads the first word only, under another fingerprint. */
class FirstWordEncoder extends WordEncoder {
  override async ensure() {
    return { ...(await super.ensure()), fingerprint: 'first words' }
  }

  override encode(texts: readonly string[]): Promise<Float32Array> {
    return super.encode(texts.map((text) => text.split(' ', 1)[0]!))
  }
}

function held() {
  let release: () => void = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  return { released, release: () => release() }
}

async function embedded(setUp: Partial<Parameters<typeof openEngine>[0]> = {}) {
  const engine = await openEngine({ items: ITEMS, ...setUp })
  await engine.settled()
  return engine
}

/** What a scorer says of each item, in standard units. */
function standard(scoresInto: (out: Float32Array) => void): number[] {
  const scores = new Float32Array(ITEMS.length)
  scoresInto(scores)
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length
  const deviation = Math.sqrt(scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / scores.length)
  return [...scores].map((score) => (score - mean) / deviation)
}

async function codeOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'no error',
    (thrown) => (thrown instanceof PagekinError ? thrown.code : String(thrown)),
  )
}

describe('the levels', () => {
  test('words answer while the encoder loads, vectors join when it has come', async () => {
    let release = () => {}
    const engine = await openEngine({ items: ITEMS, encoder: new WordEncoder(new Promise((resolve) => (release = resolve))) })

    expect(engine.state).toMatchObject({ level: 'lexical', items: { total: 30, embedded: 0 } })
    expect(kinds(await engine.similar(['copper-kettle'], { limit: 8 }))).toEqual(['words'])
    expect(ids(await engine.search('copper', { limit: 100 })).every((id) => id.startsWith('copper'))).toBe(true)

    release()
    await engine.settled()
    expect(engine.state).toMatchObject({ level: 'encoder', phase: 'ready', items: { embedded: 30, embeddedThisVisit: 30 } })
    expect(kinds(await engine.similar(['copper-kettle'], { limit: 8 }))).toEqual(['similar-to', 'words'])
    expect(kinds(await engine.search('copper', { limit: 8 }))).toEqual(['meaning', 'words'])
  })

  test('an engine that has opened is past its start: also with a catalog of the last visit, when the network fails at once', async () => {
    const store = new MemoryStore()
    const { items, hashes } = await hashCatalog(parseCatalog(ITEMS).items)
    const words = Bm25Index.build(items.map(itemFields)).toRecord()
    await store.writeCatalog(catalogKey('/shop.json', undefined), { items, hashes, words, storedAt: NOW })
    const engine = makeEngine({ store, config: { catalogUrl: '/shop.json', device: 'off' } })
    expect(await engine.open()).toMatchObject({ phase: 'ready', catalogSource: 'stored', error: { code: 'catalog-invalid' } })
  })

  test('the engine says that it lives: between the steps of opening, and every thousand rows that are read or get words', async () => {
    const beatsOf = async (count: number) => {
      let beats = 0
      const items = Array.from({ length: count }, (_, i) => ({ id: `${i}`, title: `Lamp ${i}` }))
      await openEngine({ items, config: { device: 'off' }, beat: () => beats++ })
      return beats
    }
    // two thousand rows are read, compared, and get words
    expect((await beatsOf(3000)) - (await beatsOf(900))).toBeGreaterThanOrEqual(2 * 3)
    expect(await beatsOf(1)).toBeGreaterThan(0)
  })

  test('an encoder that fails is told in the state, and words go on answering', async () => {
    const failing = Promise.reject(new PagekinError('model-unavailable', 'a test'))
    failing.catch(() => {})
    const engine = await embedded({ encoder: new WordEncoder(failing) })

    expect(engine.state).toMatchObject({ level: 'lexical', phase: 'ready', error: { code: 'model-unavailable' } })
    expect(kinds(await engine.similar(['copper-kettle'], { limit: 8 }))).toEqual(['words'])
  })

  test('half a minute after an encoder failed, a search brings it back, also where no item has a vector yet', async () => {
    let isOffline = true
    class Returning extends WordEncoder {
      override async ensure() {
        if (isOffline) throw new PagekinError('model-unavailable', 'a test')
        return super.ensure()
      }
    }
    const engine = await embedded({ encoder: new Returning() })
    expect(engine.state.level).toBe('lexical')
    isOffline = false
    await engine.search('copper', { limit: 3 })
    await engine.settled()
    // not with every call
    expect(engine.state.level).toBe('lexical')

    const later = performance.now() + 31_000
    const clock = vi.spyOn(performance, 'now').mockReturnValue(later)
    await engine.search('copper', { limit: 3 })
    clock.mockRestore()
    await engine.settled()
    expect(engine.state).toMatchObject({ level: 'encoder', items: { embedded: 30 } })
  })

  test('device off never asks the encoder', async () => {
    const encoder = new WordEncoder()
    const engine = await embedded({ encoder, config: { device: 'off' } })
    await engine.search('copper', { limit: 3, complete: true })

    expect(encoder.texts).toEqual([])
    expect(engine.state.level).toBe('lexical')
  })

  test('a second visit ranks with the vectors of the first and does not load the encoder', async () => {
    const store = new MemoryStore()
    const first = await (await embedded({ store })).similar(['oak-chair'], { limit: 8 })
    const encoder = new WordEncoder()
    const engine = await embedded({ store, encoder })

    expect(engine.state).toMatchObject({ level: 'vectors', items: { embedded: 30, embeddedThisVisit: 0 } })
    expect(await engine.similar(['oak-chair'], { limit: 8 })).toEqual(first)
    expect(encoder.info).toBeUndefined()
  })

  test('vectors of another encoder that the store gives late are not put among those of this one', async () => {
    const store = new MemoryStore()
    await embedded({ store, encoder: new FirstWordEncoder() })
    const answer = held()
    const reads = store.readVectors.bind(store)
    vi.spyOn(store, 'readVectors').mockImplementation((key) => reads(key).then((read) => answer.released.then(() => read)))
    const encoder = new WordEncoder()
    const engine = makeEngine({ items: ITEMS, store, encoder })
    const opening = engine.open()
    await vi.waitFor(() => expect(engine.catalog.rows.size).toBe(ITEMS.length))
    engine.onEncoder(await encoder.ensure(), 'a test')
    answer.release()
    await opening
    await engine.settled()

    const undisturbed = await embedded()
    for (const { id } of ITEMS) expect(await engine.similar([id], { limit: 8 }), id).toEqual(await undisturbed.similar([id], { limit: 8 }))
  })

  test('what was being stored when everything was cleared is cleared too', async () => {
    const store = new MemoryStore()
    const storing = held()
    const appends = store.appendBlock.bind(store)
    const append = vi.spyOn(store, 'appendBlock').mockImplementation((...block) => storing.released.then(() => appends(...block)))
    const engine = await openEngine({ items: ITEMS, store })
    await vi.waitFor(() => expect(append).toHaveBeenCalled())
    const cleared = engine.clear({ history: false, vectors: true })
    await new Promise((resolve) => setTimeout(resolve))
    storing.release()
    await cleared
    expect((await store.readBlocks('words')).blocks).toEqual([])
  })

  test('a visit embeds no more than it may, what somebody waits for first', async () => {
    const encoder = new WordEncoder()
    const engine = await openEngine({ items: ITEMS, encoder, config: { maxItemsPerVisit: 7 } })
    const asked = engine.similar(['linen-shelf'], { limit: 1 })
    await engine.settled()
    await asked

    expect(engine.state.items).toMatchObject({ total: 30, embedded: 7, embeddedThisVisit: 7, maxItemsPerVisit: 7 })
    expect(encoder.texts).toContainEqual(expect.stringContaining('linen shelf'))
  })
})

describe('the interactions of others', () => {
  const rowsOf = ['copper-kettle', 'linen-lamp', 'gone', 'wool-mug']
  const summary = summarize(
    toSequences(
      Array.from({ length: 300 }, () => [0, 1, 3]),
      rowsOf.length,
    ),
  )

  test('counts in forYou, whatever rows the items have, and its reason is a term of the score', async () => {
    const engine = await embedded({ config: { interactions: [{ type: 'view', id: 'copper-kettle', at: NOW }] } })
    const without = await engine.forYou({ limit: 2, diversity: 0 })
    engine.interactions.learn({ ids: rowsOf, summary })
    const answer = await engine.forYou({ limit: 2, diversity: 0 })

    expect(ids(without)).not.toContain('linen-lamp')
    expect(ids(answer).sort()).toEqual(['linen-lamp', 'wool-mug'])
    for (const { score, reasons } of answer) {
      expect(reasons.map(({ kind }) => kind)).toContain('interactions')
      expect(reasons.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(score, 6)
    }
  })

  test('holds after the catalog has changed, and for items that it knows nothing of texts decide', async () => {
    const engine = await embedded({ config: { interactions: [{ type: 'view', id: 'copper-kettle', at: NOW }] } })
    engine.interactions.learn({ ids: rowsOf, summary })
    await engine.catalog.remove(['linen-lamp'])
    await engine.catalog.upsert([{ id: 'linen-lamp', title: 'linen lamp' }])
    await engine.settled()

    expect(ids(await engine.forYou({ limit: 2, diversity: 0 })).sort()).toEqual(['linen-lamp', 'wool-mug'])
    const cold = [{ type: 'view', id: 'oak-lamp', at: NOW }] as const
    const before = await (await embedded()).forYou({ limit: 4 }, cold)
    const untouched = await embedded()
    untouched.interactions.learn({ ids: rowsOf, summary })
    expect(await untouched.forYou({ limit: 4 }, cold)).toEqual(before)
  })

  test('that expect an item which nobody met show it because of what the visitor met, and others leaves it out', async () => {
    const engine = await embedded({ config: { interactions: [{ type: 'view', id: 'copper-kettle', at: NOW }] } })
    // the last was met by nobody, and is expected where the first is
    const ofNew = { ...summary, users: Uint32Array.of(300, 300, 300, 0) }
    engine.interactions.learn({ ids: rowsOf, summary: ofNew })
    const answer = await engine.forYou({ limit: 2, diversity: 0 })

    expect(ids(answer).sort()).toEqual(['linen-lamp', 'wool-mug'])
    const kindsOf = (id: string) => answer.find(({ item }) => item.id === id)!.reasons.map(({ kind }) => kind)
    expect(kindsOf('wool-mug')).toContain('because-you')
    expect(kindsOf('wool-mug')).not.toContain('interactions')
    expect(kindsOf('linen-lamp')).toContain('interactions')
    expect(ids(await engine.list('others', { limit: 4, items: ['copper-kettle'] }))).toEqual(['linen-lamp'])
  })

  test('answers for who has no history: what has the most users comes first', async () => {
    const engine = await embedded()
    engine.interactions.learn({ ids: rowsOf, summary })
    const answer = await engine.forYou({ limit: 3, diversity: 0 })

    expect(ids(answer).sort()).toEqual(['copper-kettle', 'linen-lamp', 'wool-mug'])
    expect(kinds(answer)).toEqual(['popular'])
  })
})

describe('what an answer may hold', () => {
  test('rows of the filter only, and sold out ones only when asked for', async () => {
    const engine = await embedded()

    const cheap = await engine.search('kettle', { limit: 100, where: { price: { max: 25 } } })
    expect(cheap.every(({ item }) => item.price!.value <= 25 && item.available)).toBe(true)
    expect(cheap).toHaveLength(ITEMS.filter(({ price, available }) => price <= 25 && available).length)
    const soldOut = await engine.search('kettle', { limit: 100, where: { available: false } })
    expect(ids(soldOut).sort()).toEqual([...SOLD_OUT].sort())
    const everything = [...ids(await engine.similar(['oak-mug'], { limit: 100 })), ...ids(await engine.forYou({ limit: 100 }))]
    expect(everything.filter((id) => SOLD_OUT.includes(id))).toEqual([])
  })

  test('never what was asked about, excluded or dismissed', async () => {
    const engine = await embedded()
    engine.record({ type: 'dismiss', id: 'oak-lamp', at: NOW })
    const request = { limit: 100, exclude: ['oak-shelf'] }

    for (const answer of [
      await engine.similar(['oak-mug', 'oak-chair'], request),
      await engine.search('oak', { ...request, exclude: ['oak-shelf', 'oak-mug', 'oak-chair'] }),
      await engine.forYou({ ...request, context: 'oak-mug', exclude: ['oak-shelf', 'oak-chair'] }),
    ]) {
      expect(ids(answer)).toHaveLength(30 - SOLD_OUT.length - ['oak-lamp', 'oak-shelf', 'oak-mug', 'oak-chair'].length)
      expect(ids(answer)).toEqual(expect.not.arrayContaining(['oak-lamp', 'oak-shelf', 'oak-mug', 'oak-chair']))
    }
  })

  test('an unknown id, no id and an unknown field are errors', async () => {
    const engine = await embedded()

    expect(await codeOf(engine.similar(['oak-mug', 'nobody'], { limit: 3 }))).toBe('item-unknown')
    expect(await codeOf(engine.similar([], { limit: 3 }))).toBe('usage')
    expect(await codeOf(engine.search('unheard', { limit: 3, where: { prise: 3 } }))).toBe('filter-invalid')
  })

  test('a lexical search shows only what matches, unless it is to be complete', async () => {
    const engine = await embedded({ config: { device: 'off' } })

    expect(await engine.search('zebra', { limit: 5 })).toEqual([])
    expect(ids(await engine.search('copper', { limit: 30 }))).toHaveLength(
      ITEMS.filter(({ id, available }) => available && id.startsWith('copper')).length,
    )
    const complete = await engine.search('copper', { limit: 30, complete: true })
    expect(complete).toHaveLength(30 - SOLD_OUT.length)
    expect(complete[0]?.item.id).toMatch(/^copper/)
    const unmatched = await engine.search('zebra', { limit: 5, complete: true })
    expect(unmatched.map(({ score, reasons }) => [score, reasons])).toEqual(Array(5).fill([0, []]))
  })

  test('a search for the id of an item finds that item first and is sure of it; a number is words', async () => {
    const items = Array.from({ length: 40 }, (_, at) => ({ id: at < 20 ? `KG ${at}/b` : String(at), title: `Jug of clay, ${at + 1}` }))
    for (const config of [{ device: 'off' }, {}] as const) {
      const engine = await openEngine({ items, config })
      await engine.settled()
      const found = await engine.search('KG 7/b', { limit: 3 })
      expect([found[0]!.item.id, found.sure]).toEqual(['KG 7/b', true])
      expect((await engine.search('25', { limit: 3 }))[0]!.item.title).toBe('Jug of clay, 25')
    }
  })

  test('a complete search waits for the encoder and fails as it does', async () => {
    const encoder = new WordEncoder()
    const store = new MemoryStore()
    await embedded({ store })
    const engine = await embedded({ store, encoder })
    expect(encoder.info).toBeUndefined()
    expect(kinds(await engine.search('copper', { limit: 3, complete: true }))).toEqual(['meaning', 'words'])

    const failing = Promise.reject(new PagekinError('model-corrupt', 'a test'))
    failing.catch(() => {})
    const broken = await embedded({ store, encoder: new WordEncoder(failing) })
    expect(await codeOf(broken.search('copper', { limit: 3, complete: true }))).toBe('model-corrupt')
    expect(kinds(await broken.search('copper', { limit: 3 }))).toEqual(['words'])
  })
})

describe('scores', () => {
  test('are the sum of the weights of their reasons, and order the answer', async () => {
    const engine = await embedded()
    for (const id of ['wool-blanket', 'steel-lamp', 'wool-chair']) engine.record({ type: 'view', id, at: NOW - 60_000 })
    const answers = await Promise.all([
      ...ITEMS.map(({ id }) => engine.similar([id], { limit: 30, diversity: 0 })),
      ...ITEMS.map(({ id }, i) => engine.similar([id, ITEMS[(7 * i + 3) % 30]!.id], { limit: 30, diversity: 0 })),
      ...[...MATERIALS, ...THINGS, 'warm blanket of wool', 'zebra', ''].map((text) => engine.search(text, { limit: 30, complete: true })),
      engine.forYou({ limit: 30, diversity: 0 }),
    ])

    for (const answer of answers) {
      expect(answer.length).toBeGreaterThan(20)
      for (const { score, reasons } of answer) {
        expect(Math.abs(reasons.reduce((sum, { weight }) => sum + weight, 0) - score)).toBeLessThan(1e-6)
      }
      expect(answer.map(({ score }) => score)).toEqual(answer.map(({ score }) => score).sort((a, b) => b - a))
    }
  })

  test('the graph of words stands in for vectors: whole for a row without one, and by the share of such rows for the others', async () => {
    const few = await openEngine({ items: ITEMS, config: { maxItemsPerVisit: 6, device: 'auto' } })
    await few.settled()
    const words = Bm25Index.build(parseCatalog(ITEMS).items.map(itemFields))
    const kettle = ITEMS.findIndex(({ id }) => id === 'copper-kettle')
    const bm25 = standard((out) => words.scoresInto(words.itemQueryTerms(kettle, 32), out))
    const graph = words.graph()
    const near = standard((out) =>
      graph.scoresInto(graph.vectors.subarray(kettle * graph.dimensions, (kettle + 1) * graph.dimensions), out),
    )

    const answer = await few.similar(['copper-kettle'], { limit: 30, diversity: 0, where: { available: { exists: true } } })

    expect(answer.length).toBe(29)
    expect(kinds(answer)).toEqual(['similar-to', 'words'])
    for (const { item, reasons } of answer) {
      const row = ITEMS.findIndex(({ id }) => id === item.id)
      const hasVector = reasons.some(({ kind }) => kind === 'similar-to')
      expect(reasons.find(({ kind }) => kind === 'words')!.weight).toBeCloseTo(
        bm25[row]! + (hasVector ? 1 - 6 / ITEMS.length : 1) * near[row]!,
        4,
      )
    }
  })

  test('a shorter answer is the beginning of a longer one', async () => {
    const engine = await embedded()
    for (const diversity of [0, 0.3]) {
      const long = ids(await engine.similar(['wool-blanket'], { limit: 20, diversity }))
      expect(ids(await engine.similar(['wool-blanket'], { limit: 6, diversity }))).toEqual(long.slice(0, 6))
    }
  })
})

describe('for you', () => {
  test('without history: like the item on the page, else by popularity, else a varied choice', async () => {
    const popular = ITEMS.map((item, i) => ({ ...item, popularity: i }))
    expect(kinds(await (await embedded()).forYou({ limit: 5, context: 'wool-chair' }))).toEqual(['similar-to', 'words'])
    const byPopularity = await (await embedded({ items: popular })).forYou({ limit: 3, diversity: 0 })
    expect(ids(byPopularity)).toEqual(['linen-mug', 'linen-chair', 'linen-lamp'])
    expect(kinds(byPopularity)).toEqual(['popular'])
    expect(kinds(await (await embedded()).forYou({ limit: 5 }))).toEqual(['varied'])
    const byWords = await (await embedded({ config: { device: 'off' } })).forYou({ limit: THINGS.length })
    expect(new Set(byWords.map(({ item }) => item.category?.[0]))).toEqual(new Set(THINGS))
  })

  const mugs = [
    { id: 'red', title: 'Enamel mug, red', group: 'mug' },
    { id: 'blue', title: 'Enamel mug, blue', group: 'mug' },
    { id: 'steel', title: 'Steel mug' },
    { id: 'tray', title: 'Walnut tray' },
  ]

  test('for the visitor of a page has other things before other colours of what the page shows', async () => {
    const engine = await openEngine({ items: mugs, config: { device: 'off', interactions: [{ type: 'view', id: 'red', at: NOW }] } })
    expect(ids(await engine.forYou({ limit: 3, context: 'red' }))).toEqual(['steel', 'tray', 'blue'])
  })

  test('what is left out has other things before its other colours: another shelf of the page shows it', async () => {
    const engine = await openEngine({ items: mugs, config: { device: 'off' } })
    expect(ids(await engine.similar(['steel'], { limit: 3 }))).toEqual(['blue', 'tray', 'red'])
    expect(ids(await engine.similar(['steel'], { limit: 3, exclude: ['blue'] }))).toEqual(['tray', 'red'])
  })

  test('with history: because of its items, which do not come back', async () => {
    const engine = await embedded()
    engine.record({ type: 'view', id: 'oak-chair', at: NOW - 120_000 })
    engine.record({ type: 'purchase', id: 'oak-lamp', at: NOW - 60_000 })
    engine.record({ type: 'view', id: 'not in the catalog', at: NOW })
    const answer = await engine.forYou({ limit: 8 })

    expect(ids(answer)).toHaveLength(8)
    expect(ids(answer)).toEqual(expect.not.arrayContaining(['oak-chair', 'oak-lamp']))
    const events = answer[0]!.reasons.filter((reason) => reason.kind === 'because-you')
    expect(events.map(({ event, id }) => `${event} ${id}`).sort()).toEqual(['purchase oak-lamp', 'view oak-chair'])
  })

  test('somebody else’s history answers as if it were this visitor’s, and leaves no trace', async () => {
    const [own, other] = [await embedded(), await embedded()]
    const events = ['oak-chair', 'steel-mug'].map((id, i) => ({ type: 'view' as const, id, at: NOW + i }))
    for (const event of events) own.record(event)
    const before = await other.forYou({ limit: 8 })

    expect(await other.forYou({ limit: 8 }, events)).toEqual(await own.forYou({ limit: 8 }))
    expect(await other.forYou({ limit: 8 })).toEqual(before)
  })

  test('clearing the history forgets it', async () => {
    const engine = await embedded()
    const before = await engine.forYou({ limit: 8 })
    engine.record({ type: 'view', id: 'oak-chair', at: NOW })
    expect(await engine.forYou({ limit: 8 })).not.toEqual(before)
    await engine.clear({ history: true, vectors: false })
    expect(await engine.forYou({ limit: 8 })).toEqual(before)
  })
})

describe('a catalog that changes', () => {
  test('items added are found, replaced ones show their new fields, removed ones are gone', async () => {
    const engine = await embedded()
    const rejected = await engine.catalog.upsert([
      { id: 'zebra', title: 'zebra rug' },
      { id: 'oak-mug', title: 'oak mug', price: 1 },
      { title: 'nobody' },
    ])
    await engine.settled()

    expect(rejected).toEqual([{ row: 2, field: 'id', why: expect.any(String) }])
    expect(engine.state.items).toMatchObject({ total: 31, embedded: 31 })
    expect(ids(await engine.search('zebra', { limit: 1 }))).toEqual(['zebra'])
    expect((await engine.search('oak mug', { limit: 1 }))[0]?.item.price).toEqual({ value: 1 })
    await engine.catalog.remove(['zebra'])
    expect(engine.state.items).toMatchObject({ total: 30, embedded: 30 })
    expect(ids(await engine.search('zebra', { limit: 30 }))).not.toContain('zebra')
    expect(await codeOf(engine.similar(['zebra'], { limit: 1 }))).toBe('item-unknown')
  })

  test('a new price asks nothing of the encoder', async () => {
    const encoder = new WordEncoder()
    const engine = await embedded({ encoder })
    const before = encoder.texts.length
    await engine.catalog.upsert(ITEMS.map((item) => ({ ...item, price: item.price / 2 })))
    await engine.settled()

    expect(encoder.texts).toHaveLength(before)
    expect(engine.state.items.embedded).toBe(30)
  })

  test('rejected rows are counted in the state, the first hundred named', async () => {
    const engine = await embedded({ items: [...ITEMS, ...Array.from({ length: 150 }, () => ({ title: 'without id' }))] })

    expect(engine.state.items).toMatchObject({ total: 30, rejected: 150 })
    expect(engine.state.rejectedRows).toHaveLength(100)
  })
})

test('fields are read from the names that the site gives, by every way rows come', async () => {
  const engine = await openEngine({ items: [{ id: 'a', nm: 'copper kettle' }], config: { fields: { title: 'nm' } } })
  await engine.catalog.upsert([{ id: 'b', nm: 'linen shirt' }])

  expect((await engine.search('shirt', { limit: 5 })).map(({ item }) => item.title)).toContain('linen shirt')
  expect((await engine.search('kettle', { limit: 5 }))[0]!.item.title).toBe('copper kettle')
})

test('fields that were read from names which only seem to mean them are told', async () => {
  const rows = Array.from({ length: 3 }, (_, i) => ({ id: i, 'Product Heading': `kettle ${i}`, sku_colour: 'red' }))
  const engine = await openEngine({ items: rows })

  expect(engine.state.guessedFields).toEqual([{ name: 'Product Heading', field: 'title', items: 3 }])
  expect((await openEngine({ items: ITEMS })).state).not.toHaveProperty('guessedFields')
})

describe('an encoder in place of another', () => {
  /** Its vectors cannot be compared with those of `WordEncoder`; it makes `most` of them, and waits. */
  class LaterEncoder extends WordEncoder {
    most = Number.POSITIVE_INFINITY

    override async ensure() {
      this.info = { ...(await super.ensure()), fingerprint: 'later' }
      return this.info
    }

    override async encode(texts: readonly string[]): Promise<Float32Array> {
      this.most -= texts.length
      if (this.most < 0) await new Promise(() => {})
      return (await super.encode(texts)).map((value, at) => (at % 2 === 0 ? value : -value))
    }
  }
  const items = Array.from({ length: 60 }, (_, id) => ({ id, title: `${['kettle', 'blanket', 'lamp', 'tent'][id % 4]} number ${id}` }))
  const shelf = async (engine: Engine) => (await engine.similar(['0'], { limit: 8 })).map(({ item }) => item.id)

  test.each([
    ['its own name', 'words'],
    ['another name', 'later'],
  ])('under %s makes its vectors while those of the earlier one serve shelves, in this visit and the next', async (_, encoderKey) => {
    const store = new MemoryStore()
    const before = await openEngine({ items, store })
    await before.settled()
    const expected = await shelf(before)
    const encoder = new LaterEncoder()
    encoder.most = 32
    const during = await openEngine({ items, store, encoder, encoderKey })
    during.onEncoder(await encoder.ensure(), 'a test')
    await vi.waitFor(() => expect(during.state).toMatchObject({ items: { embedded: 32 }, earlierVectors: true }))
    expect(await shelf(during)).toEqual(expected)

    const after = await openEngine({ items, store, encoder: new LaterEncoder(), encoderKey, config: { maxItemsPerVisit: 0 } })
    await after.settled()
    expect(after.state).toMatchObject({ items: { embedded: 32 }, earlierVectors: true })
    expect(await shelf(after)).toEqual(expected)

    const last = await openEngine({ items, store, encoder: new LaterEncoder(), encoderKey })
    await last.settled()
    expect(last.state).toMatchObject({ items: { embedded: 60 }, earlierVectors: false })
    const fresh = await openEngine({ items, encoder: new LaterEncoder() })
    await fresh.settled()
    expect(await shelf(last)).toEqual(await shelf(fresh))
  })
})
