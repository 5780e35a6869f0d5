import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { sha256Hex } from './sha256.js'
import { sha256 } from './sha256-digest.js'

const reference = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

test('the plain sha-256 equals node’s for every length around the block boundaries', () => {
  for (let length = 0; length <= 260; length++) {
    const bytes = Uint8Array.from({ length }, (_, index) => (index * 151 + length) % 256)
    expect(Buffer.from(sha256(bytes)).toString('hex'), `length ${length}`).toBe(reference(bytes))
  }
})

test('the plain sha-256 equals node’s for any bytes, also for a view into a larger buffer', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2000 }), fc.nat(40), (bytes, offset) => {
      const view = bytes.subarray(Math.min(offset, bytes.length))
      expect(Buffer.from(sha256(view)).toString('hex')).toBe(reference(view))
    }),
  )
})

test('without crypto.subtle, as on plain http, the digest is the same', async () => {
  const bytes = new TextEncoder().encode('waterproof hiking jacket')
  const withSubtle = await sha256Hex(bytes)
  vi.stubGlobal('crypto', {})
  try {
    expect(await sha256Hex(bytes)).toBe(withSubtle)
  } finally {
    vi.unstubAllGlobals()
  }
  expect(withSubtle).toBe(reference(bytes))
})
