/** A place in a text, counted from 1, columns in UTF-16 code units. */
export interface TextPosition {
  readonly line: number
  readonly column: number
}

// any character but a quote, a backslash and the control characters that JSON forbids in strings (U+0000 to U+001F)
const PLAIN = String.raw`(?:(?!["\\])[\P{Cc}\u007f-\u009f])*`
const STRING = String.raw`"${PLAIN}(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})${PLAIN})*"`
const LITERAL = String.raw`-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null`
const TOKEN = new RegExp(String.raw`[ \t\r\n]*(?:([{}\[\],:])|(${STRING})|(${LITERAL}))`, 'uy')

/** What may come next: a value, a value or the end of an array, a key or the end of an object, a key, a colon, a comma or an end. */
type Expected = 'value' | 'first-value' | 'first-key' | 'key' | 'colon' | 'next'

function afterPunctuation(mark: string, expected: Expected, open: string[]): Expected | undefined {
  const valueMayStart = expected === 'value' || expected === 'first-value'
  const container = open.at(-1)
  if ((mark === '{' || mark === '[') && valueMayStart) {
    open.push(mark)
    return mark === '{' ? 'first-key' : 'first-value'
  }
  if (mark === ':') return expected === 'colon' ? 'value' : undefined
  if (mark === ',') return expected === 'next' && container !== undefined ? (container === '{' ? 'key' : 'value') : undefined
  const closes = container === '{' ? '}' : ']'
  const mayClose = expected === 'next' || expected === (container === '{' ? 'first-key' : 'first-value')
  if (container === undefined || mark !== closes || !mayClose) return undefined
  open.pop()
  return 'next'
}

/**
 * Offset of the first character at which `text` stops being JSON (RFC 8259); `text.length` when it only ends too early.
 * Engines word their syntax errors differently and often leave the place out, so it is found here, without recursion.
 */
export function jsonErrorOffset(text: string): number {
  const open: string[] = []
  let expected: Expected = 'value'
  let offset = 0
  while (!(expected === 'next' && open.length === 0)) {
    TOKEN.lastIndex = offset
    const token = TOKEN.exec(text)
    const next: Expected | undefined = token === null ? undefined : afterToken(token, expected, open)
    if (token === null || next === undefined) return skipBlanks(text, offset)
    expected = next
    offset = TOKEN.lastIndex
  }
  return skipBlanks(text, offset)
}

function afterToken(token: RegExpExecArray, expected: Expected, open: string[]): Expected | undefined {
  const [, mark, string] = token
  if (mark !== undefined) return afterPunctuation(mark, expected, open)
  if (string !== undefined && (expected === 'first-key' || expected === 'key')) return 'colon'
  return expected === 'value' || expected === 'first-value' ? 'next' : undefined
}

function skipBlanks(text: string, offset: number): number {
  let end = offset
  while (end < text.length && ' \t\r\n'.includes(text.charAt(end))) end++
  return end
}

/** Line and column of an offset, both from 1. */
export function positionAt(text: string, offset: number): TextPosition {
  let line = 1
  let start = 0
  for (let end = text.indexOf('\n'); end >= 0 && end < offset; end = text.indexOf('\n', end + 1)) {
    line++
    start = end + 1
  }
  return { line, column: offset - start + 1 }
}
