import { widenedSearch } from '../../../../src/cli/widened-search.js'
import { search } from '../../../../src/engine/answers/search.js'
import { draws } from '../../../../src/evaluate/draw.js'
import type { Item, Recommendations } from '../../../../src/types.js'
import { defineCheck, type Measured, round } from '../../check.js'
import { compare, mean } from '../compare.js'
import { NEEDED_BY_SEARCHES, openSearches } from '../searches.js'

type Ask = Parameters<typeof widenedSearch>[0]
type Widen = (ask: Ask, items: readonly Item[]) => Promise<Recommendations>

const K = 10
/** What a search may lose. */
const MARGIN = 0.005

const { shuffled: drawn } = draws(1)

export const fashionRag = defineCheck<Widen, Measured>({
  what: `searches that people make of four real catalogs and the demo shop, questions of Cranfield and of TREC passages, test halves: R@${K} of a search whose results from the fourth on are asked for by the text and the first three together, no worse than that of the text alone by ${MARGIN}; making pictures is out of reach`,
  quick: false,
  needs: NEEDED_BY_SEARCHES,
  data: 'natural queries of four real catalogs and the demo shop, Cranfield, TREC passages',
  reachable: '`search` with `like`, `pagekin search --widen`',
  product: true,
  margin: MARGIN,
  capability: (ask) => widenedSearch(ask, { limit: K }),
  controls: {
    // like three items that the text did not find
    shuffled: (ask, items) => {
      const strangers = drawn(items.map(({ id }) => id)).slice(0, 3)
      return widenedSearch(async (request) => ask(request.like ? { ...request, like: strangers } : request), { limit: K })
    },
  },
  async measure(widen) {
    const ours: number[] = []
    const plain: number[] = []
    const told: string[] = []
    for await (const { name, context, asked } of openSearches()) {
      const [mine, theirs]: [number[], number[]] = [[], []]
      for (const { text, vector, grades } of asked) {
        const relevant = [...grades].filter(([, grade]) => grade > 0).length
        const recall = (found: Recommendations) =>
          new Set(found.flatMap(({ item }) => ((grades.get(item.id) ?? 0) > 0 ? item.id : []))).size / Math.min(K, relevant)
        const ask: Ask = async (request) => search(text, vector, request, context)
        mine.push(recall(await widen(ask, context.rows.items)))
        theirs.push(recall(await ask({ limit: K })))
      }
      ours.push(...mine)
      plain.push(...theirs)
      told.push(`${name} (${mine.length}) ${round(mean(mine))} against ${round(mean(theirs))}`)
    }
    return { ...compare('all', ours, plain), detail: told.join(', ') }
  },
  passes: ({ ci }) => ci![0] > -MARGIN,
})
