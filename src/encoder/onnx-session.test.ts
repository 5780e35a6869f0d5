import { beforeEach, describe, expect, test } from 'vitest'
import { createSession, type EncoderSession, type Runtime } from './onnx-session.js'

/** A runtime that answers what a test tells it to, with two dimensions. */
const fake = {
  run: (_feeds: Record<string, { data: BigInt64Array; dims: number[] }>): Promise<unknown> => Promise.resolve(undefined),
  inputNames: ['input_ids', 'attention_mask'],
  outputNames: ['last_hidden_state'],
}

const runtime = {
  env: { wasm: {} },
  Tensor: class {
    constructor(
      readonly type: string,
      readonly data: BigInt64Array,
      readonly dims: number[],
    ) {}
  },
  InferenceSession: {
    create: async () => ({ ...fake, run: (feeds: Parameters<typeof fake.run>[0]) => fake.run(feeds), release: async () => undefined }),
  },
} as unknown as Runtime

const hidden = (data: Float32Array, dims: number[]) => Promise.resolve({ last_hidden_state: { type: 'float32', data, dims } })
const open = (deadlineMs = 1_000) =>
  createSession({ device: 'wasm', runtime, wasm: new Uint8Array(8), weights: new Uint8Array(8), deadlineMs })
const runOne = (session: EncoderSession) => session.run(Int32Array.of(2, 3), Int32Array.of(1, 1), 1, 2)

beforeEach(() => {
  fake.inputNames = ['input_ids', 'attention_mask']
  fake.outputNames = ['last_hidden_state']
  fake.run = () => hidden(Float32Array.of(1, 2, 3, 4), [1, 2, 2])
})

test('a model is fed the inputs that it has, and no others', async () => {
  for (const inputNames of [
    ['input_ids', 'attention_mask'],
    ['input_ids', 'attention_mask', 'token_type_ids'],
  ]) {
    fake.inputNames = inputNames
    let fed: Record<string, unknown> = {}
    fake.run = (feeds) => {
      fed = Object.fromEntries(Object.entries(feeds).map(([name, { data, dims }]) => [name, [Array.from(data, Number), dims]]))
      return hidden(Float32Array.of(1, 2, 3, 4), [1, 2, 2])
    }
    expect([...(await runOne(await open()))]).toEqual([1, 2, 3, 4])
    const all = {
      input_ids: [
        [2, 3],
        [1, 2],
      ],
      attention_mask: [
        [1, 1],
        [1, 2],
      ],
      token_type_ids: [
        [0, 0],
        [1, 2],
      ],
    }
    expect(fed).toEqual(Object.fromEntries(Object.entries(all).filter(([name]) => inputNames.includes(name))))
  }
})

test('a hundred overlapping calls reach the runtime one at a time', async () => {
  let running = 0
  let most = 0
  fake.run = async () => {
    most = Math.max(most, ++running)
    await new Promise((resolve) => setTimeout(resolve))
    running--
    return hidden(Float32Array.of(1, 2, 3, 4), [1, 2, 2])
  }
  const session = await open()
  await Promise.all(Array.from({ length: 100 }, () => runOne(session)))
  expect(most).toBe(1)
})

describe('a runtime that misbehaves', () => {
  test('silence is a timeout, and the calls behind it are refused instead of waiting too', async () => {
    let runs = 0
    fake.run = () => {
      runs++
      return new Promise(() => undefined)
    }
    const session = await open(20)
    const results = await Promise.allSettled([runOne(session), runOne(session), runOne(session)])
    for (const result of results) expect(result).toMatchObject({ status: 'rejected', reason: { code: 'timeout' } })
    expect(runs).toBe(1)
    await session.dispose()
  })

  test('a number that is thrown becomes an error with a code, and the next call runs', async () => {
    const works = fake.run
    fake.run = () => Promise.reject(2097581304)
    const session = await open()
    await expect(runOne(session)).rejects.toMatchObject({ code: 'encoder-failed', message: expect.stringContaining('2097581304') })
    fake.run = works
    expect(await runOne(session)).toHaveLength(4)
  })

  test.each([
    ['NaN', hidden(Float32Array.of(1, Number.NaN, 3, 4), [1, 2, 2])],
    ['an infinity', hidden(Float32Array.of(1, Number.POSITIVE_INFINITY, 3, 4), [1, 2, 2])],
    ['too few numbers', hidden(Float32Array.of(1, 2, 3), [1, 2, 2])],
    ['another batch', hidden(Float32Array.of(1, 2, 3, 4), [2, 1, 2])],
    ['a pooled output', hidden(Float32Array.of(1, 2), [1, 2])],
    ['no output', Promise.resolve({})],
  ])('%s is refused', async (_, answer) => {
    fake.run = () => answer
    await expect(runOne(await open())).rejects.toMatchObject({ code: 'encoder-failed' })
  })
})

test('a model with inputs or outputs of another kind is refused with their names', async () => {
  fake.inputNames = ['pixel_values']
  await expect(open()).rejects.toMatchObject({ code: 'encoder-failed', message: expect.stringContaining('pixel_values') })
  fake.inputNames = ['input_ids']
  fake.outputNames = ['logits']
  await expect(open()).rejects.toMatchObject({ code: 'encoder-failed', message: expect.stringContaining('logits') })
})
