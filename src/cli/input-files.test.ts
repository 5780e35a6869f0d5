import { expect, test } from 'vitest'
import { growth, LINEAR } from '../growth.test-helper.js'
import { linesOf } from './input-files.js'

test.each([
  ['', []],
  ['\n \n', []],
  ['a', ['a']],
  ['a\r\nb\n\n', ['a', 'b']],
  ['a\n\nb', ['a', '', 'b']],
  ['one\u2028text\u0085here\nb', ['one\u2028text\u0085here', 'b']],
])('the lines of %j are %j', (text, lines) => {
  expect(linesOf(text)).toEqual(lines)
})

test('the time to find lines grows with the text, not with its square', () => {
  expect(growth((blanks) => linesOf(`${'\n'.repeat(blanks)}a`), 25_000)).toBeLessThan(LINEAR)
})
