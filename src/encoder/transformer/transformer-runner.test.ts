import { expect, test, vi } from 'vitest'
import { type RunningGpu, TransformerRunner, type TransformerRunnerParts } from './transformer-runner.js'

/** Each text has a unit vector of its own, by its length. A device takes `ms` a token of an injected clock. */
const vectorsOf = (texts: readonly (readonly number[])[]) =>
  Float32Array.from(texts.flatMap(({ length }) => [Math.cos(length), Math.sin(length)]))
const text = (tokens: number) => Array<number>(tokens).fill(7)
const many = Array.from({ length: 16 }, (_, at) => text(40 + at))
const few = [text(8)]

/** A runner of two devices, and what they were asked for. */
function runnerOf({ wasmMs = 1, gpuMs = 1, gpuStartMs = 0, gpu = {}, ...parts }: RunnerSettings) {
  let now = 0
  const asked: string[] = []
  const reasons: string[] = []
  const take = (device: string, texts: readonly (readonly number[])[], ms: number, startMs = 0) => {
    asked.push(`${device} ${texts.length}`)
    now += startMs + ms * texts.reduce((sum, { length }) => sum + length, 0)
    return vectorsOf(texts)
  }
  const running: RunningGpu = {
    name: 'WebGPU (acme one)',
    vectors: async (texts) => take('gpu', texts, gpuMs, gpuStartMs),
    dispose: () => void asked.push('gpu gone'),
    ...gpu,
  }
  const runner = new TransformerRunner({
    wanted: 'auto',
    form: 'WebAssembly with SIMD',
    vectors: (texts) => take('wasm', texts, wasmMs),
    startGpu: async () => running,
    now: () => now,
    onChange: ({ deviceReason }) => void reasons.push(deviceReason),
    ...parts,
  })
  return { runner, asked, reasons }
}
type RunnerSettings = Partial<TransformerRunnerParts> & { wasmMs?: number; gpuMs?: number; gpuStartMs?: number; gpu?: Partial<RunningGpu> }

/** So many texts that a GPU is started, and one batch that both devices are measured with. */
async function measured({ runner, asked }: ReturnType<typeof runnerOf>) {
  for (let call = 0; call < 6; call++) await runner.vectors(many)
  expect(asked.some((line) => line.startsWith('gpu'))).toBe(false)
  await runner.start()
  const vectors = await runner.vectors(many)
  expect(vectors).toEqual(vectorsOf(many))
  asked.length = 0
}

test('a device that is a moment faster with a batch of texts embeds from then on; one that takes as long does not', async () => {
  for (const [gpuMs, device] of [
    [0.99, 'webgpu'],
    [1, 'wasm'],
    [1.01, 'wasm'],
  ] as const) {
    const made = runnerOf({ gpuMs })
    await measured(made)
    expect(made.runner.device).toBe(device)
    const vectors = await made.runner.vectors(many)
    expect(vectors).toEqual(vectorsOf(many))
    expect(made.asked.every((line) => line.startsWith(device === 'webgpu' ? 'gpu' : 'wasm'))).toBe(true)
    expect(made.runner.deviceReason).toMatch(
      device === 'webgpu'
        ? /^WebGPU \(acme one\), because 16 texts took 752 ms, and 760 ms on WebAssembly with SIMD$/
        : /^WebAssembly with SIMD, because WebGPU \(acme one\) is slower: 16 texts took \d+ ms, and 760 ms on WebAssembly with SIMD$/,
    )
    expect(made.reasons).toEqual([made.runner.deviceReason])
  }
})

test('short texts stay on WebAssembly if a GPU needs longer for one, although it embeds many texts faster', async () => {
  const made = runnerOf({ gpuMs: 0.1, gpuStartMs: 100 })
  await measured(made)
  await made.runner.vectors(few)
  await made.runner.vectors(many)
  expect(made.asked).toEqual(['wasm 1', 'gpu 16'])
  expect(made.runner.deviceReason).toContain('; short texts run on WebAssembly')
})

test('searches alone start no GPU, and none is started where WebAssembly was asked for', async () => {
  let started = 0
  const startGpu = async () => {
    started++
    throw new Error('of the test')
  }
  const searches = runnerOf({ startGpu })
  for (let call = 0; call < 500; call++) await searches.runner.vectors(few)
  const wasm = runnerOf({ startGpu, wanted: 'wasm' })
  for (let call = 0; call < 10; call++) await wasm.runner.vectors(many)
  expect(started).toBe(0)
  expect(wasm.runner.deviceReason).toBe('WebAssembly with SIMD, as asked for')
})

test('a GPU that was asked for by name runs all texts, however slow, and is compared first', async () => {
  const made = runnerOf({ wanted: 'webgpu', gpuMs: 50 })
  await made.runner.start()
  await made.runner.vectors(few)
  expect(made.asked).toContain('wasm 1')
  made.asked.length = 0
  await made.runner.vectors(few)
  await made.runner.vectors(many)
  expect(made.asked).toEqual(['gpu 1', 'gpu 16'])
  expect(made.runner.deviceReason).toBe('WebGPU (acme one), as asked for')
})

test('a GPU that makes other vectors, NaN or none in time is not used, and the batch has its vectors', async () => {
  const other = async (texts: readonly (readonly number[])[]) => vectorsOf(texts).map((value) => -value)
  const nan = async (texts: readonly (readonly number[])[]) => vectorsOf(texts).fill(Number.NaN)
  const silent = () => new Promise<never>(() => undefined)
  const broken = () => Promise.reject(new Error('the device was lost (test)'))
  for (const [vectors, reason] of [
    [other, 'made other vectors (cosine -1.000)'],
    [nan, 'made other vectors (cosine NaN)'],
    [silent, 'is slower: 16 texts took 8 ms'],
    [broken, 'the device was lost (test)'],
  ] as const) {
    const made = runnerOf({ wasmMs: 0.01, gpu: { vectors } })
    vi.useFakeTimers()
    const measuring = measured(made)
    await vi.advanceTimersByTimeAsync(3_000)
    vi.useRealTimers()
    await measuring
    expect(made.runner.device).toBe('wasm')
    expect(made.runner.deviceReason).toContain(reason)
  }
})

test('a GPU that is lost later gives way within the call, and is not asked again', async () => {
  let isLost = false
  const gpu = {
    vectors: async (texts: readonly (readonly number[])[]) => {
      if (isLost) throw new Error('the device was lost (test)')
      return vectorsOf(texts)
    },
  }
  const made = runnerOf({ gpu })
  await measured(made)
  expect(made.runner.device).toBe('webgpu')
  isLost = true
  expect(await made.runner.vectors(many)).toEqual(vectorsOf(many))
  isLost = false
  expect(await made.runner.vectors(many)).toEqual(vectorsOf(many))
  expect(made.asked).toEqual(['gpu gone', ...made.asked.slice(1)])
  expect(made.asked.slice(1).every((line) => line.startsWith('wasm'))).toBe(true)
  expect(made.reasons.at(-1)).toBe('WebAssembly with SIMD, because WebGPU was given up (the device was lost (test))')
})

test('a batch for a GPU goes through WebAssembly in parts that it takes', async () => {
  const sizes: number[] = []
  const made = runnerOf({
    vectors: (texts) => {
      sizes.push(texts.reduce((sum, { length }) => sum + length, 0))
      return vectorsOf(texts)
    },
  })
  const mixed = [text(256), text(3), text(250), text(4), text(100), text(100), text(100)]
  expect(await made.runner.vectors(mixed)).toEqual(vectorsOf(mixed))
  expect(sizes).toEqual([256, 253, 204, 100])
})
