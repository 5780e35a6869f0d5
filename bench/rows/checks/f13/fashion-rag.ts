import { draws } from '../../../../src/evaluate/draw.js'
import { pageSearch, plainSearch, type Searcher } from '../../../text/searcher.js'
import { defineCheck, type Measured, round } from '../../check.js'
import { compare, mean } from '../compare.js'
import { NEEDED_BY_SEARCHES, openSearches } from '../searches.js'

const K = 10
/** What a search may lose. */
const MARGIN = 0.005

const { shuffled: drawn } = draws(1)

export const fashionRag = defineCheck<Searcher, Measured>({
  what: `searches that people make of four real catalogs and the demo shop, questions of Cranfield and of TREC passages, test halves: R@${K} of a search that asks by the text and what it finds first together, no worse than that of the text alone by ${MARGIN}; making pictures is out of reach`,
  quick: false,
  needs: NEEDED_BY_SEARCHES,
  data: 'natural queries of four real catalogs and the demo shop, Cranfield, TREC passages',
  reachable: '`search`',
  product: true,
  margin: MARGIN,
  capability: pageSearch,
  controls: {
    // together with three items that the text did not find
    shuffled({ request, ...asked }, limit, context) {
      const strangers = drawn(context.rows.items.map(({ id }) => id)).slice(0, 3)
      return pageSearch({ ...asked, request: { ...request, like: strangers } }, limit, context)
    },
  },
  async measure(searcher) {
    const ours: number[] = []
    const plain: number[] = []
    const told: string[] = []
    for await (const { name, context, asked } of openSearches()) {
      const recallsOf = (by: Searcher) =>
        asked.map(({ grades, ...one }) => {
          const relevant = [...grades].filter(([, grade]) => grade > 0).length
          return by(one, K, context).filter(({ item }) => (grades.get(item.id) ?? 0) > 0).length / Math.min(K, relevant)
        })
      const [mine, theirs] = [recallsOf(searcher), recallsOf(plainSearch)]
      ours.push(...mine)
      plain.push(...theirs)
      told.push(`${name} (${mine.length}) ${round(mean(mine))} against ${round(mean(theirs))}`)
    }
    return { ...compare('all', ours, plain), detail: told.join(', ') }
  },
  passes: ({ ci }) => ci![0] > -MARGIN,
})
