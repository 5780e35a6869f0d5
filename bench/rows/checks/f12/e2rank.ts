import { ndcgAt } from '../../../../src/evaluate/metrics/ndcg.js'
import { plainSearch, type Searcher, widenedSearch } from '../../../text/searcher.js'
import { defineCheck, round } from '../../check.js'
import { type Comparison, compare, mean } from '../compare.js'
import { NEEDED_BY_SEARCHES, openSearches } from '../searches.js'

/** No set may lose more: a search must not drift away from what was asked. */
const MOST_LOST = 0.005

export const e2rank = defineCheck<Searcher, Comparison & { readonly lost: number; readonly detail: string }>({
  what: `searches that people make of four real catalogs and the demo shop, questions of Cranfield and of TREC passages, test halves: nDCG (8, 10 and 10) of a search that is widened by its first five rows above the same without, over all questions; and no set loses more than ${MOST_LOST}`,
  quick: false,
  needs: NEEDED_BY_SEARCHES,
  capability: widenedSearch,
  controls: { identity: plainSearch },
  async measure(searcher) {
    const ours: number[] = []
    const plain: number[] = []
    const told: string[] = []
    let lost = Number.NEGATIVE_INFINITY
    for await (const { name, context, asked, k, gain } of openSearches()) {
      const valuesOf = (by: Searcher) =>
        asked.map(({ text, vector, grades }) => {
          const found = by(text, vector, k, context).map(({ item }) => item.id)
          return ndcgAt(found, grades, k, { gain })
        })
      const [mine, theirs] = [valuesOf(searcher), valuesOf(plainSearch)]
      ours.push(...mine)
      plain.push(...theirs)
      lost = Math.max(lost, mean(theirs) - mean(mine))
      told.push(`${name} (${mine.length}) ${round(mean(mine))} against ${round(mean(theirs))}`)
    }
    return { ...compare('all', ours, plain), lost, detail: told.join(', ') }
  },
  passes: ({ ci, lost }) => ci[0] > 0 && lost <= MOST_LOST,
})
