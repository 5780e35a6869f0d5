import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { PagekinError } from '../../errors.js'
import { quantize } from '../quantize.js'
import { mulberry32 } from '../random.js'
import { isExact } from './is-exact.js'
import { bytesOf, createKernel } from './kernel.js'
import {
  fillPass,
  KERNELS,
  layOut,
  PLAIN,
  passColumns,
  RELAXED,
  ROWS,
  randomOf,
  share,
  stream,
  TWIN,
  totalsOf,
  used,
} from './kernel.test-helper.js'
import type { KernelInstance, ScanParameters } from './parameters.js'
import plainModule from './scan.as.ts?wasm'
import relaxedModule from './scan.as.ts?wasm-relaxed'

afterEach(() => vi.unstubAllGlobals())

function fillScan(instance: KernelInstance, stride: number, queryCount: number, random: (most: number) => number): ScanParameters {
  const words = 4 * ROWS
  const rows = { scales: words, inverses: words, upper: (ROWS * stride) / 2 }
  const ofQueries = { queries: queryCount * stride, queryScales: 4 * queryCount, lifts: 4 * queryCount, offsets: 4 * queryCount }
  const at = layOut(instance, { ...passColumns, ...rows, ...ofQueries }, random)
  const { buffer } = instance
  fillPass(buffer, at, random)
  for (let row = 0; row < ROWS; row++) {
    new Float32Array(buffer, at.scales)[row] = [0, 0.001, 0.0078125, 3e5][random(4)]!
    new Float32Array(buffer, at.inverses)[row] = [0, 0.5, 1.25, 900][random(4)]!
  }
  for (let q = 0; q < queryCount; q++) {
    new Float32Array(buffer, at.queryScales)[q] = random(1000) / 1000
    new Float32Array(buffer, at.lifts)[q] = random(20_000) / 7 - 1000
    new Float32Array(buffer, at.offsets)[q] = random(2000) - 1000
  }
  return { ...at, rowCount: ROWS, stride, queryCount, alpha: 1, beta: 0, missing: 0 }
}

const anyFloat = fc.float({ min: -1000, max: 1000, noNaN: true })
const numbers = fc.record({ alpha: anyFloat, beta: anyFloat, missing: fc.oneof(anyFloat, fc.constant(Number.NaN)) })
const ascending = (a: number, b: number) => a - b

test('relaxed SIMD is there to be tested', () => {
  expect(Object.entries(KERNELS).map(([name, { kind, relaxed }]) => [name, kind, relaxed])).toEqual([
    ['relaxed', 'wasm', true],
    ['plain', 'wasm', false],
    ['twin', 'js', false],
  ])
})

test('a scan leaves the same bits with relaxed SIMD, with plain SIMD and without', () => {
  fc.assert(
    fc.property(
      stream(),
      fc.integer({ min: 1, max: 6 }),
      fc.integer({ min: 1, max: 3 }),
      fc.nat(ROWS),
      numbers,
      used,
      (stream, blocks, queries, rowCount, numbers, used) => {
        const random = randomOf(stream)
        const base = fillScan(RELAXED, blocks * 32, queries, random)
        share([RELAXED, PLAIN, TWIN])
        const parameters: ScanParameters = { ...base, ...numbers, rowCount }
        for (const [name, isUsed] of Object.entries(used)) if (!isUsed) Object.assign(parameters, { [name]: 0 })
        for (const instance of [RELAXED, PLAIN, TWIN]) instance.scan(parameters)
        for (const other of [PLAIN, TWIN]) expect(Buffer.compare(totalsOf(other, parameters), totalsOf(RELAXED, parameters))).toBe(0)
      },
    ),
    { numRuns: 300 },
  )
})

test('the best of a column are those of a sort, ties to the lower row, in the same heap with WebAssembly and without', () => {
  const anyTotal = fc.oneof(fc.constantFrom(Number.NaN, Number.NEGATIVE_INFINITY, 0, -0, 1), fc.integer({ min: -9, max: 9 }), anyFloat)
  const floors = fc.constantFrom(Number.NEGATIVE_INFINITY, -3, 0, 500)
  fc.assert(
    fc.property(stream(), fc.array(anyTotal, { maxLength: ROWS }), floors, fc.nat(ROWS), (stream, totals, floor, k) => {
      const random = randomOf(stream)
      const at = layOut(PLAIN, { ...passColumns, heapScores: 4 * ROWS, heapRows: 4 * ROWS }, random)
      fillPass(PLAIN.buffer, at, random)
      new Float32Array(PLAIN.buffer, at.totals, totals.length).set(totals)
      share([PLAIN, TWIN])
      const parameters = { ...at, count: totals.length, floor, k }
      const expected = totals
        .map((total, row) => ({ total, row }))
        .filter(({ total }) => total >= floor)
        .sort((a, b) => b.total - a.total || a.row - b.row)
        .slice(0, k)
        .map(({ row }) => row)
      expect(PLAIN.best(parameters)).toBe(expected.length)
      expect(TWIN.best(parameters)).toBe(expected.length)
      expect([...new Uint32Array(PLAIN.buffer, at.heapRows, expected.length)].sort(ascending)).toEqual(expected.toSorted(ascending))
      if (k > 0 && k < totals.length && expected.length === k) expect(new Uint32Array(PLAIN.buffer, at.heapRows)[0]).toBe(expected.at(-1))
      const filled = (instance: KernelInstance, start: number) => Buffer.from(instance.buffer, start, 4 * expected.length)
      for (const column of [at.heapRows, at.heapScores]) expect(Buffer.compare(filled(TWIN, column), filled(PLAIN, column))).toBe(0)
    }),
    { numRuns: 500 },
  )
})

test.each(Object.entries(KERNELS))('%s: inner products of nibbles and codes are exact at their largest', (_, kernel) => {
  const stride = 65_536
  const instance = kernel.instantiate()
  const rows = { scales: 16, upper: 2 * stride, queries: stride, queryScales: 16, lifts: 16, offsets: 16 }
  const at = layOut(instance, { ...passColumns, ...rows }, () => 0)
  const { buffer } = instance
  new Uint8Array(buffer, at.present, 4).fill(1)
  new Float32Array(buffer, at.scales, 4).fill(1)
  new Float32Array(buffer, at.queryScales)[0] = 1
  new Uint8Array(buffer, at.upper, 2 * stride).fill(0xff)
  for (const query of [127, -127]) {
    new Int8Array(buffer, at.queries, stride).fill(query)
    const unused = { inverses: 0, biases: 0, mask: 0 }
    const numbers = { alpha: 1, beta: 0, missing: 0 }
    // one row, and four together
    for (const rowCount of [1, 4]) {
      instance.scan({ ...at, ...unused, ...numbers, rowCount, stride, queryCount: 1 })
      expect([...new Float32Array(buffer, at.totals, rowCount)]).toEqual(Array(rowCount).fill(15 * query * stride))
    }
  }
})

test('a scan finds what its formula says, row by row', () => {
  fc.assert(
    fc.property(stream(), fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 3 }), used, (stream, blocks, queryCount, used) => {
      const random = randomOf(stream)
      const base = { ...fillScan(PLAIN, blocks * 32, queryCount, random), alpha: -0.5, beta: 3, missing: 7 }
      for (const [name, isUsed] of Object.entries(used)) if (!isUsed) Object.assign(base, { [name]: 0 })
      PLAIN.scan(base)
      const { buffer } = PLAIN
      const float = (at: number, row: number) => new Float32Array(buffer, at)[row]!
      const byte = (at: number, row: number) => new Uint8Array(buffer, at)[row]!
      for (let row = 0; row < ROWS; row++) {
        const scores = Array.from({ length: queryCount }, (_, q) => {
          let inner = 0
          for (let j = 0; j < base.stride; j++) {
            const both = byte(base.upper + (row * base.stride) / 2, 16 * Math.floor(j / 32) + (j % 16))
            inner += new Int8Array(buffer, base.queries)[q * base.stride + j]! * (j % 32 < 16 ? both % 16 : Math.floor(both / 16))
          }
          const score = (inner + float(base.lifts, q)) * float(base.scales, row) * float(base.queryScales, q) + float(base.offsets, q)
          return used.inverses ? score * float(base.inverses, row) : score
        })
        const total = byte(base.present, row) ? -0.5 * Math.max(...scores) + 3 : 7
        const allowed = !used.mask || byte(base.mask, row) === 1
        const expected = allowed ? total + (used.biases ? float(base.biases, row) : 0) : Number.NaN
        const score = float(base.totals, row)
        if (Number.isFinite(expected)) expect(Math.abs(score - expected)).toBeLessThanOrEqual(1e-5 * (Math.abs(expected) + 1e6 * 900))
        else expect(score).toBe(expected)
      }
    }),
    { numRuns: 60 },
  )
})

describe.each(Object.entries(KERNELS))('%s', (_, kernel) => {
  const unit = (length: number, random: (most: number) => number) =>
    Float32Array.from({ length }, () => (random(20_001) - 10_000) / 10_000 / Math.sqrt(length))

  test('a float32 query meets int8 rows within 1e-6 of float64, and codes survive splitting and joining', () => {
    const instance = kernel.instantiate()
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 15 }), (seed, blocks) => {
        const fraction = mulberry32(seed)
        const random = (most: number) => Math.floor(fraction() * most)
        const stride = blocks * 32
        const nibbles = (ROWS * stride) / 2
        const lists = { list: 4 * ROWS, out: 4 * ROWS, scales: 4 * ROWS, query: 4 * stride, factors: 4 * ROWS, total: 8 * stride }
        const at = layOut(instance, { ...lists, upper: nibbles, lower: nibbles, codes: stride, scratch: stride }, random)
        const { buffer } = instance
        const query = unit(stride, random)
        new Float32Array(buffer, at.query).set(query)
        const scale = Math.fround(1 / (127 * Math.sqrt(stride)))
        new Float32Array(buffer, at.scales, ROWS).fill(scale)
        const rowAt = (row: number) => ({
          stride,
          codes: at.codes,
          upper: at.upper + (row * stride) / 2,
          lower: at.lower + (row * stride) / 2,
        })
        const codes = new Int8Array(buffer, at.codes, stride)
        const rows = Array.from({ length: ROWS }, (_, row) => {
          for (let j = 0; j < stride; j++) codes[j] = random(256) - 128
          const own = [...codes]
          expect(instance.splitCodes(rowAt(row))).toBe(own.reduce((sum, code) => sum + code ** 2, 0))
          return own
        })
        rows.forEach((own, row) => {
          codes.fill(99)
          instance.joinCodes(rowAt(row))
          expect([...codes]).toEqual(own)
        })
        // a scan reads the upper four bits of the codes
        const upper = new Uint8Array(buffer, at.upper, 16)
        expect([upper[3]! & 15, upper[3]! >> 4]).toEqual([(rows[0]![3]! + 128) >> 4, (rows[0]![19]! + 128) >> 4])
        const list = new Uint32Array(buffer, at.list, ROWS)
        for (let i = 0; i < ROWS; i++) list[i] = random(ROWS)
        instance.rescoreCodes({ ...at, count: ROWS, stride })
        new Float32Array(buffer, at.out, ROWS).forEach((score, i) => {
          const exact = rows[list[i]!]!.reduce((sum, code, j) => sum + code * scale * query[j]!, 0)
          expect(Math.abs(score - exact)).toBeLessThan(1e-6)
        })
        const factors = new Float32Array(buffer, at.factors, ROWS)
        for (let i = 0; i < ROWS; i++) factors[i] = random(1000) / 1000
        const dimensions = stride - random(20)
        instance.sumRows({ ...at, count: ROWS, dimensions, stride, out: at.total })
        const expected = Array.from({ length: dimensions }, (_, j) =>
          [...list].reduce((sum, row, i) => sum + factors[i]! * rows[row]![j]!, 0),
        )
        expect([...new Float64Array(buffer, at.total, dimensions)]).toEqual(expected)
      }),
      { numRuns: 20 },
    )
  })

  test('codes are those of `quantize`, bit for bit', () => {
    const instance = kernel.instantiate()
    const at = layOut(instance, { values: 4 * 16, codes: 16 }, () => 0)
    const { buffer } = instance
    // ties of a scale lie among them
    const anyNumber = fc.oneof(
      fc.float({ noNaN: true, min: Math.fround(-1e4), max: Math.fround(1e4) }),
      fc.integer({ min: -254, max: 254 }).map((steps) => steps / 2),
      fc.constantFrom(0, -0, 127, 2 ** -24, 2 ** -119, 2 ** -121),
    )
    fc.assert(
      fc.property(fc.array(anyNumber, { minLength: 16, maxLength: 16 }), (numbers) => {
        const vector = Float32Array.from(numbers)
        new Float32Array(buffer, at.values, 16).set(vector)
        const scale = instance.quantize(16, at.values, at.codes)
        const expected = quantize(vector)
        if (scale >= 0) expect({ scale, codes: new Int8Array(buffer, at.codes, 16).slice() }).toEqual({ ...expected })
        else expect(expected.scale).toBeLessThan(2 ** -120)
      }),
      { numRuns: 2000 },
    )
    for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      new Float32Array(buffer, at.values)[5] = wrong
      expect(instance.quantize(16, at.values, at.codes)).toBe(-1)
    }
    new Float32Array(buffer, at.values, 16).fill(2 ** -130)
    expect(instance.quantize(16, at.values, at.codes)).toBe(-1)
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

test('the modules are small enough to be compiled on the main thread, and have the passes of a page alone', () => {
  for (const module of [plainModule, relaxedModule]) expect(Buffer.from(module, 'hex').length).toBeLessThan(5120)
  const names = WebAssembly.Module.exports(new WebAssembly.Module(bytesOf(plainModule))).map(({ name }) => name)
  expect(names.toSorted()).toEqual(['best', 'joinCodes', 'quantize', 'rescoreCodes', 'scan', 'splitCodes', 'sumRows'])
})

test.each(Object.values(KERNELS))('an inner product that is off by a little is found out, and none that is right (kernel %#)', (kernel) => {
  const instance = kernel.instantiate()
  expect(isExact(instance)).toBe(true)
  const wrong = {
    ...instance,
    buffer: instance.buffer,
    scan(parameters: ScanParameters) {
      instance.scan(parameters)
      new Float32Array(instance.buffer, parameters.totals)[0]! *= 2
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
