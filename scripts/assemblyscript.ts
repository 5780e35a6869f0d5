import { readFile } from 'node:fs/promises'
import asc from 'assemblyscript/asc'
import type { Plugin } from 'vite'

/** What an import asks for, and what the compiler is to switch on for it. */
const FEATURES: Readonly<Record<string, readonly string[]>> = {
  '?wasm': ['simd'],
  '?wasm-relaxed': ['simd', 'relaxed-simd'],
}

/**
 * Compiles `import base64 from './kernel.as.ts?wasm'` (or `?wasm-relaxed`, for engines with relaxed SIMD): AssemblyScript source to
 * a WebAssembly module, inlined as base64. Each is about 2 kB, so it travels inside the worker instead of being one more file to serve.
 */
export function assemblyscript(): Plugin {
  return {
    name: 'pagekin:assemblyscript',
    enforce: 'pre',
    async load(id) {
      const [file, query] = id.split(/(?=\?)/)
      const features = FEATURES[query ?? '']
      if (!file?.endsWith('.as.ts') || !features) return null
      this.addWatchFile(file)
      const bytes = await compile(file, features)
      return `export default ${JSON.stringify(Buffer.from(bytes).toString('base64'))}`
    },
  }
}

async function compile(file: string, features: readonly string[]): Promise<Uint8Array> {
  const source = await readFile(file, 'utf8')
  let binary: Uint8Array | undefined
  const { error, stderr } = await asc.main(
    [
      'kernel.ts',
      '--outFile',
      'kernel.wasm',
      '-O3',
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
      readFile: (name: string) => (name === 'kernel.ts' ? source : null),
      writeFile: (name: string, contents: Uint8Array | string) => {
        if (name === 'kernel.wasm' && typeof contents !== 'string') binary = contents
      },
      listFiles: () => [],
    },
  )
  if (error || !binary) throw new Error(`AssemblyScript could not compile ${file}: ${error?.message ?? ''}\n${stderr.toString()}`)
  return binary
}
