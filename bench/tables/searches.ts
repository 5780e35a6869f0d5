import { judgeSearches, toldOfSearches } from '../../src/cli/judge-searches.js'
import type { SearchGroup } from '../../src/cli/words-of-searches.js'
import { search } from '../../src/engine/answers/search.js'
import { draws } from '../../src/evaluate/draw.js'
import { type Interval, pairedBootstrap } from '../../src/evaluate/metrics/bootstrap.js'
import { trainOnSearches } from '../../src/ranking/transforms/searched-vectors.js'
import { SEARCHED_SETS } from '../data/searches-of-a-log.js'
import { hasSharedData } from '../shared-data.js'
import { ndcgOf, openSearches, taughtBy } from '../text/taught-catalog.js'

/**
 * `npm run bench -- searches [--dev]`: searches of other words than those of the log: nDCG@10 and R@20 of the page's ranking with the items as they
 * are, with the words that `pack --searches` gives them, and with vectors trained beside the words; the same where searches are dealt to the items
 * anew; and what `pack --searches` says of the log. The log is the dev half, and the test half is asked; with `--dev` each fifth of dev is asked of the
 * others.
 */
const FOUND = 20
const FORMS = ['words', 'vectors', 'words anew', 'vectors anew'] as const

async function tell(name: (typeof SEARCHED_SETS)[number], isDev: boolean): Promise<void> {
  const set = await openSearches(name)
  const { context, encoded, dev, test } = set
  const values = new Map<string, { readonly ndcg: number; readonly recall: number }[]>(['without', ...FORMS].map((form) => [form, []]))
  for (const [log, asked] of isDev ? fifthsOf(dev) : [[dev, test] as const]) {
    const dealt = draws(1).shuffled(log)
    const anew = log.map(({ items }, at) => ({ text: dealt[at]!.text, items }))
    for (const [form, list] of values) {
      const taught =
        form === 'without'
          ? context
          : taughtBy(form.endsWith('anew') ? anew : log, form.startsWith('vectors') ? trainOnSearches : null, set)
      for (const { text, items: wanted } of asked) {
        const found = search(text, encoded.asked.get(text)!, { limit: FOUND, complete: true }, taught).map(({ item }) => item.id)
        list.push({
          ndcg: ndcgOf(found, wanted),
          recall: found.filter((id) => wanted.has(id)).length / Math.min(FOUND, wanted.size),
        })
      }
    }
  }
  for (const of of ['ndcg', 'recall'] as const) {
    const column = (form: string) => values.get(form)!.map((one) => one[of])
    const without = column('without')
    const mean = without.reduce((sum, one) => sum + one, 0) / without.length
    const measure = of === 'ndcg' ? 'nDCG@10' : `R@${FOUND}`
    console.log([name, isDev ? 'dev' : 'test', `${without.length} searches`, measure, mean.toFixed(3)].join(' | '))
    for (const form of FORMS) console.log(`  ${form}: ${signed(pairedBootstrap(column(form), without))}`)
  }
  console.log(`${name}, ${dev.length} searches of the dev half: ${toldOfSearches(judgeSearches(context, dev, encoded)).trimEnd()}`)
}

function fifthsOf(groups: readonly SearchGroup[]): (readonly [log: readonly SearchGroup[], asked: readonly SearchGroup[]])[] {
  return [0, 1, 2, 3, 4].map((part) => [groups.filter((_, at) => at % 5 !== part), groups.filter((_, at) => at % 5 === part)])
}

function signed({ mean, lo, hi }: Interval): string {
  const one = (value: number) => `${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(3)}`
  return `${one(mean)} [${one(lo)}, ${one(hi)}]`
}

if (hasSharedData('searches')) for (const name of SEARCHED_SETS) await tell(name, process.argv.includes('--dev'))
