import { readFileSync } from 'node:fs'
import type { Plugin } from 'vite'

/** Takes from an imported shader (`import passes from './passes.wgsl'`) what only its readers need. */
export function wgsl(): Plugin {
  return {
    name: 'pagekin:wgsl',
    enforce: 'pre',
    load(id) {
      if (!id.endsWith('.wgsl')) return null
      this.addWatchFile(id)
      return `export default ${JSON.stringify(minified(readFileSync(id, 'utf8')))}`
    },
  }
}

function minified(source: string): string {
  return source
    .replace(/\/\/.*/g, '')
    .replace(/\s+/g, ' ')
    .replace(/ ?([{}()[\];:,=+*/<>&|^]) ?/g, '$1')
    .trim()
}
