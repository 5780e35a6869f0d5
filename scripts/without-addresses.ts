import type { Plugin } from 'vite'

/**
 * Takes addresses out of the tokenizers: they name their documentation in a warning that nothing here can reach, and a built file names
 * no host that was not asked for.
 */
export function withoutAddresses(): Plugin {
  return {
    name: 'pagekin:without-addresses',
    enforce: 'pre',
    transform(code, id) {
      if (/\/@xenova\/transformers\/src\/tokenizers\.js/.test(id)) {
        return { code: code.replaceAll(/https:\/\/huggingface\.co\/docs[\w./-]*/g, ''), map: null }
      }
      return null
    },
  }
}
