import { expect, test } from 'vitest'
import type { Reason } from '../types.js'
import { reasonLine } from './card-text.js'
import { messagesFor } from './messages.js'

const line = (...reasons: Reason[]) => reasonLine(reasons, messagesFor('en'))
const words = (weight: number, ...shared: string[]): Reason => ({ kind: 'words', words: shared, weight })
const similar = (weight: number): Reason => ({ kind: 'similar-to', id: 'a', title: 'Kettle', weight })

test('the reason that counted most is told', () => {
  expect(line(words(1, 'copper'), similar(2))).toBe('Similar to Kettle')
  expect(line(words(2, 'copper', 'kettle', 'whistle', 'stove'), similar(1))).toBe('In common: copper, kettle, whistle')
})

test('shared words are told where nothing raised the score above the average', () => {
  expect(line(words(-0.3, 'copper'))).toBe('In common: copper')
  expect(line(similar(-0.1), words(-0.3, 'copper'))).toBe('In common: copper')
  expect(line({ kind: 'varied', weight: 0 })).toBe('A varied choice')
})

test('no line promises words and names none', () => {
  expect(line(words(3))).toBe('')
  expect(line(words(3), similar(1))).toBe('Similar to Kettle')
  expect(line(similar(-1))).toBe('')
  expect(line()).toBe('')
})
