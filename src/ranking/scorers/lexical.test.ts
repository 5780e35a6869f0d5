import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Bm25Index, queryTerms } from '../../lexical/bm25.js'
import { dotProduct } from '../../vectors/normalize.js'
import { rank } from '../rank.js'
import { graphSeeds, lexicalTerm } from './lexical.js'
import { wordTerm } from './words.js'

const TEXTS = ['red wool scarf', 'blue wool hat', 'steel kitchen knife', 'red steel kettle', 'kettle for the kitchen', 'garden hose', '']
const index = () => Bm25Index.build(TEXTS.map((text) => [{ text, weight: 1 }]))
const rows = TEXTS.length

function zScores(values: readonly number[]): number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)
  return values.map((value) => (deviation < 1e-6 ? 0 : (value - mean) / deviation))
}

test('adds what words and graph say in standard units, and the graph by the share of its weight that counts for a row', () => {
  const words = index()
  const query = queryTerms('red kettle')
  const graph = words.graph()
  const vector = graph.queryVector(query)
  const bm25 = new Float32Array(rows)
  words.scoresInto(query, bm25)
  const cosines = TEXTS.map((_, row) => dotProduct(vector, graph.vectors.subarray(row * graph.dimensions, (row + 1) * graph.dimensions)))
  const ofWords = zScores([...bm25])
  const ofGraph = zScores(cosines)

  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 2, noNaN: true }),
      fc.double({ min: 0, max: 2, noNaN: true }),
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: rows, maxLength: rows }),
      (a, b, shares) => {
        const shareOf = (row: number) => shares[row]!
        const term = lexicalTerm(
          wordTerm(words, query, rows, a, (word) => word),
          { graph, query: vector, weight: b, shareOf },
        )

        TEXTS.forEach((_, row) => {
          expect(term.scores[row]).toBeCloseTo(a * ofWords[row]! + b * shareOf(row) * ofGraph[row]!, 4)
        })
      },
    ),
  )
})

test('a bound leaves small scores and the order as they are, and holds large ones', () => {
  const words = index()
  const query = queryTerms('red kettle')
  const named = wordTerm(words, query, rows, 30, (word) => word)
  const part = { graph: words.graph(), query: words.graph().queryVector(query), weight: 0 }
  const free = lexicalTerm(named, part).scores
  const bounded = lexicalTerm(named, { ...part, bound: 4 }).scores
  const order = (scores: Float32Array) => [...scores.keys()].sort((a, b) => scores[b]! - scores[a]! || a - b)

  expect(order(bounded)).toEqual(order(free))
  expect(Math.max(...free)).toBeGreaterThan(50)
  // asinh(x) = ln(x + sqrt(x^2 + 1))
  free.forEach((score, row) => {
    expect(bounded[row]).toBeCloseTo(4 * Math.log(score / 4 + Math.sqrt((score / 4) ** 2 + 1)), 3)
  })
})

test('is the whole score where it is the only term, and names the words that are shared', () => {
  const words = index()
  const query = queryTerms('red kettle')
  const graph = words.graph()
  const named = wordTerm(words, query, rows, 1, (word) => word)
  const term = lexicalTerm(named, { graph, query: graph.queryVector(query), weight: 1 })

  const [best] = rank({ rows, terms: [term], mask: new Uint8Array(rows).fill(1), limit: 3, diversity: 0 }, null)

  expect(best).toMatchObject({ row: 3, reasons: [{ kind: 'words', words: ['red', 'kettl'], weight: best!.score }] })
  expect(lexicalTerm(named, null)).toBe(named)
})

test('a query of several items is their vectors, each by its share', () => {
  const graph = index().graph()
  const query = graphSeeds(graph, [
    { row: 0, share: 0.75 },
    { row: 5, share: 0.25 },
  ])
  const scores = new Float32Array(rows)
  graph.scoresInto(query, scores)

  query.forEach((value, j) => {
    expect(value).toBeCloseTo(0.75 * graph.vectors[j]! + 0.25 * graph.vectors[5 * graph.dimensions + j]!, 6)
  })
  expect(scores.indexOf(Math.max(...scores))).toBe(0)
})
