import { expect, test } from 'vitest'
import { MemoryStore } from '../store/memory-store.js'
import { CatalogKeeper } from './catalog-keeper.js'
import type { CatalogAnswer } from './catalog-source.js'
import { initialState, StateBoard } from './state-board.js'

const ROWS = JSON.stringify([{ id: 'a', title: 'Kettle' }, { id: 'broken' }, 'no row'])
const FRESH: CatalogAnswer = { kind: 'fresh', text: ROWS, version: { etag: '"1"' }, bytes: ROWS.length }

async function visit(store: MemoryStore, answer: CatalogAnswer) {
  const board = new StateBoard(initialState(100), () => undefined)
  const { signal } = new AbortController()
  const keeper = new CatalogKeeper({ store, board, signal, fetchCatalog: async () => answer, now: () => 0, onChange: () => undefined })
  await keeper.open('/catalog.json')
  return board.state
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
