import { describe, expect, test } from 'vitest'
import { parseCranfield } from './cranfield.js'
import { parseCrowdflower } from './crowdflower.js'
import { parseMsmarco } from './msmarco.js'
import { splitCrowdflower, splitQueries } from './splits.js'

const documents =
  '.I 1\r\n.T\r\nwing flow .\r\n.A\r\nx,y.\r\n.B\r\nj. 1\r\n.W\r\nwing flow .\r\n  a study of\r\nflow .\r\n.I 2\r\n.T\r\n.A\r\n.B\r\n.W\r\n'
const queries = '.I 001\r\n.W\r\nwhat is\r\nflow .\r\n.I 004\r\n.W\r\nwhat is heat .\r\n'

describe('cranfield', () => {
  test('judgements name queries by place; 1 to 4 is relevant, -1 is not; the body loses its title', () => {
    const set = parseCranfield(documents, queries, '1 1 2 \r\n2 2 -1\r\n2 1  4\r\n')
    expect(set.documents).toEqual([
      { id: '1', title: 'wing flow .', text: 'a study of flow .' },
      { id: '2', title: '', text: '' },
    ])
    expect(set.queries).toEqual([
      { id: '1', text: 'what is flow .' },
      { id: '2', text: 'what is heat .' },
    ])
    expect([...set.judgements.get('1')!]).toEqual([['1', 1]])
    expect([...set.judgements.get('2')!]).toEqual([
      ['2', 0],
      ['1', 1],
    ])
  })

  test('a field that comes twice goes on, and a second .A after the body does not end it', () => {
    const twice = '.I 7\n.T\nt\n.W\none\n.W\ntwo\n.A\nz\n.B\nq\n'
    expect(parseCranfield(twice, queries, '').documents).toEqual([{ id: '7', title: 't', text: 'one two' }])
  })

  test('a query number instead of its place, an unknown document, a code and a pair twice are errors', () => {
    expect(() => parseCranfield(documents, queries, '4 1 2\n')).toThrow(/judgement of query 4/)
    expect(() => parseCranfield(documents, queries, '1 9 2\n')).toThrow(/judgement of document 9/)
    expect(() => parseCranfield(documents, queries, '1 1 5\n')).toThrow(/row 0: received code 5/)
    expect(() => parseCranfield(documents, queries, '1 1\n')).toThrow(/row 0: received undefined, expected a number/)
    expect(() => parseCranfield(documents, queries, '1 1 2\n1 1 3\n')).toThrow(/query 1, document 1 twice/)
    expect(() => parseCranfield('wing\n', queries, '')).toThrow(/line 0: received "wing", expected .I/)
  })

  test('splits only queries that have an answer', () => {
    const set = parseCranfield(documents, queries, '1 1 2\n2 2 -1\n')
    const { train, dev, test: held } = splitQueries('cranfield', set)
    expect([...train, ...dev, ...held]).toEqual(['1'])
  })
})

describe('msmarco', () => {
  const corpus = '{"_id": "9", "title": "", "text": "one\u2028two\u0085three", "metadata": {}}\n{"_id": "10", "text": "b"}\n'
  const asked = '{"_id": "1", "text": "q"}\n'

  test('a passage with other line breaks stays whole; no title is an empty one', () => {
    const set = parseMsmarco(corpus, asked, '1\t10\t3\n1\t9\t1\n')
    expect(set.documents).toEqual([
      { id: '9', title: '', text: 'one\u2028two\u0085three' },
      { id: '10', title: '', text: 'b' },
    ])
    expect([...set.judgements.get('1')!]).toEqual([
      ['10', 3],
      ['9', 1],
    ])
  })

  test('half a line, no id and judgements of two or four columns are errors', () => {
    expect(() => parseMsmarco('{"_id": "9"\n', asked, '')).toThrow(/documents, row 0: received .*expected JSON/)
    expect(() => parseMsmarco('{"text": "x"}\n', asked, '')).toThrow(/expected strings _id and text/)
    expect(() => parseMsmarco(corpus, asked, '1\t10\n')).toThrow(/judgements, row 0/)
    expect(() => parseMsmarco(corpus, asked, '1\t0\t10\t1\n')).toThrow(/judgements, row 0/)
    expect(() => parseMsmarco(corpus + corpus, asked, '')).toThrow(/4 with 2 ids/)
  })
})

describe('crowdflower', () => {
  const header = '"id","query","product_title","product_description","median_relevance","relevance_variance"\n'

  test('groups rows by query, wherever they stand', () => {
    const rows = '1,"led","a","8"" x 8""",1,0.5\n2,"tv","b","",4,0\n3,"led","c","<p>d</p>\nx",3,0\n'
    const sets = parseCrowdflower(header + rows)
    expect(sets).toEqual([
      {
        query: 'led',
        products: [
          { id: '1', title: 'a', description: '8" x 8"', grade: 1, variance: 0.5 },
          { id: '3', title: 'c', description: '<p>d</p>\nx', grade: 3, variance: 0 },
        ],
      },
      { query: 'tv', products: [{ id: '2', title: 'b', description: '', grade: 4, variance: 0 }] },
    ])
    const { dev, test: held } = splitCrowdflower(sets)
    expect([...dev, ...held].sort()).toEqual(['led', 'tv'])
  })

  test('a relevance that is no grade is an error', () => {
    expect(() => parseCrowdflower(`${header}1,"q","t","",0,0\n`)).toThrow(/row 0: received relevance 0/)
  })
})
