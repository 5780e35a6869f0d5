import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { beforeAll, expect, test } from 'vitest'
import { allowRelaxedSimd } from '../../vectors/kernel/relaxed-simd.test-helper.js'
import { dotProduct } from '../../vectors/normalize.js'
import { BUILTIN_MODEL, readJsonFile } from '../fixtures.test-helper.js'
import { createKernel } from './kernel.js'
import { BATCH_TOKENS, Transformer } from './transformer.js'

allowRelaxedSimd()

const file = new Uint8Array(readFileSync(`${BUILTIN_MODEL}encoder.bin`))
const cosine = (a: ArrayLike<number>, b: ArrayLike<number>) => dotProduct(a, b) / Math.sqrt(dotProduct(a, a) * dotProduct(b, b))

let relaxed: Transformer
let plain: Transformer
let ids: number[][]

beforeAll(async () => {
  relaxed = await Transformer.read(file, createKernel('relaxed'))
  plain = await Transformer.read(file, createKernel('simd'))
  ids = ((await readJsonFile(`${BUILTIN_MODEL}canary.json`)) as { ids: number[][] }).ids
})

test('relaxed and plain SIMD give the same bits, and the JavaScript twin the same vector but for a few roundings', async () => {
  const twin = await Transformer.read(file, createKernel('js'))
  for (const text of ids.filter(({ length }) => length < 6)) {
    const vector = relaxed.vectors([text])
    expect(plain.vectors([text])).toEqual(vector)
    // one activation that is rounded the other way costs a short text .0001
    expect(cosine(twin.vectors([text]), vector)).toBeGreaterThan(0.9995)
  }
})

test('a text has the same bits alone and in any company', () => {
  const token = fc.integer({ min: 0, max: relaxed.layout.vocabulary - 1 })
  fc.assert(
    fc.property(fc.array(fc.array(token, { minLength: 1, maxLength: 40 }), { minLength: 1, maxLength: 6 }), (texts) => {
      const together = relaxed.vectors(texts)
      texts.forEach((text, row) => {
        expect(together.subarray(384 * row, 384 * (row + 1))).toEqual(relaxed.vectors([text]))
      })
    }),
    { numRuns: 20 },
  )
})

test('a text of as many tokens as the model has places is read; more, none and a token outside the vocabulary are refused', () => {
  const { positions, vocabulary } = relaxed.layout
  expect(relaxed.vectors([Array(positions).fill(7)]).every(Number.isFinite)).toBe(true)
  expect(() => relaxed.vectors([Array(positions + 1).fill(7)])).toThrowError(expect.objectContaining({ code: 'usage' }))
  expect(() => relaxed.vectors([Array(BATCH_TOKENS).fill(7), [7]])).toThrowError(expect.objectContaining({ code: 'usage' }))
  expect(() => relaxed.vectors([[]])).toThrowError(expect.objectContaining({ code: 'usage' }))
  expect(() => relaxed.vectors([[vocabulary]])).toThrowError(expect.objectContaining({ code: 'model-corrupt' }))
})
