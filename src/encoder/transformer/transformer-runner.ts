import { PagekinError } from '../../errors.js'
import { type FileHash, type FileSource, readRequired } from '../model-files.js'
import type { Runner } from '../runner.js'
import { createKernel, type Kernel } from './kernel.js'
import { BATCH_TOKENS, Transformer } from './transformer.js'

/** A model folder that has this file runs without onnxruntime-web. */
export const TRANSFORMER_FILE = 'encoder.bin'

export interface TransformerRunnerOptions {
  readonly model: FileSource
  readonly expected: FileHash | undefined
  readonly device: 'auto' | 'webgpu' | 'wasm'
  readonly signal: AbortSignal | undefined
}

/** Runs a model file of pagekin's own format. Throws `encoder-failed`; `model-unavailable`, `model-corrupt`, `timeout` for the file. */
export async function createTransformerRunner({ model, expected, device, signal }: TransformerRunnerOptions): Promise<Runner> {
  const kernel = createKernel()
  const transformer = await Transformer.read(await readRequired(model, TRANSFORMER_FILE, { expected, signal }), kernel)
  return {
    device: 'wasm',
    deviceReason: reason(device, kernel),
    dtype: 'encoder',
    batch: { texts: Number.POSITIVE_INFINITY, tokens: BATCH_TOKENS },
    weightsHash: null,
    async vectors(texts) {
      const vectors = transformer.vectors(texts)
      if (!vectors.every(Number.isFinite)) {
        throw new PagekinError('encoder-failed', 'model: received NaN or an infinity, expected finite numbers')
      }
      return vectors
    },
    dispose: async () => {},
  }
}

const FORMS: Readonly<Record<Kernel['kind'], string>> = {
  relaxed: 'with relaxed SIMD',
  simd: 'with SIMD',
  js: 'without SIMD',
}

function reason(device: 'auto' | 'webgpu' | 'wasm', { kind }: Kernel): string {
  const form = `WebAssembly ${FORMS[kind]}`
  if (device === 'wasm') return `${form}, as asked for`
  return device === 'webgpu'
    ? `${form}, because the built-in encoder does not run on WebGPU`
    : `${form}, which the built-in encoder runs on`
}
