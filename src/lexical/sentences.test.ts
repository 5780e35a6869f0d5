import fc from 'fast-check'
import { expect, test } from 'vitest'
import { growth, LINEAR } from '../growth.test-helper.js'
import { sentences } from './sentences.js'

test('sentences end at a mark before a capital, not at short forms, numbers or initials', () => {
  expect(sentences('We score 0.5 on it. Models, e.g. BERT, help! Do they? "Yes." (See Fig. 2.) As J. Smith et al. Found, so.')).toEqual([
    'We score 0.5 on it.',
    'Models, e.g. BERT, help!',
    'Do they?',
    '"Yes."',
    '(See Fig. 2.)',
    'As J. Smith et al. Found, so.',
  ])
  expect(sentences('  ')).toEqual([])
  expect(sentences('no mark')).toEqual(['no mark'])
})

test('sentences joined by a blank are the text again', () => {
  const word = fc.constantFrom('A', 'b', '3', 'e.g.', 'end.', 'What?', '"Q"', '(x)', 'C.')
  fc.assert(
    fc.property(fc.array(word), (words) => {
      expect(sentences(words.join(' ')).join(' ')).toBe(words.join(' '))
    }),
  )
})

test('the time to cut grows with the text, not with its square', () => {
  expect(growth((marks) => sentences(`Yes.${'"'.repeat(marks)}x ${'A. '.repeat(marks)}`), 10_000)).toBeLessThan(LINEAR)
})
