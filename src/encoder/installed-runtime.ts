import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createFolderSource } from './model-files.js'
import { type OnnxRuntime, RUNTIME_FILES, runtimeMissing } from './runtime-files.js'

/** onnxruntime-web as it is installed beside pagekin or in this folder: on WebAssembly, because Node has no WebGPU. */
export function installedRuntime(): OnnxRuntime {
  return {
    files: createFolderSource(async (path) => new Uint8Array(await readFile(join(installedFolder(), path)))),
    importScript: (build) => import(/* @vite-ignore */ pathToFileURL(join(installedFolder(), RUNTIME_FILES[build].script)).href),
  }
}

/** What a site serves in `runtime/` for models other than the built-in one: paths of files. Throws `model-unavailable` if not installed. */
export function installedRuntimeFiles(): readonly string[] {
  const folder = installedFolder()
  return Object.values(RUNTIME_FILES).flatMap(({ name, script }) => [join(folder, name), join(folder, script)])
}

function installedFolder(): string {
  let cause: unknown
  for (const from of [import.meta.url, pathToFileURL(join(process.cwd(), 'package.json'))]) {
    try {
      return dirname(createRequire(from).resolve('onnxruntime-web/wasm'))
    } catch (thrown) {
      cause = thrown
    }
  }
  throw runtimeMissing('onnxruntime-web', cause)
}
