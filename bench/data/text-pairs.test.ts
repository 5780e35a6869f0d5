import { expect, test } from 'vitest'
import { parseAbtBuy } from './abt-buy.js'
import { parseBanking77 } from './banking77.js'
import { parseStsb } from './stsb.js'

test('stsb: tabs, quotes that are text, and rows with two columns of sources', () => {
  const rows = 'main-news\tMSR\t2012\t7\t3.800\tHe said "no.\tShe said no".\nmain-forums\tdf\t2015\t0\t0\ta\tb\tsource a\tsource b\n'
  expect(parseStsb(rows)).toEqual([
    { genre: 'main-news', score: 3.8, first: 'He said "no.', second: 'She said no".' },
    { genre: 'main-forums', score: 0, first: 'a', second: 'b' },
  ])
  expect(() => parseStsb('a\tb\tc\n')).toThrow(/row 0: received 3 columns/)
  expect(() => parseStsb('g\tf\ty\ti\t5.5\ta\tb\n')).toThrow(/score 5.5/)
  expect(() => parseStsb('g\tf\ty\ti\t\ta\tb\n')).toThrow(/expected a number/)
})

test('banking77: CRLF rows, line breaks and commas in quotes', () => {
  expect(parseBanking77('text,category\r\nWhere is it?,card_arrival\r\n"Well,\nwhere?",card_arrival\r\n')).toEqual([
    { text: 'Where is it?', intent: 'card_arrival' },
    { text: 'Well,\nwhere?', intent: 'card_arrival' },
  ])
})

test('abt-buy: records are told apart by their text, across the three files', () => {
  const a = 'COL name VAL sony dsc COL description VAL 7.2 mp COL price VAL  '
  const b = 'COL name VAL olympus COL description VAL  COL price VAL 278.95 '
  const c = 'COL name VAL lg COL description VAL COL price VAL 9'
  const set = parseAbtBuy(`${a}\t${b}\t0\n`, `${a}\t${c}\t1\n`, `${c}\t${b}\t1\n`)
  expect(set.abt).toEqual([
    { name: 'sony dsc', description: '7.2 mp', price: '' },
    { name: 'lg', description: '', price: '9' },
  ])
  expect(set.buy).toEqual([
    { name: 'olympus', description: '', price: '278.95' },
    { name: 'lg', description: '', price: '9' },
  ])
  expect(set.pairs).toEqual({
    train: [{ abt: 0, buy: 0, same: false }],
    valid: [{ abt: 0, buy: 1, same: true }],
    test: [{ abt: 1, buy: 0, same: true }],
  })
  expect(() => parseAbtBuy(`${a}\t${b}\n`, '', '')).toThrow(/train, row 0/)
  expect(() => parseAbtBuy('', `${a}\t${b}\t2\n`, '')).toThrow(/valid, row 0/)
  expect(() => parseAbtBuy('', '', `${a}\tx\t0\n`)).toThrow(/received "x", expected COL name/)
})
