// @ts-check
import { readFile } from 'node:fs/promises'

const read = (/** @type {string} */ name) => readFile(new URL(`../src/element/${name}.ts`, import.meta.url), 'utf8')

/** What has another place in the component: a dismiss button has a text for pages without these styles, and steps stand inside the shelf. */
const OWN = `
  .kin-dismiss { grid-template-rows: 100%; }
  .kin-steered { padding-block-end: 2.75rem; }
  .kin .kin-steps { position: absolute; inset: auto 0 0; border: 0; margin: 0 -4px; min-inline-size: 0; }
`

/**
 * The style sheet of the React component: that of the element, for the same markup outside a shadow root. Its classes begin with
 * `kin-`, and `.kin` is what the host is there.
 */
export async function reactStyles() {
  const [, shelf = ''] = /\bcss`([\s\S]*)`/.exec(await read('page-kin.styles')) ?? []
  const [, steps = ''] = /\bSTYLES = `([^`]*)`/.exec(await read('steering')) ?? []
  const css = (shelf + steps)
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/[^{}]*:state\([^{}]*\{[^{}]*\}/g, '')
    .replace(/[^{};]+\{/g, selectors)
    .replace(/\bpulse\b/g, 'kin-pulse')
    .replace(/\n\s*\n/g, '\n')
  return (css + OWN).trim()
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
