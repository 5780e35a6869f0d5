import { ndcgAt } from '../../../../src/evaluate/metrics/ndcg.js'
import { documentRows } from '../../../data/catalog-rows.js'
import { splitQueries } from '../../../data/splits.js'
import { sharedSets } from '../../../shared-data.js'
import { NATURAL_CATALOGS, openNatural } from '../../../text/natural.js'
import { plainSearch, type Searcher, widenedSearch } from '../../../text/searcher.js'
import { embedTexts } from '../../../text-vectors.js'
import { defineCheck, round } from '../../check.js'
import { type Comparison, compare, mean } from '../compare.js'
import { openCatalog } from '../open-catalog.js'

/** No set may lose more: a search must not drift away from what was asked. */
const MOST_LOST = 0.005

export const e2rank = defineCheck<Searcher, Comparison & { readonly lost: number; readonly detail: string }>({
  what: `searches that people make of four real catalogs and the demo shop, questions of Cranfield and of TREC passages, test halves: nDCG (8, 10 and 10) of a search that is widened by its first five rows above the same without, over all questions; and no set loses more than ${MOST_LOST}`,
  quick: false,
  needs: ['data/natural-queries', 'data/cranfield', 'data/msmarco-dl-5k'],
  capability: widenedSearch,
  controls: { identity: plainSearch },
  async measure(searcher) {
    const ours: number[] = []
    const plain: number[] = []
    const told: string[] = []
    let lost = Number.NEGATIVE_INFINITY
    const add = (name: string, valuesOf: (by: Searcher) => number[]) => {
      const [mine, theirs] = [valuesOf(searcher), valuesOf(plainSearch)]
      ours.push(...mine)
      plain.push(...theirs)
      lost = Math.max(lost, mean(theirs) - mean(mine))
      told.push(`${name} (${mine.length}) ${round(mean(mine))} against ${round(mean(theirs))}`)
    }
    for (const name of NATURAL_CATALOGS) {
      const { context, searches } = await openNatural(name)
      const asked = searches.filter(({ half, group }) => half === 'test' && group !== 'f')
      add(name, (by) => asked.map(({ text, vector, grades }) => ndcgOf(by(text, vector, 8, context), grades, 8, 'linear')))
    }
    for (const [name, set, gain] of [
      ['cranfield', sharedSets.cranfield(), 'linear'],
      ['msmarco', sharedSets.msmarco(), 'exponential'],
    ] as const) {
      const context = (await openCatalog(name, documentRows(set.documents))).answering()
      const test = new Set(splitQueries(name, set).test)
      const asked = set.queries.filter(({ id }) => test.has(id))
      const { vectors, dimensions } = await embedTexts(
        asked.map(({ text }) => text),
        { kind: 'query' },
      )
      const vectorOf = (at: number) => vectors.slice(at * dimensions, (at + 1) * dimensions)
      add(name, (by) => asked.map(({ id, text }, at) => ndcgOf(by(text, vectorOf(at), 10, context), set.judgements.get(id)!, 10, gain)))
    }
    return { ...compare('all', ours, plain), lost, detail: told.join(', ') }
  },
  passes: ({ ci, lost }) => ci[0] > 0 && lost <= MOST_LOST,
})

function ndcgOf(found: ReturnType<Searcher>, grades: ReadonlyMap<string, number>, k: number, gain: 'linear' | 'exponential'): number {
  return ndcgAt(
    found.map(({ item }) => item.id),
    grades,
    k,
    { gain },
  )
}
