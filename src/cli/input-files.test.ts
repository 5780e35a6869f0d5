import { expect, test } from 'vitest'
import { fastest } from '../fastest.test-helper.js'
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
  const time = (blanks: number) => {
    const text = `${'\n'.repeat(blanks)}a`
    return fastest(() => linesOf(text))
  }
  // squared, four times the text would take 16 times as long
  expect(time(200_000)).toBeLessThan(10 * time(50_000))
})
