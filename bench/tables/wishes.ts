import { parseCatalog } from '../../src/catalog/parse.js'
import { openPageAnswers } from '../../src/cli/page-answers.js'
import type { EncoderClient } from '../../src/engine/encoder-client.js'
import { ndcgAt } from '../../src/evaluate/metrics/ndcg.js'
import type { EncoderInfo } from '../../src/protocol.js'
import type { NaturalQuery } from '../data/natural-queries.js'
import { sharedSets } from '../shared-data.js'
import { splitByHash } from '../split.js'
import { recipesWithout } from '../text/recipes-without.js'
import { embedTexts } from '../text-vectors.js'

/**
 * `npm run bench -- wishes [--words] [--dev] [--each]`: what a search that asks for something beside its words finds.
 *
 * 1. Group d (constraints in words) of the natural queries, nDCG@8 by catalog.
 * 2. Recipes: "cake without nuts" over dishes and what they are made of. The truth is the record: of the dish, and naming none of it.
 *
 * Words alone with `--words`; the test half, or with `--dev` the half that constants are chosen on.
 */
const K = 8
const CATALOGS = ['amazon-products-1k', 'magento-luma', 'papers-94', 'recipes'] as const
/** The encoder by texts that are kept between runs. */
async function keptEncoder(): Promise<EncoderClient> {
  const { fingerprint, dimensions } = await embedTexts([])
  const info: EncoderInfo = {
    fingerprint,
    dimensions,
    device: 'wasm',
    deviceReason: '',
    dtype: 'model_quantized',
    canary: null,
    bytes: { runtime: 0, model: 0 },
  }
  // one after the other: they are kept in one file
  let last: Promise<unknown> = Promise.resolve()
  const encode = (texts: readonly string[], kind: 'query' | 'item') => {
    const made = last.then(() => embedTexts(texts, { kind }))
    last = made
    return made.then(({ vectors }) => vectors)
  }
  return { info, ensure: async () => info, encode, dispose() {} }
}

const [byWords, onDev, each] = ['--words', '--dev', '--each'].map((flag) => process.argv.includes(flag))
const encoder = byWords ? null : await keptEncoder()
const rowsOf = sharedSets.naturalRows()
for (const name of CATALOGS) {
  const { items } = parseCatalog(rowsOf[name])
  const engine = await openPageAnswers(items, encoder, 0)
  const groups: [string, NaturalQuery[]][] = [['group d', sharedSets.naturalQueries(name).filter(({ group }) => group === 'd')]]
  if (name === 'recipes') groups.push(['D without C', recipesWithout()])
  for (const [group, queries] of groups) {
    const split = splitByHash(
      'natural-queries',
      queries.map(({ text }) => text),
    )
    const asked = queries.filter(({ text }) => split[onDev ? 'dev' : 'test'].includes(text))
    const values: number[] = []
    for (const { text, grades } of asked) {
      const found = Array.from(await engine.search(text, K), (row) => items[row]!.id)
      const value = ndcgAt(found, grades, K)
      values.push(value)
      if (each) console.log(`  ${value.toFixed(2)} ${text}`)
    }
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    console.log(`${name.padEnd(20)} ${group.padEnd(12)} ${String(asked.length).padStart(3)} queries   nDCG@${K} ${mean.toFixed(3)}`)
  }
  engine.dispose()
}
