import { expect, test } from 'vitest'
import type { WrittenRows } from '../protocol.js'
import { candidatesOf } from './candidates.js'

const query = { text: 'mug' }

test('vectors cross as numbers, from lists, typed arrays and texts; one that cannot be read costs no other row anything', async () => {
  const rows = [
    { id: 'a', vector: [1, 2] },
    { id: 'b', vector: Float32Array.of(3, 4) },
    { id: 'c', vector: '[5,6]' },
    { id: 'd', vector: '[5,' },
    { id: 'e' },
    null,
  ]
  const found = await candidatesOf({ candidates: () => rows as never }, query, 500, undefined)
  if (!found.ok) throw new Error(found.error.message)
  const { vectors } = found.value
  expect(vectors.map((vector) => vector && [...vector])).toEqual([[1, 2], [3, 4], [5, 6], [], undefined, undefined])
})

test('a row or a vector that throws, is no number or is far too long costs no other row anything', async () => {
  const broken = {
    get title() {
      throw new Error('no title')
    },
  }
  const rows = [
    broken,
    { id: 'a', vector: [1n] },
    { id: 'b', vector: [Number.NaN, 1] },
    { id: 'c', vector: [1e300] },
    { id: 'd', vector: new Array(3e8) },
    { id: 'e', vector: `[${'1,'.repeat(1e6)}1]` },
    {
      id: 'f',
      get vector() {
        throw new Error('no vector')
      },
    },
    { id: 'g', vector: [3, 4] },
  ]
  const found = await candidatesOf({ candidates: () => rows as never }, query, 500, undefined)
  if (!found.ok) throw new Error(found.error.message)
  const { vectors, rows: written } = found.value
  expect(vectors.map((vector) => vector && [...vector])).toEqual([undefined, [], [], [], [], [], [], [3, 4]])
  const { json, unreadable } = written as WrittenRows
  const ids = (JSON.parse(await json.text()) as ({ id: string } | null)[]).map((row) => row?.id)
  expect(ids).toEqual([undefined, 'a', 'b', 'c', 'd', 'e', undefined, 'g'])
  expect(unreadable.map(({ row, why }) => [row, why])).toEqual([
    [0, 'no title'],
    [6, 'no vector'],
  ])
})

test.each([[undefined], [{ rows: [] }], ['rows']])('what is no list of rows is an error: %j', async (given) => {
  const found = await candidatesOf({ candidates: () => given as never }, query, 500, undefined)
  expect(found).toMatchObject({
    ok: false,
    error: { code: 'catalog-invalid', message: expect.stringContaining('expected a list of rows') },
  })
})

test('no more rows cross than were asked for, and the function gets query, number and filter', async () => {
  const asked: unknown[] = []
  const candidates = (...given: unknown[]) => {
    asked.push(given)
    return [{ id: 'a' }, { id: 'b' }, { id: 'c' }] as never
  }
  const found = await candidatesOf({ candidates }, query, 2, { price: { max: 5 } })
  expect(found).toMatchObject({ ok: true, value: { vectors: [undefined, undefined] } })
  expect(asked).toEqual([[query, 2, { price: { max: 5 } }]])
})
