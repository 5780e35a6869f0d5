import fc from 'fast-check'
import { expect, test } from 'vitest'
import { PagekinError } from '../errors.js'
import { type Block, packBlock, unpackBlock } from './blocks.js'
import { crc32 } from './crc32.js'

const hexKey = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => Buffer.from(bytes).toString('hex'))
const block = fc.tuple(fc.integer({ min: 1, max: 40 }), fc.array(hexKey, { maxLength: 9 })).chain(([dimensions, keys]) =>
  fc.record<Block>({
    dimensions: fc.constant(dimensions),
    keys: fc.constant(keys),
    codes: fc.int8Array({ minLength: keys.length * dimensions, maxLength: keys.length * dimensions }),
    scales: fc.float32Array({ minLength: keys.length, maxLength: keys.length, min: 0, max: 2 ** 100, noNaN: true }),
  }),
)
const SAMPLE: Block = {
  dimensions: 3,
  keys: ['00112233445566778899aabbccddeeff', 'ffffffffffffffffffffffffffffffff'],
  codes: Int8Array.of(1, -2, 127, -127, 0, 5),
  scales: Float32Array.of(0.5, 0),
}

function codeOf(read: () => unknown): string {
  try {
    read()
  } catch (error) {
    if (error instanceof PagekinError) return error.code
    throw error
  }
  return 'read'
}

/** Changes a sample block as a writer with a fault would: with a right checksum. */
function forged(change: (view: DataView) => void): ArrayBuffer {
  const buffer = packBlock(SAMPLE)
  const view = new DataView(buffer)
  change(view)
  view.setUint32(4, crc32(new Uint8Array(buffer, 8)), true)
  return buffer
}

test('what is packed is read again, and packing is deterministic', () => {
  fc.assert(
    fc.property(block, (rows) => {
      const buffer = packBlock(rows)
      expect(unpackBlock(buffer)).toEqual(rows)
      expect(new Uint8Array(packBlock(rows))).toEqual(new Uint8Array(buffer))
    }),
  )
})

test('codes and scales are views of the buffer, on 16-byte boundaries', () => {
  const buffer = packBlock(SAMPLE)
  const { codes, scales } = unpackBlock(buffer)
  expect(codes.buffer).toBe(buffer)
  expect(scales.buffer).toBe(buffer)
  expect([codes.byteOffset % 16, scales.byteOffset % 16, buffer.byteLength % 16]).toEqual([0, 0, 0])
})

test('any one wrong byte, and any burst of four, is found', () => {
  fc.assert(
    fc.property(block, fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 4 }), (rows, place, flips) => {
      const bytes = new Uint8Array(packBlock(rows))
      const at = place % bytes.length
      const before = bytes.slice()
      for (let i = 0; i < flips.length && at + i < bytes.length; i++) bytes[at + i]! ^= flips[i]!
      const same = Buffer.compare(before, bytes) === 0
      expect(codeOf(() => unpackBlock(bytes.buffer))).toBe(same ? 'read' : 'pack-invalid')
    }),
    { numRuns: 1000 },
  )
})

test('every single flipped bit of a block is found', () => {
  const buffer = packBlock(SAMPLE)
  const bytes = new Uint8Array(buffer)
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    bytes[bit >> 3]! ^= 1 << (bit & 7)
    expect(codeOf(() => unpackBlock(buffer))).toBe('pack-invalid')
    bytes[bit >> 3]! ^= 1 << (bit & 7)
  }
  expect(unpackBlock(buffer)).toEqual(SAMPLE)
})

test('a block cut short or made longer anywhere is found', () => {
  const buffer = packBlock(SAMPLE)
  for (let length = 0; length < buffer.byteLength; length++) expect(codeOf(() => unpackBlock(buffer.slice(0, length)))).toBe('pack-invalid')
  const longer = new Uint8Array(buffer.byteLength + 16)
  longer.set(new Uint8Array(buffer))
  expect(codeOf(() => unpackBlock(longer.buffer))).toBe('pack-invalid')
})

test('arbitrary bytes, and things that are no bytes, are refused', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      expect(codeOf(() => unpackBlock(bytes.slice().buffer))).toBe('pack-invalid')
    }),
  )
  const detached = packBlock(SAMPLE)
  structuredClone(detached, { transfer: [detached] })
  for (const value of [undefined, null, 'block', 7, {}, new Uint8Array(64), detached]) {
    expect(codeOf(() => unpackBlock(value))).toBe('pack-invalid')
  }
})

test('a whole block of a later version is told from a damaged one', () => {
  expect(codeOf(() => unpackBlock(forged((view) => view.setUint32(8, 2, true))))).toBe('pack-newer')
  expect(codeOf(() => unpackBlock(forged((view) => view.setUint32(8, 0, true))))).toBe('pack-invalid')
})

test('a right checksum does not excuse sizes that do not fit or scales that are no scales', () => {
  for (const rows of [0, 1, 3, 2 ** 28, 2 ** 32 - 1]) {
    expect(codeOf(() => unpackBlock(forged((view) => view.setUint32(20, rows, true))))).toBe('pack-invalid')
  }
  for (const dimensions of [0, 9, 65_537, 2 ** 32 - 1]) {
    expect(codeOf(() => unpackBlock(forged((view) => view.setUint32(16, dimensions, true))))).toBe('pack-invalid')
  }
  for (const scale of [Number.NaN, -1, Number.POSITIVE_INFINITY]) {
    expect(codeOf(() => unpackBlock(forged((view) => view.setFloat32(64, scale, true))))).toBe('pack-invalid')
  }
})

test('parts that do not fit together are not packed', () => {
  const wrong: Partial<Block>[] = [
    { dimensions: 2 },
    { dimensions: 0, codes: new Int8Array(0) },
    { scales: new Float32Array(3) },
    { scales: Float32Array.of(1, Number.NaN) },
    { scales: Float32Array.of(1, -1) },
    { keys: ['00', '11'] },
    { keys: [SAMPLE.keys[0]!, SAMPLE.keys[0]!.toUpperCase()] },
  ]
  for (const part of wrong) expect(codeOf(() => packBlock({ ...SAMPLE, ...part }))).toBe('usage')
})
