import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import asc from 'assemblyscript/asc'
import type { Plugin } from 'vite'

/** What an import asks for, and what the compiler is to switch on for it. */
const FEATURES: Readonly<Record<string, readonly string[]>> = {
  '?wasm': ['simd'],
  '?wasm-relaxed': ['simd', 'relaxed-simd'],
}

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
      const bytes = await compile(file, features, (name) => this.addWatchFile(name))
      return `export default ${JSON.stringify(Buffer.from(bytes).toString('hex'))}`
    },
  }
}

/** @param onRead told of each file that it is made of */
async function compile(file: string, features: readonly string[], onRead: (name: string) => void): Promise<Uint8Array> {
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
        if (!existsSync(path)) return null
        onRead(path)
        return readFileSync(path, 'utf8')
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
