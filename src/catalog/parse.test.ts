import { describe, expect, test } from 'vitest'
import { growth, LINEAR } from '../growth.test-helper.js'
import { compileFilter } from './filter.js'
import { parseCatalog } from './parse.js'
import { toldRow } from './rejected.js'

const one = (row: unknown) => parseCatalog([row]).items[0]

describe('forms of a catalog', () => {
  const row = { id: 'a', title: 'Kettle' }
  const forms: [string, unknown][] = [
    ['a json array', JSON.stringify([row])],
    ['a parsed array', [row]],
    ['items', JSON.stringify({ items: [row] })],
    ['products', JSON.stringify({ products: [row] })],
    ['data', { data: [row], count: 1 }],
    ['an object from id to item', '{"a": {"title": "Kettle"}}'],
    ['one json line', JSON.stringify(row)],
    ['json lines with blank lines and carriage returns', `\r\n\n${JSON.stringify(row)}\r\n  \n`],
    ['a byte order mark', `\ufeff${JSON.stringify([row])}`],
  ]
  test.each(forms)('reads %s', (_name, input) => {
    expect(parseCatalog(input)).toMatchObject({ items: [row], rejected: [], duplicates: 0, guesses: [] })
  })

  test('reads an empty array as a catalog without items', () => {
    expect(parseCatalog('[]')).toEqual({ items: [], rejected: [], duplicates: 0, variants: 0, guesses: [], notes: [] })
  })

  test('rejects one bad json line by its line and keeps the others', () => {
    const { items, rejected } = parseCatalog('{"id":1,"title":"One"}\n\n{"id":2,"title":\n{"id":3,"title":"Three"}\n[]')

    expect(items.map((item) => item.id)).toEqual(['1', '3'])
    expect(rejected.map(({ row, line }) => [row, line])).toEqual([
      [2, 3],
      [4, 5],
    ])
    expect(toldRow(rejected[0]!)).toMatch(/^line 3: is not JSON, received/)
  })

  test('reads json lines whose first line was cut', () => {
    expect(parseCatalog('d":1}\n{"id":2,"title":"Two"}').items).toHaveLength(1)
  })
})

describe('what is not a catalog', () => {
  const cases: [string, unknown, string][] = [
    ['empty text', ' \n ', 'empty text'],
    ['html', '<!doctype html><html>', 'received HTML'],
    ['html with a byte order mark', '\ufeff<html>', 'received HTML'],
    ['an array cut short', '[{"id": 1},', 'ends too early at line 1, column 12'],
    ['a syntax error', '{"items": [{"id": 1,\n  "title": tru}]}', 'not JSON at line 2, column 12'],
    ['an answer about an error', '{"error": {"message": "gone"}}', 'received "{"error"'],
    ['a number', '5', 'received "5"'],
    ['null', null, 'received null'],
    ['a function', () => [], 'received function'],
    ['an object without rows', { a: 1 }, 'received an object'],
  ]
  test.each(cases)('says what %s is and what was expected', (_name, input, received) => {
    expect(() => parseCatalog(input, { source: '/catalog.json' })).toThrow(
      expect.objectContaining({ code: 'catalog-invalid', message: expect.stringContaining(received) }),
    )
    expect(() => parseCatalog(input, { source: '/catalog.json' })).toThrow(/\/catalog\.json: .*expected a JSON array/)
  })

  test('shows at most 60 characters of what it received', () => {
    let message = ''
    try {
      parseCatalog(`nonsense ${'secret '.repeat(50)}`)
    } catch (error) {
      message = (error as Error).message
    }
    expect(message.match(/secret/g)).toHaveLength(7)
  })

  test('names the size of a text above 64 MiB', () => {
    expect(() => parseCatalog(' '.repeat(64 * 1024 * 1024 + 1))).toThrow(/67108865 characters.*at most 64 MiB/)
  })
})

describe('fields', () => {
  test('reads a shopify product', () => {
    const item = one({
      id: 632910392,
      title: 'Kettle &amp; Cup',
      handle: 'kettle',
      body_html: '<p>Boils <b>fast</b>.</p><script>alert(1)</script><ul><li>1 &lt; 2</li></ul>',
      vendor: 'Acme',
      product_type: 'Kettles',
      tags: 'kitchen, steel, ',
      images: [{ src: 'https://cdn/x.jpg' }, { src: 'y' }],
      created_at: '2024-05-01T10:00:00-04:00',
      options: [{ name: 'Size' }],
    })

    expect(item).toEqual({
      id: '632910392',
      title: 'Kettle & Cup',
      image: 'https://cdn/x.jpg',
      description: 'Boils fast . 1 < 2',
      brand: 'Acme',
      category: ['Kettles'],
      tags: ['kitchen', 'steel'],
      published: '2024-05-01T10:00:00-04:00',
      attributes: { handle: 'kettle' },
    })
  })

  test('reads a google merchant row', () => {
    const item = one({
      'g:id': 'SKU 1',
      'g:title': 'Kettle',
      'g:link': 'https://shop/kettle',
      'g:image_link': 'https://shop/kettle.jpg',
      'g:price': '12.50 EUR',
      'g:availability': 'out of stock',
      'g:google_product_category': 'Home > Kitchen > Kettles',
      'g:item_group_id': 7,
      'g:gtin': '0012',
    })

    expect(item).toEqual({
      id: 'SKU 1',
      title: 'Kettle',
      url: 'https://shop/kettle',
      image: 'https://shop/kettle.jpg',
      price: { value: 12.5, currency: 'EUR' },
      available: false,
      category: ['Home', 'Kitchen', 'Kettles'],
      group: '7',
      attributes: { 'g:gtin': '0012' },
    })
  })

  test('reads a schema.org product', () => {
    const item = one({
      '@id': 'https://shop/#1',
      name: 'Kettle',
      brand: { '@type': 'Brand', name: 'Acme' },
      image: { url: 'k.jpg' },
      offers: { price: '9.90', priceCurrency: 'CHF', availability: 'https://schema.org/InStock', seller: { name: 'x' } },
      inLanguage: 'de_CH',
      keywords: ['a', 'b', 'a'],
    })

    expect(item).toEqual({
      id: 'https://shop/#1',
      title: 'Kettle',
      image: 'k.jpg',
      price: { value: 9.9, currency: 'CHF' },
      available: true,
      brand: 'Acme',
      tags: ['a', 'b'],
      lang: 'de-CH',
    })
  })

  test('takes the url as the id of a row without one', () => {
    expect(one({ headline: 'News', link: '/news/1' })).toEqual({ id: '/news/1', title: 'News', url: '/news/1' })
  })

  test('falls through blank names to the next one', () => {
    expect(one({ id: '', sku: 's', title: ' ', name: null, headline: 'H' })).toEqual({ id: 's', title: 'H' })
  })

  test('reads an Item back as it was: its own attributes are not nested, and never taken for fields', () => {
    const item = {
      id: '1',
      title: 'Kettle',
      price: { value: 9, currency: 'EUR' },
      attributes: { colour: 'red', title: 'not the title', sizes: ['S', 'M'] },
    }

    expect(parseCatalog(parseCatalog([item]).items).items).toEqual([item])
  })

  test('keeps what cannot be read as its field, second names and one level of nesting as attributes', () => {
    const item = one({
      id: 1,
      sku: 'S-1',
      title: 'T',
      name: 'N',
      price: 'call us',
      currency: 'EUR',
      published: 'soon',
      language: 'English',
      stock: 3,
      colours: ['red', 2],
      size: { width: 5, unit: 'cm', deep: { deeper: 1 } },
      'a.b': 'dotted',
      rating: 4.5,
      organic: false,
      nothing: null,
      broken: Number.NaN,
      variants: [{ id: 2 }],
    })

    expect(item).toEqual({
      id: '1',
      title: 'T',
      available: true,
      attributes: {
        sku: 'S-1',
        name: 'N',
        price: 'call us',
        currency: 'EUR',
        published: 'soon',
        language: 'English',
        stock: 3,
        colours: ['red', '2'],
        'size.width': 5,
        'size.unit': 'cm',
        'a.b': 'dotted',
        rating: 4.5,
        organic: false,
      },
    })
  })
})

describe('rows that cannot be items', () => {
  test('are rejected with their row, field and reason, and fail no other', () => {
    const cyclic: Record<string, unknown> = { id: 'cyclic', title: 'Cyclic' }
    cyclic.self = cyclic
    const throwing = {
      id: 'x',
      get title(): string {
        throw new Error('no title for you')
      },
    }
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    const rows = [
      null,
      'text',
      [],
      { brand: 'no id' },
      { id: 1 },
      { id: 'y'.repeat(513), title: 'T' },
      throwing,
      proxy,
      cyclic,
      Object.freeze({ id: 2, title: 'F' }),
    ]

    const { items, rejected } = parseCatalog(rows)

    expect(items.map((item) => item.id)).toEqual(['cyclic', '2'])
    expect(rejected.map(({ row, field }) => [row, field])).toEqual([
      [0, ''],
      [1, ''],
      [2, ''],
      [3, 'id'],
      [4, 'title'],
      [5, 'id'],
      [6, ''],
      [7, ''],
    ])
    expect(rejected[6]?.why).toContain('no title for you')
  })

  test('come from an array that throws when an element is read', () => {
    const list = new Proxy([{ id: 1, title: 'T' }, 0], {
      get: (target, key) => {
        if (key === '0') throw new Error('trap')
        return Reflect.get(target, key)
      },
    })

    expect(parseCatalog(list).rejected.map(({ why }) => why)).toEqual([
      'could not be read (trap)',
      expect.stringContaining('received number'),
    ])
  })

  test('are an error where not even the number of rows can be read', () => {
    const { proxy, revoke } = Proxy.revocable([], {})
    revoke()
    expect(() => parseCatalog(proxy)).toThrow(expect.objectContaining({ code: 'catalog-invalid' }))
  })

  test('repeat the id of an earlier row, which wins', () => {
    const { items, rejected, duplicates } = parseCatalog([
      { id: 1, title: 'First' },
      { id: '1', title: 'Second' },
      { id: '01', title: 'Third' },
    ])

    expect(items.map((item) => item.title)).toEqual(['First', 'Third'])
    expect(rejected).toEqual([{ row: 1, field: 'id', why: expect.stringContaining('that of row 1, which') }])
    expect(duplicates).toBe(1)
  })

  test('are beyond maxItems, in one entry', () => {
    const { items, rejected } = parseCatalog(
      Array.from({ length: 10 }, (_, id) => ({ id, title: 'T' })),
      { maxItems: 7 },
    )

    expect(items).toHaveLength(7)
    expect(rejected).toEqual([{ row: 7, field: '', why: expect.stringContaining('at most 7 rows') }])
  })
})

describe('hostile names and texts', () => {
  test('ids and fields with the names of Object.prototype are ordinary', () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty']
    const rows = names.map((name) => JSON.parse(`{"id": "${name}", "title": "T", "${name}": "own"}`))

    const { items, duplicates } = parseCatalog(rows)

    expect(items.map((item) => item.id)).toEqual(names)
    expect(items.map((item) => Object.entries(item.attributes ?? {}))).toEqual(names.map((name) => [[name, 'own']]))
    expect(duplicates).toBe(0)
    expect(({} as Record<string, unknown>).own).toBeUndefined()
  })

  test('markup in a title stays text, on one line, well-formed', () => {
    expect(one({ id: 1, title: '<img src=x onerror=alert(1)>\u0000\n\ud800 \u202e' })?.title).toBe(
      '<img src=x onerror=alert(1)> \ufffd \u202e',
    )
  })

  test('long texts are cut without splitting a pair', () => {
    const item = one({
      id: 1,
      title: `a${'😀'.repeat(600)}`,
      description: 'd'.repeat(30_000),
      note: 'n'.repeat(3_000),
      url: 'u'.repeat(3_000),
    })

    expect(item?.title).toHaveLength(999)
    expect(item?.title.endsWith('😀')).toBe(true)
    expect(item?.description).toHaveLength(20_000)
    expect(item?.attributes?.note).toHaveLength(2_000)
    expect(item?.url).toBeUndefined()
  })
})

describe("names that are nobody's alias", () => {
  const rows = [
    {
      uniq_id: 'a',
      'Product Heading': 'Kettle',
      product_photo: '/k.jpg',
      product_category_tree: 'Kitchen > Kettles',
      discounted_price: '12.50',
      sku_colour: 'red',
    },
    { uniq_id: 'b', 'Product Heading': 'Mug', cover: 'hardcover', mfr: 'Acme', category: 'Mugs', Department: 'Kitchen' },
  ]

  test('are read for what they seem to mean, where no alias is there, and told', () => {
    const { items, guesses, rejected } = parseCatalog(rows)

    expect(rejected).toEqual([])
    expect(items).toEqual([
      {
        id: 'a',
        title: 'Kettle',
        image: '/k.jpg',
        category: ['Kitchen', 'Kettles'],
        price: { value: 12.5 },
        attributes: { sku_colour: 'red' },
      },
      // "hardcover" is no address; of two names of a field the alias wins
      { id: 'b', title: 'Mug', brand: 'Acme', category: ['Mugs'], attributes: { cover: 'hardcover', Department: 'Kitchen' } },
    ])
    expect(guesses).toContainEqual({ name: 'Product Heading', field: 'title', items: 2 })
    expect(guesses.map(({ name }) => name)).not.toContain('sku_colour')
    expect(guesses.map(({ name }) => name)).not.toContain('category')
  })

  test('are overruled by the names that the owner gives', () => {
    const fields = { title: 'nm', price: 'cost.net', description: 'missing' }
    const { items, guesses } = parseCatalog([{ id: 1, nm: 'Kettle', name: 'SKU 1 KTL', cost: { net: 5 }, price: 9, text: 'Boils.' }], {
      fields,
    })

    expect(items).toEqual([
      { id: '1', title: 'Kettle', price: { value: 5 }, description: 'Boils.', attributes: { name: 'SKU 1 KTL', price: 9 } },
    ])
    expect(guesses).toEqual([])
  })

  test('are not looked for inside fields that are known', () => {
    const { items, guesses } = parseCatalog([{ id: 1, title: 'a', price: { value: 5, currency: 'EUR' }, brand: { name: 'B', url: '/b' } }])

    expect(guesses).toEqual([])
    expect(items).toEqual([{ id: '1', title: 'a', price: { value: 5, currency: 'EUR' }, brand: 'B' }])
  })

  test('of fields that an item does not have are an error', () => {
    expect(() => parseCatalog([], { fields: { titel: 'nm' } })).toThrow(/usage.*received "titel", expected one of id, title/)
  })
})

describe('values that are no field', () => {
  const only = (row: object) => parseCatalog([{ id: '1', title: 'Lamp', ...row }]).items[0]!

  test('a negative price is no price, and nothing that a filter on prices matches', () => {
    for (const price of [-5, '-5', -0.01]) {
      const item = only({ price })
      expect(item).toEqual({ id: '1', title: 'Lamp' })
      expect([...compileFilter({ price: { max: 100 } }, [item, { ...item, price: { value: 5 } }])]).toEqual([0, 1])
    }
  })

  test.each([
    [{ categories: [1] }, { categories: ['1'] }],
    [{ category: '17' }, { category: '17' }],
    [{ tags: [5, 9] }, { tags: ['5', '9'] }],
    [{ brand: 12 }, { brand: 12 }],
  ])('%j is an id of the shop, which no card shows', (row, attributes) => {
    expect(only(row)).toEqual({ id: '1', title: 'Lamp', attributes })
  })

  test('a name with digits is a name', () => {
    expect(only({ brand: '4711', category: ['24 inch', '2'], tags: '3D, 4K' })).toMatchObject({
      brand: '4711',
      category: ['24 inch', '2'],
      tags: ['3D', '4K'],
    })
  })
})

test('time grows with the length of a row, not with what it says', () => {
  for (const [name, piece] of [
    ['main_picture', '/a'],
    ['main_picture', 'a.'],
    ['page_url', '. '],
    ['cost_price', '1.'],
    ['release_date', '2'],
    ['categories', ' > '],
  ]) {
    const parse = (times: number) =>
      parseCatalog([
        { id: '1', title: 'Lamp', [name!]: `${piece!.repeat(times)} a b` },
        { id: '2', title: 'Lamp', [piece!.repeat(times)]: 1 },
      ])
    expect(growth(parse, 25_000), name).toBeLessThan(LINEAR)
  }
})
