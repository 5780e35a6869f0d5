import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { EngineApi, EngineConfig, PageApi } from '../protocol.js'
import { type Channel, connect } from '../rpc.js'
import type { RecommenderState } from '../types.js'
import { EngineConnection } from './engine-connection.js'

/** One worker at a time: its script dies of `poison`, answers `slow` never and all else with itself. */
class FakeWorker extends EventTarget {
  static started = 0
  static asked: string[] = []
  readonly #inside = new EventTarget()

  constructor() {
    super()
    FakeWorker.started++
    const api: Partial<EngineApi> = {
      init: async () => ({ ok: true, value: { revision: 0 } as RecommenderState }),
      search: async (text) => {
        FakeWorker.asked.push(text)
        if (text.startsWith('poison')) this.dispatchEvent(Object.assign(new Event('error'), { message: 'boom' }))
        if (text.startsWith('poison') || text === 'slow') await new Promise(() => undefined)
        return { ok: true, value: text as never }
      },
      ping: () => 'pong',
    }
    const channel: Channel = {
      postMessage: (data) => queueMicrotask(() => this.dispatchEvent(new MessageEvent('message', { data }))),
      addEventListener: (type, listener) => this.#inside.addEventListener(type, listener as EventListener),
      removeEventListener: (type, listener) => this.#inside.removeEventListener(type, listener as EventListener),
    }
    connect<PageApi, Partial<EngineApi>>(channel, api)
    channel.postMessage({ pagekin: 'ready', version: '0' }, [])
  }

  postMessage(data: unknown): void {
    queueMicrotask(() => this.#inside.dispatchEvent(new MessageEvent('message', { data })))
  }

  terminate(): void {}
}

beforeEach(() => {
  vi.useFakeTimers()
  vi.stubGlobal('Worker', FakeWorker)
  FakeWorker.started = 0
  FakeWorker.asked = []
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

function opened() {
  const source = { url: 'https://shop.test/worker.js', text: async () => '' }
  const connection = new EngineConnection({
    engineSource: source,
    encoderSource: source,
    config: () => ({}) as EngineConfig,
    onStart: () => undefined,
    onState: () => undefined,
    onProgress: () => undefined,
    candidates: async () => ({ ok: true, value: { rows: [], vectors: [] } }),
    onFault: () => undefined,
  })
  const search = (text: string) => connection.call('search', (engine) => engine.search(text, { callId: 1, limit: 1 }), text)
  return { connection, search }
}

const outcomeOf = (answer: Promise<unknown>) =>
  answer.then(
    (value) => value,
    ({ code }) => code,
  )

test('a question that ends two engines is not sent again, and all others are answered', async () => {
  const { search } = opened()
  for (let time = 0; time < 10; time++) expect(await outcomeOf(search('poison'))).toBe('worker-failed')
  expect(FakeWorker.asked).toEqual(['poison', 'poison'])
  expect(await search('lamp')).toBe('lamp')
  await expect(search('poison')).rejects.toThrow('ended the engine twice')
})

test('questions that waited beside it are asked again one at a time, and answered', async () => {
  const { search } = opened()
  await search('lamp')
  const round = () => Promise.all(['slow', 'poison', 'mug', 'poison'].map((text) => outcomeOf(search(text))))
  expect((await round()).slice(0, 2)).toEqual(['worker-failed', 'worker-failed'])
  FakeWorker.asked = []
  expect(await outcomeOf(search('poison'))).toBe('worker-failed')
  expect(await search('mug')).toBe('mug')
  expect(await outcomeOf(search('poison'))).toBe('worker-failed')
  expect(FakeWorker.asked).toEqual(['poison', 'mug'])
})

test('three deaths within a minute are forgiven after it, with nothing else asked in between', async () => {
  const { search } = opened()
  for (const text of ['poison 1', 'poison 2', 'poison 3']) expect(await outcomeOf(search(text))).toBe('worker-failed')
  const started = FakeWorker.started
  for (let time = 0; time < 3; time++) await expect(search('lamp')).rejects.toThrow('died 3 times')
  expect(FakeWorker.started).toBe(started)
  await vi.advanceTimersByTimeAsync(61_000)
  expect(await search('lamp')).toBe('lamp')
  expect(FakeWorker.started).toBe(started + 1)
})
