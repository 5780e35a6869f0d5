import { expect, test, vi } from 'vitest'
import { FlatIndex } from '../vectors/flat-index.js'
import { CatalogRows } from './catalog-rows.js'
import { EmbeddingQueue, embed } from './embedding.js'
import type { EncoderClient } from './encoder-client.js'

const DIMENSIONS = 8

/** A catalog of `count` items, an encoder of ones, and writes that end when `release` is called. Everything that happens is in `log`. */
function runOf(count: number) {
  const ids = Array.from({ length: count }, (_, row) => `item ${row}`)
  const rows = new CatalogRows()
  rows.replace({ items: ids.map((id) => ({ id, title: id })), hashes: ids.map((_, row) => row.toString(16).padStart(32, '0')) })
  const index = new FlatIndex(DIMENSIONS)
  index.resize(count)
  const log: string[] = []
  let release = () => {}
  const abort = new AbortController()
  const encoder = {
    encode: async (texts: readonly string[], _: string, signal?: AbortSignal) => {
      log.push(`encode ${texts.length}`)
      await new Promise((resolve) => setTimeout(resolve))
      signal?.throwIfAborted()
      return new Float32Array(texts.length * DIMENSIONS).fill(DIMENSIONS ** -0.5)
    },
  } as unknown as EncoderClient
  const done = embed(new EmbeddingQueue(), {
    rows,
    index,
    drafts: new Set(),
    makesDrafts: false,
    awaitsOwn: false,
    encoder,
    signal: abort.signal,
    budget: () => Number.POSITIVE_INFINITY,
    onChunk: ({ whole: embedded }) => {
      log.push(`write ${embedded}`)
      return new Promise((resolve) => {
        release = () => {
          log.push(`written ${embedded}`)
          resolve()
        }
      })
    },
  })
  return { log, done, abort, index, release: () => release() }
}

const logged = (log: readonly string[], from: number, expected: readonly string[]) =>
  vi.waitFor(() => expect(log.slice(from)).toEqual(expected))

test('a chunk is encoded while the one before is written, and added only when that is durable', async () => {
  const { log, done, index, release } = runOf(40)
  await logged(log, 0, ['encode 16', 'write 16', 'encode 16'])
  expect(index.has(16)).toBe(false)
  release()
  await logged(log, 3, ['written 16', 'write 16', 'encode 8'])
  release()
  await logged(log, 6, ['written 16', 'write 8'])
  release()
  expect(await done).toBe(40)
})

test('a run that is aborted settles after its last write, so that nothing is written into a store that is cleared then', async () => {
  const { log, done, abort, release } = runOf(40)
  const settled = done.catch(() => undefined).then(() => log.push('settled'))
  await logged(log, 0, ['encode 16', 'write 16', 'encode 16'])
  abort.abort()
  await new Promise((resolve) => setTimeout(resolve, 5))
  release()
  await settled
  expect(log.slice(3)).toEqual(['written 16', 'settled'])
})
