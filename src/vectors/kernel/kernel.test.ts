import fc from 'fast-check'
import { afterEach, expect, test, vi } from 'vitest'
import { PagekinError } from '../../errors.js'
import { createKernel, type KernelInstance } from './kernel.js'
import scanModule from './scan.as.ts?wasm'
import type { ScanParameters } from './scan-parameters.js'

afterEach(() => vi.unstubAllGlobals())

const ROWS = 40

/** A memory of arbitrary rows, with every optional column there. */
function fill(instance: KernelInstance, stride: number, random: (most: number) => number): ScanParameters {
  const at = { query: 16, codes: 0, present: 0, scales: 0, inverses: 0, biases: 0, mask: 0, heapScores: 0, heapRows: 0 }
  let end = 16 + stride * 2
  const columns = { present: 1, mask: 1, scales: 4, inverses: 4, biases: 4, heapScores: 4, heapRows: 4, codes: stride } as const
  for (const [name, bytes] of Object.entries(columns)) {
    at[name as keyof typeof columns] = end
    end += Math.ceil((ROWS * bytes) / 16) * 16
  }
  instance.grow(end)
  const bytes = new Uint8Array(instance.buffer)
  for (let i = at.codes; i < end; i++) bytes[i] = random(256)
  for (let row = 0; row < ROWS; row++) {
    bytes[at.present + row] = random(5) ? 1 : 0
    bytes[at.mask + row] = random(4) ? 1 : 0
  }
  const view = new DataView(instance.buffer)
  for (let j = 0; j < stride; j++) view.setInt16(at.query + 2 * j, random(65_535) - 32_767, true)
  for (let row = 0; row < ROWS; row++) {
    // few distinct values, so that there are ties
    view.setFloat32(at.scales + 4 * row, [0, 0.001, 0.0078125, 3e5][random(4)]!, true)
    view.setFloat32(at.inverses + 4 * row, [0, 0.5, 1.25, 900][random(4)]!, true)
    view.setFloat32(at.biases + 4 * row, [0, -2, 0.1, Number.NaN, Number.NEGATIVE_INFINITY, 1e30][random(6)]!, true)
  }
  return { ...at, rowCount: ROWS, stride, queryScale: 0, offset: 0, alpha: 1, beta: 0, missing: 0, k: 0 }
}

test('wasm and its twin leave the same bits in the heap', () => {
  const anyFloat = fc.float({ min: -1000, max: 1000, noNaN: true })
  const present = fc.boolean()
  fc.assert(
    fc.property(
      fc.infiniteStream(fc.nat()),
      fc.integer({ min: 1, max: 6 }),
      fc.nat(ROWS),
      fc.record({
        queryScale: fc.float({ min: 0, max: 1, noNaN: true }),
        offset: anyFloat,
        alpha: anyFloat,
        beta: anyFloat,
        missing: anyFloat,
      }),
      fc.record({ inverses: present, biases: present, mask: present }),
      (stream, blocks, k, numbers, used) => {
        const wasm = createKernel().instantiate()
        const twin = createKernel({ wasm: false }).instantiate()
        const random = (most: number) => stream.next().value % most
        const base = fill(wasm, blocks * 16, random)
        twin.grow(wasm.buffer.byteLength)
        new Uint8Array(twin.buffer).set(new Uint8Array(wasm.buffer))
        const parameters: ScanParameters = {
          ...base,
          ...numbers,
          k,
          inverses: used.inverses ? base.inverses : 0,
          biases: used.biases ? base.biases : 0,
          mask: used.mask ? base.mask : 0,
        }
        expect(twin.scan(parameters)).toBe(wasm.scan(parameters))
        expect(Buffer.compare(new Uint8Array(twin.buffer), new Uint8Array(wasm.buffer))).toBe(0)
      },
    ),
    { numRuns: 300 },
  )
})

test('the module is small enough to be compiled on the main thread', () => {
  expect(Buffer.from(scanModule, 'base64').length).toBeLessThan(2048)
  expect(createKernel().kind).toBe('wasm')
})

test('the twin runs, and says why, where WebAssembly is forbidden or absent', () => {
  vi.stubGlobal('WebAssembly', {
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

test.each([true, false])('memory grows and keeps its content, or says that it cannot (wasm %s)', (wasm) => {
  const instance = createKernel({ wasm }).instantiate()
  new Uint8Array(instance.buffer).set([1, 2, 3], 100)
  instance.grow(1_000_000)
  expect(instance.buffer.byteLength).toBeGreaterThanOrEqual(1_000_000)
  expect([...new Uint8Array(instance.buffer, 100, 3)]).toEqual([1, 2, 3])
  expect(() => instance.grow(2 ** 50)).toThrow(PagekinError)
})
