// @ts-check
import { readFile } from 'node:fs/promises'

const SOURCE = new URL('../src/element/page-kin.styles.ts', import.meta.url)

/**
 * The style sheet of the React component: that of the element, for the same markup outside a shadow root. Its classes begin with
 * `kin-`, and `.kin` is what the host is there.
 */
export async function reactStyles() {
  const [, css = ''] = /\bcss`([\s\S]*)`/.exec(await readFile(SOURCE, 'utf8')) ?? []
  return css
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/[^{}]*:state\([^{}]*\{[^{}]*\}/g, '')
    .replace(/[^{};]+\{/g, selectors)
    .replace(/\bpulse\b/g, 'kin-pulse')
    .replace(/\n\s*\n/g, '\n')
    .trim()
}

/** @param {string} prelude */
function selectors(prelude) {
  return prelude
    .replace(/\[theme='(\w+)'\]/g, '.$1')
    .replace(/\.([a-z])/g, '.kin-$1')
    .replace(/:host\(((?:[^()]|\([^()]*\))*)\)/g, '.kin$1')
    .replace(/:host/g, '.kin')
    .replace(/^(\s*)\*/, "$1.kin, .kin [class^='kin-']")
}
