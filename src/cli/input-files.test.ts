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

test('the time to find lines grows with the text, not with its square', () => {
  const fastest = (blanks: number) => {
    const text = `${'\n'.repeat(blanks)}a`
    return Math.min(
      ...[1, 2, 3, 4, 5].map(() => {
        const begun = performance.now()
        linesOf(text)
        return performance.now() - begun
      }),
    )
  }
  // squared, four times the text would take 16 times as long
  expect(fastest(200_000)).toBeLessThan(10 * fastest(50_000))
})
