import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Block } from '../vectors/blocks.js'
import { FlatIndex } from '../vectors/flat-index.js'
import { fillRows } from './fill-rows.js'

const DIMENSIONS = 3
const keyOf = (text: number) => text.toString(16).padStart(32, '0')

/** A block in which the vector of a text is told by its scale. */
function blockOf(texts: readonly number[], dimensions = DIMENSIONS): Block {
  const codes = new Int8Array(texts.length * dimensions).fill(1)
  return { dimensions, keys: texts.map(keyOf), codes, scales: Float32Array.from(texts, (text) => text + 1) }
}

const text = fc.nat(9)
const rows = fc.array(fc.record({ text, has: fc.boolean() }), { minLength: 1, maxLength: 12 })
const blocks = fc.array(fc.record({ texts: fc.array(text, { maxLength: 8 }), foreign: fc.boolean() }), { maxLength: 4 })

test('a row that lacks a vector gets that of its text, in whatever order they are kept, and no other row changes', () => {
  fc.assert(
    fc.property(rows, blocks, fc.boolean(), (given, kept, inOrder) => {
      const index = new FlatIndex(DIMENSIONS)
      index.resize(given.length)
      for (const [row, { has }] of given.entries()) if (has) index.setCodes(row, Int8Array.of(1, 1, 1), 99)
      // the order of the rows is that of most catalogs, and a path of its own
      const whole = inOrder ? [blockOf(given.map(({ text }) => text)), blockOf([], 5)] : []
      const all = [...whole, ...kept.map(({ texts, foreign }) => blockOf(texts, foreign ? DIMENSIONS + 1 : DIMENSIONS))]
      const stored = new Set(all.flatMap(({ keys, dimensions }) => (dimensions === DIMENSIONS ? keys : [])))
      const isFilled = given.map(({ text, has }) => !has && stored.has(keyOf(text)))

      const filled = fillRows(
        index,
        given.map(({ text }) => keyOf(text)),
        all,
      )

      expect(filled).toBe(isFilled.filter(Boolean).length)
      given.forEach(({ text, has }, row) => {
        expect(index.has(row)).toBe(has || isFilled[row])
        if (index.has(row)) expect(index.codes(row).scale).toBe(has ? 99 : text + 1)
      })
    }),
  )
})
