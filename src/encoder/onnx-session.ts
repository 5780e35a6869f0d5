import type { Env, InferenceSession, Tensor, TensorConstructor } from 'onnxruntime-web'
import { PagekinError } from '../errors.js'
import { createSerialQueue, withDeadline } from '../waiting.js'

/** A model that runs. Calls may overlap: they are carried out one after the other. */
export interface EncoderSession {
  readonly device: 'webgpu' | 'wasm'
  /**
   * Hidden states, batch x tokens x dimensions, of token ids and their mask, both batch x tokens.
   * Throws `timeout`, `gpu-lost`, `encoder-failed`; after one of the first two the session is of no use.
   */
  run(ids: Int32Array, mask: Int32Array, batch: number, tokens: number): Promise<Float32Array>
  dispose(): Promise<void>
}

export interface SessionOptions {
  readonly device: 'webgpu' | 'wasm'
  readonly runtime: Runtime
  /** The runtime's WebAssembly, verified: nothing else is looked up at run time. */
  readonly wasm: Uint8Array<ArrayBuffer>
  /** The model, verified. */
  readonly weights: Uint8Array<ArrayBuffer>
  /** For one run and for the start. Default 60,000. */
  readonly deadlineMs?: number
}

/** What a script of onnxruntime-web exports. */
export interface Runtime {
  readonly env: Env
  readonly InferenceSession: { create(weights: Uint8Array, options: InferenceSession.SessionOptions): Promise<InferenceSession> }
  readonly Tensor: TensorConstructor
}

const KNOWN_INPUTS = ['input_ids', 'attention_mask', 'token_type_ids']
const HIDDEN_OUTPUTS = ['last_hidden_state', 'token_embeddings']

/**
 * Starts onnxruntime-web on one thread. One device a realm: a runtime that has failed or lost its device stays broken, and
 * its worker is to be replaced.
 *
 * Throws `encoder-failed`, `timeout`, `gpu-lost`.
 */
export async function createSession(options: SessionOptions): Promise<EncoderSession> {
  const { device, runtime, deadlineMs = 60_000 } = options
  const { wasm } = runtime.env
  runtime.env.logLevel = 'error'
  wasm.numThreads = 1
  wasm.proxy = false
  wasm.initTimeout = deadlineMs
  wasm.wasmBinary = options.wasm.buffer
  const where = `encoder on ${device}`
  const session = await withDeadline(runtime.InferenceSession.create(options.weights, sessionOptions(device)), deadlineMs, where).catch(
    (thrown: unknown) => {
      throw PagekinError.from(thrown, 'encoder-failed', where)
    },
  )
  // compiled by now: its 14 MB and more need not stay
  delete wasm.wasmBinary
  const unknown = session.inputNames.filter((name) => !KNOWN_INPUTS.includes(name))
  const output = HIDDEN_OUTPUTS.find((name) => session.outputNames.includes(name))
  if (unknown.length > 0 || output === undefined) {
    const received = `inputs ${session.inputNames.join(', ')} and outputs ${session.outputNames.join(', ')}`
    throw new PagekinError(
      'encoder-failed',
      `model: received ${received}, expected ${KNOWN_INPUTS.join(', ')} and ${HIDDEN_OUTPUTS.join(' or ')}`,
    )
  }
  return serve(runtime, session, output, device, deadlineMs, device === 'webgpu' ? watchDevice(runtime.env) : undefined)
}

function sessionOptions(device: 'webgpu' | 'wasm'): InferenceSession.SessionOptions {
  return {
    executionProviders: [device],
    logSeverityLevel: 3,
    // int8 weights are unpacked once, at load: WebGPU has no fast kernel for them
    ...(device === 'webgpu' ? { extra: { session: { disable_quant_qdq: '1' } } } : {}),
  }
}

function serve(
  runtime: Runtime,
  session: InferenceSession,
  output: string,
  device: 'webgpu' | 'wasm',
  deadlineMs: number,
  lost: Promise<never> | undefined,
): EncoderSession {
  const queue = createSerialQueue()
  const where = `encoder on ${device}`
  let broken: PagekinError | undefined

  async function run(ids: Int32Array, mask: Int32Array, batch: number, tokens: number): Promise<Float32Array> {
    // a runtime that did not answer is still busy: a second call would not come back either
    if (broken) throw broken
    try {
      const running = session.run(feeds(runtime.Tensor, session, ids, mask, batch, tokens))
      const outputs = await withDeadline(lost ? Promise.race([running, lost]) : running, deadlineMs, where)
      return hiddenStates(outputs[output], batch, tokens)
    } catch (thrown) {
      const error = PagekinError.from(thrown, 'encoder-failed', where)
      if (error.code === 'timeout' || error.code === 'gpu-lost') broken = error
      throw error
    }
  }

  return {
    device,
    run: (ids, mask, batch, tokens) => queue(() => run(ids, mask, batch, tokens)),
    dispose: () => queue(async () => (broken ? undefined : session.release())),
  }
}

function feeds(Tensor: TensorConstructor, session: InferenceSession, ids: Int32Array, mask: Int32Array, batch: number, tokens: number) {
  const columns: Readonly<Record<string, Int32Array>> = { input_ids: ids, attention_mask: mask, token_type_ids: new Int32Array(ids.length) }
  const entries = session.inputNames.map((name) => [name, new Tensor('int64', BigInt64Array.from(columns[name]!, BigInt), [batch, tokens])])
  return Object.fromEntries(entries) as Record<string, Tensor>
}

/** Checks what a runtime with a bad driver would get wrong without an error. */
function hiddenStates(tensor: Tensor | undefined, batch: number, tokens: number): Float32Array {
  const data = tensor?.data
  const [rows, columns, dimensions = 0] = tensor?.dims ?? []
  if (
    !(data instanceof Float32Array) ||
    rows !== batch ||
    columns !== tokens ||
    data.length !== batch * tokens * dimensions ||
    dimensions === 0
  ) {
    throw new PagekinError(
      'encoder-failed',
      `model: received ${tensor?.type} ${tensor?.dims}, expected float32 ${batch},${tokens},dimensions`,
    )
  }
  if (!data.every(Number.isFinite)) throw new PagekinError('encoder-failed', 'model: received NaN or an infinity, expected finite numbers')
  return data
}

/** Rejects when the runtime's device is lost; without it a run that waits for the device waits for ever. */
function watchDevice(env: Env): Promise<never> {
  const lost = Promise.resolve(env.webgpu.device as Promise<GPUDevice>)
    .then((device) => device.lost)
    .then((info) => {
      throw new PagekinError('gpu-lost', `encoder on webgpu: the device was lost (${info.message || info.reason})`)
    })
  // nobody may be waiting when it happens
  lost.catch(() => undefined)
  return lost
}
