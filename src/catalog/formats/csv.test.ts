import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readTable } from './csv.js'

const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`

/** A letter in front makes it a text. */
const cell = fc.string({ unit: 'grapheme', maxLength: 20 }).map((text) => `x${text}`)
const form = fc.record({ delimiter: fc.constantFrom(',', '\t', ';', '|'), newline: fc.constantFrom('\n', '\r\n', '\r') })
const columns = fc.integer({ min: 1, max: 6 })
const table = columns.chain((width) =>
  fc.record({ form, rows: fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 8 }) }),
)

describe('a table', () => {
  test('that is written as CSV or TSV, in any form, reads back, and each row knows the line of the file it begins in', () => {
    fc.assert(
      fc.property(table, fc.nat({ max: 2 }), ({ form: { delimiter, newline }, rows }, blank) => {
        const names = rows[0]!.map((_, column) => `name ${column}`)
        const texts = [names, ...rows].map((line) => line.map(quoted).join(delimiter) + newline.repeat(1 + blank))
        const lineOf = (row: number) =>
          texts
            .slice(0, row + 1)
            .join('')
            .split(/\r\n|\n|\r/).length

        const read = readTable(texts.join(''))

        expect(read.names).toEqual(names)
        expect(read.rows).toEqual(
          rows.map((line, row) => ({
            row,
            line: lineOf(row),
            value: Object.fromEntries(line.map((value, i) => [names[i], value])),
          })),
        )
      }),
    )
  })

  test('of any text is read without an exception, and no row has a column that the first line does not name', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', ';', 'a', ' ', '1'), maxLength: 60 }), (text) => {
        const { names, rows } = readTable(text)

        for (const { value } of rows) expect(names).toEqual(expect.arrayContaining(Object.keys(value ?? {})))
      }),
    )
  })

  test('loses one row to quotes that are never closed', () => {
    const { rows } = readTable('id,title\n1,"Kettle"\n2,"A 12" pot\n3,"open\n4,Mug\n5,"Bowl, deep"\n')

    expect(rows.map(({ why, value }) => why ?? (value as { title: string }).title)).toEqual([
      'Kettle',
      expect.anything(),
      'has a quote that is never closed',
      'Mug',
      'Bowl, deep',
    ])
  })

  test('with a hundred thousand quotes is read in one go', () => {
    const { rows } = readTable(`id,title\n${'1,"x\n'.repeat(100_000)}2,Mug\n`)

    expect(rows.length).toBeGreaterThan(50)
  })

  test('rejects a row with more values than names, and fills one with fewer', () => {
    const { rows } = readTable('id,title,price\n1,Kettle, steel,9\n2,Mug\n3,Bowl,5,,\n')

    expect(rows[0]?.why).toBe('has 4 values; the first line names 3 columns')
    expect(rows.slice(1).map(({ value }) => value)).toEqual([
      { id: 2, title: 'Mug', price: undefined },
      { id: 3, title: 'Bowl', price: 5 },
    ])
  })

  test('knows columns of numbers, of yes and no, and lists; codes stay text', () => {
    const { rows } = readTable('id,stock,gtin,sale,tags\n1,5,0012,TRUE,"[""a"",""b""]"\n2,2.5,77,false,plain\n')

    expect(rows.map(({ value }) => value)).toEqual([
      { id: 1, stock: 5, gtin: '0012', sale: true, tags: ['a', 'b'] },
      { id: 2, stock: 2.5, gtin: '77', sale: false, tags: 'plain' },
    ])
  })

  test('reads lists of texts as Python writes them, and nothing else as such a list', () => {
    const python = (text: string) => {
      const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
      return quote + text.replaceAll('\\', '\\\\').replaceAll(quote, `\\${quote}`) + quote
    }
    const texts = fc.array(fc.string({ unit: fc.constantFrom(...`ab,[]'"\\ é`) }), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(texts, (list) => {
        const written = `[${list.map(python).join(', ')}]`
        expect(readTable(`kinds\n${quoted(written)}`).rows[0]!.value).toEqual({ kinds: list })
      }),
    )
    for (const cell of ["['a' 'b']", "['a', b]", "['a]", '[a, b]', "['a',,'b']"]) {
      expect(readTable(`kinds\n${quoted(cell)}`).rows[0]!.value).toEqual({ kinds: cell })
    }
  })

  test.each(['id,title\na,x\r\n"b","y"\r\nc,"z\r\nz"\nd,w', 'id,title\r\na,x\n"b","y"\nc,"z\r\nz"\r\nd,w'])(
    'reads lines of which some end as on Windows, each with its number',
    (text) => {
      const { names, rows } = readTable(text)

      expect(names).toEqual(['id', 'title'])
      expect(rows.map(({ line, value }) => [line, ...Object.values(value as object)])).toEqual([
        [2, 'a', 'x'],
        [3, 'b', 'y'],
        [4, 'c', 'z\r\nz'],
        [6, 'd', 'w'],
      ])
    },
  )

  test('numbers a name that comes three thousand times in one go', () => {
    const { names } = readTable(`id,${'a,'.repeat(2_999)}a 2\n`)

    expect(names).toEqual(['id', 'a', ...Array.from({ length: 2_998 }, (_, i) => `a ${i + 2}`), 'a 2 2'])
  })

  test('names columns once, and keeps __proto__ a name', () => {
    const { names, rows } = readTable('id,title,title,,__proto__\n1,a,b,c,d\n')

    expect(names).toEqual(['id', 'title', 'title 2', 'column 4', '__proto__'])
    expect(Object.entries(rows[0]?.value as object)).toContainEqual(['__proto__', 'd'])
    expect(Object.getPrototypeOf(rows[0]?.value)).toBe(Object.prototype)
  })
})
