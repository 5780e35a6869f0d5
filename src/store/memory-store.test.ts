import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Block, packBlock } from '../vectors/blocks.js'
import { MemoryStore } from './memory-store.js'

const key = (n: number) => n.toString(16).padStart(32, '0')

function block(numbers: readonly number[], dimensions = 2): Block {
  return {
    dimensions,
    keys: numbers.map(key),
    codes: Int8Array.from(numbers.flatMap((n) => Array.from({ length: dimensions }, (_, d) => (n + d) % 128))),
    scales: Float32Array.from(numbers, (n) => n / 4),
  }
}

function rowsOf(blocks: readonly Block[]): Map<string, [number, ...number[]]> {
  const rows = new Map<string, [number, ...number[]]>()
  for (const { keys, codes, scales, dimensions } of blocks) {
    keys.forEach((name, row) => {
      rows.set(name, [scales[row]!, ...codes.subarray(row * dimensions, (row + 1) * dimensions)])
    })
  }
  return rows
}

test('what was appended is read in order, under its own fingerprint only', async () => {
  const store = new MemoryStore()
  await store.appendBlock('a', packBlock(block([1, 2])))
  await store.appendBlock('a', packBlock(block([3])))
  await store.appendBlock('b', packBlock(block([4])))
  const { blocks, corrupt } = await store.readBlocks('a')
  expect(corrupt).toBe(0)
  expect(blocks).toEqual([block([1, 2]), block([3])])
  expect((await store.readBlocks('c')).blocks).toEqual([])
})

test('the buffer stays the caller’s: changing it later does not change the store', async () => {
  const store = new MemoryStore()
  const buffer = packBlock(block([1]))
  await store.appendBlock('a', buffer)
  new Uint8Array(buffer).fill(7)
  expect(await store.readBlocks('a')).toEqual({ blocks: [block([1])], corrupt: 0 })
})

test('a damaged block is counted once and deleted, the others are served', async () => {
  const store = new MemoryStore()
  const damaged = packBlock(block([1, 2]))
  new Uint8Array(damaged)[40]! ^= 1
  await store.appendBlock('a', damaged)
  await store.appendBlock('a', packBlock(block([3])))
  expect(await store.readBlocks('a')).toEqual({ blocks: [block([3])], corrupt: 1 })
  expect((await store.readBlocks('a')).corrupt).toBe(0)
})

test('compaction keeps each row once, and drops unknown rows when they outnumber the known, whatever the blocks were', async () => {
  const batches = fc.array(fc.uniqueArray(fc.nat(40), { minLength: 1, maxLength: 6 }), { maxLength: 12 })
  await fc.assert(
    fc.asyncProperty(batches, fc.uniqueArray(fc.nat(40)), async (numbers, keep) => {
      const store = new MemoryStore()
      for (const batch of numbers) await store.appendBlock('a', packBlock(block(batch)))
      const before = rowsOf((await store.readBlocks('a')).blocks)
      await store.compact('a', new Set(keep.map(key)))
      const { blocks } = await store.readBlocks('a')
      const known = new Set(keep.map(key))
      const unknown = [...before.keys()].filter((name) => !known.has(name))
      const kept = unknown.length > known.size ? [...before].filter(([name]) => known.has(name)) : [...before]
      expect(rowsOf(blocks)).toEqual(new Map(kept))
      expect(blocks.reduce((rows, { keys }) => rows + keys.length, 0)).toBe(kept.length)
      expect(blocks.length).toBeLessThanOrEqual(1)
    }),
  )
})

test('evicting others leaves one fingerprint and its meta', async () => {
  const store = new MemoryStore()
  for (const fingerprint of ['a', 'b', 'c']) {
    await store.appendBlock(fingerprint, packBlock(block([1])))
    await store.writeMeta(`encoder ${fingerprint}`, { fingerprint, dimensions: 2, dtype: 'q8' })
  }
  await store.evictOthers('b')
  const left = await Promise.all(['a', 'b', 'c'].map(async (fingerprint) => (await store.readBlocks(fingerprint)).blocks.length))
  expect(left).toEqual([0, 1, 0])
  const metas = await Promise.all(['a', 'b', 'c'].map((fingerprint) => store.readMeta(`encoder ${fingerprint}`)))
  expect(metas.map((meta) => meta?.fingerprint)).toEqual([undefined, 'b', undefined])
})

test('clear comes after the calls before it and before the calls after it', async () => {
  const store = new MemoryStore()
  const calls = [store.appendBlock('a', packBlock(block([1]))), store.clear(), store.appendBlock('a', packBlock(block([2])))]
  await Promise.all(calls)
  expect((await store.readBlocks('a')).blocks).toEqual([block([2])])
})

test('a disposed store rejects every call with aborted', async () => {
  const store = new MemoryStore()
  store.dispose()
  await expect(store.readBlocks('a')).rejects.toMatchObject({ code: 'aborted' })
  await expect(store.clear()).rejects.toMatchObject({ code: 'aborted' })
})

test('compacting for one catalog spares the vectors of another', async () => {
  const store = new MemoryStore()
  await store.writeCatalog('/other.json', { items: [], hashes: [4, 5, 6, 7].map(key), storedAt: 0 })
  await store.appendBlock('a', packBlock(block([1, 2])))
  await store.appendBlock('a', packBlock(block([4, 5, 6, 7])))

  await store.compact('a', new Set([1].map(key)))

  expect([...rowsOf((await store.readBlocks('a')).blocks).keys()].sort()).toEqual([1, 2, 4, 5, 6, 7].map(key))
})
