import { describe, expect, test } from 'vitest'
import { kebab, OPTIONS, parseOption } from '../options.js'
import { cli, jsonLines } from './cli.test-helper.js'
import { optionFlag } from './flags.js'
import { tableOf } from './table.js'

const ITEMS = [
  { id: 1, title: 'copper kettle', price: 40, brand: 'Acme' },
  { id: 2, title: 'steel kettle', price: 30, brand: 'Acme' },
  { id: 3, title: 'copper lamp', price: 20 },
  { id: 4, title: 'oak chair', price: 90 },
  { id: 5, title: 'oak table', price: 200, available: false },
  { id: 6, title: 'wool blanket', price: 60 },
]
const CATALOG = ITEMS.map((item) => `${JSON.stringify(item)}\n`).join('')
const WORDS = ['--catalog', 'items.jsonl', '--device', 'off', '--json']

const ask = (args: readonly string[], files: Readonly<Record<string, string>> = {}) =>
  cli(args, { files: { 'items.jsonl': CATALOG, ...files } })

describe('answers', () => {
  test('similar --json is one document: items with id, score and reasons, and the time it took', async () => {
    const { code, out, err } = await ask(['similar', ...WORDS, '--id', '1', '-k', '2'])

    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(jsonLines(out)).toHaveLength(1)
    const answer = JSON.parse(out)
    expect(Object.keys(answer)).toEqual(['items', 'tookMs'])
    expect(answer.items.map(({ id }: { id: string }) => id).sort()).toEqual(['2', '3'])
    for (const { score, reasons } of answer.items) expect(reasons[0]).toEqual({ kind: 'words', words: expect.any(Array), weight: score })
  })

  test('always k answers where k rows pass the filter', async () => {
    for (const question of [
      ['similar', '--id', '1'],
      ['search', '--query', 'copper'],
      ['search', '--query', 'zebra'],
    ]) {
      const all = JSON.parse((await ask([...question, ...WORDS, '-k', '4'])).out)
      expect(all.items).toHaveLength(4)
      const cheap = JSON.parse((await ask([...question, ...WORDS, '-k', '4', '--where', '{"price":{"max":30}}'])).out)
      expect(cheap.items.map(({ id }: { id: string }) => id).sort()).toEqual(['2', '3'])
    }
  })

  test('a search says which wishes an item meets and misses', async () => {
    const { out } = await cli(
      ['search', '--catalog', 'items.jsonl', '--device', 'off', '--query', 'kettle, copper, without steel', '-k', '5'],
      {
        files: { 'items.jsonl': CATALOG },
      },
    )
    const why = (title: string) => out.split('\n').find((line) => line.includes(title))
    expect(why('copper kettle')).toMatch(/wishes met: kettle, copper$/)
    expect(why('steel kettle')).toMatch(/wishes met: kettle, missed: copper, -6.00 wishes missed: not steel$/)
    expect(why('wool blanket')).toMatch(/ wishes missed: kettle, copper$/)
    const near = {
      item: { id: 'i', title: 'iron kettle' },
      score: -0.2,
      reasons: [{ kind: 'clauses', met: [], missed: [], weight: -0.2 }] as const,
    }
    expect(tableOf([near], { outColumns: undefined, colour: false })).toMatch(/-0.20 near what is not wanted\n$/)
  })

  test('calls a shared number a word in common', async () => {
    const args = ['search', '--catalog', '-', '--device', 'off', '--query', '1650']
    const { out } = await cli(args, { stdin: '[{"id":"a","title":"Jug, 1650"},{"id":"b","title":"Jug, 1700"},{"id":"c","title":"Jug"}]' })
    expect(out).toMatch(/^a .* \+\d\.\d\d words$/m)
  })

  test('a search for a price alone lists prices, and no scores, for there are none', async () => {
    const items = [
      { id: 'b', title: 'Oak chair', price: '12.50 EUR' },
      { id: 'a', title: 'Copper kettle', price: 9 },
    ]
    const args = ['search', '--catalog', '-', '--device', 'off', '--query', 'under 25']
    const { out } = await cli(args, { stdin: JSON.stringify(items) })
    expect(out).toBe('understood: price up to 25\nid  title             price\nb   Oak chair      12.5 EUR\na   Copper kettle         9\n')
    const { items: told } = JSON.parse((await cli([...args, '--json'], { stdin: JSON.stringify(items) })).out)
    expect(told).toEqual([
      { id: 'b', score: 0, reasons: [] },
      { id: 'a', score: 0, reasons: [] },
    ])
    const unmatched = await cli([...args.slice(0, -1), 'zebra under 25'], { stdin: JSON.stringify(items) })
    expect(unmatched.out).toMatch(/^a .* 0\.00$/m)
  })

  test('a list about an item that the catalog does not have is an error', async () => {
    const { code, out, err } = await ask(['list', 'goes-with', ...WORDS, '--id', '1', '--id', 'nope'])
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toContain('--id: received "nope", expected an id of the catalog')
  })

  test('--exclude and several --id are one question', async () => {
    const { out } = await ask(['similar', ...WORDS, '--id', '1', '--id', '4', '--exclude', '2, 6', '--limit', '10'])
    expect(JSON.parse(out).items.map(({ id }: { id: string }) => id)).toEqual(['3'])
  })

  test('--fields names what the catalog calls otherwise, and what was guessed is told', async () => {
    const files = { 'odd.jsonl': '{"no":1,"nm":"copper kettle","Product Maker":"Acme"}\n{"no":2,"nm":"copper lamp"}\n' }
    const question = ['similar', '--catalog', 'odd.jsonl', '--device', 'off', '--json', '--id', '1']
    const { out, err } = await ask([...question, '--fields', '{"id":"no","title":"nm"}'], files)

    expect(JSON.parse(out).items.map(({ id }: { id: string }) => id)).toEqual(['2'])
    expect(err).toContain('the field "Product Maker" of the catalog was read as brand (1 items)\n')
    expect((await ask([...question, '--fields', '{"id":"no","title":"nm","price":"cost.net"}'], files)).err).toContain(
      'no row has "cost.net" for price',
    )
    expect(await ask([...question, '--fields', '{"titel":"nm"}'], files)).toMatchObject({ code: 2, err: expect.stringContaining('titel') })
  })

  test('an id that is given twice counts once', async () => {
    const once = JSON.parse((await ask(['similar', ...WORDS, '--id', '1', '--id', '4'])).out)
    const twice = JSON.parse((await ask(['similar', ...WORDS, '--id', '1', '--id', '4', '--id', '1'])).out)
    expect(twice.items).toEqual(once.items)
  })

  test('similar --as finds what is to an item as the second of two is to the first', async () => {
    const titles = ['Case for iPhone', 'Case for Galaxy', 'Protector for iPhone', 'Protector for Galaxy', 'Holder for iPhone']
    const files = { 'phones.json': JSON.stringify(titles.map((title, id) => ({ id: String(id), title }))) }
    const line = ['similar', '--catalog', 'phones.json', '--device', 'off', '--id', '2', '--as']
    const found = await cli([...line, '0', '1', '--json'], { files })
    expect(JSON.parse(found.out).items[0].id).toBe('3')
    expect(await cli([...line, '0'], { files })).toMatchObject({ code: 2, err: expect.stringContaining('--as: expected two ids') })
  })

  test('similar items are steered by words, fields and price, and the table says what was kept and what changed', async () => {
    const catalog = [
      { id: 'a', title: 'Leather bag', price: 80, colour: 'brown', material: 'leather' },
      { id: 'b', title: 'Leather bag', price: 60, colour: 'black', material: 'leather' },
      { id: 'c', title: 'Wool bag', price: 50, colour: 'brown', material: 'wool' },
      { id: 'd', title: 'Wool bag', price: 90, colour: 'red', material: 'wool' },
    ]
    const line = ['similar', '--catalog', 'bags.json', '--device', 'off', '--id', 'a']
    const files = { 'bags.json': JSON.stringify(catalog) }
    const steered = await cli([...line, '--same', 'colour', '--not', 'leather', '--cheaper', '--json'], { files })
    const different = await cli([...line, '--different', 'colour', '--same', 'material', '--steps', '3'], { files })
    const neutral = await cli([...line, '--neutral', 'leather,wool,silver'], { files })
    const ignored = await cli([...line, '--ignore', 'material', '--json'], { files })
    const none = await cli([...line, '--cheaper', '--where', '{"price":{"min":{"item":1.1}}}'], { files })

    expect(JSON.parse(steered.out).items.map(({ id }: { id: string }) => id)).toEqual(['c'])
    expect(different.out).toContain('kept material: leather; changed colour: black')
    expect(different.out).toContain('steps: ')
    expect(ignored.out).not.toMatch(/"words":\[[^\]]*leather/i)
    expect(neutral.out).toContain('not followed: neutral silver (no item has it)')
    expect([none.code, none.out]).toEqual([
      0,
      expect.stringMatching(/^not followed: cheaper price \(nothing would be left\)\nno exact match; closest:\n/),
    ])
  })

  test('a file of ids has a line each; an unknown one is an error in its line and in the exit code', async () => {
    const { code, out } = await ask(['similar', ...WORDS, '--ids', 'ids.txt', '-k', '1'], { 'ids.txt': '1\r\nnobody\n4\n\n' })
    const lines = jsonLines(out)

    expect(code).toBe(1)
    expect(lines.map(({ id }) => id)).toEqual(['1', 'nobody', '4'])
    expect(lines[1]).toEqual({ id: 'nobody', error: { code: 'item-unknown', message: expect.stringContaining('"nobody"') } })
    const alone = JSON.parse((await ask(['similar', ...WORDS, '--id', '4', '-k', '1'])).out)
    expect(lines[2].items).toEqual(alone.items)
  })

  test('a file of queries has a line each, blank ones too', async () => {
    const { code, out } = await ask(['search', ...WORDS, '--queries', 'q.txt', '-k', '1'], { 'q.txt': 'oak\n\ncopper lamp\n' })
    const lines = jsonLines(out)

    expect(code).toBe(1)
    expect(lines.map(({ query, items }) => [query, items?.[0].id])).toEqual([
      ['oak', '4'],
      ['', undefined],
      ['copper lamp', '3'],
    ])
    expect(lines[1].error.code).toBe('usage')
  })

  test('histories are answered by the interactions of others, too, as far as the log knows of them', async () => {
    const rows = Array.from({ length: 200 }, (_, user) =>
      [4, 1, 2].map((id, step) => `u${user},${id},view,${1_700_000_000_000 + step}`),
    ).flat()
    const files = { 'h.jsonl': '{"user":"u","history":[4]}', 'log.csv': ['user,item,type,at', ...rows, 'u,gone,view,soon'].join('\n') }
    const line = ['recommend', ...WORDS, '--histories', 'h.jsonl', '-k', '2', '--diversity', '0', '--quiet']

    const without = await ask(line, files)
    const { code, out, err } = await ask([...line, '--interactions', 'log.csv'], files)

    expect([without.code, code]).toEqual([0, 0])
    expect(err).toContain('log.csv: 601 rows, 1 rejected\n  line 602, item: received "gone"')
    const [answer] = jsonLines(out)
    expect(answer.items.map(({ id }: { id: string }) => id).sort()).toEqual(['1', '2'])
    expect(answer.items[0].reasons.map(({ kind }: { kind: string }) => kind)).toContain('interactions')
    expect(without.out).not.toContain('interactions')
  })

  test('a log of which no row is an interaction is an error, and nothing is recommended by texts instead', async () => {
    const files = { 'h.jsonl': '{"user":"u","history":[4]}', 'log.csv': 'user,item\nu,gone\nv,lost' }
    const { code, out, err } = await ask(['recommend', ...WORDS, '--histories', 'h.jsonl', '--interactions', 'log.csv', '--quiet'], files)

    expect([code, out]).toEqual([1, ''])
    expect(err).toContain('log.csv: received 2 rows, none of which is an interaction (line 2, item: received "gone"')
  })

  test('list popular and list others answer from a log; without one the catalog lacks something', async () => {
    const log = [1, 1, 1, 4, 4, 2].map((id, user) => `${user},${id}`).concat('0,4', '1,4', '2,2')
    const files = { 'log.csv': ['user,item', ...log].join('\n') }
    const idsOf = (out: string) => JSON.parse(out).items.map(({ id }: { id: string }) => id)
    const popular = await ask(['list', 'popular', ...WORDS, '--interactions', 'log.csv', '--quiet'], files)
    const others = await ask(['list', 'others', ...WORDS, '--id', '1', '--interactions', 'log.csv', '--quiet'], files)
    const without = await ask(['list', 'others', ...WORDS, '--id', '1', '--quiet'], files)

    expect(idsOf(popular.out)).toEqual(['4', '1', '2'])
    expect(idsOf(others.out)).toEqual(['4', '2'])
    expect([without.code, idsOf(without.out)]).toEqual([0, []])
    expect(without.err).toContain('list others lacks interactions: there is no log and no pack that has some')
  })

  test('list goes-with answers from orders first, for several items too; without any from texts', async () => {
    const files = { 'orders.csv': 'order,item\n1,1\n1,4\n2,2\n2,6\n3,1\n3,4' }
    const idsOf = (out: string) => JSON.parse(out).items.map(({ id }: { id: string }) => id)
    const goesWith = (...ids: string[]) => ['list', 'goes-with', ...WORDS, '--quiet', ...ids.flatMap((id) => ['--id', id])]
    const one = await ask([...goesWith('1'), '--interactions', 'orders.csv'], files)
    const several = await ask([...goesWith('1', '2'), '--interactions', 'orders.csv'], files)
    const without = await ask(goesWith('1'))

    expect(idsOf(one.out)[0]).toBe('4')
    expect(idsOf(several.out).slice(0, 2).sort()).toEqual(['4', '6'])
    const within = await ask([...goesWith('1'), '--budget', '0.5'])
    expect([within.code, idsOf(within.out), within.err]).toEqual([0, [], expect.stringContaining('list goes-with lacks budget: ')])
    const wrong = await Promise.all([ask([...goesWith('1'), '--budget', '0']), ask(['list', 'new', ...WORDS, '--budget', '9'])])
    expect(wrong.map(({ code, err }) => [code, err])).toEqual([
      [2, expect.stringContaining('0.01')],
      [2, expect.stringContaining('--budget is of goes-with alone')],
    ])
    expect([without.code, idsOf(without.out).includes('1'), idsOf(without.out).length > 0]).toEqual([0, false, true])
  })

  test('facets counts what each choice leaves, as a document and for people', async () => {
    const flags = ['facets', '--catalog', 'items.jsonl', '--chosen', '{"price": [{"min": 20, "max": 40}]}']
    const { out } = await ask([...flags, '--json'])
    const table = await ask(flags)

    const { items, where, fields } = JSON.parse(out)
    expect([items, where]).toEqual([3, { price: { min: 20, max: 40 } }])
    expect(fields.find(({ field }: { field: string }) => field === 'price').values.at(-1)).toMatchObject({ items: 3, chosen: true })
    expect(table.out).toMatch(/^3 items\n\nprice\n {2}20 {2}1\n[\s\S]*\* 20 to 40 {2}3\n/)
  })

  test('topics tells what a catalog is about, as a document and for people, and the parts of one topic', async () => {
    const rows = ['copper kettle', 'garden bench', 'wool scarf', 'steel bicycle', 'paper lamp', 'oak drawer'].flatMap((title, at) =>
      Array.from({ length: 6 }, (_, n) => JSON.stringify({ id: `${at}-${n}`, title })),
    )
    const flags = ['topics', '--catalog', 'shop.jsonl', '--device', 'off', '--quiet']
    const files = { 'shop.jsonl': rows.join('\n') }
    const told = JSON.parse((await ask([...flags, '--json', '--places'], files)).out)
    const table = await ask(flags, files)
    const one = JSON.parse((await ask([...flags, '--json', '--topic', '1'], files)).out)
    const unknown = await ask([...flags, '--topic', '9'], files)

    expect(told.topics.map(({ name }: { name: string }) => name).sort()).toEqual([
      'Copper kettle',
      'Garden bench',
      'Oak drawer',
      'Paper lamp',
      'Steel bicycle',
      'Wool scarf',
    ])
    expect(new Set(told.places.map(({ id }: { id: string }) => id)).size).toBe(36)
    expect(table.out).toMatch(/^36 items\n1 {2}[A-Z][a-z ]+ {2}6 {2}\(/)
    expect(one.where.id).toHaveLength(6)
    expect(unknown.err).toContain('received "9"')
  })

  test('tag says what items share, as a document and for people', async () => {
    const rows = ['steel kettle', 'copper kettle', 'glass kettle', 'oak chair'].map((title, id) => JSON.stringify({ id, title }))
    const flags = ['tag', '--catalog', 'shop.jsonl', '--quiet']
    const files = { 'shop.jsonl': rows.join('\n') }
    const { out } = await ask([...flags, '--json'], files)
    const table = await ask(flags, files)

    const told = JSON.parse(out).map(({ id, tags }: { id: string; tags: { tag: string }[] }) => [id, tags.map(({ tag }) => tag)])
    expect(told).toEqual([
      ['0', ['kettle']],
      ['1', ['kettle']],
      ['2', ['kettle']],
      ['3', []],
    ])
    expect(table.out).toMatch(/0 +steel kettle +kettle\n/)
    const one = await ask([...flags, '--id', '1', '--json'], files)
    expect(JSON.parse(one.out).map(({ id }: { id: string }) => id)).toEqual(['1'])
    expect((await ask([...flags, '--id', '9'], files)).err).toContain('received the id "9"')
  })

  test('ask says a question and the items that fit the answers, as a document and for people', async () => {
    const flags = ['ask', '--catalog', 'items.jsonl', '--enough', '1', '--told', '[{"field": "price", "values": [{"min": 20, "max": 40}]}]']
    const asked = JSON.parse((await ask([...flags, '--json'])).out)
    const { out } = await ask(flags)

    expect(asked.likely.map(({ share }: { share: number }) => share).reduce((a: number, b: number) => a + b)).toBeCloseTo(1, 8)
    expect(asked.likely[0].share).toBeGreaterThan(asked.likely.at(-1).share)
    expect(out).toMatch(new RegExp(`^about ${asked.items} items left\n`))
    expect(out).toContain(`%  ${asked.likely[0].id}  `)
  })

  test('histories have a line each; what was seen does not come back, the latest counts most', async () => {
    const histories = [{ user: 'u', history: [4, '1'] }, { user: 7, history: [] }, { user: 'v' }]
      .map((line) => JSON.stringify(line))
      .join('\n')
    const { code, out } = await ask(['recommend', ...WORDS, '--histories', 'h.jsonl', '-k', '3'], { 'h.jsonl': histories })
    const lines = jsonLines(out)

    expect(code).toBe(1)
    expect(lines.map(({ user }) => user)).toEqual(['u', 7, null])
    expect(lines[0].items.map(({ id }: { id: string }) => id).sort()).toEqual(['2', '3', '6'])
    expect(lines[0].items[0].id).not.toBe('6')
    expect(lines[1].items).toHaveLength(3)
    expect(lines[2].error.message).toContain('h.jsonl, line 3')
  })

  test('recommend --explore draws for each history what it would not be shown, and says so', async () => {
    const files = { 'h.jsonl': '{"user":"u","history":[1]}' }
    const line = ['recommend', ...WORDS, '--histories', 'h.jsonl', '-k', '2', '--quiet']
    const itemsOf = (out: string) => jsonLines(out)[0].items
    const plain = itemsOf((await ask(line, files)).out).map(({ id }: { id: string }) => id)
    const { code, out } = await ask([...line, '--explore', '0.5'], files)
    const [first, drawn] = itemsOf(out)

    expect(code).toBe(0)
    expect(first.id).toBe(plain[0])
    expect(plain).not.toContain(drawn.id)
    expect(drawn.reasons[0]).toEqual({ kind: 'explore', weight: 0 })
  })

  test('ids of a history that the catalog lacks are counted in its line and on standard error', async () => {
    const histories = [
      { user: 'u', history: ['nobody', 1, 'none'] },
      { user: 'v', history: [4] },
    ]
    const files = { 'h.jsonl': histories.map((line) => JSON.stringify(line)).join('\n') }
    const { code, out, err } = await ask(['recommend', ...WORDS, '--histories', 'h.jsonl', '-k', '2'], files)
    const [first, second] = jsonLines(out)

    expect(code).toBe(0)
    expect(first.unknown).toBe(2)
    expect(first.items).toHaveLength(2)
    expect(second).not.toHaveProperty('unknown')
    expect(err).toBe('2 of the 4 ids in h.jsonl are not in the catalog, for example "nobody": they count for nothing\n')
  })

  test('the catalog comes from standard input as well, and rejected rows are told on standard error', async () => {
    const bad = `${Array.from({ length: 7 }, () => '{"title":"nobody"}\n').join('')}${Array.from({ length: 6 }, (_, i) => `{"title":${i}\n`).join('')}`
    const args = ['search', '--catalog', '-', '--device', 'off', '--json', '--query', 'oak', '-k', '1']
    const { code, out, err } = await cli(args, { stdin: CATALOG + bad })

    expect(code).toBe(0)
    expect(JSON.parse(out).items[0].id).toBe('4')
    expect(err).toMatch(/^13 of 19 rows/)
    expect(err).toMatch(/^ {2}lines 7, 8, 9, 10, 11 and 2 more, id: /m)
    expect(err.match(/^ {2}line \d+: is not JSON/gm), 'each reason once, five at most').toHaveLength(4)
    expect(err).toMatch(/^ {2}and 2 more$/m)
  })

  test('without --json a table for people', async () => {
    const { out } = await ask(['similar', '--catalog', 'items.jsonl', '--device', 'off', '--id', '1', '-k', '1'])
    const [head, row] = out.trimEnd().split('\n')

    expect(head).toMatch(/^id {2}title +score {2}why$/)
    expect(row).toMatch(/^[23] {3}(steel kettle|copper lamp) +\d\.\d\d {2}\+\d\.\d\d words (copper|Acme kettle|kettle Acme)$/)
  })
})

describe('exit codes', () => {
  test.each([
    ['no command', []],
    ['an unknown command', ['suggest']],
    ['no catalog', ['similar', '--id', '1']],
    ['no id', ['similar', ...WORDS]],
    ['an id and a file of ids', ['similar', ...WORDS, '--id', '1', '--ids', 'ids.txt']],
    ['standard input twice', ['similar', '--catalog', '-', '--ids', '-', '--device', 'off'], /--catalog.*--ids/],
    ['standard input twice', ['search', '--catalog', '-', '--queries', '-', '--device', 'off'], /--catalog.*--queries/],
    ['standard input twice', ['recommend', '--catalog', '-', '--histories', '-', '--device', 'off'], /--catalog.*--histories/],
    ['a blank query', ['search', ...WORDS, '--query', ' ']],
    ['no histories', ['recommend', ...WORDS]],
    ['a limit out of range', ['similar', ...WORDS, '--id', '1', '-k', '101']],
    ['a limit that is no whole number', ['similar', ...WORDS, '--id', '1', '-k', '2.5']],
    ['a filter that is no JSON', ['similar', ...WORDS, '--id', '1', '--where', 'price<3']],
    ['answers that are none', ['ask', '--catalog', 'items.jsonl', '--told', '{"field": "brand"}'], /a list of \{field, values\}/],
    ['choices that are none', ['facets', '--catalog', 'items.jsonl', '--chosen', '{"brand": [null]}'], /lists of values by field/],
    ['a device that only pages have', ['similar', ...WORDS, '--id', '1', '--device', 'webgpu']],
    ['an unknown flag', ['recommend', ...WORDS, '--histories', 'items.jsonl', '--qrels', 'events.csv']],
    ['dimensions that the model does not allow', ['embed', '--input', 'items.jsonl', '--output', 'x', '--dimensions', '0']],
  ] as [string, string[], RegExp?][])('2 for %s', async (_, args, message = /./) => {
    const { code, out, err } = await ask(args)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toMatch(message)
    expect(err).not.toContain('Read the message')
  })

  test.each([
    ['a missing catalog', ['similar', ...WORDS, '--catalog', 'none.jsonl', '--id', '1'], 'none.jsonl: no such file'],
    ['a catalog that is none', ['similar', ...WORDS, '--catalog', 'page.html', '--id', '1'], 'catalog-invalid'],
    ['a missing file of ids', ['similar', ...WORDS, '--ids', 'none.txt'], 'none.txt: no such file'],
    ['an unknown id', ['similar', ...WORDS, '--id', 'nobody'], 'item-unknown'],
    ['an unknown field', ['search', ...WORDS, '--query', 'oak', '--where', '{"prise":3}'], 'filter-invalid'],
    [
      'an answer about a field that no item has',
      ['ask', '--catalog', 'items.jsonl', '--told', '[{"field":"flavour","values":["mint"]}]'],
      'filter-invalid',
    ],
    ['a chosen field that no item has', ['facets', '--catalog', 'items.jsonl', '--chosen', '{"flavour":["mint"]}'], 'filter-invalid'],
    ['an unknown field in a batch', ['similar', ...WORDS, '--ids', 'ids.txt', '--where', '{"prise":3}'], 'filter-invalid'],
    ['an encoder that is not there', ['similar', ...WORDS, '--id', '1', '--encoder', './none'], 'model-unavailable'],
    ['a text that is none', ['embed', '--input', 'items.jsonl', '--output', 'x'], 'items.jsonl, line 1'],
  ])('1 for %s', async (_, args, message) => {
    const { code, out, err } = await ask(args, { 'page.html': '<html>', 'ids.txt': '1\n' })
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toContain(message)
    // a hint, where the message does not say it all
    expect(err.trimEnd().split('\n')).toHaveLength(err.includes('pagekin usage') ? 1 : 2)
  })

  test('0 for help and version', async () => {
    for (const args of [['--help'], ['search', '--help'], ['--version']]) expect((await cli(args)).code).toBe(0)
  })
})

describe('flags', () => {
  test.each(['catalog', 'encoder', 'limit', 'where', 'diversity', 'explore', 'exclude'])('--%s is the option of that name', (name) => {
    const spec = OPTIONS.find((option) => option.name === name)!
    const flag = optionFlag(name)
    const read = (raw: string) => {
      try {
        return flag.parseArg?.(raw, undefined)
      } catch {
        return 'rejected'
      }
    }

    expect(flag.long).toBe(`--${kebab(name)}`)
    for (const raw of ['', '1', '7', '0', '-1', '0.5', '101', 'a', 'a,b', '{"a":1}', '[]', 'builtin']) {
      const parsed = parseOption(spec, raw)
      const fits = parsed.ok && !(name === 'limit' && !Number.isInteger(parsed.value))
      expect(read(raw)).toEqual(fits ? parsed.value : 'rejected')
    }
  })
})

test('an id with the escapes of a terminal moves no cursor: tables and messages show them as pictures', async () => {
  const catalog = `${JSON.stringify({ id: 'a', title: 'copper kettle' })}\n${JSON.stringify({ id: '\u001b[2Jb\u009b', title: 'copper \u001b]0;lamp' })}\n`
  const { out } = await cli(['similar', '--catalog', '-', '--id', 'a', '--device', 'off'], { stdin: catalog })
  const { err } = await cli(['similar', '--catalog', '-', '--id', '\u001b[2J', '--device', 'off'], { stdin: catalog })

  expect(out).toContain('␛[2Jb')
  expect(err).toContain('␛[2J')
  for (const text of [out, err]) expect(text).not.toMatch(/[^\P{Cc}\n]/u)
})
