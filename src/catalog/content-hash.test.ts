import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { sha256 } from '../sha256-digest.js'
import { contentHash, contentHashes } from './content-hash.js'

const reference = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex').slice(0, 32)

afterEach(() => {
  vi.unstubAllGlobals()
})

describe('sha256', () => {
  test('has the value of FIPS 180-4 for abc', () => {
    expect(Buffer.from(sha256(new TextEncoder().encode('abc'))).toString('hex')).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    )
  })

  test('agrees with node for every length around the block size', () => {
    for (let length = 0; length < 200; length++) {
      const bytes = Uint8Array.from({ length }, (_, index) => (index * 37 + length) & 255)
      expect(Buffer.from(sha256(bytes))).toEqual(createHash('sha256').update(bytes).digest())
    }
  })
})

describe('contentHash', () => {
  test('is the first half of the sha-256, with crypto.subtle, without it, and in a batch', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: 'grapheme' })), async (texts) => {
        const expected = texts.map(reference)

        expect(await Promise.all(texts.map(contentHash))).toEqual(expected)
        expect(await contentHashes(texts)).toEqual(expected)
        vi.stubGlobal('crypto', undefined)
        expect(await Promise.all(texts.map(contentHash))).toEqual(expected)
        vi.unstubAllGlobals()
      }),
    )
  })

  test('lets other tasks run between the slices of a large batch', async () => {
    let turns = 0
    const timer = setInterval(() => turns++, 0)
    const hashes = await contentHashes(Array.from({ length: 2_000 }, (_, index) => `${index} `.repeat(500)))
    clearInterval(timer)

    expect(new Set(hashes).size).toBe(2_000)
    expect(turns).toBeGreaterThan(2)
  })
})
