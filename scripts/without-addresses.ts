import type { Plugin } from 'vite'

/**
 * Takes addresses out of the two foreign packages of the encoder. onnxruntime-web looks for its WebAssembly beside
 * `import.meta.url`, which Vite would answer by inlining all of it (the encoder passes verified bytes instead); the tokenizers
 * name their documentation in a warning that nothing here can reach, and a built file names no host that was not asked for.
 */
export function withoutAddresses(): Plugin {
  return {
    name: 'pagekin:without-addresses',
    enforce: 'pre',
    transform(code, id) {
      if (/\/onnxruntime-web\/dist\//.test(id)) return { code: code.replaceAll('import.meta.url', 'undefined'), map: null }
      if (/\/@xenova\/transformers\/src\/tokenizers\.js/.test(id)) {
        return { code: code.replaceAll(/https:\/\/huggingface\.co\/docs[\w./-]*/g, ''), map: null }
      }
      return null
    },
  }
}
