import { describe, expect, test } from 'vitest'
import { tokenize } from '../../lexical/tokens.js'
import { normalize } from '../../vectors/normalize.js'
import { mulberry32 } from '../../vectors/random.js'
import { DenseText } from './dense-text.js'
import { tfIdfOf, tfIdfScores } from './tf-idf.js'

const DOCUMENTS = [
  [
    { text: 'red kettle', weight: 3 },
    { text: 'boils water fast', weight: 1 },
  ],
  [
    { text: 'blue kettle', weight: 3 },
    { text: 'boils water, holds water', weight: 1 },
  ],
  [
    { text: 'garden hose', weight: 3 },
    { text: 'carries water', weight: 1 },
  ],
  [{ text: '', weight: 1 }],
]

/** Dense, term by term. */
function dense(): number[][] {
  const counts = DOCUMENTS.map((fields) => {
    const own: Record<string, number> = {}
    for (const { text, weight } of fields) for (const token of tokenize(text)) own[token] = (own[token] ?? 0) + weight
    return own
  })
  const terms = [...new Set(counts.flatMap((own) => Object.keys(own)))]
  const idf = (term: string): number => 1 + Math.log(5 / (1 + counts.filter((own) => term in own).length))
  return counts.map((own) => unit(terms.map((term) => (own[term] ? (1 + Math.log(own[term])) * idf(term) : 0))))
}

function unit(vector: number[]): number[] {
  const norm = Math.hypot(...vector)
  return vector.map((value) => (norm === 0 ? 0 : value / norm))
}

describe('tfIdfScores', () => {
  test('are cosines with the sum of the history, as computed with dense vectors', () => {
    const vectors = dense()
    const out = new Float32Array(4)
    tfIdfScores(
      [
        { row: 0, weight: 1 },
        { row: 2, weight: 0.5 },
      ],
      tfIdfOf(DOCUMENTS),
      out,
    )

    const profile = unit(vectors[0]!.map((value, term) => value + 0.5 * vectors[2]![term]!))
    vectors.forEach((vector, row) => {
      expect(out[row]).toBeCloseTo(
        vector.reduce((sum, value, term) => sum + value * profile[term]!, 0),
        6,
      )
    })
    expect(out[3]).toBe(0)
  })
})

describe('DenseText', () => {
  const random = mulberry32(5)
  const text = new DenseText(
    normalize(
      Float32Array.from({ length: 6 * 4 }, () => random() + 0.2),
      4,
    ),
    4,
  )

  test('compares rows and histories by cosine', () => {
    const out = new Float32Array(6)
    text.similarTo(2, out)
    expect(out[2]).toBeCloseTo(1, 6)

    const profile = text.profile([0, 5])
    const sum = [0, 1, 2, 3].map((j) => text.row(0)[j]! + text.row(5)[j]!)
    unit(sum).forEach((value, j) => {
      expect(profile[j]).toBeCloseTo(value, 6)
    })
    expect([text.rowCount, text.bytes]).toEqual([6, 96])
  })

  test('centred, is of unit length about the mean', () => {
    const centred = text.centred()
    const mean = [0, 1, 2, 3].map((j) => [0, 1, 2, 3, 4, 5].reduce((sum, row) => sum + text.row(row)[j]! / 6, 0))
    const expected = unit([0, 1, 2, 3].map((j) => text.row(3)[j]! - mean[j]!))

    expected.forEach((value, j) => {
      expect(centred.row(3)[j]).toBeCloseTo(value, 5)
    })
  })
})
