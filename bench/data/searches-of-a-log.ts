import type { LoggedSearch } from '../../src/log/read-searches.js'
import { sharedSets, sharedText } from '../shared-data.js'
import { bundleRows, type CatalogRow, documentRows, movieRows } from './catalog-rows.js'
import { parseCsv } from './csv.js'

/** A catalog, and what people wrote of what they chose in it: the nearest to a log of searches that the shared data has. */
export interface SearchedSet {
  readonly rows: readonly CatalogRow[]
  readonly searches: readonly LoggedSearch[]
}

export const SEARCHED_SETS = ['Cranfield', 'MovieLens tags', 'bundle intents'] as const

export function openSearchedSet(name: (typeof SEARCHED_SETS)[number]): SearchedSet {
  if (name === 'Cranfield') {
    const { documents, queries, judgements } = sharedSets.cranfield()
    const searches = queries.flatMap(({ id, text }) =>
      [...(judgements.get(id) ?? [])].flatMap(([document, grade]) => (grade > 0 ? [{ query: text, id: document }] : [])),
    )
    // two abstracts have no text, and are no items
    return {
      rows: documentRows(documents),
      searches: searches.filter(({ id }) => documents.some((one) => one.id === id && one.text !== '')),
    }
  }
  if (name === 'MovieLens tags') {
    const tags = parseCsv('movielens tags', sharedText('movielens-small/tags.csv.gz'), { columns: ['movieId', 'tag'] })
    const searches = tags.map(({ movieId, tag }) => ({ query: tag!, id: movieId! }))
    // a film without any tag says nothing of searches
    const tagged = new Set(searches.map(({ id }) => id))
    return { rows: movieRows(sharedSets.movieLens().movies.filter(({ id }) => tagged.has(id))), searches }
  }
  const { items, bundles } = sharedSets.bundles()
  return { rows: bundleRows(items), searches: bundles.flatMap(({ intent, items }) => items.map((id) => ({ query: intent, id }))) }
}
