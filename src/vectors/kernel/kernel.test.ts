import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { PagekinError } from '../../errors.js'
import { toFloat16 } from '../float16.js'
import { isExact } from './is-exact.js'
import { createKernel, type Kernel } from './kernel.js'
import type { HammingParameters, KernelInstance, RescoreParameters, ScanParameters } from './parameters.js'
import { allowRelaxedSimd } from './relaxed-simd.test-helper.js'
import plainModule from './scan.as.ts?wasm'
import relaxedModule from './scan.as.ts?wasm-relaxed'

allowRelaxedSimd()
afterEach(() => vi.unstubAllGlobals())

const ROWS = 40
const KERNELS: Readonly<Record<string, Kernel>> = {
  relaxed: createKernel(),
  plain: createKernel({ relaxed: false }),
  twin: createKernel({ wasm: false }),
}
const [RELAXED, PLAIN, TWIN] = Object.values(KERNELS).map((kernel) => kernel.instantiate()) as [
  KernelInstance,
  KernelInstance,
  KernelInstance,
]

/** Gives all instances the memory of the first. */
function share([first, ...others]: readonly KernelInstance[]): void {
  for (const other of others) {
    other.grow(first!.buffer.byteLength)
    new Uint8Array(other.buffer).set(new Uint8Array(first!.buffer))
  }
}

/** Places columns of arbitrary bytes one after the other, 16-byte aligned. */
function layOut<Name extends string>(instance: KernelInstance, bytes: Readonly<Record<Name, number>>, random: (most: number) => number) {
  const at = {} as Record<Name, number>
  let end = 16
  for (const [name, length] of Object.entries(bytes) as [Name, number][]) {
    at[name] = end
    end += Math.ceil(length / 16) * 16
  }
  instance.grow(end)
  const all = new Uint8Array(instance.buffer)
  for (let i = 16; i < end; i++) all[i] = random(256)
  return at
}

const passColumns = { present: ROWS, mask: ROWS, biases: 4 * ROWS, heapScores: 4 * ROWS, heapRows: 4 * ROWS, list: 4 * ROWS }

/** Masks, biases (few distinct values, so that there are ties), a list of all rows in some order. */
function fillPass(buffer: ArrayBuffer, at: Readonly<Record<keyof typeof passColumns, number>>, random: (most: number) => number): void {
  const bytes = new Uint8Array(buffer)
  const biases = new Float32Array(buffer, at.biases, ROWS)
  const list = new Uint32Array(buffer, at.list, ROWS)
  for (let row = 0; row < ROWS; row++) {
    bytes[at.present + row] = random(5) ? 1 : 0
    bytes[at.mask + row] = random(4) ? 1 : 0
    biases[row] = [0, -2, 0.1, Number.NaN, Number.NEGATIVE_INFINITY, 1e30][random(6)]!
    const other = random(row + 1)
    list[row] = list[other]!
    list[other] = row
  }
}

function fillScan(instance: KernelInstance, stride: number, queryCount: number, random: (most: number) => number): ScanParameters {
  const words = 4 * ROWS
  const rows = { scales: words, sums: words, inverses: words, codes: ROWS * stride }
  const at = layOut(
    instance,
    { ...passColumns, ...rows, queries: queryCount * stride, queryScales: 4 * queryCount, offsets: 4 * queryCount },
    random,
  )
  const { buffer } = instance
  fillPass(buffer, at, random)
  const codes = new Int8Array(buffer, at.codes, ROWS * stride)
  const queries = new Uint8Array(buffer, at.queries, queryCount * stride)
  for (let j = 0; j < queries.length; j++) queries[j] = random(128)
  for (let row = 0; row < ROWS; row++) {
    new Int32Array(buffer, at.sums)[row] = codes.subarray(row * stride, (row + 1) * stride).reduce((sum, code) => sum + code, 0)
    new Float32Array(buffer, at.scales)[row] = [0, 0.001, 0.0078125, 3e5][random(4)]!
    new Float32Array(buffer, at.inverses)[row] = [0, 0.5, 1.25, 900][random(4)]!
  }
  for (let q = 0; q < queryCount; q++) {
    new Float32Array(buffer, at.queryScales)[q] = random(1000) / 1000
    new Float32Array(buffer, at.offsets)[q] = random(2000) - 1000
  }
  return { ...at, rowCount: ROWS, stride, queryCount, alpha: 1, beta: 0, missing: 0, k: 0 }
}

const anyFloat = fc.float({ min: -1000, max: 1000, noNaN: true })
const used = fc.record({ inverses: fc.boolean(), biases: fc.boolean(), mask: fc.boolean(), list: fc.boolean() })
const numbers = fc.record({ alpha: anyFloat, beta: anyFloat, missing: anyFloat })
const stream = () => fc.infiniteStream(fc.nat())
type Stream = { next(): { value: number } }

test('relaxed SIMD is there to be tested', () => {
  expect(Object.entries(KERNELS).map(([name, { kind, relaxed }]) => [name, kind, relaxed])).toEqual([
    ['relaxed', 'wasm', true],
    ['plain', 'wasm', false],
    ['twin', 'js', false],
  ])
})

test('a scan leaves the same bits in the heap with relaxed SIMD, with plain SIMD and without', () => {
  fc.assert(
    fc.property(
      stream(),
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 1, max: 3 }),
      fc.nat(ROWS),
      numbers,
      used,
      (stream, blocks, queries, k, numbers, used) => {
        const random = (most: number) => (stream as Stream).next().value % most
        const base = fillScan(RELAXED, blocks * 16, queries, random)
        share([RELAXED, PLAIN, TWIN])
        const parameters: ScanParameters = { ...base, ...numbers, k }
        for (const [name, isUsed] of Object.entries(used)) if (!isUsed) Object.assign(parameters, { [name]: 0 })
        const found = RELAXED.scan(parameters)
        for (const other of [PLAIN, TWIN]) {
          expect(other.scan(parameters)).toBe(found)
          expect(Buffer.compare(new Uint8Array(other.buffer), new Uint8Array(RELAXED.buffer))).toBe(0)
        }
      },
    ),
    { numRuns: 300 },
  )
})

test.each(Object.entries(KERNELS))('%s: inner products of codes are exact at their largest', (_, kernel) => {
  const stride = 65_536
  const instance = kernel.instantiate()
  const at = layOut(
    instance,
    { ...passColumns, scales: 16, sums: 16, codes: stride, queries: stride, queryScales: 16, offsets: 16 },
    () => 0,
  )
  const { buffer } = instance
  new Uint8Array(buffer)[at.present] = 1
  new Float32Array(buffer, at.scales)[0] = 1
  new Float32Array(buffer, at.queryScales)[0] = 1
  for (const code of [127, -127]) {
    for (const query of [63, -63]) {
      new Int8Array(buffer, at.codes, stride).fill(code)
      new Int32Array(buffer, at.sums)[0] = code * stride
      new Uint8Array(buffer, at.queries, stride).fill(query + 64)
      const unused = { list: 0, inverses: 0, biases: 0, mask: 0 }
      instance.scan({ ...at, ...unused, rowCount: 1, stride, queryCount: 1, alpha: 1, beta: 0, missing: 0, k: 1 })
      expect(new Float32Array(buffer, at.heapScores)[0]).toBe(code * query * stride)
    }
  }
})

test('the nearest query of a row is the same in all three, and the one a loop finds', () => {
  fc.assert(
    fc.property(stream(), fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 9 }), (stream, blocks, queryCount) => {
      const random = (most: number) => (stream as Stream).next().value % most
      const base = fillScan(RELAXED, blocks * 16, queryCount, random)
      share([RELAXED, PLAIN, TWIN])
      const { stride } = base
      const codes = new Int8Array(RELAXED.buffer, base.codes, ROWS * stride)
      const queries = new Uint8Array(RELAXED.buffer, base.queries, queryCount * stride)
      const scales = new Float32Array(RELAXED.buffer, base.queryScales, queryCount)
      const expected = Array.from({ length: ROWS }, (_, row) => {
        const scores = Array.from(scales, (scale, q) => {
          let inner = 0
          for (let j = 0; j < stride; j++) inner += codes[row * stride + j]! * (queries[q * stride + j]! - 64)
          return Math.fround(inner * scale)
        })
        return scores.indexOf(Math.max(...scores))
      })
      for (const instance of [RELAXED, PLAIN, TWIN]) {
        instance.nearest({ ...base, out: base.heapRows })
        expect([...new Uint32Array(instance.buffer, base.heapRows, ROWS)]).toEqual(expected)
      }
    }),
    { numRuns: 100 },
  )
})

test('bits that differ are counted alike with WebAssembly and without, and as a loop over bits counts them', () => {
  fc.assert(
    fc.property(stream(), fc.integer({ min: 1, max: 8 }), fc.nat(ROWS), used, (stream, words, k, used) => {
      const random = (most: number) => (stream as Stream).next().value % most
      const stride = 8 * words
      const columns = { ...passColumns, signatures: ROWS * stride, query: stride, table: 4 * (8 * stride + 1) }
      const at = layOut(PLAIN, columns, random)
      fillPass(PLAIN.buffer, at, random)
      new Float32Array(PLAIN.buffer, at.table, 8 * stride + 1).forEach((_, distance, table) => {
        table[distance] = -distance
      })
      share([PLAIN, TWIN])
      const parameters: HammingParameters = {
        ...at,
        rowCount: ROWS,
        stride,
        missing: -9.5,
        k,
        biases: used.biases ? at.biases : 0,
        mask: used.mask ? at.mask : 0,
      }
      const found = PLAIN.hamming(parameters)
      expect(TWIN.hamming(parameters)).toBe(found)
      expect(Buffer.compare(new Uint8Array(TWIN.buffer), new Uint8Array(PLAIN.buffer))).toBe(0)

      const bytes = new Uint8Array(PLAIN.buffer)
      const heapRows = new Uint32Array(PLAIN.buffer, at.heapRows, found)
      if (used.biases) return
      heapRows.forEach((row, i) => {
        let distance = 0
        for (let j = 0; j < stride; j++) {
          for (let bit = 0; bit < 8; bit++) distance += ((bytes[at.signatures + row * stride + j]! ^ bytes[at.query + j]!) >> bit) & 1
        }
        expect(new Float32Array(PLAIN.buffer, at.heapScores)[i]).toBe(bytes[at.present + row] ? -distance : -9.5)
      })
    }),
    { numRuns: 100 },
  )
})

describe.each(Object.entries(KERNELS))('%s', (_, kernel) => {
  test.each(['int8', 'float16'] as const)('a float32 query meets %s rows within 1e-6 of float64', (type) => {
    const instance = kernel.instantiate()
    fc.assert(
      fc.property(stream(), fc.integer({ min: 1, max: 30 }), (stream, blocks) => {
        const random = (most: number) => (stream as Stream).next().value % most
        const stride = blocks * 16
        const width = type === 'int8' ? stride : stride / 2
        const at = layOut(instance, { list: 4 * ROWS, out: 4 * ROWS, scales: 4 * ROWS, rows: ROWS * stride, query: 4 * width }, random)
        const { buffer } = instance
        const unit = (length: number) => Float32Array.from({ length }, () => (random(20_001) - 10_000) / 10_000 / Math.sqrt(length))
        const query = unit(width)
        new Float32Array(buffer, at.query).set(query)
        const rows = Array.from({ length: ROWS }, (_, row) => {
          if (type === 'int8') {
            new Float32Array(buffer, at.scales)[row] = 1 / (127 * Math.sqrt(width))
            return Array.from(
              new Int8Array(buffer, at.rows + row * stride, width),
              (code) => code * Math.fround(1 / (127 * Math.sqrt(width))),
            )
          }
          const vector = unit(width)
          const halves = new Uint16Array(buffer, at.rows + row * stride, width)
          toFloat16(vector, halves)
          return Array.from(halves, decodeHalf)
        })
        const list = new Uint32Array(buffer, at.list, ROWS)
        list.forEach((_, i) => {
          list[i] = random(ROWS)
        })
        const parameters: RescoreParameters = { ...at, type, count: ROWS, stride }
        instance.rescore(parameters)
        new Float32Array(buffer, at.out, ROWS).forEach((score, i) => {
          const exact = rows[list[i]!]!.reduce((sum, value, j) => sum + value * query[j]!, 0)
          expect(Math.abs(score - exact)).toBeLessThan(1e-6)
        })
      }),
      { numRuns: 60 },
    )
  })

  test('sums of codes, of their squares and of rows by factors are those of loops', () => {
    const instance = kernel.instantiate()
    fc.assert(
      fc.property(stream(), fc.integer({ min: 1, max: 40 }), (stream, dimensions) => {
        const random = (most: number) => (stream as Stream).next().value % most
        const stride = Math.ceil(dimensions / 16) * 16
        const at = layOut(instance, { list: 4 * ROWS, factors: 4 * ROWS, codes: ROWS * stride, out: 8 * dimensions }, random)
        const { buffer } = instance
        const list = new Uint32Array(buffer, at.list, ROWS).map(() => random(ROWS))
        new Uint32Array(buffer, at.list, ROWS).set(list)
        const factors = Float32Array.from(list, () => random(1000) / 1000)
        new Float32Array(buffer, at.factors, ROWS).set(factors)
        const row = (i: number) => Array.from(new Int8Array(buffer, at.codes + i * stride, dimensions))
        const expected = Array.from({ length: dimensions }, (_, j) =>
          [...list].reduce((sum, listed, i) => sum + factors[i]! * row(listed)[j]!, 0),
        )
        instance.sumRows({ ...at, count: ROWS, dimensions, stride })
        expect([...new Float64Array(buffer, at.out, dimensions)]).toEqual(expected)
        for (let i = 0; i < ROWS; i++) {
          const start = at.codes + i * stride
          expect(instance.sumOfCodes(start, dimensions)).toBe(row(i).reduce((sum, code) => sum + code, 0))
          expect(instance.squaresOfCodes(start, dimensions)).toBe(row(i).reduce((sum, code) => sum + code ** 2, 0))
        }
      }),
      { numRuns: 20 },
    )
  })

  test('memory grows and keeps its content, or says that it cannot', () => {
    const instance = kernel.instantiate()
    new Uint8Array(instance.buffer).set([1, 2, 3], 100)
    instance.grow(1_000_000)
    expect(instance.buffer.byteLength).toBeGreaterThanOrEqual(1_000_000)
    expect([...new Uint8Array(instance.buffer, 100, 3)]).toEqual([1, 2, 3])
    expect(() => instance.grow(2 ** 50)).toThrow(PagekinError)
  })
})

/** By the definition of binary16, not by moving bits. */
function decodeHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 31
  const fraction = bits & 1023
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}

test('the modules are small enough to be compiled on the main thread', () => {
  for (const module of [plainModule, relaxedModule]) expect(Buffer.from(module, 'base64').length).toBeLessThan(4096)
})

test.each(Object.values(KERNELS))('an inner product that is off by a little is found out, and none that is right (kernel %#)', (kernel) => {
  const instance = kernel.instantiate()
  expect(isExact(instance)).toBe(true)
  const wrong = {
    ...instance,
    buffer: instance.buffer,
    scan(parameters: ScanParameters) {
      const found = instance.scan(parameters)
      new Float32Array(instance.buffer, parameters.heapScores)[0]! *= 2
      return found
    },
  }
  expect(isExact(wrong)).toBe(false)
})

test('an engine without relaxed SIMD gets plain SIMD', () => {
  vi.stubGlobal('WebAssembly', Object.assign(Object.create(WebAssembly), { validate: () => false }))
  expect(createKernel()).toMatchObject({ kind: 'wasm', relaxed: false })
})

test('the twin runs, and says why, where WebAssembly is forbidden or absent', () => {
  vi.stubGlobal('WebAssembly', {
    validate: () => true,
    Module: class {
      constructor() {
        throw new WebAssembly.CompileError('Refused to compile: unsafe-eval')
      }
    },
    CompileError: WebAssembly.CompileError,
  })
  expect(createKernel()).toMatchObject({ kind: 'js', reason: expect.stringContaining('Refused to compile') })
  vi.stubGlobal('WebAssembly', undefined)
  expect(createKernel().kind).toBe('js')
  expect(createKernel({ wasm: false })).not.toHaveProperty('reason')
})
