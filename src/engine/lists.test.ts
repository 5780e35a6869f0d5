import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { attributeColumns } from '../catalog/facet-column.js'
import { parseCatalog } from '../catalog/parse.js'
import { draws } from '../evaluate/draw.js'
import { openHistory } from '../store/history.js'
import type { Interaction, InteractionType } from '../types.js'
import { NOW, openEngine } from './engine.test-helper.js'

const HOUR = 3_600_000
const items = Array.from({ length: 40 }, (_, n) => ({
  id: `sku-${n}`,
  title: `Thing ${['of oak', 'of wool', 'of tin', 'of clay'][n % 4]} ${String.fromCharCode(97 + (n % 26)).repeat(3)}`,
  category: n % 2 ? 'odd' : 'even',
  ...(n % 3 === 0 && { published: new Date(NOW - ((n * 7) % 40) * 24 * HOUR).toISOString() }),
  ...(n === 7 && { available: false }),
}))
const event = (type: InteractionType, n: number, hoursAgo: number): Interaction => ({ type, id: `sku-${n}`, at: NOW - hoursAgo * HOUR })
const openWith = (interactions: readonly Interaction[], rows: readonly unknown[] = items) =>
  openEngine({ items: rows, config: { device: 'off', interactions } })
const idsOf = (answer: readonly { readonly item: { readonly id: string } }[]) => answer.map(({ item }) => item.id)
const all = { limit: 100, items: [] }

describe('recent', () => {
  test('is what this visitor viewed, each once, latest first, without the item of the page', async () => {
    const draw = draws(1)
    const types = ['view', 'click', 'cart', 'purchase'] as const
    const log = Array.from({ length: 300 }, (_, i) => event(draw.one(types), draw.integer(0, 39), 300 - i))
    const engine = await openWith(log)
    const viewed = log.filter(({ type }) => type === 'view' || type === 'click').map(({ id }) => id)
    const expected = [...new Set(viewed.reverse())].filter((id) => id !== 'sku-7' && id !== 'sku-5')

    expect(idsOf(await engine.list('recent', { limit: 100, items: ['sku-5'] }))).toEqual(expected)
    expect(idsOf(await engine.list('recent', { limit: 3, items: ['sku-5'], where: { category: 'odd' } }))).toEqual(
      expected.filter((id) => Number(id.slice(4)) % 2).slice(0, 3),
    )
  })

  test('follows what is viewed now, and leaves out what was dismissed', async () => {
    const engine = await openWith([event('view', 1, 3), event('view', 2, 2), event('dismiss', 2, 1)])
    engine.record(event('view', 3, 0))

    const answer = await engine.list('recent', all)
    expect(idsOf(answer)).toEqual(['sku-3', 'sku-1'])
    expect(answer.map(({ reasons }) => reasons)).toEqual([
      [{ kind: 'you-did', event: 'view', at: NOW, weight: 3 }],
      [{ kind: 'you-did', event: 'view', at: NOW - 3 * HOUR, weight: 1.5 }],
    ])
    expect(answer.map(({ score }) => score)).toEqual([3, 1.5])
  })

  test('is empty for a first visitor, and nothing is lacking', async () => {
    const engine = await openWith([])
    const answer = await engine.list('recent', { ...all, rules: { pin: ['sku-1'] } })

    expect([...answer]).toEqual([])
    expect(answer.lacks).toBeUndefined()
  })
})

test('again is what this visitor bought, most often first, then latest first', async () => {
  const engine = await openWith([
    event('purchase', 1, 90),
    event('purchase', 2, 80),
    event('view', 3, 70),
    event('purchase', 4, 60),
    event('purchase', 1, 50),
  ])

  expect(idsOf(await engine.list('again', all))).toEqual(['sku-1', 'sku-4', 'sku-2'])
})

describe('new', () => {
  const age = ({ published }: (typeof items)[number]) => NOW - Date.parse(published ?? '')
  const newest = items.filter(({ published }) => published).sort((a, b) => age(a) - age(b))

  test('is the items with a date, newest first, by the rules of the site', async () => {
    const engine = await openWith([])

    expect(idsOf(await engine.list('new', all))).toEqual(idsOf(newest.map((item) => ({ item }))))
    expect(idsOf(await engine.list('new', { limit: 3, items: [newest[0]!.id] }))).toEqual(
      idsOf(newest.slice(1, 4).map((item) => ({ item }))),
    )
    expect(idsOf(await engine.list('new', { limit: 2, items: [], rules: { pin: ['sku-1'] } }))).toEqual(['sku-1', newest[0]!.id])
    const sameCategory = await engine.list('new', { ...all, items: ['sku-2'], where: { category: { item: true } } })
    expect(sameCategory.length).toBeGreaterThan(0)
    expect(sameCategory.every(({ item }) => item.category![0] === 'even')).toBe(true)
  })

  test('leaves out what is to come, and shows one variant of a product', async () => {
    const day = (days: number) => new Date(NOW + days * 24 * HOUR).toISOString().slice(0, 10)
    const engine = await openWith(
      [],
      [
        { id: 'soon', title: 'Lamp of brass', published: day(9) },
        { id: 'red', title: 'Enamel mug, red', group: 'mug', published: day(-1) },
        { id: 'blue', title: 'Enamel mug, blue', group: 'mug', published: day(-2) },
        { id: 'old', title: 'Walnut tray', published: '1999-12-31' },
        { id: 'undated', title: 'Linen towel' },
      ],
    )

    expect(idsOf(await engine.list('new', all))).toEqual(['red', 'old'])
  })

  test('says that the catalog has no dates', async () => {
    const engine = await openWith([], [{ id: 'a', title: 'Linen towel' }])
    const answer = await engine.list('new', all)

    expect([...answer]).toEqual([])
    expect(answer.lacks).toBe('dates: no item has a date in `published` that has come')
  })
})

describe('forget', () => {
  const log = [event('view', 1, 9), event('purchase', 1, 8), event('view', 2, 7), event('dismiss', 3, 6)]
  const told = (interactions: readonly Interaction[]) => interactions.map(({ type, id }) => `${type} ${id}`)

  test.each([
    ['one item', { ids: ['sku-1'] }, ['view sku-2', 'dismiss sku-3']],
    ['some types', { types: ['view', 'click'] as const }, ['purchase sku-1', 'dismiss sku-3']],
    ['one item of some types', { ids: ['sku-1', 'sku-2'], types: ['purchase'] as const }, ['view sku-1', 'view sku-2', 'dismiss sku-3']],
    ['all', {}, []],
  ])('deletes the events of %s from memory and from the history, and lists follow', async (_, which, left) => {
    const history = openHistory({ persist: false })
    for (const one of log) await history.append(one)
    const engine = await openEngine({ items, history, config: { device: 'off', persistHistory: true } })
    const { revision } = engine.state
    await engine.forget(which)

    expect(told(engine.interactions.own)).toEqual(left)
    expect(told(await history.read())).toEqual(left)
    expect(engine.state.revision).toBeGreaterThan(revision)
    expect(idsOf(await engine.list('recent', all))).toEqual(
      left
        .filter((one) => one.startsWith('view'))
        .map((one) => one.slice(5))
        .reverse(),
    )
  })
})

describe('popular', () => {
  const DAY = 24 * HOUR
  const rows = (n: number, count: number, daysAgo: number, type = 'view') =>
    Array.from({ length: count }, (_, i) => ({ user: `${n} ${i} ${daysAgo}`, item: `sku-${n}`, type, time: NOW - daysAgo * DAY }))
  const openLog = (logRows: readonly unknown[], catalog: readonly unknown[] = items) =>
    openEngine({ items: catalog, config: { device: 'off', logRows } })

  test('is what visitors did lately a day: old events fade, a new item is not behind for being new, purchases say more', async () => {
    const log = [
      ...rows(1, 40, 300),
      ...rows(2, 12, 20),
      ...rows(2, 12, 0),
      ...rows(3, 10, 1),
      ...rows(3, 5, 0),
      ...rows(5, 4, 1, 'purchase'),
    ]
    const engine = await openLog(log)
    const answer = await engine.list('popular', all)

    // by hand: half-life 30 days, 7 days of the mean rate of the category added
    const half = (days: number) => 2 ** (-days / 30)
    const met: Record<number, readonly (readonly [number, number])[]> = {
      1: [[40, 300]],
      2: [
        [12, 20],
        [12, 0],
      ],
      3: [
        [10, 1],
        [5, 0],
      ],
      5: [[24, 1]],
    }
    const counted = Object.entries(met).map(([n, events]) => ({
      id: `sku-${n}`,
      group: Number(n) % 2,
      events: events.reduce((sum, [count, days]) => sum + count * half(days), 0),
      days: (30 / Math.LN2) * (1 - half(Math.max(...events.map(([, days]) => days)) + 1)),
    }))
    const sum = (group: number, of: 'events' | 'days') => counted.reduce((total, one) => total + (one.group === group ? one[of] : 0), 0)
    const rate = (one: (typeof counted)[number]) => (one.events + (7 * sum(one.group, 'events')) / sum(one.group, 'days')) / (one.days + 7)
    expect(idsOf(answer)).toEqual(counted.sort((a, b) => rate(b) - rate(a)).map(({ id }) => id))
    expect(idsOf(answer).at(-1)).toBe('sku-1')
    expect(answer[0]!.reasons).toEqual([{ kind: 'popular', weight: 3 }])
    expect(idsOf(await engine.list('popular', { ...all, items: ['sku-2'], where: { category: { item: true } } }))).toEqual([])
  })

  test('heeds no clock that is years ahead: its event counts as one of today', async () => {
    const log = [...rows(2, 12, 20), ...rows(3, 10, 1), ...rows(5, 2, 0)]
    const order = async (more: readonly unknown[]) => idsOf(await (await openLog([...log, ...more])).list('popular', all))

    expect(await order(rows(6, 1, -80 * 365))).toEqual(await order(rows(6, 1, 0)))
    expect(await order(rows(6, 1, 0))).toHaveLength(4)
  })

  test('counts visitors where nobody knows when, else takes the popularity of the catalog, else says what is lacking', async () => {
    const untimed = await openLog([1, 1, 1, 2, 2, 3].map((n, user) => ({ user, item: `sku-${n}` })))
    const rated = await openWith(
      [],
      [
        { id: 'a', title: 'Tray' },
        { id: 'b', title: 'Lamp', popularity: 2 },
        { id: 'c', title: 'Mug', popularity: 9 },
      ],
    )
    const bare = await openWith([], [{ id: 'a', title: 'Tray' }])

    expect(idsOf(await untimed.list('popular', all))).toEqual(['sku-1', 'sku-2', 'sku-3'])
    expect(idsOf(await rated.list('popular', all))).toEqual(['c', 'b'])
    expect((await bare.list('popular', all)).lacks).toBe('popularity: no item has a `popularity`, and no interactions are known')
  })
})

test('others is what visitors of the item met too, by the share of their visitors, without what nobody met with it', async () => {
  const baskets = [
    [1, 2],
    [1, 2],
    [1, 2, 3],
    [3, 4],
    [3, 4],
    [1, 5],
  ]
  const logRows = baskets.flatMap((basket, user) => basket.map((n) => ({ user, item: `sku-${n}` })))
  const engine = await openEngine({ items, config: { device: 'off', logRows } })
  const users = (n: number) => baskets.filter((basket) => basket.includes(n)).length
  const share = (n: number) =>
    baskets.filter((basket) => basket.includes(1) && basket.includes(n)).length / (Math.sqrt(users(1) * users(n)) + 10)

  expect(idsOf(await engine.list('others', { ...all, items: ['sku-1'] }))).toEqual(
    [2, 3, 5].sort((a, b) => share(b) - share(a)).map((n) => `sku-${n}`),
  )
  expect((await (await openWith([])).list('others', { ...all, items: ['sku-1'] })).lacks).toBe(
    'interactions: there is no log and no pack that has some',
  )
})

describe('goes-with', () => {
  const shelf = ['mug', 'mug', 'plate', 'plate', 'tray'].map((category, n) => ({
    id: `i${n}`,
    title: `Thing ${'abcde'[n]} of stone`,
    category,
  }))
  const ids = async (items: readonly string[], rows: readonly unknown[], logRows?: readonly unknown[]) => {
    const engine = await openEngine({ items: rows, config: { device: 'off', ...(logRows && { logRows }) } })
    return engine.list('goes-with', { limit: 8, items })
  }
  const orders = [
    [0, 1, 2],
    [0, 2],
    [0, 3],
    [1, 4],
  ].flatMap((basket, order) => basket.map((n) => ({ order, sku: `i${n}` })))

  test('is what was in one order with it, most often first, then what is like it; one of each category and none of its own', async () => {
    const answer = await ids(['i0'], shelf, orders)

    expect(idsOf(answer)).toEqual(['i2', 'i4'])
    expect(answer.map(({ reasons }) => reasons.some(({ kind }) => kind === 'goes-with'))).toEqual([true, false])
    expect(idsOf(await ids(['i0', 'i2'], shelf, orders))).toEqual(['i4'])
    expect(idsOf(await ids(['i1'], shelf, orders)).sort()).toEqual(['i2', 'i4'])
  })

  test('is what a column of the catalog links it with, whatever the shop calls the column', async () => {
    for (const name of ['crosssell_skus', 'Related Products', 'crossSellIds']) {
      const linked = shelf.map((row) => (row.id === 'i0' ? { ...row, [name]: 'i4,i1, i3,gone' } : row))
      expect(idsOf(await ids(['i0'], linked)).sort(), name).toEqual(['i3', 'i4'])
    }
  })

  test('within a budget is the walk of the list without one that passes over what costs more than is left', async () => {
    const price = fc.option(
      fc.record({ value: fc.integer({ min: 0, max: 5000 }).map((cents) => cents / 100), currency: fc.constantFrom('EUR', 'EUR', 'USD') }),
      { freq: 5, nil: undefined },
    )
    const question = fc.record({
      prices: fc.array(price, { minLength: 12, maxLength: 30 }),
      cents: fc.integer({ min: 1, max: 12_000 }),
      limit: fc.integer({ min: 1, max: 12 }),
      several: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(question, async ({ prices, cents, limit, several }) => {
        const rows = prices.map((price, n) => ({
          id: `i${n}`,
          title: `${['oak', 'wool', 'tin'][n % 3]} ${['lamp', 'rug', 'desk', 'chair'][n % 4]} ${String.fromCharCode(97 + n).repeat(3)}`,
          ...(price && { price }),
        }))
        const engine = await openEngine({ items: rows, config: { device: 'off' } })
        const asked = several ? ['i0', 'i1'] : ['i0']
        const found = await engine.list('goes-with', { limit, items: asked, budget: cents / 100 })
        const every = await engine.list('goes-with', { limit: 100, items: asked })
        const currency = [...prices.slice(0, asked.length), ...prices].find((one) => one)?.currency
        let left = cents
        const expected = every.filter(({ item }) => {
          const cost = item.price?.currency === currency && item.price ? Math.round(item.price.value * 100) : Number.NaN
          if (!(cost <= left)) return false
          left -= cost
          return true
        })
        expect(idsOf(found)).toEqual(idsOf(expected).slice(0, limit))
        expect(found.lacks).toEqual(found.length > 0 ? undefined : `budget: no item that may be shown costs ${cents / 100} or less`)
      }),
      { numRuns: 60 },
    )
  })

  test('within a budget what still fits is found behind many that do not', async () => {
    const rows = Array.from({ length: 300 }, (_, n) => ({
      id: `i${n}`,
      title: n <= 100 ? 'oak desk' : n <= 200 ? 'oak chair' : 'rug',
      price: { value: n <= 100 ? 50 : n <= 200 ? 9 : 5, currency: 'EUR' },
    }))
    const engine = await openEngine({ items: rows, config: { device: 'off' } })
    const found = await engine.list('goes-with', { limit: 8, items: ['i0'], budget: 69, diversity: 0 })
    expect(found.map(({ item }) => item.price!.value)).toEqual([50, 9, 9])
    const more = await engine.list('goes-with', { limit: 8, items: ['i0'], budget: 65, diversity: 0 })
    expect(more.map(({ item }) => item.price!.value)).toEqual([50, 9, 5])
  })

  test('within a budget one of a category that is passed over leaves room for another of it', async () => {
    const priced = ['60', '50', '30', '20', '10'].map((value, n) => ({ ...shelf[n]!, price: `${value} EUR` }))
    const engine = await openEngine({ items: priced.slice(0, 4), config: { device: 'off', logRows: orders.slice(0, 3) } })
    const idsWithin = async (budget: number) => idsOf(await engine.list('goes-with', { limit: 8, items: ['i0'], budget }))
    expect(await idsWithin(30)).toEqual(['i2'])
    expect(await idsWithin(29.99)).toEqual(['i3'])
    expect(await idsWithin(19)).toEqual([])
    const cents = shelf.map((row, n) => ({ ...row, price: ['0.50', '0.10', '0.10', '0.70', '0.20'][n] }))
    const shop = await openEngine({ items: cents, config: { device: 'off', logRows: orders } })
    expect(idsOf(await shop.list('goes-with', { limit: 8, items: ['i0'], budget: 0.3 }))).toEqual(['i2', 'i4'])
  })

  test('a linked item is not found by the words of the link, and no facet counts links', async () => {
    const linked = shelf.map((row, n) => ({ ...row, goes_with: [`pot-${(n + 1) % 2}`] }))
    const engine = await openEngine({ items: linked, config: { device: 'off' } })
    expect(idsOf(await engine.search('pot', { limit: 8 }))).toEqual([])
    expect([...attributeColumns(parseCatalog(linked).items).keys()]).toEqual([])
  })

  test('of views alone, or of nothing, is what is like it, and says so', async () => {
    const views = orders.map(({ order, sku }) => ({ user: order, item: sku }))
    for (const log of [views, undefined]) {
      const answer = await ids(['i0'], shelf, log)
      expect(idsOf(answer).sort()).toEqual(['i1', 'i2', 'i3', 'i4'])
      expect(answer.flatMap(({ reasons }) => reasons.map(({ kind }) => kind))).not.toContain('goes-with')
    }
  })

  test('of several items heeds what is most like one of them too, and names that one', async () => {
    const things = ['oak desk', 'oak desk lamp', 'steel lamp shade', 'wool rug', 'wool rug of steel', 'oak rug'].map((title, n) => ({
      id: `i${n}`,
      title,
    }))
    const asked = ['i0', 'i2', 'i3']
    const answer = await ids(asked, things)
    const alone = await Promise.all(asked.map((id) => ids([id], things)))
    const found = (at: number, id: string) => alone[at]!.find(({ item }) => item.id === id)?.score ?? Number.NEGATIVE_INFINITY

    expect(idsOf(answer).sort()).toEqual(['i1', 'i4', 'i5'])
    for (const { item, score, reasons } of answer) {
      const nearest = [0, 1, 2].reduce((best, at) => (found(at, item.id) > found(best, item.id) ? at : best))
      const told = reasons.filter(({ kind }) => kind === 'similar-to')
      expect(told).toEqual([expect.objectContaining({ id: asked[nearest], title: things.find(({ id }) => id === asked[nearest])!.title })])
      expect(told[0]!.weight).toBeCloseTo(found(nearest, item.id) / 2, 5)
      expect(reasons.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(score, 10)
    }
    for (const one of alone.flat()) expect(one.reasons.map(({ kind }) => kind)).not.toContain('similar-to')
  })

  // four lines of twelve kinds: a thing shares a word with its line and one with its kind
  const lines = Array.from({ length: 48 }, (_, n) => ({
    id: `i${n}`,
    title: `${['Oslo', 'Lima', 'Bern', 'Doha'][Math.floor(n / 12)]} ${'abcdefghijkl'[n % 12]!.repeat(4)}`,
    category: `k${n % 12}`,
  }))
  const pairsOf = (next: (n: number) => number) => lines.flatMap((_, n) => [n, next(n)].map((row) => ({ order: n, sku: `i${row}` })))

  test('has a category twice where orders do, and not where they do not', async () => {
    const ofOneKind = await ids(
      ['i0'],
      lines,
      pairsOf((n) => (n + 12) % 48),
    )
    const ofAnother = await ids(
      ['i0'],
      lines,
      pairsOf((n) => (n % 12 === 11 ? n - 11 : n + 1)),
    )

    expect(idsOf(ofOneKind).slice(0, 2).sort()).toEqual(['i12', 'i36'])
    const kinds = ofAnother.map(({ item }) => item.category![0])
    expect([new Set(kinds).size, kinds.includes('k0')]).toEqual([kinds.length, false])
    expect(idsOf(ofAnother).slice(0, 2).sort()).toEqual(['i1', 'i11'])
  })

  test('of an item without links is what most items are linked with, where the links of the others say so, be they few', async () => {
    const linkedWith = (next: (n: number) => readonly string[], most = 44) =>
      lines.map((row, n) => (n % 2 === 0 && n < most ? { ...row, crosssell: next(n) } : row))
    const toAccessories = linkedWith(() => ['i47', 'i45'])
    const fewToAccessories = linkedWith(() => ['i47', 'i45'], 12)
    const toEach = linkedWith((n) => [`i${(n + 12) % 48}`])

    for (const shop of [toAccessories, fewToAccessories]) {
      expect(
        idsOf(await ids(['i3'], shop))
          .slice(0, 2)
          .sort(),
      ).toEqual(['i45', 'i47'])
    }
    expect((await ids(['i3'], toAccessories))[0]!.reasons.map(({ kind }) => kind)).toContain('goes-with')
    expect((await ids(['i3'], toEach)).flatMap(({ reasons }) => reasons.map(({ kind }) => kind))).not.toContain('goes-with')
  })

  test('of an item without links is of the kind that its own kind is linked with, where the links of the others say so', async () => {
    // twelve kinds of four: each item of an even kind goes with the next kind of the same number, whatever the words are
    const shop = lines.map((row, n) => (n % 2 === 0 && n >= 12 ? { ...row, crosssell: [`i${n + 1}`, `i${((n + 12) % 48) + 1}`] } : row))

    for (const n of [0, 4, 8]) {
      const answer = await ids([`i${n}`], shop)
      const partners = answer.filter(({ item }) => item.category![0] === `k${n + 1}`)
      expect(idsOf(partners).sort(), `i${n}`).toEqual([n + 1, n + 13, n + 25, n + 37].map((to) => `i${to}`).sort())
    }
  })

  test('of an item of a kind that no link knows has no card for its brand, however many links stay in one brand', async () => {
    // an even kind goes with the next kind of the same number, which is of the same brand; the last two kinds have no links
    const shop = lines.map((row, n) => ({
      ...row,
      brand: ['North', 'South'][(n >> 1) % 2],
      crosssell: n % 12 < 10 && n % 2 === 0 && n !== 12 ? [`i${n + 1}`, `i${((n + 12) % 48) + 1}`] : [],
    }))
    const kindsOf = async (id: string) => (await ids([id], shop)).flatMap(({ reasons }) => reasons.map(({ kind }) => kind))

    for (const n of [10, 11, 22, 23, 34, 35]) expect(await kindsOf(`i${n}`), `i${n}`).not.toContain('goes-with')
    expect(await kindsOf('i12')).toContain('goes-with')
  })

  test('of an item without links heeds no kinds where they would find the links of too few others to be sure', async () => {
    // that the first kind goes with the seventh is told by the kinds of two items alone; what six others go with, by words
    const shop = lines.map((row, n) => {
      const word = n >= 24 ? n - 24 : n
      return {
        ...row,
        title: word >= 1 && word <= 6 ? `${row.title} ${'uvwxyz'[word - 1]!.repeat(5)}` : row.title,
        crosssell: n === 0 || n === 12 ? [`i${n + 6}`] : n >= 1 && n <= 6 ? [`i${n + 24}`] : [],
      }
    })
    const answer = await ids(['i36'], shop)

    expect(answer.flatMap(({ reasons }) => reasons.map(({ kind }) => kind))).not.toContain('goes-with')
  })
})
