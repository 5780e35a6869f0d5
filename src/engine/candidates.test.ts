import { expect, onTestFinished, test, vi } from 'vitest'
import { itemSentence } from '../catalog/item-sentence.js'
import { PagekinError } from '../errors.js'
import type { PageApi } from '../protocol.js'
import type { CandidateQuery, Item, Where } from '../types.js'
import { openCandidates } from './candidates.js'
import type { Engine } from './engine.js'
import { openEngine, WordEncoder } from './engine.test-helper.js'

const KINDS = ['kettle', 'tent', 'blanket', 'lamp', 'spade', 'puzzle', 'teapot', 'mirror']
const COLOURS = ['red', 'blue', 'green', 'white', 'black']
const items: Item[] = Array.from({ length: 240 }, (_, i) => ({
  id: `sku-${i}`,
  title: `${COLOURS[i % COLOURS.length]} ${KINDS[i % KINDS.length]} m${i}`,
  url: `/p/${i}`,
  attributes: { colour: COLOURS[i % COLOURS.length]! },
}))

interface Asked {
  readonly query: CandidateQuery
  readonly k: number
  readonly where: Where | undefined
}

/** An engine of a site that answers with rows of the catalog, and their vectors. */
async function open(choose: (asked: Asked) => readonly unknown[] | Promise<readonly unknown[]> = () => items) {
  const asked: Asked[] = []
  const encoder = new WordEncoder()
  const candidates: PageApi['candidates'] = async (query, k, where) => {
    asked.push({ query, k, where })
    const rows = await choose({ query, k, where })
    const vectors = await Promise.all(rows.map((row) => encoder.encode([itemSentence(row as Item)])))
    return { ok: true, value: { rows, vectors } }
  }
  const engine = await openEngine({ candidates, config: { source: { fingerprint: 'words' } } })
  return { engine, asked }
}
const ask = { limit: 8 }
const answer = (found: readonly { readonly item: Item; readonly score: number }[]) => found.map(({ item, score }) => [item.id, score])

test('an engine with candidates answers as with the whole catalog, where the candidates hold it', async () => {
  const whole = await openEngine({ items })
  await whole.settled()
  const { engine } = await open()
  const questions: readonly ((engine: Engine) => Promise<readonly { readonly item: Item; readonly score: number }[]>)[] = [
    (one) => one.similar(['sku-17'], ask),
    (one) => one.similar(['sku-17', 'sku-30'], { ...ask, where: { colour: 'red' } }),
    (one) => one.search('green teapot', { ...ask, complete: true }),
    (one) => one.search('m201', ask),
    (one) => one.forYou({ ...ask, context: 'sku-3' }),
  ]
  for (const question of questions) {
    const expected = answer(await question(whole))
    expect(expected.length).toBeGreaterThan(0)
    expect(answer(await question(engine))).toEqual(expected)
  }
  for (const one of [whole, engine]) one.record({ type: 'view', id: 'sku-101', at: 1 })
  expect(answer(await engine.forYou(ask))).toEqual(answer(await whole.forYou(ask)))
  expect(engine.state).toMatchObject({ catalogSource: 'source', items: { total: 240, embedded: 240, embeddedThisVisit: 0 } })
})

test('the source hears what is asked about, and never of the history', async () => {
  const { engine, asked } = await open(({ query }) => (query.ids ? items.slice(0, 40) : items.slice(40, 80)))
  await engine.similar(['sku-1'], { ...ask, where: { colour: 'red' } })
  engine.record({ type: 'view', id: 'sku-2', at: 1 })
  engine.record({ type: 'purchase', id: 'sku-45', at: 2 })
  await engine.forYou(ask)
  await engine.forYou({ ...ask, context: 'sku-9' })
  await engine.list('recent', { ...ask, items: [] })
  await engine.list('again', { ...ask, items: [] })
  await engine.search('lamp', { ...ask, complete: true })

  expect(asked.map(({ query, k, where }) => ({ ...query, vector: query.vector?.length, k, where }))).toEqual([
    { ids: ['sku-1'], k: 500, where: { colour: 'red' } },
    { k: 500 },
    { ids: ['sku-9'], k: 500 },
    { text: 'lamp', k: 500 },
    { vector: 64, k: 500 },
  ])
  expect((await engine.list('recent', { ...ask, items: [] })).map(({ item }) => item.id)).toEqual(['sku-2'])
})

test('a question is not asked twice while its answer is fresh, so that a shelf comes to rest', async () => {
  const { engine, asked } = await open()
  await engine.similar(['sku-1'], ask)
  const { revision } = engine.state
  await engine.similar(['sku-1'], ask)

  expect(asked).toHaveLength(1)
  expect(engine.state.revision).toBe(revision)
})

test('a question is asked again a minute later, and after the clock was set back', async () => {
  let now = 1_000_000
  let asked = 0
  const bring = openCandidates({
    ask: async () => {
      asked++
      return { ok: true, value: { rows: [], vectors: [] } }
    },
    now: () => now,
    read: async () => ({ items: [], rejected: [], duplicates: 0, variants: 0, guesses: [], notes: [], format: 'json' }),
    has: () => false,
    add: async () => undefined,
    fail: () => undefined,
    recovered: () => undefined,
  })
  for (const [moment, expected] of [
    [1_000_000, 1],
    [1_059_999, 1],
    [1_060_000, 2],
    [0, 3],
    [1, 3],
  ] as const) {
    now = moment
    await bring({ text: 'lamp' })
    expect(asked).toBe(expected)
  }
})

test('if the source fails, what is here answers and the state says so, until the source is back', async () => {
  let isDown = false
  const { engine } = await open(({ query }) => {
    if (isDown) throw new Error('503')
    return items.slice(0, query.ids?.[0] === 'sku-200' ? 240 : 60)
  })
  await engine.similar(['sku-1'], ask)
  isDown = true
  expect(await engine.similar(['sku-2'], ask)).toHaveLength(8)
  expect(await engine.forYou({ ...ask, context: 'sku-200' })).toHaveLength(8)
  expect(engine.state.error).toMatchObject({ code: 'catalog-invalid', message: expect.stringContaining('source: 503') })
  await expect(engine.similar(['sku-200'], ask)).rejects.toMatchObject({ code: 'item-unknown' })

  isDown = false
  expect(await engine.similar(['sku-200'], ask)).toHaveLength(8)
  expect(engine.state.error).toBeUndefined()
})

test('if the source is slow, what is here answers after a while, and what comes late is there for the next question', async () => {
  let release: (rows: readonly unknown[]) => void = () => undefined
  const { engine } = await open(({ query }) =>
    query.ids?.[0] === 'sku-200' ? new Promise((resolve) => (release = resolve)) : items.slice(0, 60),
  )
  await engine.similar(['sku-1'], ask)
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const waiting = engine.forYou({ ...ask, context: 'sku-200' })
  await vi.advanceTimersByTimeAsync(3000)
  expect(await waiting).toHaveLength(8)
  expect(engine.state.error).toMatchObject({ code: 'timeout' })

  const { revision } = engine.state
  vi.useRealTimers()
  release(items)
  await vi.waitUntil(() => engine.state.items.total === 240)
  expect(engine.state.revision).toBeGreaterThan(revision)
  expect(engine.state.error).toBeUndefined()
})

test.each([3, 0])('a row that is refused shifts no vector, and a vector of another length is told: %i', async (broken) => {
  const encoder = new WordEncoder()
  const openWith = async (rows: readonly unknown[]) => {
    const vectors = await Promise.all(
      rows.map(async (row) => ('title' in (row as Item) ? encoder.encode([itemSentence(row as Item)]) : undefined)),
    )
    vectors[rows.length - 1] = new Float32Array(broken).fill(1)
    const value = { rows, vectors }
    return openEngine({ config: { source: { fingerprint: 'words' }, device: 'off' }, candidates: async () => ({ ok: true, value }) })
  }
  const engine = await openWith([items[0], { price: 3 }, ...items.slice(1)])
  const without = await openWith(items)

  expect(answer(await engine.similar(['sku-40'], ask))).toEqual(answer(await without.similar(['sku-40'], ask)))
  expect(engine.state.items).toMatchObject({ total: 240, embedded: 239 })
  expect(engine.state.error?.message).toContain(`received a vector of ${broken} numbers, expected 64`)
})

test('a source that gives no rows at all leaves lists empty', async () => {
  const { engine } = await open(() => [])
  expect([...(await engine.forYou(ask))]).toEqual([])
  expect([...(await engine.search('lamp', ask))]).toEqual([])
  expect(PagekinError.from(await engine.similar(['sku-1'], ask).catch((thrown) => thrown), 'usage', '').code).toBe('item-unknown')
})
