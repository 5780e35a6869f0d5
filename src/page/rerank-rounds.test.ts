import { expect, test } from 'vitest'
import type { ListAnswer, RerankRequest } from '../protocol.js'
import type { Item, Rerank } from '../types.js'
import { inRounds } from './rerank-rounds.js'

const item = (id: string): Item => ({ id, title: id })
const FIRST: ListAnswer = { items: [], sure: true, next: [item('a'), item('b')] }

function rounds(rerank: Partial<Rerank>, signal?: AbortSignal, answers: readonly ListAnswer[] = [FIRST, { items: [], sure: false }]) {
  const requests: RerankRequest[] = []
  const told: unknown[] = []
  const answer = inRounds({
    text: 'lamp',
    rerank: rerank as Rerank,
    signal,
    ask: async (request) => {
      requests.push(request)
      return answers[requests.length - 1]!
    },
    tell: (fault) => told.push(fault?.code),
  })
  return { answer, requests, told }
}

test('the engine hears what was scored, each time all of it, and the last answer is that of the search', async () => {
  const answers = [FIRST, { items: [], next: [item('c')] }, { items: [], sure: false, next: [] }]
  const { answer, requests, told } = rounds(
    { score: async (_, items) => Float32Array.from(items, (_, at) => at) as never },
    undefined,
    answers,
  )
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
  expect(told).toEqual([])
})

test.each([
  [{}, /rerank.score: received undefined, expected a function/],
  [{ score: () => [], calls: 0 }, /rerank.calls: received 0, expected a whole number from 1 to 500/],
  [{ score: () => [], calls: 501 }, /received 501/],
  [{ score: () => [], calls: 2.5 }, /received 2.5/],
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

test('a fault leaves the first answer', async () => {
  const { answer, told } = rounds({ score: () => [Number.POSITIVE_INFINITY, 1] })
  expect(await answer).toEqual({ items: [], sure: true })
  expect(told).toEqual(['usage'])
})

test('a function that failed before and is mended is told, once', async () => {
  const told: unknown[] = []
  const message = '[pagekin usage] search: rerank.score: the server is away'
  const ask = async () => ({ items: [] })
  await inRounds({
    text: '',
    rerank: { score: () => [] },
    signal: undefined,
    ask,
    told: { code: 'usage', message },
    tell: (fault) => told.push(fault),
  })
  expect(told).toEqual([undefined])
})
