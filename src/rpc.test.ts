import { afterEach, expect, test } from 'vitest'
import { PagekinError } from './errors.js'
import type { Outcome } from './protocol.js'
import { type Channel, connect, outcome, unwrap } from './rpc.js'

interface Api {
  double(number: number): Promise<Outcome<number>>
  vector(): Promise<Float32Array>
  never(): Promise<void>
}

const made = new Float32Array([1, 2])
const api: Api = {
  double: (number) =>
    outcome('encoder-failed', 'double', async () => {
      if (number < 0) throw new PagekinError('usage', 'double: received -1, expected 0 or more')
      if (number === 0) throw new Error('nothing')
      return 2 * number
    }),
  vector: async () => made,
  never: () => new Promise(() => undefined),
}

let ports: MessagePort[] = []
afterEach(() => {
  for (const port of ports) port.close()
  ports = []
})

function joined(timeoutMs?: number) {
  const { port1, port2 } = new MessageChannel()
  ports = [port1, port2]
  const transfer = (message: unknown) => {
    const { r } = message as { r?: unknown }
    return r instanceof Float32Array ? [r.buffer] : []
  }
  connect<object, Api>(port1 as Channel, api, { transfer })
  return connect<Api, object>(port2 as Channel, {}, timeoutMs === undefined ? {} : { timeoutMs })
}

test('values and the codes of failures survive the crossing', async () => {
  const remote = joined()
  expect(unwrap(await remote.double(4))).toBe(8)
  await expect(remote.double(-1).then(unwrap)).rejects.toMatchObject({ code: 'usage', message: expect.stringContaining('received -1') })
  await expect(remote.double(0).then(unwrap)).rejects.toMatchObject({
    code: 'encoder-failed',
    message: expect.stringContaining('double: nothing'),
  })
})

test('what is transferred leaves nothing behind', async () => {
  expect([...(await joined().vector())]).toEqual([1, 2])
  expect(made.length).toBe(0)
})

test('a call that takes too long is a timeout', async () => {
  await expect(joined(20).never()).rejects.toMatchObject({
    code: 'timeout',
    message: expect.stringContaining('never: no answer within 0.02 s'),
  })
})

test('closing rejects what is pending with the reason', async () => {
  const remote = joined()
  const pending = remote.never()
  await new Promise((resolve) => setTimeout(resolve))
  remote.$close(new PagekinError('aborted', 'recommender: disposed'))
  await expect(pending).rejects.toMatchObject({ code: 'aborted' })
})
