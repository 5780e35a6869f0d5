import { hasSharedData } from '../shared-data.js'
import { bankingRows, stsRows } from '../text/pair-rows.js'
import type { TextRow } from '../text/row.js'
import { cranfieldRows, crowdflowerSearchRows, msmarcoRows } from '../text/search-rows.js'
import { abtBuyRowsOf, bundleRowsOf, magentoRowsOf } from '../text/similar-rows.js'
import { textOfRows } from '../text/table-text.js'

/**
 * `npm run bench -- text`: how well texts are searched, compared, clustered and matched, beside BM25, on eight public sets, with
 * what it costs. `--json` one document; `--only cranfield,magento` some of the sets; `--smoke` 20 questions of each.
 */
const SETS: Readonly<Record<string, (limit: number) => Promise<TextRow[]>>> = {
  cranfield: cranfieldRows,
  msmarco: msmarcoRows,
  crowdflower: crowdflowerSearchRows,
  stsb: stsRows,
  banking77: bankingRows,
  'abt-buy': abtBuyRowsOf,
  bundles: bundleRowsOf,
  magento: magentoRowsOf,
}

const flags = process.argv.slice(2)
const only = flags[flags.indexOf('--only') + 1]?.split(',')
const names = flags.includes('--only') && only ? only : Object.keys(SETS)
const unknown = names.filter((name) => !SETS[name])
if (unknown.length > 0) throw new Error(`--only: received ${unknown.join(', ')}, expected some of ${Object.keys(SETS).join(', ')}`)

if (hasSharedData('text')) {
  const rows: TextRow[] = []
  for (const name of names) {
    const begun = performance.now()
    rows.push(...(await SETS[name]!(flags.includes('--smoke') ? 20 : Number.POSITIVE_INFINITY)))
    console.error(`${name}: ${((performance.now() - begun) / 1000).toFixed(1)} s`)
  }
  console.log(flags.includes('--json') ? JSON.stringify({ table: 'text', rows }) : textOfRows(rows))
}
