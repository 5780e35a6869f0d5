import { expect, test } from 'vitest'
import { type Answer, NO_ANSWER } from './answer.js'
import { StableShelf } from './stable-shelf.js'

const answerOf = (ids: readonly string[]): Answer => ({
  ...NO_ANSWER,
  status: ids.length > 0 ? 'ready' : 'empty',
  generation: 1,
  recommendations: ids.map((id) => ({ item: { id, title: id }, score: 1, reasons: [] })),
})
const shownBy = (shelf: StableShelf) => shelf.shown.map(({ item }) => item.id)
const sight = { seen: new Set(['a', 'b']), shelfVisible: true }

test('cards in view stay where a better answer has others, and go where it turns out that there is none', () => {
  const shelf = new StableShelf()
  expect(shelf.take(answerOf(['a', 'b', 'c']), sight)).toBe('first')
  expect(shelf.take(answerOf(['d', 'e', 'f']), sight)).toBe('better')
  expect(shownBy(shelf).slice(0, 2)).toEqual(['a', 'b'])

  expect(shelf.take(answerOf([]), sight)).toBe('better')
  expect(shownBy(shelf)).toEqual([])
})
