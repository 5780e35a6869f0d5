import { expect, test, vi } from 'vitest'
import { CANARY_MINIMUM, canaryCosine, parseCanary } from './canary.js'
import { assertWasmAllowed, chooseDevice, weightCandidates } from './device.js'

function adapter(features: string[], info: Partial<GPUAdapterInfo> = {}): GPUAdapter {
  return { features: new Set(features), info: { vendor: 'acme', architecture: 'one', ...info } } as unknown as GPUAdapter
}
const gives = (answer: Promise<GPUAdapter | null>) => ({ requestAdapter: () => answer })

test('webgpu is chosen by its adapter: none, null and a failure are webassembly, with the reason', async () => {
  expect(await chooseDevice('auto', undefined)).toMatchObject({
    device: 'wasm',
    build: 'wasm',
    reason: expect.stringContaining('no WebGPU'),
  })
  expect(await chooseDevice('auto', gives(Promise.resolve(null)))).toMatchObject({
    device: 'wasm',
    reason: expect.stringContaining('no adapter'),
  })
  expect(await chooseDevice('auto', gives(Promise.reject(new Error('blocked'))))).toMatchObject({
    device: 'wasm',
    reason: expect.stringContaining('blocked'),
  })
  expect(await chooseDevice('auto', gives(Promise.resolve(adapter([]))))).toMatchObject({ device: 'webgpu', software: false })
  expect(await chooseDevice('wasm', gives(Promise.resolve(adapter([]))))).toMatchObject({ device: 'wasm' })
  await expect(chooseDevice('webgpu', gives(Promise.resolve(null)))).rejects.toMatchObject({ code: 'gpu-lost' })
})

test('an adapter that never answers is given up', async () => {
  vi.useFakeTimers()
  const choice = chooseDevice('auto', gives(new Promise(() => undefined)))
  await vi.advanceTimersByTimeAsync(2_001)
  vi.useRealTimers()
  expect(await choice).toMatchObject({ device: 'wasm', reason: expect.stringContaining('requestAdapter') })
})

test('the build follows the browser: jspi where WebAssembly can suspend, else asyncify', async () => {
  const suspending = { ...WebAssembly, Suspending: class {} }
  vi.stubGlobal('WebAssembly', suspending)
  const jspi = await chooseDevice('auto', gives(Promise.resolve(adapter([]))))
  vi.stubGlobal('WebAssembly', { ...WebAssembly, Suspending: undefined })
  vi.unstubAllGlobals()
  expect(jspi.build).toBe('jspi')
  const build = 'Suspending' in WebAssembly ? 'jspi' : 'asyncify'
  expect(await chooseDevice('auto', gives(Promise.resolve(adapter([], { architecture: 'swiftshader' }))))).toMatchObject({
    build,
    software: true,
  })
})

test('half floats are tried only where the adapter has them', () => {
  expect(weightCandidates({ device: 'webgpu', shaderF16: false })).not.toContain('model_fp16')
  expect(weightCandidates({ device: 'webgpu', shaderF16: true })).toContain('model_fp16')
  expect(weightCandidates({ device: 'wasm', shaderF16: true })[0]).toBe('model_quantized')
})

test('a page that forbids webassembly is told apart before anything is downloaded', () => {
  assertWasmAllowed()
  vi.stubGlobal('WebAssembly', {
    Module: class {
      constructor() {
        throw new EvalError('unsafe-eval is not an allowed source')
      }
    },
  })
  try {
    expect(() => assertWasmAllowed()).toThrow(/csp-wasm/)
  } finally {
    vi.unstubAllGlobals()
  }
})

test('the self-test compares with the vectors of the arithmetic, and wrong, zero and NaN vectors fail it', async () => {
  const canary = parseCanary({
    texts: ['a', 'b'],
    int8: [
      [1, 0],
      [0, 1],
    ],
    float32: [
      [0, 1],
      [1, 0],
    ],
  })
  const answer =
    (...numbers: number[]) =>
    () =>
      Promise.resolve(Float32Array.from(numbers))
  expect(await canaryCosine(canary, 'model_quantized', answer(1, 0, 0, 1))).toBeCloseTo(1)
  expect(await canaryCosine(canary, 'model_weight_int8', answer(0, 1, 1, 0))).toBeCloseTo(1)
  for (const wrong of [answer(0, 1, 1, 0), answer(1, 0, 0, 0), answer(1, 0, Number.NaN, 1), answer(1, 0, 0, 0, 1, 0)]) {
    expect(await canaryCosine(canary, 'model_quantized', wrong)).toBeLessThan(CANARY_MINIMUM)
  }
  expect(() => parseCanary({ texts: ['a'], int8: [], float32: [[1]] })).toThrow(/model-corrupt/)
})
