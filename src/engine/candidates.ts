import type { ReadCatalog } from '../catalog/read-catalog.js'
import { PagekinError } from '../errors.js'
import type { GivenCandidates, GivenRows, PageApi } from '../protocol.js'
import { unwrap } from '../rpc.js'
import type { CandidateQuery, Item, ItemId, Where } from '../types.js'
import { normalize } from '../vectors/normalize.js'
import { MAX_CODE, quantizeInto } from '../vectors/quantize.js'
import { withDeadline } from '../waiting.js'
import type { Bring } from './lists-source.js'

/** Vectors of some of the items, as a block has them. */
export interface CandidateVectors {
  readonly dimensions: number
  /** Which items have one. */
  readonly rows: readonly number[]
  readonly codes: Int8Array
  readonly scales: Float32Array
}

/** What a site's own engine is asked with. */
export interface CandidatesHost {
  readonly ask: PageApi['candidates']
  readonly now: () => number
  read(rows: GivenRows): Promise<ReadCatalog>
  has(id: ItemId): boolean
  add(items: readonly Item[], vectors: CandidateVectors | undefined): Promise<void>
  fail(thrown: unknown): void
  recovered(): void
}

/** Rows that a question brings at most. */
const MOST = 500
/** A question waits so long. Rows that come later are there for the next. */
const WAIT_MS = 3000
/** So long an answer is not asked for again. */
const FRESH_MS = 60_000

/** Opens a site's own engine: it gives what is near a question, and the page ranks what is here. It never hears of the history. */
export function openCandidates(host: CandidatesHost): Bring {
  const asked = new Map<string, { readonly at: number; readonly brought: Promise<void> }>()
  const bring = async (query: CandidateQuery, k: number, where: Where | undefined) => {
    const given = unwrap(await host.ask(query, k, where))
    await place(given, host)
    host.recovered()
  }
  const ask = (query: CandidateQuery, k: number, where: Where | undefined) => {
    const key = JSON.stringify([query, k, where])
    const now = host.now()
    // in the order of their times; a clock that was set back makes none fresh
    for (const [old, { at }] of asked) {
      if (now >= at && now - at < FRESH_MS) break
      asked.delete(old)
    }
    const known = asked.get(key)
    if (known) return known.brought
    const coming = bring(query, k, where)
    const brought = withDeadline(coming, WAIT_MS, 'source').catch((thrown) => {
      asked.delete(key)
      host.fail(thrown)
    })
    asked.set(key, { at: now, brought })
    return brought
  }
  return async ({ ids = [], isAlone = false, text, vectors = [], where }) => {
    if (isAlone) {
      const unknown = ids.filter((id) => !host.has(id))
      if (unknown.length > 0) await ask({ ids: unknown }, unknown.length, where)
      return
    }
    const about = { ...(ids.length > 0 && { ids }), ...(text !== undefined && { text }) }
    const queries: CandidateQuery[] = vectors.length > 0 ? vectors.map((vector) => ({ vector: [...vector] })) : [about]
    await Promise.all(queries.map((query) => ask(query, MOST, where)))
  }
}

/** @throws PagekinError `catalog-invalid` for vectors that cannot be compared, once their items are here. */
async function place({ rows, vectors }: GivenCandidates, host: CandidatesHost): Promise<void> {
  const { items, rejected } = await host.read(rows)
  const left = new Set(rejected.map(({ row }) => row))
  const given = vectors.filter((_, row) => !left.has(row))
  const { dimensions, misfit } = sizesOf(given)
  if (dimensions === 0) await host.add(items, undefined)
  else {
    const withVector = given.flatMap((vector, row) => (vector?.length === dimensions ? [row] : []))
    const codes = new Int8Array(withVector.length * dimensions)
    const scales = Float32Array.from(withVector, (row, i) =>
      quantizeInto(normalize(given[row]!), codes.subarray(i * dimensions, (i + 1) * dimensions), MAX_CODE),
    )
    await host.add(items, { dimensions, rows: withVector, codes, scales })
  }
  if (misfit === undefined) return
  throw new PagekinError('catalog-invalid', `source: received a vector of ${misfit} numbers, expected ${dimensions} as of the others`)
}

/** The length of the first vector, and that of one which has another. */
function sizesOf(vectors: readonly (Float32Array | undefined)[]): { readonly dimensions: number; readonly misfit: number | undefined } {
  const sizes = vectors.flatMap((vector) => (vector ? [vector.length] : []))
  const dimensions = sizes.find((size) => size > 0) ?? 0
  return { dimensions, misfit: sizes.find((size) => size !== dimensions) }
}
