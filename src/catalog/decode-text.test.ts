import { expect, test } from 'vitest'
import { decodeText } from './decode-text.js'

const TEXT = 'id,title\n1,Käse für 5 € – “gut”\n'
const latin1 = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0))

test('UTF-8 is read without a note, whatever is declared', () => {
  for (const declared of [undefined, 'text/csv', 'text/csv; charset=iso-8859-1']) {
    expect(decodeText(new TextEncoder().encode(TEXT), declared)).toEqual({ text: TEXT })
  }
})

test('UTF-16 is told by its byte order mark or its zeros, in both orders', () => {
  for (const mark of ['\ufeff', '']) {
    const units = Uint16Array.from(mark + TEXT, (letter) => letter.charCodeAt(0))
    const little = new Uint8Array(units.buffer)
    const big = new Uint8Array(units.map((unit) => (unit >> 8) | ((unit & 255) << 8)).buffer)

    expect(decodeText(little)).toEqual({ text: TEXT, note: expect.stringContaining('UTF-16LE') })
    expect(decodeText(big)).toEqual({ text: TEXT, note: expect.stringContaining('UTF-16BE') })
  }
})

test('Latin-1 is read by its declaration, in the answer or in the XML, else because it is not UTF-8', () => {
  const bytes = latin1('Käse für Ärzte')
  const xml = '<?xml version="1.0" encoding="ISO-8859-2"?><a>\xb1</a>'

  expect(decodeText(bytes, 'text/csv; charset="ISO-8859-1"')).toEqual({
    text: 'Käse für Ärzte',
    note: expect.stringContaining('ISO-8859-1'),
  })
  expect(decodeText(latin1(xml)).text).toBe(xml.replace('\xb1', 'ą'))
  expect(decodeText(bytes)).toEqual({ text: 'Käse für Ärzte', note: expect.stringContaining('Windows-1252') })
  expect(decodeText(bytes, 'text/csv; charset=utf-8').text).toBe('Käse für Ärzte')
  expect(decodeText(bytes, 'text/csv; charset=klingon')).toEqual({
    text: 'Käse für Ärzte',
    note: expect.stringMatching(/declared as klingon, which is not known here.*Windows-1252/),
  })
})

test('a few wrong bytes do not spoil the other letters of a UTF-8 file', () => {
  const good = new TextEncoder().encode('Käse für Ärzte ')
  const bytes = new Uint8Array([...good, 0xff])

  expect(decodeText(bytes)).toEqual({ text: 'Käse für Ärzte \ufffd', note: expect.stringContaining('1 letters of the file are not UTF-8') })
})
