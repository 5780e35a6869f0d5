import { expect, test } from 'vitest'
import { PagekinError } from '../errors.js'
import type { ListAnswer, RerankRequest } from '../protocol.js'
import type { Item, Rerank } from '../types.js'
import { inRounds } from './rerank-rounds.js'

const item = (id: string): Item => ({ id, title: id })
const FIRST: ListAnswer = { items: [], sure: true, next: [item('a'), item('b')] }

function rounds(
  rerank: Partial<Rerank>,
  signal?: AbortSignal,
  answers: readonly ListAnswer[] = [FIRST, { items: [], sure: false }],
  lifetime = new AbortController().signal,
) {
  const requests: RerankRequest[] = []
  const told: unknown[] = []
  const answer = inRounds({
    text: 'lamp',
    rerank: rerank as Rerank,
    signal,
    lifetime,
    ask: async (request) => {
      if (!request) return { items: [], sure: true }
      requests.push(request)
      return answers[requests.length - 1]!
    },
    tell: (fault) => told.push(fault?.code),
  })
  return { answer, requests, told }
}

test('the engine hears what was scored, each time all of it, and the last answer is that of the search', async () => {
  const answers = [FIRST, { items: [], next: [item('c')] }, { items: [], sure: false, next: [] }]
  const { answer, requests, told } = rounds({ score: async (_, items) => Float32Array.from(items, (_, at) => at) }, undefined, answers)
  expect(await answer).toEqual({ items: [], sure: false })
  expect(requests.map(({ scored }) => scored)).toEqual([
    [],
    [
      ['a', 0],
      ['b', 1],
    ],
    [
      ['a', 0],
      ['b', 1],
      ['c', 0],
    ],
  ])
  expect(requests.map(({ calls }) => calls)).toEqual([100, 100, 100])
  expect(told).toEqual([undefined])
})

test.each([
  [{}, /rerank.score: received undefined, expected a function/],
  [{ score: () => [], calls: 0 }, /rerank.calls: received 0, expected a whole number from 1 to 500/],
  [{ score: () => [], calls: 501 }, /received 501/],
  [{ score: () => [], calls: 2.5 }, /received 2.5/],
  [{ score: () => [], calls: 10n as never }, /received 10,/],
])('options of another form are refused: %o', async (rerank, message) => {
  const { answer, requests } = rounds(rerank)
  await expect(answer).rejects.toMatchObject({ code: 'usage', message: expect.stringMatching(message) })
  expect(requests).toEqual([])
})

test('a function that never answers is left when the signal is aborted, which is no fault of it', async () => {
  const abort = new AbortController()
  const { answer, told } = rounds({ score: () => new Promise(() => undefined) }, abort.signal)
  setTimeout(() => abort.abort())
  await expect(answer).rejects.toMatchObject({ code: 'aborted' })
  expect(told).toEqual([])
})

test('a function that never answers is left when the recommender is disposed', async () => {
  const lifetime = new AbortController()
  const { answer, told } = rounds({ score: () => new Promise(() => undefined) }, undefined, undefined, lifetime.signal)
  setTimeout(() => lifetime.abort())
  await expect(answer).rejects.toMatchObject({ code: 'aborted' })
  expect(told).toEqual([])
})

test.each([
  ['returns no finite number', () => [Number.POSITIVE_INFINITY, 1]],
  ['throws what has no text', () => Promise.reject(Object.create(null))],
  ['throws a message without a text', () => Promise.reject({ message: Object.create(null) })],
])('a function that %s leaves the page’s own ranking, as it is after the fault', async (_, score) => {
  const { answer, told } = rounds({ score }, undefined, [{ items: [], sure: false, next: [item('a'), item('b')] }])
  expect(await answer).toEqual({ items: [], sure: true })
  expect(told).toEqual(['usage'])
})

test.each<[string, Rerank['score']]>([
  ['empties its array', (_, items) => (items as Item[]).splice(0).map(() => 1)],
  ['shortens it', (_, items) => [(items as Item[]).splice(0, 1)].flatMap(() => [1, 2])],
  ['renames its items', (_, items) => items.map((one) => Object.assign(one, { id: 'nope' }).title.length)],
])('a function that %s scores the items that it was asked about', async (_, score) => {
  const { answer, requests } = rounds({ score })
  expect(await answer).toEqual({ items: [], sure: false })
  expect(requests.at(-1)!.scored.map(([id]) => id)).toEqual(['a', 'b'])
})

test('a method may use its object', async () => {
  class Longest {
    readonly #longest = 'b'
    score(_: string, items: readonly Item[]) {
      return items.map(({ id }) => Number(id === this.#longest))
    }
  }
  const { answer, requests } = rounds(new Longest())
  await answer
  expect(requests.at(-1)!.scored).toEqual([
    ['a', 0],
    ['b', 1],
  ])
})

test.each([[1e-9], [1e38], [1e300], [Number.MAX_VALUE]])('scores are told apart on a scale of %f', async (scale) => {
  const { answer, requests } = rounds({ score: () => [-scale, scale] })
  await answer
  expect(requests.at(-1)!.scored.map(([, score]) => score)).toEqual([0, 1])
})

test('a script of the engine that is not there leaves the page’s own ranking', async () => {
  const told: unknown[] = []
  const ask = async (request?: RerankRequest): Promise<ListAnswer> => {
    if (request) throw new PagekinError('worker-failed', 'rerank.js: 404')
    return { items: [], sure: true }
  }
  const lifetime = new AbortController().signal
  const rerank = { score: () => [] }
  const answer = inRounds({ text: '', rerank, signal: undefined, lifetime, ask, tell: (fault) => told.push(fault?.code) })
  expect(await answer).toEqual({ items: [], sure: true })
  expect(told).toEqual(['worker-failed'])
})
