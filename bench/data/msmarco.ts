import { PagekinError } from '../../src/errors.js'
import { lines, numberField } from './csv.js'
import { type RetrievalSet, retrievalSet } from './retrieval-set.js'

/**
 * A set in BEIR's form (Thakur et al., 2021), as the MS MARCO sample comes: JSON lines `_id`, `title`, `text` for documents and queries,
 * judgements `query \t document \t grade` without a header. Lines end at `\n` only: passages contain other Unicode line breaks.
 */
export function parseMsmarco(documents: string, queries: string, judgements: string): RetrievalSet {
  return retrievalSet(
    'msmarco',
    jsonLines('msmarco documents', documents).map(({ _id, title, text }) => ({ id: _id, title: title ?? '', text })),
    jsonLines('msmarco queries', queries).map(({ _id, text }) => ({ id: _id, text })),
    lines(judgements).map((line, row) => {
      const [query, document, grade, ...rest] = line.split('\t')
      if (grade === undefined || rest.length > 0) {
        throw new PagekinError(
          'usage',
          `msmarco judgements, row ${row}: received ${JSON.stringify(line)}, expected query, document and grade`,
        )
      }
      return [query!, document!, numberField(`msmarco judgements, row ${row}`, grade)]
    }),
  )
}

interface Entry {
  readonly _id: string
  readonly title?: string
  readonly text: string
}

function jsonLines(where: string, text: string): Entry[] {
  return lines(text).map((line, row) => {
    let value: unknown
    try {
      value = JSON.parse(line)
    } catch (error) {
      throw new PagekinError('usage', `${where}, row ${row}: received ${JSON.stringify(line.slice(0, 40))}, expected JSON`, {
        cause: error,
      })
    }
    if (!isEntry(value))
      throw new PagekinError('usage', `${where}, row ${row}: received ${line.slice(0, 40)}, expected strings _id and text`)
    return value
  })
}

function isEntry(value: unknown): value is Entry {
  return (
    typeof value === 'object' &&
    value !== null &&
    '_id' in value &&
    typeof value._id === 'string' &&
    'text' in value &&
    typeof value.text === 'string' &&
    (!('title' in value) || typeof value.title === 'string')
  )
}
