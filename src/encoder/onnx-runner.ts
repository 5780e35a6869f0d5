import { PagekinError, throwIfAborted, withoutCode } from '../errors.js'
import { sha256Hex } from '../sha256.js'
import { chooseDevice, quantisesActivations, weightCandidates } from './device.js'
import type { FileSource } from './model-files.js'
import type { ModelSettings } from './model-settings.js'
import { createSession } from './onnx-session.js'
import { pool } from './pooling.js'
import type { Runner } from './runner.js'
import { type OnnxRuntime, readRuntime } from './runtime-files.js'

export interface OnnxRunnerOptions {
  readonly model: FileSource
  readonly settings: ModelSettings
  readonly runtime: OnnxRuntime
  readonly device: 'auto' | 'webgpu' | 'wasm'
  readonly gpu: Pick<GPU, 'requestAdapter'> | undefined
  readonly deadlineMs: number
  readonly signal: AbortSignal | undefined
}

const SOFTWARE_GPU_SLOWDOWN = 10
/** Texts of similar length that go through the model together, if a text's vector does not depend on the others. */
const BATCH_TEXTS = 8

/** Runs the weights of a Hugging Face ONNX export on onnxruntime-web. Throws what `createEncoder` says. */
export async function createOnnxRunner(options: OnnxRunnerOptions): Promise<Runner> {
  const { model, settings, runtime, deadlineMs, signal } = options
  const choice = await chooseDevice(options.device, options.gpu)
  const [{ dtype, weights }, wasm, script] = await Promise.all([
    readWeights(model, weightCandidates(choice), settings, signal),
    readRuntime(runtime, choice.build, signal),
    runtime.importScript(choice.build),
  ])
  const weightsHash = settings.files ? null : await sha256Hex(weights)
  throwIfAborted(signal, 'encoder')
  try {
    const limit = choice.software ? deadlineMs * SOFTWARE_GPU_SLOWDOWN : deadlineMs
    const session = await createSession({ device: choice.device, runtime: script, wasm, weights, deadlineMs: limit })
    return {
      device: choice.device,
      deviceReason: choice.reason,
      dtype,
      batch: { texts: quantisesActivations(dtype) ? 1 : BATCH_TEXTS, tokens: Number.POSITIVE_INFINITY },
      weightsHash,
      async vectors(texts) {
        const { padded, mask, tokens } = padBatch(texts)
        try {
          const hidden = await session.run(padded, mask, texts.length, tokens)
          return pool(hidden, mask, texts.length, tokens, settings.pooling)
        } catch (thrown) {
          throw onDevice(choice.device, thrown)
        }
      },
      dispose: () => session.dispose(),
    }
  } catch (thrown) {
    throw onDevice(choice.device, thrown)
  }
}

/** The first candidate that exists. */
async function readWeights(
  model: FileSource,
  candidates: readonly string[],
  { files }: ModelSettings,
  signal: AbortSignal | undefined,
): Promise<{ dtype: string; weights: Uint8Array<ArrayBuffer> }> {
  for (const dtype of candidates) {
    const path = `onnx/${dtype}.onnx`
    const isListed = files === null || Object.hasOwn(files, path)
    const weights = isListed ? await model.read(path, { expected: files?.[path], signal }) : null
    if (weights) return { dtype, weights }
  }
  throw new PagekinError('model-unavailable', `onnx/: the model has none of ${candidates.join(', ')}`)
}

/** Padded positions are masked out, so any id may fill them. */
function padBatch(ids: readonly (readonly number[])[]): { padded: Int32Array; mask: Int32Array; tokens: number } {
  const tokens = Math.max(...ids.map((row) => row.length))
  const padded = new Int32Array(ids.length * tokens)
  const mask = new Int32Array(ids.length * tokens)
  ids.forEach((row, index) => {
    padded.set(row, index * tokens)
    mask.fill(1, index * tokens, index * tokens + row.length)
  })
  return { padded, mask, tokens }
}

/** On WebGPU any failure counts as one of the device, because WebAssembly in a new worker is a remedy. */
export function onDevice(device: 'webgpu' | 'wasm', thrown: unknown): PagekinError {
  const error = PagekinError.from(thrown, 'encoder-failed', 'encoder')
  if (device === 'wasm' || error.code === 'gpu-lost' || error.code === 'aborted' || error.code === 'usage') return error
  return new PagekinError('gpu-lost', withoutCode(error.message), { cause: error })
}
