import { PagekinError } from '../../src/errors.js'
import { lines, numberField } from './csv.js'
import { type RetrievalSet, retrievalSet } from './retrieval-set.js'

/**
 * Cranfield 1400 (Cleverdon, 1967) in SMART format: 1,400 abstracts, 225 queries, judgements in rows `query document code`.
 * A judgement names its query by its POSITION from 1, not by its .I number, so positions become the query ids. Codes 1 to 4
 * become grade 1 (relevant), -1 grade 0. The title is taken off the front of the body, which repeats it.
 */
export function parseCranfield(documents: string, queries: string, judgements: string): RetrievalSet {
  return retrievalSet(
    'cranfield',
    records('cranfield documents', documents).map(({ id, fields }) => {
      const [title, body] = [fields.T ?? '', fields.W ?? '']
      return { id, title, text: body.startsWith(title) ? body.slice(title.length).trim() : body }
    }),
    records('cranfield queries', queries).map(({ fields }, position) => ({ id: String(position + 1), text: fields.W ?? '' })),
    lines(judgements).map((line, row) => {
      const [query, document, code] = line.trim().split(/\s+/)
      const value = numberField(`cranfield judgements, row ${row}`, code)
      if (![-1, 1, 2, 3, 4].includes(value)) {
        throw new PagekinError('usage', `cranfield judgements, row ${row}: received code ${value}, expected -1 or 1 to 4`)
      }
      return [query!, document!, value > 0 ? 1 : 0]
    }),
  )
}

interface SmartRecord {
  readonly id: string
  readonly fields: Partial<Record<string, string>>
}

/** Records of a SMART file: `.I id` opens one, a line `.T`, `.A`, `.B` or `.W` opens a field. A field that comes again goes on. */
function records(where: string, text: string): SmartRecord[] {
  const found: { id: string; fields: Partial<Record<string, string>> }[] = []
  let field = ''
  for (const [row, line] of lines(text).entries()) {
    const opened = /^\.I\s+(\d+)\s*$/.exec(line)
    const named = /^\.([TABW])\s*$/.exec(line)
    const record = found.at(-1)
    if (opened) found.push({ id: opened[1]!, fields: {} })
    else if (!record)
      throw new PagekinError('usage', `${where}, line ${row}: received ${JSON.stringify(line.slice(0, 40))}, expected .I and a number`)
    else if (named) field = named[1]!
    else record.fields[field] = `${record.fields[field] ?? ''} ${line}`.replace(/\s+/g, ' ').trim()
    if (opened) field = ''
  }
  return found
}
