import { readFile } from 'node:fs/promises'
import asc from 'assemblyscript/asc'
import type { Plugin } from 'vite'

/**
 * Compiles `import base64 from './kernel.as.ts?wasm'`: AssemblyScript source to a WebAssembly module, inlined as base64.
 * The kernel is about 1 kB, so it travels inside the worker instead of being one more file to serve.
 */
export function assemblyscript(): Plugin {
  return {
    name: 'pagekin:assemblyscript',
    enforce: 'pre',
    async load(id) {
      if (!id.endsWith('.as.ts?wasm')) return null
      const file = id.slice(0, -'?wasm'.length)
      this.addWatchFile(file)
      const bytes = await compile(file)
      return `export default ${JSON.stringify(Buffer.from(bytes).toString('base64'))}`
    },
  }
}

async function compile(file: string): Promise<Uint8Array> {
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
      '--enable',
      'simd',
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
