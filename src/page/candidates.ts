import { PagekinError } from '../errors.js'
import type { GivenCandidates, Outcome } from '../protocol.js'
import { outcome } from '../rpc.js'
import type { CandidateQuery, CandidateSource, Where } from '../types.js'
import { writeRows } from './write-rows.js'

type Row = { readonly vector?: unknown } | null | undefined

/** No encoder makes more. */
const MOST_DIMENSIONS = 16_384
const MOST_CHARACTERS = 32 * MOST_DIMENSIONS

/** Asks the site's own engine. The answer crosses to the engine worker: vectors as numbers, the rest of the rows as JSON. */
export function candidatesOf(
  source: CandidateSource | undefined,
  query: CandidateQuery,
  k: number,
  where: Where | undefined,
): Promise<Outcome<GivenCandidates>> {
  return outcome('catalog-invalid', 'source', async () => {
    const rows = await source!.candidates(query, k, where)
    if (!Array.isArray(rows)) throw new PagekinError('catalog-invalid', `source: received ${typeof rows}, expected a list of rows`)
    const given: Row[] = Array.from({ length: Math.min(k, rows.length) }, (_, row) => rows[row])
    return {
      rows: await writeRows(
        'source',
        // read one by one, so that a row which throws is left out alone
        given.map((row: unknown) => (row instanceof Object ? { toJSON: () => ({ ...row, vector: undefined }) } : row)),
      ),
      vectors: given.map(vectorOf),
    }
  })
}

/** As clients of databases give it: numbers, or their text. One that cannot be read has no numbers, of which the engine tells. */
function vectorOf(row: Row): Float32Array | undefined {
  try {
    const given = row?.vector
    const numbers: unknown = typeof given === 'string' && given.length <= MOST_CHARACTERS ? JSON.parse(given) : given
    if (!Array.isArray(numbers) && !ArrayBuffer.isView(numbers)) return typeof given === 'string' ? new Float32Array() : undefined
    const { length } = numbers as ArrayLike<number>
    const vector = length <= MOST_DIMENSIONS ? Float32Array.from(numbers as ArrayLike<number>) : new Float32Array()
    return vector.every(Number.isFinite) ? vector : new Float32Array()
  } catch {
    return new Float32Array()
  }
}
