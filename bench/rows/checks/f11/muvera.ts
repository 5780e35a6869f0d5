import { dotProduct } from '../../../../src/vectors/normalize.js'
import { topK } from '../../../../src/vectors/top-k.js'
import { FixedDimensionalEncoding } from '../../../index/fixed-dimensional-encoding.js'
import { bestPassage, directionOf, longDocuments, reciprocalRank } from '../../../text/long-documents.js'
import { defineCheck } from '../../check.js'
import { compare } from '../compare.js'

/** One vector for the vectors of a document, and one for those of a query, whose inner product stands for Chamfer's similarity. */
interface SetEncoding {
  item(vectors: Float32Array): Float32Array
  query(vectors: Float32Array): Float32Array
}

const SHORTLIST = 20
/** 4,096 numbers. */
const OPTIONS = { repetitions: 16, hyperplanes: 4, projected: 16 }

export const muvera = defineCheck<(dimensions: number) => SetEncoding>({
  what: `READMEs of installed packages, searched for by the description of their authors: reciprocal rank of the best passage among the first ${SHORTLIST} by encodings of 4,096 numbers above that of one vector, the mean of the beginning's and the passages'`,
  data: 'READMEs of npm packages',
  quick: false,
  needs: [],
  capability: (dimensions) => new FixedDimensionalEncoding(dimensions, OPTIONS),
  controls: {
    identity: (dimensions) => {
      const mean = (vectors: Float32Array) =>
        Float32Array.from({ length: dimensions }, (_, j) =>
          vectors.filter((_, at) => at % dimensions === j).reduce((sum, value) => sum + value, 0),
        )
      return { item: mean, query: mean }
    },
    // a query cut by other hyperplanes than the documents
    shuffled(dimensions) {
      const [items, queries] = [1, 2].map((seed) => new FixedDimensionalEncoding(dimensions, { ...OPTIONS, seed }))
      return { item: (vectors) => items!.item(vectors), query: (vectors) => queries!.query(vectors) }
    },
  },
  async measure(make, context) {
    const { documents, dimensions, beginnings, passages, queries } = await longDocuments((texts, options) => context.embed(texts, options))
    const encoding = make(dimensions)
    const all = passages.flat()
    const mean = Float32Array.from({ length: dimensions }, (_, j) => all.reduce((sum, own) => sum + own[j]!, 0) / all.length)
    const centred = (vectors: Float32Array) => vectors.map((value, at) => value - mean[at % dimensions]!)
    const encoded = passages.map((own) => encoding.item(centred(Float32Array.from(own.flatMap((vector) => [...vector])))))
    const found = queries.map((query, meant) => {
      const code = encoding.query(centred(query))
      const { rows } = topK(
        Float32Array.from(encoded, (own) => dotProduct(code, own)),
        SHORTLIST,
      )
      const named = new Set(rows)
      const scores = passages.map((own, at) => (named.has(at) ? bestPassage(query, own) : Number.NEGATIVE_INFINITY))
      return reciprocalRank(scores, meant)
    })
    const one = passages.map((own, at) => directionOf([beginnings[at]!, directionOf(own)]))
    const byOne = queries.map((query, meant) =>
      reciprocalRank(
        one.map((own) => dotProduct(query, own)),
        meant,
      ),
    )
    const { figure, baseline, ci } = compare('', found, byOne)
    return { figure, baseline, ci, detail: `${documents.length} documents of ${all.length} passages` }
  },
  passes: ({ ci }) => ci![0] > 0,
})
