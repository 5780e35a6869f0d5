import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { createFolderSource } from './model-files.js'
import { type OnnxRuntime, runtimeMissing } from './runtime-files.js'

/** onnxruntime-web as it is installed beside pagekin: on WebAssembly, because Node has no WebGPU. */
export function installedRuntime(): OnnxRuntime {
  const installed = () => dirname(createRequire(import.meta.url).resolve('onnxruntime-web/wasm'))
  const find = async <T>(look: () => T): Promise<Awaited<T>> => {
    try {
      return await look()
    } catch (cause) {
      throw runtimeMissing('onnxruntime-web', cause)
    }
  }
  return {
    files: createFolderSource(async (path) => new Uint8Array(await readFile(join(await find(installed), path)))),
    importScript: () => find(() => import('onnxruntime-web/wasm')),
  }
}
