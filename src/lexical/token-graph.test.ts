import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dotProduct } from '../vectors/normalize.js'
import { ForwardIndex } from './forward-index.js'
import { randomEntries } from './random-entries.js'
import { graphDimensions, TokenGraph } from './token-graph.js'
import { tokenize } from './tokens.js'

function graphOf(texts: readonly string[], dimensions = 64): TokenGraph {
  const forward = new ForwardIndex()
  for (const text of texts) forward.add([{ text, weight: 1 }])
  return TokenGraph.of(forward, { dimensions })
}

const row = ({ vectors, dimensions }: TokenGraph, at: number) => vectors.subarray(at * dimensions, (at + 1) * dimensions)
const asQuery = (text: string) => tokenize(text).map((term) => ({ term, weight: 1 }))

const word = fc.integer({ min: 0, max: 30 }).map((n) => `w${n}x`)
const catalog = fc.array(
  fc.array(word, { maxLength: 12 }).map((words) => words.join(' ')),
  { minLength: 2, maxLength: 25 },
)

const scaled = (vector: readonly number[], factor: number) => vector.map((value) => value * factor)
const length = (vector: readonly number[]) => Math.hypot(...vector)
const unit = (vector: readonly number[]) => (length(vector) > 1e-6 ? scaled(vector, 1 / length(vector)) : vector.map(() => 0))
const plus = (a: readonly number[], b: readonly number[]) => a.map((value, i) => value + b[i]!)

/** The formula over dense matrices in double precision. */
function dense(texts: readonly string[], randomOf: (term: string) => readonly number[]): number[][] {
  const counts = texts.map((text) => {
    const found = new Map<string, number>()
    for (const term of tokenize(text)) found.set(term, (found.get(term) ?? 0) + 1)
    return found
  })
  const zero = randomOf('any').map(() => 0)
  const terms = [...new Set(counts.flatMap((found) => [...found.keys()]))]
  const full = counts.filter((found) => found.size > 0).length
  const weight = (term: string, found: ReadonlyMap<string, number>) => {
    const rows = counts.filter((other) => other.has(term)).length
    return found.has(term) ? Math.log(1 + (full - rows + 0.5) / (rows + 0.5)) * (1 + Math.log(found.get(term)!)) : 0
  }
  const sum = (vectors: readonly (readonly number[])[]) => vectors.reduce<readonly number[]>(plus, zero)
  const first = counts.map((found) => unit(sum(terms.map((term) => scaled(randomOf(term), weight(term, found))))))
  const tokens = terms.map((term) => {
    const token = sum(counts.map((found, i) => scaled(first[i]!, weight(term, found))))
    return length(token) > 0 ? scaled(token, 1 / Math.sqrt(length(token))) : token
  })
  const second = counts.map((found) => unit(sum(terms.map((term, t) => scaled(tokens[t]!, weight(term, found))))))
  const mean = scaled(sum(second), 1 / Math.max(1, full))
  return second.map((vector) => (length(vector) === 0 ? [...vector] : unit(plus(vector, scaled(mean, -1)))))
}

describe('TokenGraph', () => {
  test('gives the vectors of its formula, worked out a second time with dense matrices', () => {
    fc.assert(
      fc.property(catalog, (texts) => {
        const graph = graphOf(texts)

        const expected = dense(texts, (term) => randomVector(term, graph.dimensions))

        expected.forEach((vector, at) => {
          expect(Math.hypot(...plus(vector, scaled([...row(graph, at)], -1)))).toBeLessThan(1e-3)
        })
      }),
      { numRuns: 40 },
    )
  })

  test('gives an item and its own text as a query one vector', () => {
    const texts = ['red wool scarf', 'blue wool hat', 'steel kitchen knife', 'red steel kettle']
    const graph = graphOf(texts)

    for (const [at, text] of texts.entries()) expect(dotProduct(graph.queryVector(asQuery(text)), row(graph, at))).toBeCloseTo(1, 5)
  })

  test('finds items by words that they do not have', () => {
    const texts = ['sofa couch', 'couch cushion', 'hammer nails', 'nails saw', 'lamp bulb', 'bulb socket']
    const graph = graphOf(texts, 256)
    const scores = new Float32Array(texts.length)

    graph.scoresInto(graph.queryVector(asQuery('sofa')), scores)

    // `couch cushion` shares no word with `sofa`, but an item with it
    expect([...scores.keys()].sort((a, b) => scores[b]! - scores[a]!).slice(0, 2)).toEqual([0, 1])
  })

  test('gives an item the same vector wherever it stands in the catalog', () => {
    fc.assert(
      fc.property(catalog, (texts) => {
        const graph = graphOf(texts)
        const turned = graphOf([...texts].reverse())

        texts.forEach((_, at) => {
          const other = row(turned, texts.length - 1 - at)
          expect(Math.hypot(...row(graph, at).map((value, j) => value - other[j]!))).toBeLessThan(1e-3)
        })
      }),
      { numRuns: 40 },
    )
  })

  test('makes rows without terms, and queries without known ones, 0', () => {
    const graph = graphOf(['red scarf', '', 'blue hat', 'the of and'])

    for (const vector of [row(graph, 1), row(graph, 3), graph.queryVector(asQuery('unheard')), graph.queryVector([])]) {
      expect(vector.every((value) => value === 0)).toBe(true)
    }
    expect(graphOf([]).vectors).toHaveLength(0)
  })

  test('has fewer dimensions the more there is to add up, so that the work stays the same', () => {
    expect([1_000, 150_000, 300_000, 600_000, 1_200_000, 1e9].map(graphDimensions)).toEqual([256, 256, 128, 64, 32, 16])
    expect(() => graphOf(['red scarf'], 6)).toThrow('multiple of 4')
  })

  test('leaves no noise where all items say the same', () => {
    expect(graphOf(['same words', 'same words', 'same words']).vectors.every((value) => value === 0)).toBe(true)
  })
})

function randomVector(term: string, dimensions: number): number[] {
  const vector = new Array<number>(dimensions).fill(0)
  for (const entry of randomEntries(term, dimensions)) vector[entry >>> 1]! += entry % 2 === 1 ? -1 : 1
  return vector
}

test('made in pieces, with pauses for other calls, it is the same', async () => {
  const forward = new ForwardIndex()
  for (let row = 0; row < 2000; row++) forward.add([{ text: `w${row % 90} w${row % 7} model${row}`, weight: 1 }])
  let pauses = 0
  const made = await TokenGraph.inPieces(forward, async () => void pauses++)

  const whole = TokenGraph.of(forward)
  expect(made.vectors).toEqual(whole.vectors)
  expect(made.queryVector(asQuery('w3 model5'))).toEqual(whole.queryVector(asQuery('w3 model5')))
  expect(pauses).toBeGreaterThan(3 * (2000 / 256))
})
