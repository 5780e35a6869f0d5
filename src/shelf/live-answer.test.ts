import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { PagekinError } from '../errors.js'
import { own } from '../own.js'
import { POLLUTIONS, polluted } from '../own.test-helper.js'
import { contentOf, filesOf } from '../pack/pack.test-helper.js'
import { acquireRecommender, DISPOSE_DELAY_MS, sharedKey } from '../page/shared-recommenders.js'
import type { Reason, Recommendation, Recommender, RecommenderState } from '../types.js'
import { FaultTeller } from './fault-teller.js'
import { LiveAnswer } from './live-answer.js'
import type { ShelfQuestion } from './question.js'

/** A recommender at the boundary: answers when told to. */
class Boundary {
  readonly calls: {
    about: unknown
    options: unknown
    signal: AbortSignal | undefined
    answer: (ids: string[], reasons?: Reason[]) => void
    fail: (thrown: unknown) => void
  }[] = []
  readonly recorded: string[] = []
  readonly listeners = new Set<() => void>()
  disposed = 0
  state = { phase: 'ready', level: 'lexical', revision: 0 } as RecommenderState

  #call(about: unknown, options?: { readonly signal?: AbortSignal }): Promise<Recommendation[]> {
    return new Promise((resolve, reject) => {
      this.calls.push({
        about,
        options,
        signal: options?.signal,
        answer: (ids, reasons = []) => resolve(ids.map((id) => ({ item: { id, title: id }, score: 0, reasons }))),
        fail: reject,
      })
    })
  }
  similar: Recommender['similar'] = (id, options) => this.#call(id, options)
  search: Recommender['search'] = (text, options) => this.#call(text, options)
  list: Recommender['list'] = (mode, options) => this.#call([mode, options?.items], options)
  forYou: Recommender['forYou'] = (options) => this.#call('for-you', options)
  record: Recommender['record'] = ({ type, id }) => void this.recorded.push(`${type} ${id}`)
  getState = () => this.state
  subscribe = (listener: () => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }
  dispose = () => void this.disposed++
  become(change: Partial<RecommenderState>): void {
    this.state = { ...this.state, ...change }
    for (const listener of this.listeners) listener()
  }
}

const asRecommender = (boundary: Boundary) => boundary as unknown as Recommender
const similarTo = (item: string): ShelfQuestion => ({ mode: 'similar', item, limit: 8 })
const settle = () => vi.advanceTimersByTimeAsync(0)

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

async function started(question = similarTo('a')) {
  const boundary = new Boundary()
  const live = new LiveAnswer(async () => asRecommender(boundary))
  live.connect({ recommender: asRecommender(boundary) })
  live.ask(question)
  await settle()
  return { boundary, live, ids: () => live.getSnapshot().recommendations.map(({ item }) => item.id) }
}

test('an answer to an earlier question is dropped, and its call aborted', async () => {
  const { boundary, live, ids } = await started()

  live.ask(similarTo('b'))
  boundary.calls[1]!.answer(['of b'])
  await settle()
  boundary.calls[0]!.answer(['of a'])
  await settle()

  expect(boundary.calls[0]!.signal?.aborted).toBe(true)
  expect(ids()).toEqual(['of b'])
})

test('a list keeps its id while answers improve it, and another question has another', async () => {
  const { boundary, live } = await started()
  const { recommendationId } = live.getSnapshot()
  boundary.calls[0]!.answer(['1'])
  await settle()
  boundary.become({ revision: 1 })
  await vi.advanceTimersByTimeAsync(1000)
  boundary.calls[1]!.answer(['2'])
  await settle()
  expect(recommendationId).toMatch(/^\w{6,}$/)
  expect(live.getSnapshot()).toMatchObject({ recommendationId, recommendations: [{ item: { id: '2' } }] })

  live.ask(similarTo('b'))
  const second = live.getSnapshot().recommendationId
  live.refresh()

  expect(new Set([recommendationId, second, live.getSnapshot().recommendationId]).size).toBe(3)
})

test('a new question empties the list at once; one more id to leave out does not', async () => {
  const { boundary, live, ids } = await started()
  boundary.calls[0]!.answer(['1', '2'])
  await settle()

  live.ask({ ...similarTo('a'), exclude: ['1'] }, true)
  expect(ids()).toEqual(['1', '2'])
  expect(live.getSnapshot().generation).toBe(1)

  live.ask(similarTo('b'))
  expect(ids()).toEqual([])
  expect(live.getSnapshot()).toMatchObject({ status: 'loading', generation: 2 })
})

test('a rising revision asks again within the same generation, a burst of them once a second', async () => {
  const { boundary, live, ids } = await started()
  boundary.calls[0]!.answer(['1'])
  await settle()

  for (let revision = 1; revision <= 20; revision++) boundary.become({ revision })
  expect(boundary.calls).toHaveLength(1)
  await vi.advanceTimersByTimeAsync(1000)
  expect(boundary.calls).toHaveLength(2)
  boundary.become({ revision: 21, level: 'encoder' })
  boundary.calls[1]!.answer(['2'])
  await settle()

  expect(ids()).toEqual(['2'])
  expect(live.getSnapshot()).toMatchObject({ level: 'encoder', generation: 1 })
  await vi.advanceTimersByTimeAsync(1000)
  expect(boundary.calls).toHaveLength(3)
})

test('a failure is the answer only while there is none', async () => {
  const { boundary, live, ids } = await started()
  boundary.calls[0]!.fail(new PagekinError('filter-invalid', 'similar: a'))
  await settle()
  expect(live.getSnapshot()).toMatchObject({ status: 'error', error: { code: 'filter-invalid' } })

  boundary.become({ revision: 1 })
  await vi.advanceTimersByTimeAsync(1000)
  boundary.calls[1]!.answer(['1'])
  await settle()
  expect(live.getSnapshot()).toMatchObject({ status: 'ready', error: undefined })

  boundary.become({ revision: 2 })
  await vi.advanceTimersByTimeAsync(1000)
  boundary.calls[2]!.fail('a bare string')
  await settle()
  expect(live.getSnapshot()).toMatchObject({ status: 'ready', error: { code: 'worker-failed' } })
  expect(ids()).toEqual(['1'])
})

test('away and back with the same recommender asks nothing twice', async () => {
  const { boundary, live, ids } = await started()
  boundary.calls[0]!.answer(['1'])
  await settle()

  live.disconnect()
  expect(boundary.listeners.size).toBe(0)
  live.connect({ recommender: asRecommender(boundary) })
  await settle()

  expect(boundary.calls).toHaveLength(1)
  expect(boundary.listeners.size).toBe(1)
  expect(ids()).toEqual(['1'])
})

test('away while a call is under way asks it again', async () => {
  const { boundary, live } = await started()
  live.disconnect()
  live.connect({ recommender: asRecommender(boundary) })
  await settle()

  expect(boundary.calls).toHaveLength(2)
})

test('an item is noted as viewed once, also by two shelves about it', async () => {
  const { boundary, live } = await started()
  const other = new LiveAnswer(async () => asRecommender(boundary))
  other.connect({ recommender: asRecommender(boundary) })
  other.ask({ mode: 'for-you', item: 'a', limit: 4 })
  await settle()
  live.ask({ ...similarTo('a'), limit: 2 })
  live.ask(similarTo('b'))

  expect(boundary.recorded).toEqual(['view a', 'view b'])
})

test('nothing is asked while there is nothing to ask', async () => {
  const { boundary, live } = await started({ mode: 'search', query: '  ', limit: 8 })

  expect(live.getSnapshot().status).toBe('idle')
  expect(boundary.calls).toHaveLength(0)
})

test('equal options share one recommender, disposed a second after the last has left', async () => {
  const boundary = new Boundary()
  const create = vi.fn(async () => asRecommender(boundary))
  const first = acquireRecommender({ catalog: '/a', device: 'off' }, create)
  const second = acquireRecommender({ device: 'off', catalog: '/a' }, create)
  expect(await first.ready).toBe(await second.ready)

  first.release()
  first.release()
  await vi.advanceTimersByTimeAsync(DISPOSE_DELAY_MS * 2)
  expect(boundary.disposed).toBe(0)
  second.release()
  await vi.advanceTimersByTimeAsync(DISPOSE_DELAY_MS - 1)
  acquireRecommender({ catalog: '/a', device: 'off' }, create).release()
  await vi.advanceTimersByTimeAsync(DISPOSE_DELAY_MS - 1)
  expect(boundary.disposed).toBe(0)
  await vi.advanceTimersByTimeAsync(1)

  expect(boundary.disposed).toBe(1)
  expect(create).toHaveBeenCalledTimes(1)
})

test('a failed creation is forgotten, so that the next call tries again', async () => {
  const boundary = new Boundary()
  const create = vi.fn(async () => asRecommender(boundary))
  create.mockRejectedValueOnce(new Error('no'))

  await expect(acquireRecommender({ catalog: '/f' }, create).ready).rejects.toThrow('no')

  await expect(acquireRecommender({ catalog: '/f' }, create).ready).resolves.toBe(boundary)
})

test('refresh starts anew what could not be started', async () => {
  const boundary = new Boundary()
  let tries = 0
  const live = new LiveAnswer(async () => {
    tries++
    if (tries === 1) throw new PagekinError('catalog-invalid', 'not there yet')
    return asRecommender(boundary)
  })
  live.connect({ recommender: undefined, options: { catalog: '/refresh.json' } })
  live.ask(similarTo('a'))
  await settle()
  expect(live.getSnapshot()).toMatchObject({ status: 'error', error: { code: 'catalog-invalid' } })

  live.refresh()
  await settle()
  boundary.calls[0]!.answer(['b'])
  await settle()
  expect(live.getSnapshot()).toMatchObject({ status: 'ready', error: undefined, recommendations: [{ item: { id: 'b' } }] })
  live.disconnect()
})

test('a recommender that comes after all have left is disposed', async () => {
  const boundary = new Boundary()
  let arrive = (_: Recommender) => {}
  const lease = acquireRecommender({ catalog: '/late' }, () => new Promise((resolve) => (arrive = resolve)))
  lease.release()
  await vi.advanceTimersByTimeAsync(DISPOSE_DELAY_MS)
  arrive(asRecommender(boundary))
  await settle()

  expect(boundary.disposed).toBe(1)
})

test('keys tell apart what differs, and items by their content', () => {
  expect(sharedKey({ catalog: '/a' })).not.toBe(sharedKey({ catalog: '/b' }))
  expect(sharedKey({ items: [{ id: 1 }] })).toBe(sharedKey({ items: [{ id: 1 }] }))
  expect(sharedKey({ items: [{ id: 1 }] })).not.toBe(sharedKey({ items: [{ id: 2 }] }))
})

test.each(POLLUTIONS)('a page that has extended Object.prototype shares recommenders, and asks, as any other: %j', async (value) => {
  const ask = async () => {
    const boundary = new Boundary()
    const live = new LiveAnswer(async () => asRecommender(boundary))
    live.connect({ recommender: undefined, options: { catalog: '/c.json' } })
    live.ask(own({ mode: 'for-you', limit: 8 }))
    await settle()
    boundary.calls[0]?.answer(['x'])
    await settle()
    live.disconnect()
    await vi.advanceTimersByTimeAsync(DISPOSE_DELAY_MS)
    return JSON.stringify([
      boundary.calls.map(({ about }) => about),
      boundary.recorded,
      live.getSnapshot().status,
      sharedKey({ catalog: '/c.json' }),
    ])
  }

  expect(await polluted(value, ask)).toBe(await ask())
})

test('few rows are compared by value, many and unreadable ones by identity', () => {
  const few = () => [{ id: 'a', title: 'a' }]
  expect(sharedKey({ items: few() })).toBe(sharedKey({ items: few() }))
  const many = Array.from({ length: 1001 }, (_, id) => ({ id, title: 't' }))
  const broken = [
    {
      get id(): string {
        throw new Error('trap')
      },
    },
  ]
  for (const items of [many, broken]) {
    expect(sharedKey({ items })).toBe(sharedKey({ items }))
    expect(sharedKey({ items })).not.toBe(sharedKey({ items: [...items] }))
  }
})

test('of a catalog without an item, no item is unknown: that it is empty is the error to tell', async () => {
  const told = vi.fn()
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
  const { boundary, live } = await started()
  const rejectedRows = [{ row: 0, field: 'id', why: 'has neither an id nor an address' }]
  boundary.become({ items: { total: 0, embedded: 0, drafts: 0, embeddedThisVisit: 0, maxItemsPerVisit: 2000, rejected: 1 }, rejectedRows })
  boundary.calls[0]!.fail(new PagekinError('item-unknown', 'similar: received the id "a"'))
  await settle()
  boundary.calls[1]!.answer([])
  await settle()
  new FaultTeller(told).heed(live.getSnapshot(), 'similar')

  expect(told.mock.calls.map(([{ code, message }]) => [code, message])).toEqual([
    ['catalog-invalid', expect.stringContaining('received a catalog of 0 items')],
  ])
  expect(warn.mock.calls.flat().join()).toContain('row 1, id: has neither an id nor an address')
})

test('an item that the catalog does not have: what is for the visitor instead, with the error beside it', async () => {
  const { boundary, live, ids } = await started()
  boundary.become({ items: { total: 9, embedded: 0, drafts: 0, embeddedThisVisit: 0, maxItemsPerVisit: 2000, rejected: 0 } })
  boundary.calls[0]!.fail(new PagekinError('item-unknown', 'similar: received the id "a"'))
  await settle()
  expect(boundary.calls.map(({ about }) => about)).toEqual(['a', 'for-you'])
  boundary.calls[1]!.answer(['x', 'y'])
  await settle()
  expect([live.getSnapshot().status, live.getSnapshot().error?.code, ids()]).toEqual(['ready', 'item-unknown', ['x', 'y']])

  boundary.become({ revision: 1 })
  await vi.advanceTimersByTimeAsync(2000)
  boundary.calls[2]!.answer(['z'])
  await settle()
  expect([live.getSnapshot().error, ids()]).toEqual([undefined, ['z']])
})

test('a recommender that is still to come is waited for, and one that does not come is an error', async () => {
  const boundary = new Boundary()
  const live = new LiveAnswer(async () => asRecommender(boundary))
  let come: (recommender: Recommender) => void = () => undefined
  live.connect({ recommender: new Promise<Recommender>((resolve) => (come = resolve)) })
  live.ask(similarTo('a'))
  await settle()
  expect([live.getSnapshot().status, boundary.calls.length]).toEqual(['loading', 0])
  come(asRecommender(boundary))
  await settle()
  boundary.calls[0]!.answer(['x'])
  await settle()
  expect([live.getSnapshot().status, boundary.recorded]).toEqual(['ready', ['view a']])

  const failing = new LiveAnswer(async () => asRecommender(boundary))
  failing.connect({ recommender: Promise.reject(new PagekinError('timeout', 'createRecommender')) })
  failing.ask(similarTo('a'))
  await settle()
  expect([failing.getSnapshot().status, failing.getSnapshot().error?.code]).toEqual(['error', 'timeout'])
})

test('until there is a recommender a pack answers, and what it showed and is gone since is told', async () => {
  const item = (id: string) => ({ id, title: `thing ${id}` })
  const items = ['a', 'b', 'c', 'd', 'e'].map(item)
  const files = await filesOf({ ...contentOf(items), neighbours: new Map([['a', ['b', 'c', 'd', 'e'].map(item)]]) })
  vi.stubGlobal('document', { baseURI: 'https://shop.example/p/a' })
  vi.stubGlobal('fetch', async (url: string) => new Response(files.get(url.replace('https://shop.example/kin/', ''))))
  const boundary = new Boundary()
  let start = (_: Recommender) => {}
  const live = new LiveAnswer(() => new Promise((resolve) => (start = resolve)))
  live.connect({ recommender: undefined, options: { pack: '/kin' } })
  live.ask({ ...similarTo('a'), limit: 3, exclude: ['d'] })
  await vi.waitFor(() => expect(live.getSnapshot().status).toBe('ready'))

  const first = live.getSnapshot()
  expect(first).toMatchObject({ level: 'neighbours', withdrawn: [], error: undefined, state: undefined })
  expect(first.recommendations.map((shown) => shown.item.id)).toEqual(['b', 'c', 'e'])
  for (const { score, reasons } of first.recommendations)
    expect(reasons).toEqual([{ kind: 'similar-to', id: 'a', title: 'thing a', weight: score }])

  start(asRecommender(boundary))
  await settle()
  boundary.calls[0]!.answer(['x', 'c'])
  await settle()
  expect(live.getSnapshot().level, 'nothing changes before it is known what is gone').toBe('neighbours')
  boundary.calls[1]!.answer(['e'])
  await settle()
  expect(live.getSnapshot()).toMatchObject({ level: 'lexical', withdrawn: ['b'], generation: first.generation })
  live.disconnect()
  vi.unstubAllGlobals()
})

test.each([
  ['another question', { mode: 'for-you', item: 'a', limit: 8 }],
  ['a filter', { ...similarTo('a'), where: { price: 3 } }],
  ['an item that it does not know', similarTo('nobody')],
] as [string, ShelfQuestion][])('a pack has no answer to %s', async (_, question) => {
  const files = await filesOf(
    contentOf([
      { id: 'a', title: 'a' },
      { id: 'b', title: 'b' },
    ]),
  )
  vi.stubGlobal('document', { baseURI: 'https://shop.example/' })
  vi.stubGlobal('fetch', async (url: string) => new Response(files.get(url.replace('https://shop.example/other/', ''))))
  const live = new LiveAnswer(() => new Promise(() => {}))
  live.connect({ recommender: undefined, options: { pack: 'other/' } })
  live.ask(question)
  await vi.dynamicImportSettled()
  await vi.advanceTimersByTimeAsync(100)
  expect(live.getSnapshot()).toMatchObject({ status: 'loading', recommendations: [] })
  live.disconnect()
  vi.unstubAllGlobals()
})

test('a pack whose neighbours are damaged says so while the recommender is waited for, whose answer then stands without an error', async () => {
  const files = await filesOf(contentOf(['a', 'b'].map((id) => ({ id, title: id }))))
  const damaged = [...files.keys()].find((name) => name.startsWith('neighbours'))!
  vi.stubGlobal('document', { baseURI: 'https://shop.example/' })
  vi.stubGlobal('fetch', async (url: string) => {
    const name = url.replace('https://shop.example/damaged/', '')
    return new Response(name === damaged ? '{' : files.get(name))
  })
  const boundary = new Boundary()
  let start = (_: Recommender) => {}
  const live = new LiveAnswer(() => new Promise((resolve) => (start = resolve)))
  live.connect({ recommender: undefined, options: { pack: '/damaged/' } })
  live.ask(similarTo('a'))
  await vi.waitFor(() => expect(live.getSnapshot().error?.code).toBe('pack-invalid'))

  expect(live.getSnapshot()).toMatchObject({ status: 'loading', recommendations: [] })
  start(asRecommender(boundary))
  await settle()
  boundary.calls[0]!.answer(['b'])
  await settle()
  expect(live.getSnapshot()).toMatchObject({ status: 'ready', error: undefined })
  live.disconnect()
  vi.unstubAllGlobals()
})

test('what a pack shows of a shelf that comes near later leaves out what the shelf above shows', async () => {
  const items = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id, title: id }))
  const files = await filesOf({ ...contentOf(items), neighbours: new Map([['a', items.slice(1)]]) })
  vi.stubGlobal('document', { baseURI: 'https://shop.example/' })
  vi.stubGlobal('fetch', async (url: string) => new Response(files.get(url.replace('https://shop.example/two/', ''))))
  const boundary = new Boundary()
  const [above, below] = [0, 1].map(() => new LiveAnswer(async () => asRecommender(boundary))) as [LiveAnswer, LiveAnswer]
  const source = { recommender: undefined, options: { pack: '/two/' } }
  above.connect(source)
  above.ask({ mode: 'for-you', limit: 8 })
  await vi.waitFor(() => expect(boundary.calls).toHaveLength(1))
  boundary.calls[0]!.answer(['b', 'c'])
  await settle()
  below.connect(source)
  below.ask(similarTo('a'))
  await vi.waitFor(() => expect(below.getSnapshot().status).toBe('ready'))

  expect(below.getSnapshot().level).toBe('neighbours')
  expect(below.getSnapshot().recommendations.map(({ item }) => item.id)).toEqual(['d', 'e'])
  above.disconnect()
  below.disconnect()
  vi.unstubAllGlobals()
})

test('where no engine starts, what a pack has is shown, and why there is no more beside it', async () => {
  const items = ['a', 'b'].map((id) => ({ id, title: id }))
  const files = await filesOf(contentOf(items))
  vi.stubGlobal('document', { baseURI: 'https://shop.example/' })
  vi.stubGlobal('fetch', async (url: string) => new Response(files.get(url.replace('https://shop.example/third/', ''))))
  const live = new LiveAnswer(() => Promise.reject(new PagekinError('worker-failed', 'a test')))
  const statuses: string[] = []
  live.subscribe(() => statuses.push(live.getSnapshot().status))
  live.connect({ recommender: undefined, options: { pack: '/third/' } })
  live.ask(similarTo('a'))
  await vi.waitFor(() => expect(live.getSnapshot().error?.code).toBe('worker-failed'))

  expect(live.getSnapshot()).toMatchObject({ status: 'ready', level: 'neighbours', recommendations: [{ item: { id: 'b' } }] })
  expect(statuses).not.toContain('error')
  live.disconnect()
  vi.unstubAllGlobals()
})

test('where a mode has nothing the next one answers, and the last resort is what was asked for', async () => {
  const question: ShelfQuestion = {
    mode: 'goes-with',
    item: 'a',
    seeds: ['b', 'a'],
    fallbackModes: ['search', 'similar', 'popular'],
    limit: 8,
  }
  const { boundary, live, ids } = await started(question)

  boundary.calls[0]!.answer([])
  await settle()
  boundary.calls[1]!.answer([])
  await settle()
  boundary.calls[2]!.answer(['p'])
  await settle()

  expect(
    boundary.calls.map(({ about }) => about),
    'a search without words is passed over',
  ).toEqual([
    ['goes-with', ['a', 'b']],
    ['a', 'b'],
    ['popular', ['a', 'b']],
  ])
  expect([ids(), live.getSnapshot().mode]).toEqual([['p'], 'popular'])
  live.refresh()
  await settle()
  for (const call of [3, 4, 5]) {
    boundary.calls[call]!.answer([])
    await settle()
  }
  expect([live.getSnapshot().status, live.getSnapshot().mode]).toEqual(['empty', 'goes-with'])
})

test('an empty cart has nothing to ask with, unless a mode that needs no item may answer', async () => {
  const { live } = await started({ mode: 'goes-with', seeds: [], limit: 8 })
  expect(live.getSnapshot().status).toBe('idle')
  const { boundary } = await started({ mode: 'goes-with', fallbackModes: ['others', 'new'], limit: 8 })
  expect(boundary.calls.map(({ about }) => about)).toEqual([['new', undefined]])
})

test('what stands in for a list of what the visitor did stays while it is better answered', async () => {
  const { boundary, live } = await started({ mode: 'again', fallbackModes: ['for-you'], limit: 8 })
  const answer = async (call: number, ids: string[]) => {
    boundary.calls[call]!.answer(ids)
    await settle()
  }
  const goOn = async (revision: number) => {
    boundary.become({ revision })
    await vi.advanceTimersByTimeAsync(1000)
  }
  await answer(0, [])
  await answer(1, ['1', '2'])
  await goOn(1)
  await answer(2, [])
  await answer(3, ['3', '4'])
  expect(live.getSnapshot()).toMatchObject({
    mode: 'for-you',
    withdrawn: [],
    recommendations: [{ item: { id: '3' } }, { item: { id: '4' } }],
  })

  await goOn(2)
  await answer(4, ['5'])
  expect(live.getSnapshot()).toMatchObject({ mode: 'again', withdrawn: ['3', '4'] })
  await goOn(3)
  await answer(5, [])
  await answer(6, ['1'])
  expect(live.getSnapshot()).toMatchObject({ mode: 'for-you', withdrawn: ['5'] })
})

test('what follows from a past that is forgotten goes, even in view', async () => {
  const { boundary, live } = await started({ mode: 'for-you', limit: 8 })
  const goOn = async (call: number, ids: string[], reasons: Reason[]) => {
    if (call > 0) {
      boundary.become({ revision: call })
      await vi.advanceTimersByTimeAsync(1000)
    }
    boundary.calls[call]!.answer(ids, reasons)
    await settle()
  }
  const past: Reason = { kind: 'because-you', event: 'view', id: 'a', title: 'thing a', weight: 1 }
  await goOn(0, ['1', '2'], [past])
  await goOn(1, ['2', '3'], [past])
  expect(live.getSnapshot().withdrawn).toEqual([])
  await goOn(2, ['3', '4'], [{ kind: 'popular', weight: 1 }])
  expect(live.getSnapshot().withdrawn).toEqual(['2'])
})

describe('two shelves of a page', () => {
  async function both(second: ShelfQuestion = { mode: 'for-you', limit: 8 }) {
    const first = await started()
    const { boundary } = first
    const live = new LiveAnswer(async () => asRecommender(boundary))
    live.connect({ recommender: asRecommender(boundary) })
    live.ask(second)
    await settle()
    const answer = async (call: number, ids: string[], reasons?: Reason[]) => {
      boundary.calls[call]!.answer(ids, reasons)
      await settle()
    }
    return { boundary, first, live, answer, ids: () => live.getSnapshot().recommendations.map(({ item }) => item.id) }
  }

  test('the later one leaves out what the earlier one shows, whichever answer comes first', async () => {
    const inOrder = await both()
    await inOrder.answer(0, ['1', '2'])
    await inOrder.answer(1, ['2', '3'])
    expect(inOrder.boundary.calls[2]).toMatchObject({ about: 'for-you', options: { exclude: ['1', '2'] } })
    await inOrder.answer(2, ['3', '4'])
    expect(inOrder.ids()).toEqual(['3', '4'])

    const late = await both()
    await late.answer(1, ['2', '3'])
    expect(late.ids(), 'shown now, it would stay while it is in view').toEqual([])
    await late.answer(0, ['1', '2'])
    await late.answer(2, ['3', '4'])
    expect(late.ids()).toEqual(['3', '4'])
    expect(late.first.ids()).toEqual(['1', '2'])
  })

  test.each<[string, (first: LiveAnswer, boundary: Boundary) => void]>([
    ['what comes for a card dismissed by its id', (first) => first.ask({ ...similarTo('a'), exclude: ['1'] }, true)],
    ['what comes for a card that the recommender leaves out', (_, boundary) => boundary.become({ revision: 1 })],
    ['what is like another item', (first) => first.ask(similarTo('b'))],
  ])('%s is no card that the visitor sees below', async (_, change) => {
    const { boundary, first, live, answer, ids } = await both()
    await answer(0, ['1', '2'])
    await answer(1, ['3', '4'])
    live.sight = () => ({ shelfVisible: true, seen: new Set(['3']) })
    change(first.live, boundary)
    await vi.advanceTimersByTimeAsync(1000)
    await answer(2, ['2', '3', '6'])
    if (boundary.calls.length > 4) await answer(3, ['3', '4'])
    expect(boundary.calls.at(-1)!.options).toMatchObject({ exclude: expect.arrayContaining(['3']) })
    await answer(boundary.calls.length - 1, ['2', '5', '6'])
    expect(first.ids()).toEqual(['2', '5', '6'])
    expect(ids()).toEqual(['3', '4'])
  })

  test('what the visitor saw of an earlier question below is free again', async () => {
    const { boundary, first, live, answer } = await both()
    await answer(0, ['1', '2'])
    await answer(1, ['3', '4'])
    live.sight = () => ({ shelfVisible: true, seen: new Set(['3']) })
    first.live.ask(similarTo('b'))
    live.ask({ mode: 'for-you', item: 'b', limit: 8 })
    await answer(2, ['2', '3'])
    expect(first.ids()).toEqual(['2', '3'])
    expect(boundary.calls).toHaveLength(4)
  })

  test('a card that stays in view above, though its answer has gone, is on no later shelf', async () => {
    const { boundary, first, answer, ids } = await both()
    await answer(0, ['1', '2'])
    await answer(1, ['3', '4'])
    first.live.sight = () => ({ shelfVisible: true, seen: new Set(['1']) })
    boundary.become({ revision: 1 })
    await vi.advanceTimersByTimeAsync(1000)
    await answer(2, ['2', '6'])
    await answer(3, ['1', '4'])
    expect(boundary.calls[4]).toMatchObject({ about: 'for-you', options: { exclude: ['2', '6', '1'] } })
    await answer(4, ['4', '5'])
    expect(ids()).toEqual(['4', '5'])
  })

  test('a card that nobody sees below goes to the earlier shelf, and another takes its place', async () => {
    const { boundary, first, live, answer, ids } = await both()
    await answer(0, ['1', '2'])
    await answer(1, ['3', '4'])
    live.sight = () => ({ shelfVisible: false, seen: new Set(['3']) })
    first.live.ask(similarTo('b'))
    await answer(2, ['2', '3'])
    expect(first.ids()).toEqual(['2', '3'])
    await answer(3, ['3', '4'])
    expect(boundary.calls[4]).toMatchObject({ about: 'for-you', options: { exclude: ['2', '3'] } })
    await answer(4, ['4', '5'])
    expect(ids()).toEqual(['4', '5'])
  })

  test('what is popular leaves out what is for the visitor only because it is popular, and nothing else', async () => {
    const leftOut = async (reasons: Reason[]) => {
      const { boundary } = await started({ mode: 'for-you', limit: 2 })
      const live = new LiveAnswer(async () => asRecommender(boundary))
      live.connect({ recommender: asRecommender(boundary) })
      live.ask({ mode: 'popular', limit: 2 })
      await settle()
      const popular: Reason[] = [{ kind: 'popular', weight: 1 }]
      boundary.calls[0]!.answer(['1', '2'], reasons)
      boundary.calls[1]!.answer(['2', '1'], popular)
      await settle()
      boundary.calls[2]?.answer(['3', '4'], popular)
      await settle()
      return live.getSnapshot().recommendations.map(({ item }) => item.id)
    }
    expect(await leftOut([{ kind: 'popular', weight: 1 }])).toEqual(['3', '4'])
    expect(await leftOut([{ kind: 'because-you', event: 'view', id: 'a', title: 'thing a', weight: 1 }])).toEqual(['2', '1'])
  })

  test('answers that come at once are parted, too', async () => {
    const { boundary, answer, ids } = await both()
    boundary.calls[0]!.answer(['1', '2'])
    await answer(1, ['2', '3'])
    await answer(2, ['3', '4'])
    expect(ids()).toEqual(['3', '4'])
  })

  test('what the site pinned to the later one stays there', async () => {
    const { boundary, answer, ids } = await both({ mode: 'for-you', limit: 8, rules: { pin: ['2'] } })
    await answer(0, ['1', '2', '3'])
    await answer(1, ['2', '3'])
    expect(boundary.calls[2]).toMatchObject({ about: 'for-you', options: { exclude: ['1', '3'] } })
    await answer(2, ['2', '4'])
    expect(ids()).toEqual(['2', '4'])
  })

  test('the later one waits no longer for an earlier one that fails or goes', async () => {
    const failing = await both()
    await failing.answer(1, ['2', '3'])
    failing.boundary.calls[0]!.fail(new PagekinError('worker-failed', 'no'))
    await settle()
    expect(failing.ids()).toEqual(['2', '3'])

    const leaving = await both()
    await leaving.answer(1, ['2', '3'])
    leaving.first.live.disconnect()
    leaving.boundary.calls[0]!.fail(new PagekinError('aborted', 'no longer wanted'))
    await settle()
    expect(leaving.ids()).toEqual(['2', '3'])
  })

  test('a catalog that has too few other items is shown twice', async () => {
    const { answer, ids } = await both()
    await answer(0, ['1', '2'])
    await answer(1, ['2', '3'])
    await answer(2, ['3'])
    expect(ids()).toEqual(['2', '3'])
  })

  test.each<[string, ShelfQuestion]>([
    ['the same question', similarTo('a')],
    ['a search', { mode: 'search', query: 'oak', limit: 8 }],
    ['what the visitor has seen', { mode: 'recent', limit: 8 }],
  ])('%s leaves nothing out', async (_, question) => {
    const { boundary, answer, ids } = await both(question)
    await answer(0, ['1', '2'])
    await answer(1, ['2', '3'])
    expect(ids()).toEqual(['2', '3'])
    expect(boundary.calls).toHaveLength(2)
  })

  test('what goes with the item leaves out what is shown where texts alone say so, and nothing where it is linked', async () => {
    const goesWith: ShelfQuestion = { mode: 'goes-with', item: 'a', limit: 8 }
    const byTexts = await both(goesWith)
    await byTexts.answer(0, ['1', '2'])
    await byTexts.answer(1, ['2', '3'], [{ kind: 'words', words: ['oak'], weight: 1 }])
    expect(byTexts.boundary.calls[2]).toMatchObject({ options: { exclude: ['1', '2'] } })
    await byTexts.answer(2, ['3', '4'])
    expect(byTexts.ids()).toEqual(['3', '4'])

    const linked = await both(goesWith)
    await linked.answer(0, ['1', '2'])
    await linked.answer(1, ['2', '3'], [{ kind: 'goes-with', weight: 1 }])
    expect(linked.ids()).toEqual(['2', '3'])
    expect(linked.boundary.calls).toHaveLength(2)
  })

  test('if asking for others fails, what was found first is shown', async () => {
    const { boundary, live, answer, ids } = await both()
    await answer(0, ['1', '2'])
    await answer(1, ['2', '3'])
    boundary.calls[2]!.fail(new PagekinError('timeout', 'for-you'))
    await settle()
    expect([live.getSnapshot().status, live.getSnapshot().error, ids()]).toEqual(['ready', undefined, ['2', '3']])
  })

  test('a recommender that leaves out nothing is not asked for ever', async () => {
    const { boundary, answer, ids } = await both()
    await answer(0, ['1', '2'])
    await answer(1, ['2', '3'])
    await answer(2, ['2', '3'])
    expect(ids()).toEqual(['2', '3'])
    expect(boundary.calls).toHaveLength(3)
  })

  test('what a shelf that has gone showed is free again', async () => {
    const { boundary, first, live, answer, ids } = await both()
    await answer(0, ['1', '2'])
    first.live.disconnect()
    await answer(1, ['2', '3'])
    expect(ids()).toEqual(['2', '3'])
    expect(boundary.calls).toHaveLength(2)
    live.disconnect()
  })
})
