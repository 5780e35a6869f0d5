import { expect, test } from 'vitest'
import { Bm25Index, queryTerms } from '../../src/lexical/bm25.js'
import { itemFields } from '../../src/lexical/item-fields.js'
import { openTextCatalog } from './catalog.js'
import { askAll, textRow } from './row.js'
import { textOfRows } from './table-text.js'

const COSTS = { milliseconds: { pagekin: 1.234, lexical: 1, bm25: 0.5 }, megabytes: { pagekin: 2, lexical: 1.5, bm25: 1 } }

test('a row has the mean of both over the same questions, and their paired difference', () => {
  const row = textRow(
    { set: 'a', part: 'whole', measure: 'R@1' },
    { pagekin: [1, 0.5, Number.NaN], lexical: [1, 1, 1], bm25: [0.5, 0, 0] },
    COSTS,
  )
  expect([row.questions, row.figure.pagekin.mean, row.difference.mean]).toEqual([2, 0.75, 0.5])
  expect([row.difference.lo, row.difference.hi]).toEqual([0.5, 0.5])
  const lines = textOfRows([row]).split('\n')
  expect(lines).toHaveLength(3)
  expect(lines[2]).toContain('0.750 [')
  expect(lines[2]).toContain('1.23 / 1.00 / 0.50 | 2.0 / 1.5 / 1.0')
  expect(new Set(lines.map(({ length }) => length)).size).toBe(1)
})

test('each question is asked of all, in order', () => {
  const { answers, milliseconds } = askAll([1, 2, 3], { pagekin: (n) => n * 10, lexical: (n) => n, bm25: (n) => -n })
  expect(answers).toEqual({ pagekin: [10, 20, 30], lexical: [1, 2, 3], bm25: [-1, -2, -3] })
  expect(milliseconds.pagekin).toBeGreaterThanOrEqual(0)
})

test('BM25 ranks as its scores do, whole and behind a filter', async () => {
  const rows = [
    { id: '1', title: 'copper kettle', pool: 0 },
    { id: '2', title: 'copper copper pan with lid', pool: 0 },
    { id: '3', title: 'linen shirt', pool: 1 },
    { id: '4', title: 'kettle of enamel', pool: 1 },
  ]
  const catalog = await openTextCatalog('test', rows)
  const scores = new Float32Array(4)
  Bm25Index.build(catalog.items.map(itemFields)).scoresInto(queryTerms('copper kettle'), scores)
  const expected = [0, 1, 2, 3].sort((a, b) => scores[b]! - scores[a]!).map((row) => rows[row]!.id)
  const question = { text: 'copper kettle', vector: new Float32Array(384).fill(0.05) }
  const { pagekin, lexical, bm25 } = catalog.search(4)
  expect(bm25(question)).toEqual(expected)
  expect(bm25({ ...question, where: { pool: 1 } })).toEqual(['4', '3'])
  for (const ask of [pagekin, lexical]) expect([...ask({ ...question, where: { pool: 1 } })].sort()).toEqual(['3', '4'])
  const like = catalog.similar(4)
  for (const ask of [like.pagekin, like.lexical, like.bm25]) expect([...ask('1')].sort()).toEqual(['2', '3', '4'])
})
