import type { FileHash } from './model-files.js'

/** Builds of onnxruntime-web's WebAssembly: without WebGPU, with it over JSPI, with it over Asyncify. */
export type RuntimeBuild = 'wasm' | 'jspi' | 'asyncify'

export interface RuntimeFile extends FileHash {
  readonly name: string
}

/** The files of onnxruntime-web 1.30.0 that the build copies beside the worker. A test compares them with the package. */
export const RUNTIME_FILES: Readonly<Record<RuntimeBuild, RuntimeFile>> = {
  wasm: {
    name: 'ort-wasm-simd-threaded.wasm',
    sha256: '3398c10d07d229bd91b364548e130e0e51a8e5704b88c7c083ebbeb78842dee2',
    bytes: 14_239_897,
  },
  jspi: {
    name: 'ort-wasm-simd-threaded.jspi.wasm',
    sha256: 'a54c76f86b0f0d9572380cf1c6292a7b3903716ffcbcd6b0e5c7050bf430eb93',
    bytes: 16_758_545,
  },
  asyncify: {
    name: 'ort-wasm-simd-threaded.asyncify.wasm',
    sha256: '39f9f0894d478800487ed9f7dbe92618498db320cf55c8e3d89adff8dce658da',
    bytes: 26_781_914,
  },
}
