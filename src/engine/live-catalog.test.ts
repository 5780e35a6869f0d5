import { describe, expect, test } from 'vitest'
import { Bm25Index, queryTerms } from '../lexical/bm25.js'
import { itemFields } from '../lexical/item-fields.js'
import { MemoryStore } from '../store/memory-store.js'
import type { CatalogAnswer } from './catalog-source.js'
import { LiveCatalog } from './live-catalog.js'
import { initialState, StateBoard } from './state-board.js'

const ROWS = JSON.stringify([{ id: 'a', title: 'Kettle' }, { id: 'broken' }, 'no row'])
const FRESH: CatalogAnswer = { kind: 'fresh', text: ROWS, version: { etag: '"1"' }, bytes: ROWS.length }

const loadFormats = () => import('../catalog/formats/read-format.js')

async function visit(store: MemoryStore, answer: CatalogAnswer) {
  const board = new StateBoard(initialState(100), { onState: () => undefined })
  const { signal } = new AbortController()
  const catalog = new LiveCatalog({
    store,
    board,
    signal,
    fetchCatalog: async () => answer,
    loadFormats,
    now: () => 0,
    onChange: () => undefined,
  })
  const { fresh } = await catalog.open({ catalogUrl: '/catalog.json' })
  await fresh
  return { ...board.state, catalog }
}

test('rows that could not be read are counted and listed in later visits too, when the catalog has not changed', async () => {
  const store = new MemoryStore()
  const first = await visit(store, FRESH)

  const second = await visit(store, { kind: 'not-modified' })

  expect(first.items).toMatchObject({ total: 1, rejected: 2 })
  expect(first.rejectedRows.map(({ row }) => row)).toEqual([1, 2])
  expect(second.catalogSource).toBe('not-modified')
  expect(second.items.rejected).toBe(2)
  expect(second.rejectedRows).toEqual(first.rejectedRows)
})

test('what field names were taken to mean is told in later visits too', async () => {
  const store = new MemoryStore()
  const rows = JSON.stringify([{ id: 'a', title: 'Kettle', 'Variant Price': 12 }])
  const first = await visit(store, { ...FRESH, text: rows })

  const second = await visit(store, { kind: 'not-modified' })

  expect(first.guessedFields).toEqual([{ name: 'Variant Price', field: 'price', items: 1 }])
  expect(second.guessedFields).toEqual(first.guessedFields)
})

describe('words kept with a catalog', () => {
  const items = ['Copper kettle', 'Steel mug', 'Wool blanket', 'Copper lamp'].map((title, i) => ({ id: `item-${i}`, title }))
  const fresh = (rows: readonly unknown[], etag: string): CatalogAnswer => ({
    kind: 'fresh',
    text: JSON.stringify(rows),
    version: { etag },
    bytes: 1,
  })
  const scoresOf = ({ words, rows }: LiveCatalog, id: string) => {
    const scores = new Float32Array(words.rowCount)
    words.scoresInto(queryTerms('copper kettle mug'), scores)
    return scores[rows.rowOf(id)!]
  }
  const expectScoresOf = (catalog: LiveCatalog, rows: readonly { id: string; title: string }[]) => {
    const built = Bm25Index.build(rows.map(itemFields))
    const scores = new Float32Array(rows.length)
    built.scoresInto(queryTerms('copper kettle mug'), scores)
    expect(rows.map(({ id }) => scoresOf(catalog, id))).toEqual([...scores])
  }

  test('answer in the next visit, also when the catalog was changed during this one', async () => {
    const store = new MemoryStore()
    await visit(store, fresh(items, '"1"'))
    // rows of the second visit are in another order than its catalog's
    const changed = [{ id: 'new', title: 'Mug of copper' }, items[3]!, { ...items[0]!, title: 'Kettle' }]
    expectScoresOf((await visit(store, fresh(changed, '"2"'))).catalog, changed)

    const { catalog, catalogSource } = await visit(store, { kind: 'not-modified' })

    expect(catalogSource).toBe('not-modified')
    expect(catalog.words.rowCount).toBe(3)
    expectScoresOf(catalog, changed)
    expect(catalog.words.termsOf(catalog.rows.rowOf('new')!)).toEqual(['mug', 'copper'])
  })

  test.each([
    ['are missing, as an earlier version wrote it', undefined],
    ['are no words', { version: 1, vocabulary: 7 }],
    ['are of other rows', Bm25Index.build([itemFields(items[0]!)]).toRecord()],
  ])('are made and kept when they %s, and nothing of the catalog is lost', async (_, words) => {
    const store = new MemoryStore()
    await visit(store, fresh(items, '"1"'))
    const stored = (await store.readCatalog('/catalog.json'))!
    await store.writeCatalog('/catalog.json', { ...stored, words })

    const { catalog, items: counts } = await visit(store, { kind: 'not-modified' })

    expect(counts.total).toBe(4)
    expectScoresOf(catalog, items)
    expect(await store.readCatalog('/catalog.json')).toEqual(stored)
  })

  test('are made when a foreign hand stored an id twice', async () => {
    const store = new MemoryStore()
    await visit(store, fresh(items, '"1"'))
    const stored = (await store.readCatalog('/catalog.json'))!
    await store.writeCatalog('/catalog.json', {
      ...stored,
      items: stored.items.map((item) => ({ ...item, id: item.id.replace('3', '2') })),
    })

    const { catalog, items: counts } = await visit(store, { kind: 'not-modified' })

    expect(counts.total).toBe(3)
    expectScoresOf(catalog, [items[0]!, items[1]!, { ...items[3]!, id: 'item-2' }])
  })
})
