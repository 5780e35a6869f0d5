import { existsSync, readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'vitest'
import { dotProduct } from '../../vectors/normalize.js'
import { BUILTIN_MODEL, ONNX_MODEL, readJsonFile } from '../fixtures.test-helper.js'
import { installedRuntime } from '../installed-runtime.js'
import { createSession, type EncoderSession } from '../onnx-session.js'
import { readRuntime } from '../runtime-files.js'
import { createKernel } from './kernel.js'
import { unpackMatrix, withWeightsOf } from './onnx-weights.test-helper.js'
import { Transformer } from './transformer.js'

const cosine = (a: ArrayLike<number>, b: ArrayLike<number>) => dotProduct(a, b) / Math.sqrt(dotProduct(a, a) * dotProduct(b, b))

const onnx = `${ONNX_MODEL}onnx/model.onnx`
if (!existsSync(onnx)) console.warn(`skipped: ${onnx} is absent`)
describe.skipIf(!existsSync(onnx))('beside onnxruntime-web on the same weights', { timeout: 240_000 }, () => {
  let transformer: Transformer
  let session: EncoderSession
  let ids: number[][]

  beforeAll(async () => {
    transformer = await Transformer.read(new Uint8Array(readFileSync(`${BUILTIN_MODEL}encoder.bin`)), createKernel())
    const runtime = installedRuntime()
    ids = ((await readJsonFile(`${BUILTIN_MODEL}canary.json`)) as { ids: number[][] }).ids
    session = await createSession({
      device: 'wasm',
      runtime: await runtime.importScript('wasm'),
      wasm: await readRuntime(runtime, 'wasm'),
      weights: withWeightsOf(transformer, new Uint8Array(readFileSync(onnx))),
    })
  }, 240_000)

  test('every token is nearer than a cosine of .99, all of them together than .999, and so is every text', async () => {
    const head = unpackMatrix(transformer, transformer.layout.head)
    const long = ids.flat().concat(ids.flat()).slice(0, 250)
    let sum = 0
    let tokens = 0
    for (const text of [...ids, long]) {
      const expected = await session.run(Int32Array.from(text), new Int32Array(text.length).fill(1), 1, text.length)
      const vector = transformer.vectors([text])
      const states = new Float32Array(transformer.buffer, transformer.room.states, text.length * 384)
      const mean = new Float32Array(384)
      for (let token = 0; token < text.length; token++) {
        const state = states.subarray(384 * token, 384 * (token + 1))
        const out = Float32Array.from({ length: 384 }, (_, j) => state.reduce((total, value, k) => total + value * head[384 * k + j]!, 0))
        const reference = expected.subarray(384 * token, 384 * (token + 1))
        reference.forEach((value, j) => {
          mean[j]! += value
        })
        const near = cosine(out, reference)
        expect(near).toBeGreaterThan(0.99)
        sum += near
        tokens++
      }
      // an empty text has no other token than [CLS] and [SEP]
      expect(cosine(vector, mean)).toBeGreaterThan(text.length > 2 ? 0.999 : 0.998)
    }
    expect(sum / tokens).toBeGreaterThan(0.999)
  })
})
