import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson, frozenHash } from './frozen.js'
import { splitByHash } from './split.js'

test('canonical JSON reads back as the value and does not depend on the order of keys', () => {
  fc.assert(
    fc.property(
      fc.dictionary(
        fc.string().filter((key) => key !== '__proto__'),
        fc.jsonValue(),
      ),
      (record) => {
        const plain = JSON.parse(JSON.stringify(record)) as Record<string, unknown>
        expect(JSON.parse(canonicalJson(plain))).toEqual(plain)
        expect(canonicalJson(Object.fromEntries(Object.entries(plain).reverse()))).toBe(canonicalJson(plain))
      },
    ),
  )
  expect(canonicalJson({ b: [1, 'ü'], a: { d: null, c: true } })).toBe('{"a":{"c":true,"d":null},"b":[1,"ü"]}')
})

test('what JSON cannot hold is an error, not a gap', () => {
  for (const value of [undefined, Number.NaN, new Map(), () => 1, { a: undefined }])
    expect(() => canonicalJson(value)).toThrow(/canonicalJson/)
})

test('the hash is the SHA-256 of that text', () => {
  const value = { id: 'ä', n: [0.1, 2] }
  expect(frozenHash(value)).toBe(createHash('sha256').update(canonicalJson(value)).digest('hex'))
})

test('a split takes its shares, keeps every id once and in order, and leaves an id where it was', () => {
  const ids = Array.from({ length: 3000 }, (_, i) => `id-${i}`)
  const { train, dev, test: held } = splitByHash('set', ids, { dev: 0.2, test: 0.3 })
  expect([...train, ...dev, ...held].sort()).toEqual([...ids].sort())
  expect(Math.abs(dev.length / 3000 - 0.2)).toBeLessThan(0.03)
  expect(Math.abs(held.length / 3000 - 0.3)).toBeLessThan(0.03)
  expect(held).toEqual(ids.filter((id) => held.includes(id)))
  const few = splitByHash('set', ids.slice(100, 200).reverse(), { dev: 0.2, test: 0.3 })
  expect(few.test.every((id) => held.includes(id)) && few.dev.every((id) => dev.includes(id))).toBe(true)
  expect(splitByHash('other set', ids, { dev: 0.2, test: 0.3 }).test).not.toEqual(held)
})

test('an id is placed by the first 32 bits of SHA-256 of the name, a line feed and the id', () => {
  for (const id of ['1', 'ü', 'abc']) {
    const u = createHash('sha256').update(`s\n${id}`).digest().readUInt32BE(0) / 2 ** 32
    expect(splitByHash('s', [id])).toEqual({ train: [], dev: u < 0.5 ? [] : [id], test: u < 0.5 ? [id] : [] })
  }
})

test('shares above 1 and an id twice are errors', () => {
  expect(() => splitByHash('s', ['a'], { dev: 0.6, test: 0.6 })).toThrow(/dev 0.6 and test 0.6/)
  expect(() => splitByHash('s', ['a', 'a'])).toThrow(/twice/)
})
