import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Block, draftKey } from '../vectors/blocks.js'
import { FlatIndex } from '../vectors/flat-index.js'
import { fillDrafts, fillRows } from './fill-rows.js'

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

test('a row that lacks its whole vector gets it, else keeps or gets that of its draft', () => {
  const row = fc.record({ text: fc.nat(4), has: fc.constantFrom('nothing', 'draft', 'whole') })
  const kept = fc.array(fc.record({ text: fc.nat(4), isDraft: fc.boolean() }), { maxLength: 8 })
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 8 }), kept, (given, stored) => {
      const index = new FlatIndex(DIMENSIONS)
      index.resize(given.length)
      const drafts = new Set<number>()
      given.forEach(({ has }, row) => {
        if (has !== 'nothing') index.setCodes(row, Int8Array.of(1, 1, 1), 99)
        if (has === 'draft') drafts.add(row)
      })
      const hashes = given.map(({ text }) => keyOf(text))
      const blocks = stored.map(({ text, isDraft }): Block => {
        const block = blockOf([text])
        return isDraft ? { ...block, keys: block.keys.map(draftKey), scales: Float32Array.of(50 + text) } : block
      })

      fillRows(index, hashes, blocks, drafts)
      fillDrafts(index, hashes, blocks, drafts)

      given.forEach(({ text, has }, row) => {
        const isKept = (wanted: boolean) => stored.some((one) => one.text === text && one.isDraft === wanted)
        const expected = has === 'whole' ? 99 : isKept(false) ? text + 1 : has === 'draft' ? 99 : isKept(true) ? 50 + text : undefined
        expect(index.has(row) ? index.codes(row).scale : undefined).toBe(expected)
        expect(drafts.has(row)).toBe(expected !== undefined && has !== 'whole' && !isKept(false))
      })
    }),
  )
})
