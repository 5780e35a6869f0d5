import { PagekinError } from '../../src/errors.js'

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\\': '\\', "'": "'", '"': '"' }

/**
 * A list as Python's `repr` writes it: `['a', "it's", 3]` (The Python Language Reference, 2.4.1 for the escapes). Strings in
 * either quote and numbers; numbers stay numbers. Throws `usage`, with the position, for anything else.
 */
export function parsePythonList(where: string, text: string): (string | number)[] {
  const fail = (at: number, expected: string) =>
    new PagekinError('usage', `${where}: received ${JSON.stringify(text.slice(at, at + 20))} at ${at}, expected ${expected}`)
  const blanks = /\s*/y
  const skip = (at: number) => {
    blanks.lastIndex = at
    blanks.exec(text)
    return blanks.lastIndex
  }
  const values: (string | number)[] = []
  let at = skip(0)
  if (text[at] !== '[') throw fail(at, '[')
  at = skip(at + 1)
  while (text[at] !== ']') {
    const [value, end] = text[at] === "'" || text[at] === '"' ? quoted(text, at, fail) : numeral(text, at, fail)
    values.push(value)
    at = skip(end)
    if (text[at] === ',') at = skip(at + 1)
    else if (text[at] !== ']') throw fail(at, ', or ]')
  }
  if (skip(at + 1) !== text.length) throw fail(at + 1, 'the end')
  return values
}

type Fail = (at: number, expected: string) => PagekinError

function numeral(text: string, at: number, fail: Fail): [number, number] {
  const match = /-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?/y
  match.lastIndex = at
  const found = match.exec(text)
  if (!found) throw fail(at, 'a string or a number')
  return [Number(found[0]), match.lastIndex]
}

function quoted(text: string, open: number, fail: Fail): [string, number] {
  const quote = text[open]
  let value = ''
  for (let at = open + 1; at < text.length; at++) {
    const character = text[at]!
    if (character === quote) return [value, at + 1]
    if (character !== '\\') {
      value += character
      continue
    }
    const code = /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8}))/y
    code.lastIndex = at
    const found = code.exec(text)
    if (found) {
      value += String.fromCodePoint(Number.parseInt(found[1] ?? found[2] ?? found[3]!, 16))
      at = code.lastIndex - 1
    } else {
      const escaped = ESCAPES[text[at + 1] ?? '']
      if (escaped === undefined) throw fail(at, 'an escape')
      value += escaped
      at++
    }
  }
  throw fail(open, 'a closing quote')
}
