import fc from 'fast-check'
import { expect, test } from 'vitest'
import { GPU_TOKENS, packBatch, stepsOf } from './gpu-transformer.js'
import { endingAfter, HEADER_BYTES, readLayout } from './model-file.js'

const texts = fc.array(fc.array(fc.nat(9999), { minLength: 1, maxLength: 256 }), { minLength: 1, maxLength: 8 })

/** The header of a model of these sizes. */
function header(sizes: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES)
  const view = new DataView(bytes.buffer)
  ;[0x4e454b50, 1, ...sizes].forEach((size, word) => {
    view.setUint32(4 * word, size, true)
  })
  return bytes
}

test('a packed batch has each token once, in order, with its position, and the texts begin with the first blocks', () => {
  fc.assert(
    fc.property(texts, (list) => {
      const { words, rows, blocks } = packBatch(list)
      const quads = Array.from({ length: words.length / 4 }, (_, at) => [...words.subarray(4 * at, 4 * at + 4)])

      expect(quads.slice(blocks).map(([id]) => id)).toEqual(list.flat())
      expect(quads.slice(blocks).map(([, position]) => position)).toEqual(list.flatMap((ids) => ids.map((_, position) => position)))
      expect(rows).toBe(list.flat().length)
      let start = 0
      list.forEach(({ length }, text) => {
        expect(quads[text]).toEqual([start, length, 0, 0])
        start += length
      })
    }),
  )
})

test('the blocks of a batch cover each token once', () => {
  fc.assert(
    fc.property(texts, (list) => {
      const { words, rows, blocks } = packBatch(list)
      const times = new Uint8Array(rows)
      for (let block = 0; block < blocks; block++) {
        const [start, tokens, first] = words.subarray(4 * block) as unknown as [number, number, number]
        for (let token = first; token < Math.min(tokens, first + 32); token++) times[start + token]!++
      }
      expect(times.every((count) => count === 1)).toBe(true)
    }),
  )
})

test('a batch multiplies as often as the model has weights for each token, and reads no more than the file has', () => {
  const layout = readLayout(header([1000, 64, 128, 4, 256, 32, 2, 64]))
  const steps = stepsOf({ layout }, 3, GPU_TOKENS, 90)
  const products = steps.filter(({ pass }) => pass === 'matmul').map(({ numbers }) => numbers)

  const sum = products.reduce((total, [inputs, outputs, rows]) => total + inputs! * outputs! * rows!, 0)
  const aLayer = 128 * 3 * 128 + 128 * 128 + 2 * 128 * 256
  expect(sum).toBe(GPU_TOKENS * (64 * 128 + 2 * aLayer) + 3 * 128 * 64)
  for (const [inputs, outputs, , , , , , weights] of products) {
    expect(16 * weights! + inputs! * outputs!).toBeLessThanOrEqual(2048 + layout.bytes)
  }
  // after one layer: a map of each token to twice the width, and a head of that
  const early = stepsOf({ layout: endingAfter(1, layout).layout }, 3, GPU_TOKENS, 90)
  const earlyProducts = early.filter(({ pass }) => pass === 'matmul').map(({ numbers }) => numbers)
  const earlySum = earlyProducts.reduce((total, [inputs, outputs, rows]) => total + inputs! * outputs! * rows!, 0)
  expect(earlySum).toBe(GPU_TOKENS * (64 * 128 + aLayer + 128 * 256) + 3 * 256 * 64)
  for (const { numbers, groups } of [...steps, ...early]) {
    expect(numbers.every(Number.isInteger)).toBe(true)
    // the most that every device takes
    expect(Math.max(...groups)).toBeLessThan(65_536)
  }
})
