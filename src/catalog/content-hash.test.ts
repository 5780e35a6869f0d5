import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { sha256 } from '../sha256.js'
import { contentHash, contentHashes } from './content-hash.js'
import { diffCatalog } from './diff.js'

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

describe('diffCatalog', () => {
  const catalogs = fc.dictionary(fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor'), fc.constantFrom('h1', 'h2'))

  test('puts every id of either catalog in exactly one list', () => {
    fc.assert(
      fc.property(catalogs, catalogs, (left, right) => {
        const before = new Map(Object.entries(left))
        const after = new Map(Object.entries(right))
        const { added, changed, removed, kept } = diffCatalog(before, after)

        expect([...added, ...changed, ...removed, ...kept].sort()).toEqual([...new Set([...before.keys(), ...after.keys()])].sort())
        expect(added.every((id) => !before.has(id) && after.has(id))).toBe(true)
        expect(removed.every((id) => before.has(id) && !after.has(id))).toBe(true)
        expect(kept.every((id) => before.get(id) === after.get(id))).toBe(true)
        expect(changed.every((id) => before.get(id) !== after.get(id) && before.has(id) && after.has(id))).toBe(true)
      }),
    )
  })
})
