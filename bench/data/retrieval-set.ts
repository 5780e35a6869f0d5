import { PagekinError } from '../../src/errors.js'

export interface Document {
  readonly id: string
  readonly title: string
  readonly text: string
}

export interface Query {
  readonly id: string
  readonly text: string
}

/** Grades by query id and document id. A grade of 0 is judged and not relevant; what is missing was not judged. */
export type Judgements = ReadonlyMap<string, ReadonlyMap<string, number>>

export interface RetrievalSet {
  readonly documents: readonly Document[]
  readonly queries: readonly Query[]
  readonly judgements: Judgements
}

/**
 * Groups judgements by query, and checks that ids are distinct and that queries and documents exist: a set read with the wrong
 * kind of id (position for number) must not pass as one without relevant documents. Throws `usage`.
 */
export function retrievalSet(
  where: string,
  documents: readonly Document[],
  queries: readonly Query[],
  rows: Iterable<readonly [query: string, document: string, grade: number]>,
): RetrievalSet {
  const documentIds = distinct(`${where} documents`, documents)
  const queryIds = distinct(`${where} queries`, queries)
  const judgements = new Map<string, Map<string, number>>()
  for (const [query, document, grade] of rows) {
    if (!queryIds.has(query))
      throw new PagekinError('usage', `${where}: received a judgement of query ${query}, expected one of the queries`)
    if (!documentIds.has(document)) {
      throw new PagekinError('usage', `${where}: received a judgement of document ${document}, expected one of the documents`)
    }
    const grades = judgements.get(query) ?? new Map<string, number>()
    if (grades.has(document))
      throw new PagekinError('usage', `${where}: received query ${query}, document ${document} twice, expected one judgement`)
    judgements.set(query, grades.set(document, grade))
  }
  return { documents, queries, judgements }
}

function distinct(where: string, entries: readonly { readonly id: string }[]): Set<string> {
  const ids = new Set(entries.map(({ id }) => id))
  if (ids.size !== entries.length)
    throw new PagekinError('usage', `${where}: received ${entries.length} with ${ids.size} ids, expected distinct ids`)
  return ids
}
