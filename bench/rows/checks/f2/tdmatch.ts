import { draws } from '../../../../src/evaluate/draw.js'
import { meanByUnit } from '../../../../src/evaluate/metrics/bootstrap.js'
import { reciprocalRank } from '../../../../src/evaluate/metrics/relevance.js'
import { Bm25Index, queryTerms, type WeightedTerm } from '../../../../src/lexical/bm25.js'
import type { Bm25Field } from '../../../../src/lexical/forward-index.js'
import { FIELD_WEIGHTS, itemFields } from '../../../../src/lexical/item-fields.js'
import { standardize, standardOf } from '../../../../src/ranking/standardize.js'
import { topK } from '../../../../src/vectors/top-k.js'
import { inverseCloze } from '../../../data/papers.js'
import type { Document } from '../../../data/retrieval-set.js'
import { splitPapers } from '../../../data/splits.js'
import { timedEach } from '../../../processor-time.js'
import { sharedSets } from '../../../shared-data.js'
import { defineCheck, type Measured } from '../../check.js'
import { compare, median } from '../compare.js'

/** What is added to BM25: a score for every row. */
type Scorer = (index: Bm25Index, query: readonly WeightedTerm[]) => Float32Array

interface WithTime extends Measured {
  /** Processor time, in milliseconds, to read the words of 1,000 items and make their vectors. */
  readonly milliseconds: number
}

const DRAWS = 20
/** Of the processor's time, in the worker: what the row asks for. */
const MAX_MILLISECONDS = 400
const ITEMS = 1000

export const tdmatch = defineCheck<Scorer, WithTime>({
  what: `T0, test half, ${DRAWS} draws of inverse cloze: MRR of BM25 with the graph above BM25 alone (by paper); ${ITEMS} items within ${MAX_MILLISECONDS} ms, nothing downloaded`,
  reachable: '`search`, while there are no vectors',
  product: true,
  data: 'the 94 abstracts',
  quick: false,
  needs: ['data/papers-94'],
  capability: byGraph,
  controls: {
    identity: byWords,
    shuffled: (index, query) => Float32Array.from(draws(5).shuffled([...byGraph(index, query)])),
  },
  measure(scorer, context) {
    const papers = sharedSets.papers()
    const test = new Set(splitPapers(papers).test)
    const units: string[] = []
    const fused: number[] = []
    const words: number[] = []
    for (let draw = context.seed; draw < context.seed + DRAWS; draw++) {
      const { documents, queries } = inverseCloze(papers, draw)
      const index = Bm25Index.build(documents.map(fieldsOf))
      for (const { id, text } of queries.filter(({ id }) => test.has(id))) {
        const query = queryTerms(text)
        const own = byWords(index, query)
        const relevant = new Set([documents.findIndex((document) => document.id === id)])
        units.push(id)
        fused.push(reciprocalRank(order(sum(own, scorer(index, query))), relevant))
        words.push(reciprocalRank(order(own), relevant))
      }
    }
    const { figure, baseline, ci } = compare('', meanByUnit(fused, units), meanByUnit(words, units))
    const milliseconds = timeOf(context.shop().items.slice(0, ITEMS).map(itemFields), scorer)
    return { figure, baseline, ci, milliseconds, detail: `MRR of ${fused.length} queries; ${ITEMS} items in ${milliseconds.toFixed(0)} ms` }
  },
  passes: ({ ci, milliseconds }) => ci![0] > 0 && milliseconds <= MAX_MILLISECONDS,
})

function byGraph(index: Bm25Index, query: readonly WeightedTerm[]): Float32Array {
  const graph = index.graph()
  const scores = new Float32Array(index.rowCount)
  graph.scoresInto(graph.queryVector(query), scores)
  return scores
}

function byWords(index: Bm25Index, query: readonly WeightedTerm[]): Float32Array {
  const scores = new Float32Array(index.rowCount)
  index.scoresInto(query, scores)
  return scores
}

/** Both in standard units. */
function sum(a: Float32Array, b: Float32Array): Float32Array {
  const ofA = standardOf(a)
  const ofB = standardOf(b)
  return a.map((score, row) => standardize(score, ofA) + standardize(b[row]!, ofB))
}

function order(scores: Float32Array): Uint32Array {
  const { rows, length } = topK(scores, scores.length)
  return rows.subarray(0, length)
}

function fieldsOf({ title, text }: Document): Bm25Field[] {
  return [
    { text: title, weight: FIELD_WEIGHTS.title },
    { text, weight: FIELD_WEIGHTS.text },
  ]
}

/** The median of five. */
function timeOf(documents: readonly (readonly Bm25Field[])[], scorer: Scorer): number {
  const times = Array.from({ length: 5 }, () => {
    return timedEach(1, () => scorer(Bm25Index.build(documents), queryTerms('a first question'))).milliseconds
  })
  return median(times)
}
