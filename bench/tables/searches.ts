import { itemSentence } from '../../src/catalog/item-sentence.js'
import { parseCatalog } from '../../src/catalog/parse.js'
import { catalogContext, indexOf } from '../../src/cli/answer-context.js'
import { judgeWords, type SearchGroup, searchGroups, toldOfWords, withSearches } from '../../src/cli/words-of-searches.js'
import { search } from '../../src/engine/answers/search.js'
import { DenseText } from '../../src/evaluate/baselines/dense-text.js'
import { draws } from '../../src/evaluate/draw.js'
import { type Interval, pairedBootstrap } from '../../src/evaluate/metrics/bootstrap.js'
import { ndcgAt } from '../../src/evaluate/metrics/ndcg.js'
import { Bm25Index } from '../../src/lexical/bm25.js'
import { itemFields } from '../../src/lexical/item-fields.js'
import { openSearchedSet, SEARCHED_SETS } from '../data/searches-of-a-log.js'
import { hasSharedData } from '../shared-data.js'
import { splitByHash } from '../split.js'
import { embedTexts } from '../text-vectors.js'

/**
 * `npm run bench -- searches [--dev]`: searches of other words than those of the log, with the words that `pack --searches` gives the items and
 * without: nDCG@10 and R@20 of the page's ranking, the same where searches are dealt to the items anew, and what `pack --searches` says of the log.
 * The log is the dev half, and the test half is asked; with `--dev` each fifth of dev is asked of the others.
 */
const K = 10
const FOUND = 20

async function tell(name: (typeof SEARCHED_SETS)[number], isDev: boolean): Promise<void> {
  const { rows, searches } = openSearchedSet(name)
  const { items } = parseCatalog(rows, { source: name })
  const { vectors, dimensions } = await embedTexts(items.map(itemSentence))
  const context = { ...(await catalogContext(items, indexOf(new DenseText(vectors, dimensions)))), interactions: [], now: 0 }
  const groups = searchGroups(searches)
  const texts = groups.map(({ text }) => text)
  const encoded = await embedTexts(texts, { kind: 'query' })
  const vectorOf = new Map(texts.map((text, at) => [text, encoded.vectors.slice(at * dimensions, (at + 1) * dimensions)]))
  const dev = new Set(splitByHash(`searches ${name}`, texts).dev)
  const known = groups.filter(({ text }) => dev.has(text))
  // of dev, each fifth is asked of the others
  const parts: readonly [log: readonly SearchGroup[], asked: readonly SearchGroup[]][] = isDev
    ? [0, 1, 2, 3, 4].map((part) => [known.filter((_, at) => at % 5 !== part), known.filter((_, at) => at % 5 === part)])
    : [[known, groups.filter(({ text }) => !dev.has(text))]]
  const values: { readonly ndcg: number; readonly recall: number }[][] = [[], [], []]
  for (const [log, asked] of parts) {
    const dealt = draws(1).shuffled(log)
    const anew = log.map(({ items }, at) => ({ text: dealt[at]!.text, items }))
    const wordsOf = (of: readonly SearchGroup[]) => Bm25Index.build(withSearches(items, of, context.words).map(itemFields))
    for (const [by, words] of [context.words, wordsOf(log), wordsOf(anew)].entries()) {
      for (const { text, items: wanted } of asked) {
        const found = search(text, vectorOf.get(text)!, { limit: FOUND, complete: true }, { ...context, words }).map(({ item }) => item.id)
        values[by]!.push({
          ndcg: ndcgAt(found, new Map([...wanted.keys()].map((id) => [id, 1])), K),
          recall: found.filter((id) => wanted.has(id)).length / Math.min(FOUND, wanted.size),
        })
      }
    }
  }
  const [without, withWords, dealtAnew] = values as [(typeof values)[0], (typeof values)[0], (typeof values)[0]]
  for (const of of ['ndcg', 'recall'] as const) {
    const column = (all: (typeof values)[0]) => all.map((one) => one[of])
    const told = [withWords, dealtAnew].map((all) => signed(pairedBootstrap(column(all), column(without))))
    const mean = column(without).reduce((sum, one) => sum + one, 0) / without.length
    console.log(
      [
        name,
        isDev ? 'dev' : 'test',
        `${without.length} searches`,
        of === 'ndcg' ? `nDCG@${K}` : `R@${FOUND}`,
        mean.toFixed(3),
        ...told,
      ].join(' | '),
    )
  }
  const encode = async (asked: readonly string[]) => (await embedTexts(asked, { kind: 'query' })).vectors
  console.log(`${name}, ${known.length} searches of the dev half: ${toldOfWords(await judgeWords(context, known, encode)).trimEnd()}`)
}

function signed({ mean, lo, hi }: Interval): string {
  const one = (value: number) => `${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(3)}`
  return `${one(mean)} [${one(lo)}, ${one(hi)}]`
}

if (hasSharedData('searches')) for (const name of SEARCHED_SETS) await tell(name, process.argv.includes('--dev'))
