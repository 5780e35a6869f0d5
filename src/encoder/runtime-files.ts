import { PagekinError } from '../errors.js'
import type { FileHash, FileSource } from './model-files.js'
import type { Runtime } from './onnx-session.js'

/** Builds of onnxruntime-web: without WebGPU, with it over JSPI, with it over Asyncify. */
export type RuntimeBuild = 'wasm' | 'jspi' | 'asyncify'

export interface RuntimeFile extends FileHash {
  readonly name: string
  /** The script that drives it. */
  readonly script: string
}

/** Files of onnxruntime-web 1.30.0, which models other than the built-in one run on. A test compares them with the package. */
export const RUNTIME_FILES: Readonly<Record<RuntimeBuild, RuntimeFile>> = {
  wasm: {
    name: 'ort-wasm-simd-threaded.wasm',
    script: 'ort.wasm.bundle.min.mjs',
    sha256: '3398c10d07d229bd91b364548e130e0e51a8e5704b88c7c083ebbeb78842dee2',
    bytes: 14_239_897,
  },
  jspi: {
    name: 'ort-wasm-simd-threaded.jspi.wasm',
    script: 'ort.jspi.bundle.min.mjs',
    sha256: 'a54c76f86b0f0d9572380cf1c6292a7b3903716ffcbcd6b0e5c7050bf430eb93',
    bytes: 16_758_545,
  },
  asyncify: {
    name: 'ort-wasm-simd-threaded.asyncify.wasm',
    script: 'ort.webgpu.bundle.min.mjs',
    sha256: '39f9f0894d478800487ed9f7dbe92618498db320cf55c8e3d89adff8dce658da',
    bytes: 26_781_914,
  },
}

/** Where onnxruntime-web comes from. pagekin does not bring it: only models other than the built-in one need it. */
export interface OnnxRuntime {
  /** The WebAssembly. */
  readonly files: FileSource
  /** Imports the script of a build. */
  importScript(build: RuntimeBuild): Promise<Runtime>
}

/** The WebAssembly of a build, verified. Throws `model-unavailable`, with what to do, if it is not there. */
export async function readRuntime({ files }: OnnxRuntime, build: RuntimeBuild, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  const file = RUNTIME_FILES[build]
  const bytes = await files.read(file.name, { expected: file, signal })
  if (!bytes) throw runtimeMissing(file.name)
  return bytes
}

export function runtimeMissing(name: string, cause?: unknown): PagekinError {
  return new PagekinError(
    'model-unavailable',
    `${name}: this encoder runs on onnxruntime-web 1.30.0, which is not here: \`npm install onnxruntime-web@1.30.0\`, then \`npx pagekin assets copy --runtime FOLDER\`, with the folder that the page's files are in`,
    { cause },
  )
}
