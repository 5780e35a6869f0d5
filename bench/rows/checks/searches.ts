import type { AnswerContext } from '../../../src/engine/answers/context.js'
import { documentRows } from '../../data/catalog-rows.js'
import { splitQueries } from '../../data/splits.js'
import { sharedSets } from '../../shared-data.js'
import { NATURAL_CATALOGS, openNatural } from '../../text/natural.js'
import type { Asked } from '../../text/searcher.js'
import { embedTexts } from '../../text-vectors.js'
import { openCatalog } from './open-catalog.js'

export interface Searches {
  readonly name: string
  readonly context: AnswerContext
  readonly asked: readonly (Asked & { readonly grades: ReadonlyMap<string, number> })[]
  /** What nDCG is of: as many results, and grades as they are or as powers. */
  readonly k: number
  readonly gain: 'linear' | 'exponential'
}

export const NEEDED_BY_SEARCHES = ['data/natural-queries', 'data/cranfield', 'data/msmarco-dl-5k'] as const

/** Searches that people make of four real catalogs and the demo shop, questions of Cranfield and of TREC passages: their test halves, read as a page reads them. */
export async function* openSearches(): AsyncGenerator<Searches> {
  for (const name of NATURAL_CATALOGS) {
    const { context, searches } = await openNatural(name)
    const asked = searches
      .filter(({ half, group }) => half === 'test' && group !== 'f')
      .map(({ prepared, grades }) => ({ ...prepared, grades }))
    yield { name, context, asked, k: 8, gain: 'linear' }
  }
  for (const [name, set, gain] of [
    ['cranfield', sharedSets.cranfield(), 'linear'],
    ['msmarco', sharedSets.msmarco(), 'exponential'],
  ] as const) {
    const context = (await openCatalog(name, documentRows(set.documents))).answering()
    const test = new Set(splitQueries(name, set).test)
    const queries = set.queries.filter(({ id }) => test.has(id))
    const { vectors, dimensions } = await embedTexts(
      queries.map(({ text }) => text),
      { kind: 'query' },
    )
    const asked = queries.map(({ id, text }, at) => ({
      text,
      request: { limit: 10 },
      beside: {},
      vector: vectors.slice(at * dimensions, (at + 1) * dimensions),
      grades: set.judgements.get(id)!,
    }))
    yield { name, context, asked, k: 10, gain }
  }
}
