import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { PagekinError } from '../../errors.js'
import { toFloat16 } from '../float16.js'
import { quantize } from '../quantize.js'
import { mulberry32 } from '../random.js'
import { isExact } from './is-exact.js'
import { createKernel, type Kernel } from './kernel.js'
import { ManyRowsPasses } from './many-rows.js'
import type { HammingParameters, KernelInstance, ScanParameters } from './parameters.js'
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

const passColumns = { present: ROWS, mask: ROWS, biases: 4 * ROWS, totals: 4 * ROWS, list: 4 * ROWS }

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
const used = fc.record({ inverses: fc.boolean(), biases: fc.boolean(), mask: fc.boolean(), list: fc.boolean() })
const numbers = fc.record({ alpha: anyFloat, beta: anyFloat, missing: fc.oneof(anyFloat, fc.constant(Number.NaN)) })
const stream = () => fc.infiniteStream(fc.nat())
const ascending = (a: number, b: number) => a - b
type Stream = { next(): { value: number } }

test('relaxed SIMD is there to be tested', () => {
  expect(Object.entries(KERNELS).map(([name, { kind, relaxed }]) => [name, kind, relaxed])).toEqual([
    ['relaxed', 'wasm', true],
    ['plain', 'wasm', false],
    ['twin', 'js', false],
  ])
})

/** Totals as bits, NaN as one of its many: which one it is, engines may choose. */
function totalsOf({ buffer }: KernelInstance, { totals, rowCount }: { readonly totals: number; readonly rowCount: number }): Buffer {
  const out = new Float32Array(buffer, totals, rowCount).slice()
  out.forEach((total, at) => {
    if (Number.isNaN(total)) out[at] = Number.NaN
  })
  return Buffer.from(out.buffer)
}

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
        const random = (most: number) => (stream as Stream).next().value % most
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
    fc.property(
      stream(),
      fc.array(anyTotal, { maxLength: ROWS }),
      floors,
      fc.nat(ROWS),
      fc.boolean(),
      (stream, totals, floor, k, listed) => {
        const random = (most: number) => (stream as Stream).next().value % most
        const at = layOut(PLAIN, { ...passColumns, heapScores: 4 * ROWS, heapRows: 4 * ROWS }, random)
        fillPass(PLAIN.buffer, at, random)
        new Float32Array(PLAIN.buffer, at.totals, totals.length).set(totals)
        share([PLAIN, TWIN])
        const list = [...new Uint32Array(PLAIN.buffer, at.list, ROWS)]
        const parameters = { ...at, list: listed ? at.list : 0, count: totals.length, floor, k }
        const expected = totals
          .map((total, i) => ({ total, row: listed ? list[i]! : i }))
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
      },
    ),
    { numRuns: 500 },
  )
})

test.each(Object.entries(KERNELS))('%s: inner products of halves and codes are exact at their largest', (_, kernel) => {
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
    const unused = { list: 0, inverses: 0, biases: 0, mask: 0 }
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
      const random = (most: number) => (stream as Stream).next().value % most
      const base = { ...fillScan(PLAIN, blocks * 32, queryCount, random), alpha: -0.5, beta: 3, missing: 7 }
      for (const [name, isUsed] of Object.entries(used)) if (!isUsed) Object.assign(base, { [name]: 0 })
      PLAIN.scan(base)
      const { buffer } = PLAIN
      const float = (at: number, row: number) => new Float32Array(buffer, at)[row]!
      const byte = (at: number, row: number) => new Uint8Array(buffer, at)[row]!
      for (let at = 0; at < ROWS; at++) {
        const row = used.list ? new Uint32Array(buffer, base.list)[at]! : at
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
        const score = float(base.totals, at)
        if (Number.isFinite(expected)) expect(Math.abs(score - expected)).toBeLessThanOrEqual(1e-5 * (Math.abs(expected) + 1e6 * 900))
        else expect(score).toBe(expected)
      }
    }),
    { numRuns: 60 },
  )
})

test('the nearest query of a row is the same in all three, and the one a loop finds', () => {
  fc.assert(
    fc.property(stream(), fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 9 }), (stream, blocks, queryCount) => {
      const random = (most: number) => (stream as Stream).next().value % most
      const stride = 16 * blocks
      const columns = { codes: ROWS * stride, sums: 4 * ROWS, queries: queryCount * stride, queryScales: 4 * queryCount, out: 4 * ROWS }
      const at = layOut(RELAXED, columns, random)
      const codes = new Int8Array(RELAXED.buffer, at.codes, ROWS * stride)
      const queries = new Uint8Array(RELAXED.buffer, at.queries, queryCount * stride)
      for (let j = 0; j < queries.length; j++) queries[j] = random(128)
      const scales = new Float32Array(RELAXED.buffer, at.queryScales, queryCount).map(() => random(1000) / 1000)
      new Float32Array(RELAXED.buffer, at.queryScales, queryCount).set(scales)
      const sums = new Int32Array(RELAXED.buffer, at.sums, ROWS)
      for (let row = 0; row < ROWS; row++) sums[row] = codes.subarray(row * stride, (row + 1) * stride).reduce((sum, code) => sum + code, 0)
      share([RELAXED, PLAIN, TWIN])
      const expected = Array.from({ length: ROWS }, (_, row) => {
        const scores = Array.from(scales, (scale, q) => {
          let inner = 0
          for (let j = 0; j < stride; j++) inner += codes[row * stride + j]! * (queries[q * stride + j]! - 64)
          return Math.fround(inner * scale)
        })
        return scores.indexOf(Math.max(...scores))
      })
      for (const instance of [RELAXED, PLAIN, TWIN]) {
        new ManyRowsPasses(instance).nearest({ ...at, rowCount: ROWS, stride, queryCount })
        expect([...new Uint32Array(instance.buffer, at.out, ROWS)]).toEqual(expected)
      }
    }),
    { numRuns: 100 },
  )
})

test('bits that differ are counted alike with WebAssembly and without, and as a loop over bits counts them', () => {
  fc.assert(
    fc.property(stream(), fc.integer({ min: 1, max: 8 }), used, (stream, words, used) => {
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
        biases: used.biases ? at.biases : 0,
        mask: used.mask ? at.mask : 0,
      }
      for (const instance of [PLAIN, TWIN]) new ManyRowsPasses(instance).hamming(parameters)
      expect(Buffer.compare(totalsOf(TWIN, parameters), totalsOf(PLAIN, parameters))).toBe(0)

      const bytes = new Uint8Array(PLAIN.buffer)
      if (used.biases) return
      new Float32Array(PLAIN.buffer, at.totals, ROWS).forEach((total, row) => {
        let distance = 0
        for (let j = 0; j < stride; j++) {
          for (let bit = 0; bit < 8; bit++) distance += ((bytes[at.signatures + row * stride + j]! ^ bytes[at.query + j]!) >> bit) & 1
        }
        const allowed = !used.mask || bytes[at.mask + row]
        expect(total).toBe(allowed ? (bytes[at.present + row] ? -distance : -9.5) : Number.NaN)
      })
    }),
    { numRuns: 100 },
  )
})

describe.each(Object.entries(KERNELS))('%s', (_, kernel) => {
  const unit = (length: number, random: (most: number) => number) =>
    Float32Array.from({ length }, () => (random(20_001) - 10_000) / 10_000 / Math.sqrt(length))

  test('a float32 query meets int8 rows within 1e-6 of float64, and their codes come out of halves as they went in', () => {
    const instance = kernel.instantiate()
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 15 }), (seed, blocks) => {
        const fraction = mulberry32(seed)
        const random = (most: number) => Math.floor(fraction() * most)
        const stride = blocks * 32
        const halves = (ROWS * stride) / 2
        const lists = { list: 4 * ROWS, out: 4 * ROWS, scales: 4 * ROWS, query: 4 * stride, factors: 4 * ROWS, total: 8 * stride }
        const at = layOut(instance, { ...lists, upper: halves, lower: halves, codes: stride, scratch: stride }, random)
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
        // the halves that a scan reads are the codes' upper four bits
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

  test('a float32 query meets float16 rows within 1e-6 of float64', () => {
    const instance = kernel.instantiate()
    fc.assert(
      fc.property(stream(), fc.integer({ min: 1, max: 30 }), (stream, blocks) => {
        const random = (most: number) => (stream as Stream).next().value % most
        const stride = blocks * 16
        const width = stride / 2
        const at = layOut(instance, { list: 4 * ROWS, out: 4 * ROWS, halves: ROWS * stride, query: 4 * width, values: 4 * width }, random)
        const { buffer } = instance
        const query = unit(width, random)
        new Float32Array(buffer, at.query).set(query)
        const rows = Array.from({ length: ROWS }, (_, row) => {
          const vector = unit(width, random)
          new Float32Array(buffer, at.values).set(vector)
          instance.toFloat16(width, at.values, at.halves + row * stride)
          return Array.from(new Uint16Array(buffer, at.halves + row * stride, width), decodeHalf)
        })
        const list = new Uint32Array(buffer, at.list, ROWS)
        for (let i = 0; i < ROWS; i++) list[i] = random(ROWS)
        instance.rescoreHalves({ ...at, count: ROWS, stride })
        new Float32Array(buffer, at.out, ROWS).forEach((score, i) => {
          const exact = rows[list[i]!]!.reduce((sum, value, j) => sum + value * query[j]!, 0)
          expect(Math.abs(score - exact)).toBeLessThan(1e-6)
        })
      }),
      { numRuns: 60 },
    )
  })

  test('codes and float16 are those of `quantize` and `toFloat16`, bit for bit', () => {
    const instance = kernel.instantiate()
    const at = layOut(instance, { values: 4 * 16, codes: 16, halves: 2 * 16 }, () => 0)
    const { buffer } = instance
    // steps of a half, of a scale and of float16 lie among them
    const anyNumber = fc.oneof(
      fc.float({ noNaN: true, min: Math.fround(-1e4), max: Math.fround(1e4) }),
      fc.integer({ min: -254, max: 254 }).map((halves) => halves / 2),
      fc.integer({ min: -4096, max: 4096 }).map((steps) => steps * 2 ** -25),
      fc.constantFrom(0, -0, 65_504, 65_520, 127, 2 ** -14, 2 ** -24, 2 ** -25),
    )
    fc.assert(
      fc.property(fc.array(anyNumber, { minLength: 16, maxLength: 16 }), (numbers) => {
        const vector = Float32Array.from(numbers)
        new Float32Array(buffer, at.values, 16).set(vector)
        const scale = instance.quantize(16, at.values, at.codes)
        const expected = quantize(vector)
        if (scale >= 0) expect({ scale, codes: new Int8Array(buffer, at.codes, 16).slice() }).toEqual({ ...expected })
        else expect(expected.scale).toBeLessThan(2 ** -120)
        const peak = Math.max(...vector.map(Math.abs))
        expect(instance.toFloat16(16, at.values, at.halves)).toBe(peak)
        const halves = new Uint16Array(16)
        toFloat16(vector, halves)
        if (peak <= 65_504) expect([...new Uint16Array(buffer, at.halves, 16)]).toEqual([...halves])
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

/** By the definition of binary16, not by moving bits. */
function decodeHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 31
  const fraction = bits & 1023
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}

test('the modules are small enough to be compiled on the main thread', () => {
  for (const module of [plainModule, relaxedModule]) expect(Buffer.from(module, 'hex').length).toBeLessThan(8192)
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
