import { PagekinError } from '../errors.js'
import type { GivenCandidates, Outcome } from '../protocol.js'
import { outcome } from '../rpc.js'
import type { CandidateQuery, CandidateSource, Where } from '../types.js'
import { writeRows } from './write-rows.js'

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
    const given = rows.slice(0, k)
    return {
      rows: await writeRows(
        'source',
        given.map((row) => (row instanceof Object ? { ...row, vector: undefined } : row)),
      ),
      vectors: given.map((row) => vectorOf(row?.vector)),
    }
  })
}

/** As clients of databases give it: numbers, or their text. One that cannot be read has no numbers, of which the engine tells. */
function vectorOf(given: unknown): Float32Array | undefined {
  let numbers = given
  try {
    if (typeof given === 'string') numbers = JSON.parse(given)
  } catch {
    numbers = []
  }
  return Array.isArray(numbers) || ArrayBuffer.isView(numbers) ? Float32Array.from(numbers as ArrayLike<number>) : undefined
}
