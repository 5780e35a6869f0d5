/**
 * The encoder worker: a disposable realm around one encoder. It announces itself, waits for a port, and answers `EncoderApi`
 * over it. Whoever holds it terminates it when it stops answering; nothing is lost but the running call.
 */
import { PagekinError } from '../errors.js'
import type { EncoderApi, EncoderListener, EncoderSource, Outcome, ReadyMessage } from '../protocol.js'
import { connect, outcome, type Remote } from '../rpc.js'
import type { Progress, ProgressPhase } from '../types.js'
import { createSerialQueue } from '../waiting.js'
import { createEncoder, type Encoder, type EncoderOptions } from './encoder.js'
import { createCachedSource, type FileSource } from './model-files.js'
import type { Runtime } from './onnx-session.js'
import { RUNTIME_FILES, type RuntimeBuild, runtimeMissing } from './runtime-files.js'

const scope = globalThis as unknown as DedicatedWorkerGlobalScope

// Every call has its own outcome. What else goes wrong in a runtime (a lost device rejects promises that nobody holds)
// would only reach the error reports of the page that is our host.
scope.addEventListener('unhandledrejection', (event) => event.preventDefault())
scope.addEventListener('error', (event) => event.preventDefault())

scope.addEventListener('message', (event: MessageEvent<unknown>) => {
  const { data, ports } = event
  const port = ports[0]
  if (port && typeof data === 'object' && data !== null && 'pagekin' in data && data.pagekin === 'attach') serve(port)
})
scope.postMessage({ pagekin: 'ready', version: __PAGEKIN_VERSION__ } satisfies ReadyMessage)

function serve(port: MessagePort): void {
  const queue = createSerialQueue()
  const calls = new Map<number, AbortController>()
  let encoder: Encoder | undefined

  const api: EncoderApi = {
    load: (source, device) =>
      queue(() =>
        outcome('encoder-failed', 'encoder', async () => {
          await encoder?.dispose()
          encoder = undefined
          encoder = await load(source, device, listener)
          return encoder.info
        }),
      ),
    encode(texts, kind, callId) {
      const call = new AbortController()
      calls.set(callId, call)
      return queue(() =>
        outcome('encoder-failed', 'encoder', async () => {
          if (!encoder) throw new PagekinError('usage', 'encode: no model is loaded, expected load before it')
          return await encoder.encode(texts, kind, call.signal)
        }),
      ).finally(() => calls.delete(callId))
    },
    abort: (callId) => calls.get(callId)?.abort(),
    ping: () => 'pong',
  }
  const listener = connect<EncoderListener, EncoderApi>(port, api, { transfer: transferables })
}

async function load(
  source: EncoderSource,
  device: 'auto' | 'webgpu' | 'wasm',
  listener: Remote<EncoderListener, EncoderApi>,
): Promise<Encoder> {
  const tell = (progress: Progress) => void listener.onEncoderProgress.asEvent(progress)
  const folder = (baseUrl: string, phase: ProgressPhase): FileSource =>
    createCachedSource({
      baseUrl,
      caches: source.keepsFiles === false ? null : cacheStorage(),
      onProgress: (loaded, total) => tell({ phase, loaded, ...(total === undefined ? {} : { total }), unit: 'bytes' }),
    })
  const options: EncoderOptions = {
    id: source.id,
    model: folder(source.baseUrl, 'model'),
    runtime: { files: folder(source.runtimeUrl, 'runtime'), importScript: (build) => importScript(source.runtimeUrl, build) },
    ...(source.layers !== undefined && { layers: source.layers }),
    ...(source.multilingual && { multilingual: true }),
    device,
    gpu: scope.navigator.gpu,
    onProgress: tell,
    onDevice: (change) => void listener.onEncoderDevice.asEvent(change),
  }
  const { dimensions } = source
  if (dimensions === undefined) return createEncoder(options)
  // a wish: vectors of another model may be what it comes from
  return createEncoder({ ...options, dimensions }).catch((thrown) => {
    if (thrown instanceof PagekinError && thrown.code === 'usage') return createEncoder(options)
    throw thrown
  })
}

/** A script of onnxruntime-web, which the site serves beside its WebAssembly. */
async function importScript(runtimeUrl: string, build: RuntimeBuild): Promise<Runtime> {
  const { script } = RUNTIME_FILES[build]
  try {
    return await import(/* @vite-ignore */ new URL(script, runtimeUrl).href)
  } catch (cause) {
    throw runtimeMissing(`runtime/${script}`, cause)
  }
}

/** Absent without https; in a frame whose storage is blocked the property itself may throw. */
function cacheStorage(): CacheStorage | undefined {
  try {
    return scope.caches
  } catch {
    return undefined
  }
}

/** The buffer of an answer that is vectors; nobody here looks at them again. */
function transferables(message: unknown): Transferable[] {
  const result = (message as { r?: Outcome<unknown> }).r
  return result?.ok && result.value instanceof Float32Array ? [result.value.buffer] : []
}
