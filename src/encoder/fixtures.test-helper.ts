import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createFolderSource, type FileSource } from './model-files.js'

export const BUILTIN_MODEL = fileURLToPath(new URL('../../public/models/pagekin-mini-v2/', import.meta.url))
/** ONNX exports, for tests only; the folder may be absent. */
export const SHARED_MODELS = fileURLToPath(new URL('../../../shared/models/', import.meta.url))
/** The same architecture with the weights that the built-in model was trained from: float32, and int8 for onnxruntime-web. */
export const ONNX_MODEL = `${SHARED_MODELS}pagekin-mini-v0/`
export const RUNTIME_FOLDER = dirname(createRequire(import.meta.url).resolve('onnxruntime-web'))

export function folderSource(folder: string): FileSource {
  return createFolderSource(async (path) => {
    try {
      return new Uint8Array(await readFile(join(folder, path)))
    } catch {
      return null
    }
  })
}

export async function readJsonFile(path: string): Promise<Record<string, unknown>> {
  return JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>
}
