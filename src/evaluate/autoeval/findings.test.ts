import { beforeAll, describe, expect, test } from 'vitest'
import { syntheticShop } from '../../../bench/t1/shop.js'
import type { Item } from '../../types.js'
import { draws } from '../draw.js'
import type { Finding } from './finding.js'
import { nearPairs } from './findings/duplicates.js'
import { vectorNeighbours, wordNeighbours } from './neighbours.js'
import { bagEncoder, cleanShop, evaluateItems } from './planted.test-helper.js'
import type { AutoevalReport } from './report.js'

const CLEAN = cleanShop()
const draw = draws(9)

async function findingsOf(items: readonly Item[]): Promise<readonly Finding[]> {
  return (await evaluateItems(items)).findings
}

const kinds = (findings: readonly Finding[]) => findings.map(({ kind }) => kind)
const idsOf = (finding: Finding | undefined) => finding?.examples.flatMap(({ ids }) => ids)
const withAttribute = (items: readonly Item[], name: string, value: (row: number) => string) =>
  items.map((item, row) => ({ ...item, attributes: { ...item.attributes, [name]: value(row) } }))
/** The clean shop with some rows made otherwise. */
const planted = (rows: readonly number[], change: (item: Item, place: number) => Item) =>
  CLEAN.map((item, row) => (rows.includes(row) ? change(item, rows.indexOf(row)) : item))

describe('a clean catalog', () => {
  let report: AutoevalReport
  beforeAll(async () => {
    report = await evaluateItems(CLEAN)
  }, 60_000)

  test('has no finding, with vectors or by words alone', async () => {
    expect(report.findings).toEqual([])
    const { encoder: _, ...wordsOnly } = { encoder: bagEncoder() }
    const byWords = await evaluateItems(CLEAN, { ...wordsOnly, encoder: undefined as never })
    expect(byWords.findings).toEqual([])
    expect(byWords).not.toHaveProperty('funnel')
  })

  test('has the same report when it is measured again', async () => {
    expect(await evaluateItems(CLEAN)).toEqual(report)
  })
})

describe('a planted defect is found, and nothing else', { tags: 'long' }, () => {
  test('rows that cannot be read, with their place and why', async () => {
    const rejected = [{ row: 7, field: 'title', why: 'has no title' }]
    const { findings } = await evaluateItems(CLEAN, {}, rejected)
    expect(kinds(findings)).toEqual(['rejected-rows'])
    expect(findings[0]).toMatchObject({ count: 1, of: 201, examples: [{ ids: ['row 8'], note: 'title: has no title' }] })
  })

  test('items that repeat the whole text of another, unless they are variants of one group', async () => {
    const copied = [...CLEAN, { ...CLEAN[3]!, id: 'copy-1', url: '/other' }, { ...CLEAN[3]!, id: 'copy-2' }]
    const found = (await findingsOf(copied)).find(({ kind }) => kind === 'same-text')
    expect(found).toMatchObject({ count: 2, of: 202 })
    expect(idsOf(found)).toEqual([CLEAN[3]!.id, 'copy-1', 'copy-2'])

    const variants = copied.map((item) => (item.title === CLEAN[3]!.title ? { ...item, group: 'g' } : item))
    expect(kinds(await findingsOf(variants))).not.toContain('same-text')
  })

  test('items that differ in a word of their text only', async () => {
    const near = { ...CLEAN[5]!, id: 'near', title: `${CLEAN[5]!.title} XL` }
    const found = (await findingsOf([...CLEAN, near])).find(({ kind }) => kind === 'near-duplicates')
    expect(found).toMatchObject({ count: 1 })
    expect(idsOf(found)).toEqual([CLEAN[5]!.id, 'near'])
  })

  test('an item that is like nothing else', async () => {
    const strange: Item = {
      id: 'strange',
      title: 'Quarterly zoning minutes',
      image: '/z.svg',
      description: 'Resolutions about parking fees were adjourned.',
    }
    const byVectors = await findingsOf([...CLEAN, strange])
    expect(idsOf(byVectors.find(({ kind }) => kind === 'dead-ends'))).toEqual(['strange'])
    const { findings } = await evaluateItems([...CLEAN, strange], { encoder: undefined as never })
    expect(idsOf(findings.find(({ kind }) => kind === 'dead-ends'))).toEqual(['strange'])
  })

  test('items that say next to nothing', async () => {
    const short: Item = { id: 'short', title: 'Red', image: '/r.svg', description: 'Red.' }
    const found = (await findingsOf([...CLEAN, short])).find(({ kind }) => kind === 'short-texts')
    expect(idsOf(found)).toEqual(['short'])
  })

  test('items that no shelf shows, and the hubs that take their places', async () => {
    const items = CLEAN.map((item, row) => ({ row, item }))
    const hubRows = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
    const page = async (given: readonly Item[]) => ({
      search: async () => [],
      similar: async () => [],
      shelf: async (row: number) => hubRows.filter((hub) => hub !== row && hub < given.length),
      dispose() {},
    })
    const { findings, meters } = await evaluateItems(CLEAN, { openPage: page })
    expect(kinds(findings)).toEqual(
      ['never-shown', 'hubs'].sort((a, b) => kinds(findings).indexOf(a as never) - kinds(findings).indexOf(b as never)),
    )
    const unseen = findings.find(({ kind }) => kind === 'never-shown')!
    expect([unseen.count, unseen.of]).toEqual([items.length - 10, items.length])
    expect(findings.find(({ kind }) => kind === 'hubs')).toMatchObject({ count: 10 * (items.length - 1), of: 10 * (items.length - 1) })
    expect(meters.coverage).toBeCloseTo(10 / items.length, 12)
  })

  test('missing descriptions, pictures and prices; no price at all is a choice', async () => {
    const without = planted([2, 4, 6], (item, place) => {
      const { description, image, price, ...rest } = item
      return {
        ...rest,
        ...(place !== 0 && { description: description! }),
        ...(place !== 1 && { image: image! }),
        ...(place !== 2 && { price: price! }),
      }
    })
    const findings = await findingsOf(without)
    const missing = (kind: string) => idsOf(findings.find((finding) => finding.kind === kind))
    expect([missing('no-description'), missing('no-image'), missing('no-price')]).toEqual([[CLEAN[2]!.id], [CLEAN[4]!.id], [CLEAN[6]!.id]])

    const free = CLEAN.map(({ price: _, ...item }) => item)
    expect(kinds(await findingsOf(free))).not.toContain('no-price')
    const bare = CLEAN.map(({ image: _, ...item }) => item)
    expect((await findingsOf(bare)).find(({ kind }) => kind === 'no-image')).toMatchObject({
      title: 'No item has a picture.',
      count: 200,
      of: 200,
    })
  })

  test('items that are not available, which are no orphans', async () => {
    const findings = await findingsOf(planted([1], (item) => ({ ...item, available: false })))
    expect(kinds(findings)).toEqual(['unavailable'])
    expect(idsOf(findings[0])).toEqual([CLEAN[1]!.id])
  })

  test('sentences that descriptions repeat', async () => {
    const repeated = CLEAN.map((item, row) =>
      row % 3 === 0 ? { ...item, description: `${item.description} Delivery takes three days.` } : item,
    )
    const findings = await findingsOf(repeated)
    expect(kinds(findings)).toEqual(['repeated-sentences'])
    expect(findings[0]!.count).toBe(67)
    expect(findings[0]!.examples[0]!.note).toContain('Delivery takes three days.')
  })

  test.each([
    ['field-constant', () => 'in the best of hands'],
    ['field-identifier', (row: number) => `A${row * 37}`],
    ['field-noise', () => draw.one(['alpha', 'beta', 'gamma', 'delta'])],
  ] as [string, (row: number) => string][])('%s', async (kind, value) => {
    const findings = await findingsOf(withAttribute(CLEAN, 'planted', value))
    expect(kinds(findings)).toEqual([kind])
    expect(findings[0]!.title).toContain('“planted”')
  })

  test('a field that leads astray: the title words of some other item', async () => {
    const astray = withAttribute(CLEAN, 'keywords2', (row) => `${CLEAN[(row + 50) % 200]!.title} ${CLEAN[(row + 90) % 200]!.title}`)
    const found = (await findingsOf(astray)).find(({ kind }) => kind === 'field-harmful')
    expect(found?.title).toContain('“keywords2”')
  })

  test('items whose language the encoder cannot read', async () => {
    const unread = planted([8, 9], (item) => ({ ...item, title: 'Чайник медный большой', description: 'Хороший чайник для дома.' }))
    const read = (text: string) => ({ pieces: 10, unknown: /\p{Script=Cyrillic}{5}/u.test(text) ? 8 : 0 })
    const { findings } = await evaluateItems(unread, { encoder: bagEncoder(read) })
    const found = findings.find(({ kind }) => kind === 'unreadable-language')
    expect(found).toMatchObject({ count: 2, of: 200 })
    expect(found?.title).toContain('Cyrillic')
    expect(idsOf(found)).toEqual([CLEAN[8]!.id, CLEAN[9]!.id])
  })
})

test('findings are ordered by the share touched times how bad it is', async () => {
  const worse = [...CLEAN.map(({ image: _, ...item }) => item), { ...CLEAN[3]!, id: 'copy-1' }]
  const findings = await findingsOf(worse)
  expect(kinds(findings)[0]).toBe('no-image')
  expect(findings.map(({ harm }) => harm)).toEqual(findings.map(({ harm }) => harm).sort((a, b) => b - a))
})

test('the planted duplicates of T1, told in other words, are found: F1 .9 or more', async () => {
  const { items, truth } = syntheticShop({ items: 400, visitors: 1 })
  const encoder = bagEncoder()
  const vectors = await encoder.encode(
    items.map(({ title, description }) => `${title} ${description}`),
    'item',
  )
  const pairs = nearPairs({
    items,
    sample: [...items.keys()],
    nearByWords: wordNeighbours(items, 10),
    nearByVectors: vectorNeighbours(vectors, encoder.dimensions, 10),
    rejected: [],
    fields: [],
    shelves: [],
    selfRetrieval: [],
  })
  const planted = truth.flatMap(({ duplicateOf }, row) => (duplicateOf === undefined ? [] : [`${duplicateOf}-${row}`]))
  const right = pairs.filter((pair) => planted.includes(pair.join('-'))).length
  expect(planted).toHaveLength(20)
  expect((2 * right) / (pairs.length + planted.length)).toBeGreaterThanOrEqual(0.9)
})
