import { expect, onTestFinished, test, vi } from 'vitest'
import type { EngineConfig } from '../protocol.js'
import { NOW, openEngine } from './engine.test-helper.js'
import * as formats from './formats.js'
import { fetchLogAhead } from './log-source.js'

const items = ['kettle', 'teapot', 'saddle', 'lantern', 'trowel', 'ledger'].map((title, n) => ({ id: `i${n}`, title }))
/** Whoever met the kettle went on to the ledger. */
const rows = Array.from({ length: 60 }, (_, user) => ['i0', 'i5'].map((item, step) => ({ user, item, time: 1_700_000_000 + step }))).flat()
const csv = `user,item,time\n${rows.map(({ user, item, time }) => `${user},${item},${time}`).join('\n')}\nx,gone,1700000000`
const config: Partial<EngineConfig> = { device: 'off', interactions: [{ type: 'view', id: 'i0', at: NOW }] }
const addressOf = (text: string) => `data:text/csv,${encodeURIComponent(text)}`

test.each<[string, Partial<EngineConfig>, number]>([
  ['an address', { logUrl: addressOf(csv) }, 1],
  ['rows', { logRows: rows }, 0],
])('a log from %s is a term of forYou, and the state says what was read of it', async (_, log, rejected) => {
  const engine = await openEngine({ items, config: { ...config, ...log } })
  await vi.waitFor(() => expect(engine.state.interactions).toBeDefined())

  const [first] = await engine.forYou({ limit: 1 })
  expect(first!.item.id).toBe('i5')
  expect(first!.reasons.map(({ kind }) => kind)).toContain('interactions')
  expect(engine.state.interactions).toMatchObject({ rows: 120 + rejected, rejected })
  expect(engine.state.error).toBeUndefined()
})

test('a log of another catalog is an error of the state, answers go on, and coming online tries again', async () => {
  const engine = await openEngine({ items, config: { ...config, logUrl: addressOf('user,item\nu,gone') } })
  await vi.waitFor(() => expect(engine.state.error?.code).toBe('interactions-invalid'))
  expect(engine.state.error!.message).toContain('received 1 rows, none of which is an interaction (line 2, item: received "gone"')
  expect(await engine.forYou({ limit: 3 })).toHaveLength(3)

  const { revision } = engine.state
  engine.retry()
  await vi.waitFor(() => expect(engine.state.error?.code).toBe('interactions-invalid'))
  expect(engine.state.revision).toBe(revision)
})

test('once the network is back, a list of what is popular waits for the log', async () => {
  const fetched = vi.spyOn(globalThis, 'fetch').mockRejectedValueOnce(new TypeError('offline'))
  onTestFinished(() => fetched.mockRestore())
  const engine = await openEngine({ items, config: { ...config, logUrl: addressOf(csv) } })
  expect((await engine.list('popular', { limit: 2, items: [] })).lacks).toContain('popularity')

  engine.retry()
  const popular = await engine.list('popular', { limit: 2, items: [] })
  expect(popular.map(({ item }) => item.id).sort()).toEqual(['i0', 'i5'])
})

test('while a log is read and summed up, what waits has its turn', async () => {
  let now = 0
  // every piece of the work gives way
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => (now += 1000))
  onTestFinished(() => clock.mockRestore())
  const learn = fetchLogAhead({ logRows: rows }, async () => formats, new AbortController().signal)!
  const done: string[] = []
  const learning = learn(() => true).then(() => done.push('learnt'))
  for (const turn of ['first', 'second', 'third', 'fourth']) await new Promise((resolve) => setTimeout(resolve)).then(() => done.push(turn))
  await learning
  expect(done).toEqual(['first', 'second', 'third', 'fourth', 'learnt'])
})
