import { crc32 } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { draftKey, packBlock, unpackBlock } from '../vectors/blocks.js'
import { keysToKeep, planCompaction, readStoredBlock } from './compaction.js'

const key = (n: number) => n.toString(16).padStart(32, '0')

function pack(numbers: readonly number[], dimensions = 1): ArrayBuffer {
  const codes = new Int8Array(numbers.length * dimensions)
  return packBlock({ dimensions, keys: numbers.map(key), codes, scales: new Float32Array(numbers.length) })
}

const everything = { has: () => true } as unknown as ReadonlySet<string>

test('full blocks that lose nothing are not rewritten', () => {
  const stored = [pack([1, 2, 3]), pack([4]), pack([5, 6])].map((buffer, sequence) => ({ sequence, buffer }))
  const { remove, add } = planCompaction(stored, everything, 3)
  expect(remove).toEqual([1, 2])
  expect(add.map((buffer) => unpackBlock(buffer).keys)).toEqual([[4, 5, 6].map(key)])
})

test('one small block that loses nothing is left alone', () => {
  expect(planCompaction([{ sequence: 9, buffer: pack([1]) }], everything)).toEqual({ remove: [], add: [] })
})

test('damaged blocks are removed, blocks of a later version and of other dimensions are not joined', () => {
  const newer = pack([7])
  const header = new DataView(newer)
  header.setUint32(8, 99, true)
  header.setUint32(4, crc32(new Uint8Array(newer, 8)), true)
  expect(readStoredBlock(newer)).toBe('newer')
  const stored = [pack([1]), pack([2], 4), new ArrayBuffer(3), 'foreign', newer, pack([3])].map((buffer, sequence) => ({
    sequence,
    buffer,
  }))
  const { remove, add } = planCompaction(stored, everything)
  expect([...remove].sort()).toEqual([0, 2, 3, 5])
  expect(add.map((buffer) => unpackBlock(buffer).dimensions)).toEqual([1])
})

test('a second compaction finds nothing to do', () => {
  const batches = fc.array(fc.uniqueArray(fc.nat(60), { minLength: 1, maxLength: 9 }), { maxLength: 12 })
  fc.assert(
    fc.property(batches, fc.uniqueArray(fc.nat(60)), fc.integer({ min: 1, max: 7 }), (numbers, keep, rowsPerBlock) => {
      const kept = new Set(keep.map(key))
      const stored = numbers.map((batch, sequence) => ({ sequence, buffer: pack(batch) }))
      const { remove, add } = planCompaction(stored, kept, rowsPerBlock)
      const after = [
        ...stored.filter(({ sequence }) => !remove.includes(sequence)),
        ...add.map((buffer, i) => ({ sequence: stored.length + i, buffer })),
      ]
      expect(planCompaction(after, kept, rowsPerBlock)).toEqual({ remove: [], add: [] })
      const small = after.filter(({ buffer }) => unpackBlock(buffer).keys.length < rowsPerBlock)
      expect(small.length).toBeLessThanOrEqual(1)
    }),
  )
})

test('vectors of no known catalog stay until they are more than the known ones', () => {
  const stored = [pack([1, 2, 3]), pack([4, 5]), new ArrayBuffer(1)].map((buffer, sequence) => ({ sequence, buffer }))

  expect([...keysToKeep(stored, new Set([1, 2, 3].map(key)))].sort()).toEqual([1, 2, 3, 4, 5].map(key))
  expect([...keysToKeep(stored, new Set([4, 5].map(key)))].sort()).toEqual([4, 5].map(key))
})

test('the draft of a known text stays as long as the whole text has no vector, and those of an unknown text stay together', () => {
  const hash = fc.integer({ min: 1, max: 12 })
  fc.assert(
    fc.property(fc.uniqueArray(hash), fc.uniqueArray(hash), fc.uniqueArray(hash), (whole, drafts, catalog) => {
      const keys = [...whole.map(key), ...drafts.map((n) => draftKey(key(n)))]
      const buffer = packBlock({ dimensions: 1, keys, codes: new Int8Array(keys.length), scales: new Float32Array(keys.length) })
      const known = new Set(catalog.map(key))
      const kept = keysToKeep([{ sequence: 0, buffer }], known)

      const isUnknown = (n: number) => !catalog.includes(n)
      const unknown = whole.filter(isUnknown).length + drafts.filter(isUnknown).length
      for (const n of whole) expect(kept.has(key(n))).toBe(!isUnknown(n) || unknown <= known.size)
      for (const n of drafts) expect(kept.has(draftKey(key(n)))).toBe(isUnknown(n) ? unknown <= known.size : !whole.includes(n))
    }),
  )
})
