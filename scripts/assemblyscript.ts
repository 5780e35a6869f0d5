import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import asc, { version } from 'assemblyscript/asc'
import type { Plugin } from 'vite'

/** What an import asks for, and what the compiler is to switch on for it. */
const FEATURES: Readonly<Record<string, readonly string[]>> = {
  '?wasm': ['simd'],
  '?wasm-relaxed': ['simd', 'relaxed-simd'],
}

/** Every build and every test run compiles the same sources: the first one keeps the result for the others. */
const CACHE = fileURLToPath(new URL('../node_modules/.cache/pagekin-kernel/', import.meta.url))

/**
 * Compiles `import hex from './kernel.as.ts?wasm'` (or `?wasm-relaxed`, for engines with relaxed SIMD): AssemblyScript source to a
 * WebAssembly module, inlined as hexadecimal digits. Each is about 7 kB, so it travels inside the worker instead of being one more file to
 * serve; gzip finds in the second what it has seen in the first, which it does not in base64 (3.6 kB for both instead of 7.1).
 */
export function assemblyscript(): Plugin {
  return {
    name: 'pagekin:assemblyscript',
    enforce: 'pre',
    async load(id) {
      const [file, query] = id.split(/(?=\?)/)
      const features = FEATURES[query ?? '']
      if (!file?.endsWith('.as.ts') || !features) return null
      const sources = sourcesOf(file)
      for (const path of sources.keys()) this.addWatchFile(path)
      const bytes = await compiled(file, features, [...sources.values()])
      return `export default ${JSON.stringify(Buffer.from(bytes).toString('hex'))}`
    },
  }
}

/** The file and all that it imports, each once. */
function sourcesOf(file: string, found = new Map<string, string>()): Map<string, string> {
  if (found.has(file)) return found
  const source = readFileSync(file, 'utf8')
  found.set(file, source)
  for (const [, path] of source.matchAll(/from '(\.[^']+)'/g)) sourcesOf(join(dirname(file), `${path}.ts`), found)
  return found
}

async function compiled(file: string, features: readonly string[], sources: readonly string[]): Promise<Uint8Array> {
  const hash = createHash('sha256').update(JSON.stringify([version, features, sources]))
  const kept = join(CACHE, `${hash.digest('hex').slice(0, 32)}.wasm`)
  if (existsSync(kept)) return readFileSync(kept)
  const bytes = await compile(file, features)
  mkdirSync(CACHE, { recursive: true })
  writeFileSync(`${kept}.${process.pid}`, bytes)
  renameSync(`${kept}.${process.pid}`, kept)
  return bytes
}

async function compile(file: string, features: readonly string[]): Promise<Uint8Array> {
  let binary: Uint8Array | undefined
  const { error, stderr } = await asc.main(
    [
      basename(file),
      '--outFile',
      'kernel.wasm',
      '-O3',
      '--converge',
      '--noAssert',
      '--runtime',
      'stub',
      ...features.flatMap((feature) => ['--enable', feature]),
      '--importMemory',
      '--noExportMemory',
      '--initialMemory',
      '1',
      '--use',
      'abort=',
    ],
    {
      readFile(name: string) {
        const path = join(dirname(file), name)
        return existsSync(path) ? readFileSync(path, 'utf8') : null
      },
      writeFile: (name: string, contents: Uint8Array | string) => {
        if (name === 'kernel.wasm' && typeof contents !== 'string') binary = contents
      },
      listFiles: () => [],
    },
  )
  if (error || !binary) throw new Error(`AssemblyScript could not compile ${file}: ${error?.message ?? ''}\n${stderr.toString()}`)
  return binary
}
