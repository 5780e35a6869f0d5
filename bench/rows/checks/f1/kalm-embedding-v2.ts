import { itemSentence } from '../../../../src/catalog/item-sentence.js'
import { parseCatalog } from '../../../../src/catalog/parse.js'
import { exactRanker } from '../../../../src/evaluate/autoeval/rankers.js'
import { recallAt } from '../../../../src/evaluate/metrics/relevance.js'
import { normalize, truncateDimensions } from '../../../../src/vectors/normalize.js'
import { documentRows } from '../../../data/catalog-rows.js'
import type { RetrievalSet } from '../../../data/retrieval-set.js'
import { sharedSets } from '../../../shared-data.js'
import { defineCheck, type Measured, round } from '../../check.js'
import type { CheckContext } from '../../context.js'
import { compare } from '../compare.js'

/** Fewer dimensions of vectors that were trained for it. */
type Shorten = (vectors: Float32Array, dimensions: number, keep: number) => Float32Array

/** A third of them; 256 of the paper's 896 are not more. */
const KEPT = 128
const DEPTH = 10
const MIN_KEPT = 0.95

export const kalmEmbeddingV2 = defineCheck<Shorten>({
  what: `the built-in encoder, which was trained for shorter vectors, too: recall@${DEPTH} of its first ${KEPT} of 384 dimensions at least ${MIN_KEPT} of all (Cranfield, TREC passages); parity with reference vectors is the self-test of every start`,
  reachable: '`pack --dimensions`',
  product: true,
  data: 'Cranfield, TREC passages',
  quick: false,
  needs: ['data/cranfield', 'data/msmarco-dl-5k'],
  capability: truncateDimensions,
  controls: {
    shuffled: (vectors, dimensions, keep) =>
      normalize(
        vectors.filter((_, at) => at % dimensions >= dimensions - keep),
        keep,
      ),
  },
  async measure(shorten, context): Promise<Measured> {
    const told: string[] = []
    const kept: { figure: number; baseline: number; ci: readonly [number, number] }[] = []
    for (const [name, set] of Object.entries({ Cranfield: sharedSets.cranfield(), passages: sharedSets.msmarco() })) {
      const { whole, short } = await recalls(set, shorten, context)
      const compared = compare(name, short, whole)
      kept.push(compared)
      told.push(`${name} ${round(compared.figure)} against ${round(compared.baseline)}`)
    }
    const worst = kept.reduce((a, b) => (a.figure / a.baseline < b.figure / b.baseline ? a : b))
    return { figure: worst.figure, baseline: worst.baseline, ci: [...worst.ci], detail: told.join(', ') }
  },
  passes: ({ figure, baseline }) => figure >= MIN_KEPT * baseline!,
  unfinished: () =>
    'prefixes, pooling and lengths of the paper’s model are known by its id, but it has 0.5 billion weights and is not here to be compared',
})

async function recalls(set: RetrievalSet, shorten: Shorten, context: CheckContext): Promise<{ whole: Float64Array; short: Float64Array }> {
  const { items } = parseCatalog(documentRows(set.documents))
  const rowOf = new Map(items.map(({ id }, row) => [id, row]))
  const asked = set.queries.flatMap(({ id, text }) => {
    const relevant = [...(set.judgements.get(id) ?? [])].flatMap(([item, grade]) =>
      grade > 0 && rowOf.has(item) ? [rowOf.get(item)!] : [],
    )
    return relevant.length > 0 ? [{ row: 0, text, relevant: new Set(relevant) }] : []
  })
  const rows = await context.embed(items.map(itemSentence))
  const queries = await context.embed(
    asked.map(({ text }) => text),
    { kind: 'query' },
  )
  const { dimensions } = rows
  const whole = exactRanker({ items: rows.vectors, queries: queries.vectors, dimensions })
  const cut = (vectors: Float32Array) => shorten(vectors, dimensions, KEPT)
  const short = exactRanker({ items: cut(rows.vectors), queries: cut(queries.vectors), dimensions: KEPT })
  const recallOf = async (ranker: typeof whole) => {
    const values: number[] = []
    for (const [position, query] of asked.entries()) values.push(recallAt(Array.from(await ranker(query, position)), query.relevant, DEPTH))
    return Float64Array.from(values)
  }
  return { whole: await recallOf(whole), short: await recallOf(short) }
}
