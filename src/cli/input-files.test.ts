import { expect, test } from 'vitest'
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
