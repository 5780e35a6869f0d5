import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { lines, numberField, parseCsv } from './csv.js'

describe('CSV', () => {
  test('a byte order mark, CRLF, quotes, doubled quotes, and commas and line breaks in quotes', () => {
    const text = '\ufeffid,text\r\n1,"say ""hi"", then\r\ngo"\r\n2,8"\r\n\r\n'
    expect(parseCsv('f', text, { columns: ['id', 'text'] })).toEqual([
      { id: '1', text: 'say "hi", then\r\ngo' },
      { id: '2', text: '8"' },
    ])
  })

  test('rows that end in LF with a CRLF inside a quoted field', () => {
    expect(parseCsv('f', 'id,text\n1,"a\r\nb"\n2,c\n', { columns: ['id'] })).toEqual([
      { id: '1', text: 'a\r\nb' },
      { id: '2', text: 'c' },
    ])
  })

  test('a semicolon as the delimiter', () => {
    expect(parseCsv('f', 'a;b\n1,5;2\n', { columns: ['a'], delimiter: ';' })).toEqual([{ a: '1,5', b: '2' }])
  })

  test('reads back whatever is written with every field quoted', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.string(), fc.string({ unit: 'grapheme' })), { minLength: 1 }),
        fc.constantFrom('\n', '\r\n'),
        (rows, end) => {
          const quoted = (field: string) => `"${field.replaceAll('"', '""')}"`
          const text = ['a,b', ...rows.map((row) => row.map(quoted).join(','))].join(end)
          expect(parseCsv('f', text, { columns: ['a', 'b'] })).toEqual(rows.map(([a, b]) => ({ a, b })))
        },
      ),
    )
  })

  test('a missing column, a short row, a long row and an open quote are errors with their place', () => {
    expect(() => parseCsv('f.csv', 'a,b\n1,2\n', { columns: ['a', 'c'] })).toThrow(/f.csv: received columns a, b, expected also c/)
    expect(() => parseCsv('f.csv', 'a,b\n1,2\n3\n', { columns: ['a'] })).toThrow(/f.csv, near row 1/)
    expect(() => parseCsv('f.csv', 'a,b\n1,2,3\n', { columns: ['a'] })).toThrow(/f.csv, near row 0/)
    expect(() => parseCsv('f.csv', 'a,b\n1,"2\n', { columns: ['a'] })).toThrow(/f.csv, near row 1: received Quoted field unterminated/)
  })
})

describe('lines', () => {
  test('end at LF or CRLF, not at the other line breaks of Unicode', () => {
    expect(lines('\ufeffa\u2028b\r\nc\u0085d\ne\u000bf\n')).toEqual(['a\u2028b', 'c\u0085d', 'e\u000bf'])
    expect(lines('a\n\nb')).toEqual(['a', '', 'b'])
    expect(lines('')).toEqual([])
  })
})

test('a number field must hold a number', () => {
  expect(numberField('f', ' -1.5 ')).toBe(-1.5)
  for (const text of ['', '  ', 'x', '1,5', 'Infinity', undefined])
    expect(() => numberField('f, row 3', text)).toThrow(/f, row 3: received/)
})
