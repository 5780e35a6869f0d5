import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parsePythonList } from './python-list.js'

/** repr() of a str as CPython writes it: double quotes only where there is a single one and no double one. */
function repr(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  const body = [...text].map((character) => {
    if (character === '\\' || character === quote) return `\\${character}`
    if (character === '\n') return '\\n'
    if (character === '\t') return '\\t'
    if (character === '\r') return '\\r'
    const code = character.codePointAt(0)!
    if (code < 32 || (code >= 127 && code < 161)) return `\\x${code.toString(16).padStart(2, '0')}`
    if (code >= 0x2028 && code <= 0x2029) return `\\u${code.toString(16).padStart(4, '0')}`
    if (code === 0x1f600) return '\\U0001f600'
    return character
  })
  return quote + body.join('') + quote
}

test('strings in either quote, numbers, an empty list, blanks and a last comma', () => {
  expect(parsePythonList('f', `['a', "it's", 'say "x"', 'it\\'s']`)).toEqual(['a', "it's", 'say "x"', "it's"])
  expect(parsePythonList('f', '[3112, -2, 1.5e3]')).toEqual([3112, -2, 1500])
  expect(parsePythonList('f', ' [ ] ')).toEqual([])
  expect(parsePythonList('f', "[ 'a' , ]")).toEqual(['a'])
})

test('commas and brackets in strings part nothing', () => {
  expect(parsePythonList('f', "['a, b]', '[c']")).toEqual(['a, b]', '[c'])
})

test('reads back what repr writes', () => {
  const text = fc.string({
    unit: fc.constantFrom('a', ' ', "'", '"', '\\', '\n', '\t', '\x07', '\u2028', 'é', '😀', ',', ']', '[', 'n', 'x41'),
  })
  fc.assert(
    fc.property(fc.array(fc.oneof(text, fc.integer())), (values) => {
      const written = `[${values.map((value) => (typeof value === 'number' ? String(value) : repr(value))).join(', ')}]`
      expect(parsePythonList('f', written)).toEqual(values)
    }),
  )
})

test('anything else is an error with its place', () => {
  for (const [text, expected] of [
    ['', /expected \[/],
    ["['a'", /expected , or \]/],
    ["['a' 'b']", /at 5, expected , or \]/],
    ["['it's']", /at 5, expected , or \]/],
    ["['a", /at 1, expected a closing quote/],
    ["['a'] x", /expected the end/],
    ['[None]', /expected a string or a number/],
    [String.raw`['\q']`, /at 2, expected an escape/],
  ] as const) {
    expect(() => parsePythonList('f, row 1', text)).toThrow(expected)
  }
})
