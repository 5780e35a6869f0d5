import { pairedBootstrap } from '../../src/evaluate/metrics/bootstrap.js'
import { LINK_KINDS } from '../data/magento.js'
import { bundleQuestions, cosine, fewLinkedQuestions, goesWith, hits, linkQuestions, type Question, together } from '../goes-with.js'
import { hasSharedData } from '../shared-data.js'

/**
 * `npm run bench -- goes-with [--dev]`: Hits@10 of `goesWith` beside those of the cosine and of co-occurrence, with the interval of the difference
 * to the cosine. The test half, or with `--dev` the half that constants are chosen on.
 *
 * 1. Bundles of clothes, learnt from other bundles: one item is hidden, the others are asked about; also the items that no other bundle has.
 *    Then one item is asked about and any of the others counts. Once more without baskets.
 * 2. Links of Magento's shop in a column `crosssell`, cross-sells and up-sells: one link is hidden, then all links of an item.
 * 3. The same column with links of few items of the other half alone, drawn three times: what goes with items without links. `--few`: this alone.
 */
const half = process.argv.includes('--dev') ? 'dev' : 'test'
const DRAWS = [1, 2, 3]

if (hasSharedData('goes-with')) {
  for (const kind of LINK_KINDS) {
    for (const linked of [6, 12, 19]) report(`${kind}, of ${linked} items links known`, await fewLinkedQuestions(kind, half, linked, DRAWS))
  }
}
if (hasSharedData('goes-with') && !process.argv.includes('--few')) {
  const bundles = await bundleQuestions(half)
  report('bundles, one hidden', bundles.hidden)
  report('bundles, one hidden that is new', bundles.hiddenNew)
  report('bundles, one asked about', bundles.one)
  report('bundles, one hidden, texts alone', bundles.byTexts)
  for (const kind of ['crosssell', 'upsell'] as const) {
    const links = await linkQuestions(kind, half)
    report(`${kind}, one link hidden`, links.one)
    report(`${kind}, all links of an item hidden`, links.all)
    report(`${kind}, texts alone`, links.byTexts)
  }
}

function report(name: string, questions: readonly Question[]): void {
  const [ours, near, met] = [hits(goesWith, questions), hits(cosine, questions), hits(together, questions)]
  const mean = (values: readonly number[]) => (values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(3)
  const { lo, hi } = pairedBootstrap(ours, near)
  console.log(
    `${name.padEnd(34)} ${String(questions.length).padStart(5)} questions   goesWith ${mean(ours)}   cosine ${mean(near)}   together ${mean(met)}   over cosine ${lo.toFixed(3)} to ${hi.toFixed(3)}`,
  )
}
