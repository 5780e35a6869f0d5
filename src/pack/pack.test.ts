import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Item } from '../types.js'
import { interactionsText, type PackInteractions } from './interactions.js'
import { MANIFEST_NAME } from './manifest.js'
import { neighboursOf } from './neighbours.js'
import { contentOf, DIMENSIONS, type Files, filesOf, interactionsOf, keyOf, open, readAll } from './pack.test-helper.js'
import { itemsOf, vectorFilesOf, vectorsIn } from './read-pack.js'

const anyItem: fc.Arbitrary<Item> = fc.record(
  {
    id: fc.oneof(fc.string({ minLength: 1, unit: 'grapheme' }), fc.constantFrom('__proto__', 'constructor', '0')),
    title: fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }),
    description: fc.string(),
    price: fc.record({ value: fc.integer(), currency: fc.constant('EUR') }),
    available: fc.boolean(),
    tags: fc.array(fc.string()),
  },
  { requiredKeys: ['id', 'title'] },
)
const anyItems = fc.uniqueArray(anyItem, { selector: ({ id }) => id, maxLength: 60 })

const shop = (count: number): Item[] =>
  Array.from({ length: count }, (_, i) => ({ id: `sku-${i}`, title: `thing ${(i * 7919) % count}`, description: 'words '.repeat(100) }))

/** Of a pack's files; some thousand a minute. */
const MUTATIONS = Number(process.env.PAGEKIN_MUTATIONS ?? 2000)

const decode = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes)
const byId = (items: readonly Item[]) => [...items].sort((a, b) => (a.id < b.id ? -1 : 1))

test('what is written is read: every item, its vector and its neighbours', () =>
  fc.assert(
    fc.asyncProperty(anyItems, async (items) => {
      const content = contentOf(items)
      const pack = await open(await filesOf(content))

      // what JSON makes of lone surrogates is not a pack's affair
      const plain = JSON.parse(JSON.stringify(items)) as Item[]
      expect(byId(await itemsOf(pack))).toEqual(byId(plain))
      for (const { id, title } of items) {
        const neighbours = await neighboursOf(pack, id)
        const expected = content.neighbours!.get(id)!
        expect(neighbours?.items.map((item) => item.id) ?? []).toEqual(expected.map((item) => item.id))
        for (const card of neighbours?.items ?? []) expect(items.find((item) => item.id === card.id)).toMatchObject(card)
        if (neighbours) expect(neighbours.title).toBe(title)
        const [hash] = vectorFilesOf(pack, [id])
        const { block } = await vectorsIn(pack, hash!)
        const row = block.keys.indexOf(keyOf(title))
        expect(block.scales[row]).toBe(title.length + 0.5)
        expect(block.codes[row * DIMENSIONS]).toBe(title.length % 127)
      }
    }),
    { numRuns: 60 },
  ))

test('the same items in another order give the same bytes', () =>
  fc.assert(
    fc.asyncProperty(
      anyItems.chain((items) => fc.tuple(fc.constant(items), fc.shuffledSubarray(items, { minLength: items.length }))),
      async ([items, shuffled]) => {
        const content = contentOf(items)
        expect(await filesOf({ ...contentOf(shuffled), neighbours: content.neighbours })).toEqual(await filesOf(content))
      },
    ),
    { numRuns: 30 },
  ))

describe('a pack of many files', () => {
  test('keeps all files but those of the item that changed', async () => {
    const items = shop(2000)
    const before = await filesOf(contentOf(items))
    const after = await filesOf(contentOf(items.map((item, i) => (i === 77 ? { ...item, title: 'zzz' } : item))))
    const fresh = [...after.keys()].filter((name) => !before.has(name))

    const count = (part: string, names: Iterable<string>) => [...names].filter((name) => name.startsWith(part)).length
    expect(count('items', before.keys())).toBeGreaterThan(16)
    expect([count('items', fresh), count('vectors', fresh)]).toEqual([1, 1])
    expect([count('items', after.keys()), after.size]).toEqual([count('items', before.keys()), before.size])
  })

  test('spreads running ids evenly over files of about 40 kB', async () => {
    const files = await filesOf(contentOf(shop(2000)))
    const sizes = [...files].filter(([name]) => name.startsWith('items')).map(([, bytes]) => bytes.length)
    expect(Math.max(...sizes)).toBeLessThan(60_000)
    expect(sizes.reduce((sum, size) => sum + size, 0) / sizes.length).toBeGreaterThan(20_000)
  })

  test('answers what is like an item from the manifest and one file', async () => {
    const files = await filesOf(contentOf(shop(1000), 12))
    const read: string[] = []
    const spied = new Map(files) as Files
    spied.get = (name) => {
      read.push(name)
      return files.get(name)
    }
    const neighbours = await neighboursOf(await open(spied), 'sku-5')

    expect(neighbours?.items).toHaveLength(12)
    expect(read).toHaveLength(2)
    expect(read.reduce((sum, name) => sum + files.get(name)!.length, 0)).toBeLessThan(20_000)
  })
})

test('an item that the pack does not have has no neighbours', async () => {
  const pack = await open(await filesOf(contentOf(shop(3))))
  expect(await neighboursOf(pack, 'nobody')).toBeUndefined()
})

test('without vectors and neighbours there are items alone', async () => {
  const pack = await open(await filesOf({ ...contentOf(shop(3)), vectors: null, neighbours: null }))
  expect(await itemsOf(pack)).toHaveLength(3)
  expect([vectorFilesOf(pack).size, await neighboursOf(pack, 'sku-1')]).toEqual([0, undefined])
})

describe('a manifest', () => {
  const rewrite = async (files: Files, change: (manifest: Record<string, unknown>) => unknown, space = 0) => {
    const manifest = JSON.parse(decode(files.get(MANIFEST_NAME))) as Record<string, unknown>
    return new Map(files).set(MANIFEST_NAME, new TextEncoder().encode(JSON.stringify(change(manifest), null, space)))
  }

  test('may be reformatted', async () => {
    const files = await filesOf(contentOf(shop(5)))
    expect((await open(await rewrite(files, (manifest) => manifest, 2))).manifest).toEqual((await open(files)).manifest)
  })

  test.each([
    ['another version', { version: 2 }],
    ['another number of rows', { body: { rows: 6 } }],
    ['another format', { pagekin: 'other' }],
    ['no version', { version: '1' }],
  ])('with %s and the old checksum is invalid', async (_, change) => {
    const files = await rewrite(await filesOf(contentOf(shop(5))), (manifest) => ({ ...manifest, ...change }))
    await expect(open(files)).rejects.toMatchObject({ code: 'pack-invalid' })
  })

  test('of a later version is newer, when it is whole', async () => {
    const { fileHash } = await import('./file-hash.js')
    const files = await filesOf(contentOf(shop(5)))
    const body = { anything: ['else'] }
    const checksum = await fileHash(new TextEncoder().encode(JSON.stringify([4, body])))
    await expect(open(await rewrite(files, () => ({ pagekin: 'pack', version: 4, checksum, body })))).rejects.toMatchObject({
      code: 'pack-newer',
      message: expect.stringContaining('received version 4, expected 3'),
    })
  })

  test('of lists of an earlier version is refused, and the message says what to do', async () => {
    const { fileHash } = await import('./file-hash.js')
    const encoder = { id: 'test', fingerprint: 'f', dimensions: 32, dtype: 'int8' }
    const body = { rows: 5, encoder, parts: { items: [''] }, lists: { index: '0123456789abcdef', count: 1, neighbours: 0 } }
    const checksum = await fileHash(new TextEncoder().encode(JSON.stringify([2, body])))
    const files = await filesOf(contentOf(shop(5)))
    await expect(open(await rewrite(files, () => ({ pagekin: 'pack', version: 2, checksum, body })))).rejects.toMatchObject({
      code: 'pack-invalid',
      message: expect.stringContaining('received lists of version 2, expected 3: run `pagekin pack` again'),
    })
  })

  test.each(['', '<!doctype html>', '[]', 'null', '{}', '{"pagekin":"pack"}'])('that is %j is invalid', async (text) => {
    const files: Files = new Map([[MANIFEST_NAME, new TextEncoder().encode(text)]])
    await expect(open(files)).rejects.toMatchObject({ code: 'pack-invalid' })
  })
})

test(
  'a file with any byte changed, cut, added or another file in its place is told or makes no difference',
  async () => {
    const items = shop(12)
    const ids = items.map(({ id }) => id)
    const files = await filesOf(contentOf(items))
    const names = [...files.keys()]
    const whole = await readAll(files, ids)
    const refused = { invalid: 0, same: 0 }
    const anyMutation = fc.record({
      name: fc.constantFrom(...names),
      kind: fc.constantFrom('flip', 'cut', 'insert', 'swap', 'zero'),
      at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      byte: fc.integer({ min: 1, max: 255 }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(anyMutation, { minLength: 1, maxLength: 2 }), async (mutations) => {
        const mutated = new Map(files)
        for (const { name, kind, at, byte } of mutations) {
          const bytes = mutated.get(name)!
          const place = Math.floor(at * bytes.length)
          const changed = {
            flip: () => bytes.map((value, i) => (i === place ? value ^ byte : value)),
            cut: () => bytes.slice(0, place),
            insert: () => Uint8Array.of(...bytes.slice(0, place), byte, ...bytes.slice(place)),
            swap: () => files.get(names[Math.floor(at * names.length)]!)!,
            zero: () => bytes.slice().fill(0, place, place + byte),
          }[kind]()
          mutated.set(name, changed)
        }
        const read = await readAll(mutated, ids)
        for (const [question, answer] of Object.entries(read)) {
          const failed = (answer as { failed?: string } | null)?.failed
          if (failed === undefined) expect(answer).toEqual(whole[question])
          else expect(['pack-invalid', 'pack-newer']).toContain(failed)
          refused[failed === undefined ? 'same' : 'invalid']++
        }
      }),
      { numRuns: MUTATIONS },
    )
    expect(refused.invalid).toBeGreaterThan(0)
    expect(refused.same).toBeGreaterThan(0)
  },
  MUTATIONS * 60,
)

describe('the interactions of others', () => {
  const interactions: PackInteractions = {
    ids: ['sku-0', 'sku-2', 'gone'],
    users: Uint32Array.of(3, 2, 0),
    expected: Float32Array.of(3, 2, 1.2345),
    together: { offset: Uint32Array.of(0, 2, 3, 3), rows: Uint32Array.of(1, 2, 0), weights: Float32Array.of(0.123456, 0.5, 1e-7) },
    next: { offset: Uint32Array.of(0, 1, 1, 1), rows: Uint32Array.of(2), weights: Float32Array.of(2.5) },
    weights: { words: 0.7, meaning: 1, together: 1.3, next: 0.5, popular: 0, halfKnown: 3, fade: 0.25 },
  }

  test('is read as it was written, to three digits; a pack without it says so', async () => {
    const read = await interactionsOf(await open(await filesOf({ ...contentOf(shop(3)), interactions })))

    expect(read).toEqual({
      ids: interactions.ids,
      summary: {
        users: interactions.users,
        expected: Float32Array.of(3, 2, 1.23),
        together: { ...interactions.together, weights: Float32Array.of(0.123, 0.5, 1e-7) },
        next: interactions.next,
        weights: interactions.weights,
      },
    })
    expect(await interactionsOf(await open(await filesOf(contentOf(shop(3)))))).toBeUndefined()
  })

  test.each<[string, (whole: Record<string, never>) => void]>([
    ['interactions: ids', (whole) => Object.assign(whole, { ids: [1, 2, 3] })],
    ['interactions: users', (whole) => Object.assign(whole, { users: [1] })],
    ['interactions: expected: expected 3 numbers', (whole) => Object.assign(whole, { expected: [1, 2, -1] })],
    ['together.offset', (whole) => Object.assign(whole.together!, { offset: [0, 3, 2, 3] })],
    ['together.rows', (whole) => Object.assign(whole.together!, { rows: [1, 3, 0] })],
    ['next.weights', (whole) => Object.assign(whole.next!, { weights: [null] })],
    ['weights.fade: expected a number', (whole) => Object.assign(whole.weights!, { fade: -1 })],
    ['next: expected whole numbers', (whole) => Object.assign(whole, { next: null })],
  ])('is refused where it is damaged: %s', async (message, damage) => {
    const whole = JSON.parse(interactionsText(interactions))
    damage(whole)
    const pack = await open(await filesOf({ ...contentOf(shop(3)), interactions }))
    Object.assign(pack, { json: async () => whole })

    await expect(interactionsOf(pack)).rejects.toThrow(message)
  })
})
