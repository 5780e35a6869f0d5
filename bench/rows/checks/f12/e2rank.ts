import { itemSentence } from '../../../../src/catalog/item-sentence.js'
import { parseCatalog } from '../../../../src/catalog/parse.js'
import { catalogContext, indexOf } from '../../../../src/cli/answer-context.js'
import { textTasks } from '../../../../src/evaluate/autoeval/text-tasks.js'
import { DenseText } from '../../../../src/evaluate/baselines/dense-text.js'
import { ndcgAt } from '../../../../src/evaluate/metrics/ndcg.js'
import { paperRows } from '../../../data/catalog-rows.js'
import { sharedSets } from '../../../shared-data.js'
import { pageSearch, plainSearch, type Searcher } from '../../../text/searcher.js'
import { defineCheck, round } from '../../check.js'
import type { CheckContext } from '../../context.js'
import { type Comparison, compare, mean } from '../compare.js'
import { NEEDED_BY_SEARCHES, openSearches, type Searches } from '../searches.js'

/** What a search with one right answer may lose: it must not drift away from what was asked. */
const MOST_LOST = 0.01
const DRAWS = [1, 2, 3]

export const e2rank = defineCheck<Searcher, Comparison & { readonly lost: number; readonly detail: string }>({
  what: `searches that people make of four real catalogs and the demo shop, questions of Cranfield and of TREC passages, test halves: nDCG (8, 10 and 10) of a search, which its first five rows widen by words and vectors, above the same without, over all questions; with one right answer (inverse cloze of the 94 abstracts, ${DRAWS.length} draws) it loses at most ${MOST_LOST}`,
  quick: false,
  needs: [...NEEDED_BY_SEARCHES, 'data/papers-94'],
  reachable: '`search`',
  product: true,
  data: 'natural queries of four real catalogs and the demo shop, Cranfield, TREC passages; the 94 abstracts',
  capability: pageSearch,
  controls: { identity: plainSearch },
  async measure(searcher, context) {
    const all: [ours: number, plain: number][] = []
    const told: string[] = []
    for await (const set of openSearches()) {
      const values = valuesOf(set, searcher)
      all.push(...values)
      told.push(`${set.name} (${values.length}) ${against(values)}`)
    }
    const single: [ours: number, plain: number][] = []
    for (const seed of DRAWS) single.push(...valuesOf(await inverseCloze(seed, context), searcher))
    const [ours, plain] = columns(all)
    const [one, onePlain] = columns(single)
    const detail = [...told, `one right answer (${single.length}) ${against(single)}`].join(', ')
    return { ...compare('all', ours, plain), lost: mean(onePlain) - mean(one), detail }
  },
  passes: ({ ci, lost }) => ci[0] > 0 && lost <= MOST_LOST,
})

function valuesOf({ context, asked, k, gain }: Omit<Searches, 'name'>, searcher: Searcher): [ours: number, plain: number][] {
  return asked.map(({ grades, ...one }) => {
    const value = (by: Searcher) =>
      ndcgAt(
        by(one, k, context).map(({ item }) => item.id),
        grades,
        k,
        { gain },
      )
    return [value(searcher), value(plainSearch)]
  })
}

const columns = (values: readonly [number, number][]): [number[], number[]] => [
  values.map(([ours]) => ours),
  values.map(([, plain]) => plain),
]

function against(values: readonly [number, number][]): string {
  const [ours, plain] = columns(values)
  return `${round(mean(ours))} against ${round(mean(plain))}`
}

/** A sentence of each abstract, which is taken out of it, asks for it. */
async function inverseCloze(seed: number, context: CheckContext): Promise<Omit<Searches, 'name'>> {
  const { items, queries } = textTasks(parseCatalog(paperRows(sharedSets.papers())).items, { seed })[0]!
  const { vectors, dimensions } = await context.embed(items.map(itemSentence))
  const texts = queries.map(({ text }) => text!)
  const encoded = await context.embed(texts, { kind: 'query' })
  return {
    context: { ...(await catalogContext(items, indexOf(new DenseText(vectors, dimensions)))), interactions: [], now: 0 },
    asked: queries.map(({ relevant }, at) => ({
      text: texts[at]!,
      request: { limit: 10 },
      beside: {},
      vector: encoded.vectors.slice(at * dimensions, (at + 1) * dimensions),
      grades: new Map([...relevant].map((row) => [items[row]!.id, 1])),
    })),
    k: 10,
    gain: 'linear',
  }
}
