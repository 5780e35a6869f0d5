import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { MemoryStore } from '../store/memory-store.js'
import type { NeighboursRow, NeighboursStamp } from '../store/store.js'
import type { Item, RecommenderState } from '../types.js'
import { NeighbourWriter } from './neighbour-writer.js'
import { initialState } from './state-board.js'

/** Keeps the neighbours of one stamp, as the store on the device does; that one has its tests in a browser. */
class KeepingStore extends MemoryStore {
  stamp = ''
  readonly rows = new Map<string, NeighboursRow>()
  /** Ids of each write. */
  readonly writes: string[][] = []

  override async openNeighbours(_catalog: string, stamp: NeighboursStamp): Promise<ReadonlySet<string>> {
    if (JSON.stringify(stamp) !== this.stamp) this.rows.clear()
    this.stamp = JSON.stringify(stamp)
    return new Set(this.rows.keys())
  }

  override async writeNeighbours(_catalog: string, stamp: NeighboursStamp, rows: readonly NeighboursRow[]): Promise<boolean> {
    if (JSON.stringify(stamp) !== this.stamp) return false
    for (const row of rows) this.rows.set(row.id, row)
    this.writes.push(rows.map(({ id }) => id))
    return true
  }
}

const ITEMS: readonly Item[] = Array.from({ length: 100 }, (_, i) => ({ id: `i${i}`, title: `Item ${i}`, description: 'long' }))
const STAMP = { etag: '"1"', fingerprint: 'f' }
const state = (embedded: number, phase: RecommenderState['phase'] = 'ready'): RecommenderState => {
  const { items, ...rest } = initialState(2000)
  return { ...rest, phase, items: { ...items, total: ITEMS.length, embedded } }
}
/** The three after an item. */
const after = (id: string) => [1, 2, 3].map((step) => ITEMS[(Number(id.slice(1)) + step) % ITEMS.length]!)

function writerOf(store: KeepingStore, stampOf: () => NeighboursStamp | undefined = () => STAMP) {
  const asked: string[] = []
  const similar = (id: string) => {
    asked.push(id)
    return after(id).map((item) => ({ item }))
  }
  const unkept: unknown[] = []
  const onUnkept = (thrown: unknown) => void unkept.push(thrown)
  const writer = new NeighbourWriter({ store, catalogKey: '/c.json', stampOf, items: () => ITEMS, similar, onUnkept })
  return { asked, unkept, writer }
}

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

test('keeps the neighbours of every item, with what a card shows of each, once a whole catalog has been quiet for a second', async () => {
  const store = new KeepingStore()
  const { writer, asked } = writerOf(store)
  writer.heed(state(ITEMS.length))
  await vi.advanceTimersByTimeAsync(900)
  expect(asked).toEqual([])
  await vi.advanceTimersByTimeAsync(2000)
  expect([...store.rows.keys()]).toEqual(ITEMS.map(({ id }) => id))
  expect(store.rows.get('i98')).toEqual({ id: 'i98', title: 'Item 98', cards: after('i98').map(({ id, title }) => ({ id, title })) })

  writer.heed(state(ITEMS.length))
  await vi.advanceTimersByTimeAsync(3000)
  expect(asked, 'none is made twice').toHaveLength(ITEMS.length)
})

test('gives way to whatever happens, loses no row that it has made, and goes on where it was', async () => {
  const store = new KeepingStore()
  const { writer, asked } = writerOf(store)
  writer.heed(state(ITEMS.length))
  await vi.advanceTimersByTimeAsync(1000)
  while (asked.length < 40) await vi.advanceTimersByTimeAsync(1)
  writer.pause()
  await vi.advanceTimersByTimeAsync(5000)
  expect([...store.rows.keys()]).toEqual(asked)
  expect(asked.length).toBeLessThan(45)

  writer.heed(state(ITEMS.length))
  await vi.advanceTimersByTimeAsync(3000)
  expect(asked).toEqual(ITEMS.map(({ id }) => id))
})

const NOT_YET: readonly (readonly [string, () => NeighboursStamp | undefined, RecommenderState])[] = [
  ['there is no vector yet', () => STAMP, state(0, 'embedding')],
  ['the page is hidden', () => STAMP, state(ITEMS.length, 'paused')],
  ['a page has changed the catalog', () => undefined, state(ITEMS.length)],
  ['nobody can tell one state of the catalog from another', () => ({ fingerprint: 'f' }), state(ITEMS.length)],
]
test.each(NOT_YET)('keeps none while %s', async (_, stampOf, now) => {
  const store = new KeepingStore()
  const { writer, asked } = writerOf(store, stampOf)
  writer.heed(now)
  await vi.advanceTimersByTimeAsync(5000)
  expect([asked, store.writes]).toEqual([[], []])
})

test('keeps what there is of a catalog that is not completely embedded', async () => {
  const store = new KeepingStore()
  const { writer, asked } = writerOf(store)
  // a visit that may embed no more
  writer.heed(state(40))
  await vi.advanceTimersByTimeAsync(3000)
  expect(asked).toHaveLength(ITEMS.length)
})

test('keeps what there is while it embeds, however often the state changes, and what has come since', async () => {
  const store = new KeepingStore()
  let some = ITEMS.slice(0, 10)
  const writer = new NeighbourWriter({
    store,
    catalogKey: '/c.json',
    stampOf: () => STAMP,
    items: () => some,
    similar: (id) => after(id).map((item) => ({ item })),
    onUnkept: () => undefined,
  })
  const embed = async (seconds: number) => {
    for (let at = 0; at < seconds; at += 0.5) {
      writer.heed(state(some.length, 'embedding'))
      await vi.advanceTimersByTimeAsync(500)
    }
  }
  await embed(12)
  expect(store.rows.size).toBe(10)
  some = ITEMS.slice(0, 30)
  await embed(12)
  expect(store.rows.size).toBe(30)
})

test('begins anew with another catalog or other vectors, and stops when another tab has', async () => {
  const store = new KeepingStore()
  let stamp: NeighboursStamp = STAMP
  const { writer, asked } = writerOf(store, () => stamp)
  writer.heed(state(ITEMS.length))
  await vi.advanceTimersByTimeAsync(3000)
  stamp = { ...STAMP, fingerprint: 'g' }
  writer.heed(state(ITEMS.length))
  await vi.advanceTimersByTimeAsync(1000)
  while (asked.length < ITEMS.length + 40) await vi.advanceTimersByTimeAsync(1)
  store.stamp = 'of another tab'
  await vi.advanceTimersByTimeAsync(5000)
  expect(asked.length).toBeLessThan(2 * ITEMS.length)
  expect(store.writes.flat().length).toBeLessThan(2 * ITEMS.length)
})

test('tells why it keeps none where the device has no room, once, and not of a store that is closed with its page', async () => {
  class FullStore extends KeepingStore {
    override writeNeighbours(): Promise<boolean> {
      return Promise.reject(new Error('no room'))
    }
  }
  const { writer, unkept, asked } = writerOf(new FullStore())
  writer.heed(state(ITEMS.length))
  await vi.advanceTimersByTimeAsync(5000)
  writer.heed(state(ITEMS.length))
  await vi.advanceTimersByTimeAsync(5000)
  expect(unkept).toEqual([new Error('no room')])
  expect(asked.length).toBeLessThan(ITEMS.length)

  class ClosingStore extends KeepingStore {
    override async writeNeighbours(): Promise<boolean> {
      leaving.writer.pause()
      throw new Error('closed')
    }
  }
  const leaving = writerOf(new ClosingStore())
  leaving.writer.heed(state(ITEMS.length))
  await vi.advanceTimersByTimeAsync(5000)
  expect(leaving.unkept).toEqual([])
})

test('what was forgotten is not kept again, however often the state moves, until there is something to make', async () => {
  const store = new KeepingStore()
  const { writer } = writerOf(store)
  const rest = async () => {
    for (let states = 0; states < 3; states++) {
      writer.heed(state(ITEMS.length))
      await vi.advanceTimersByTimeAsync(3000)
    }
  }
  await rest()
  expect(store.rows.size).toBe(ITEMS.length)

  store.rows.clear()
  writer.forget()
  await rest()
  expect(store.rows.size).toBe(0)

  writer.remember()
  await rest()
  expect(store.rows.size).toBe(ITEMS.length)
})
