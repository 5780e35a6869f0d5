import { expect, test } from 'vitest'
import { FlatIndex } from '../../vectors/flat-index.js'
import { dotProduct, normalize } from '../../vectors/normalize.js'
import { mulberry32 } from '../../vectors/random.js'
import type { Vectors } from '../rank.js'
import { VectorSample } from '../vector-sample.js'
import { dismissedTerm } from './dismissed.js'

const DIMENSIONS = 16
const reasonOf = (row: number) => (weight: number) => ({ kind: 'unlike', id: `${row}`, title: '', weight }) as const
const dismissed = (...rows: number[]) => rows.map((row) => ({ row, reason: reasonOf(row) }))

function vectorsOf(rows: number, without: number): Vectors {
  const random = mulberry32(5)
  const index = new FlatIndex(DIMENSIONS, { capacity: rows })
  index.resize(rows)
  for (let row = 0; row < rows; row++) {
    const vector = normalize(Float32Array.from({ length: DIMENSIONS }, () => random() - 0.3))
    if (row !== without) index.set(row, vector)
  }
  index.setCentre(index.mean())
  return { index, sample: new VectorSample(index) }
}

test('each row falls by its cosine to the nearest dismissed item, about the mean of all; one without a vector is average', () => {
  const vectors = vectorsOf(60, 7)
  const { index } = vectors
  const rows = Array.from({ length: 60 }, (_, row) => row)
  const centred = rows.map((row) => (row === 7 ? null : index.centre(index.vector(row))))
  const asked = [3, 11, 42]

  const { scores, standard, reason } = dismissedTerm(dismissed(...asked), vectors, 1)!

  const nearest = centred.map((vector) => vector && asked.map((other) => dotProduct(vector, centred[other]!)))
  const known = nearest.flatMap((cosines) => (cosines ? Math.max(...cosines) : []))
  const mean = known.reduce((sum, cosine) => sum + cosine, 0) / known.length
  expect(standard!.mean).toBeCloseTo(-mean, 3)
  nearest.forEach((cosines, row) => {
    expect(scores[row]).toBeCloseTo(-(cosines ? Math.max(...cosines) : mean), 3)
    if (cosines && !asked.includes(row)) expect(reason(row, -1)).toMatchObject({ id: `${asked[cosines.indexOf(Math.max(...cosines))]}` })
  })
})

test('a large catalog hears the latest dismissed items only, so that one answer costs no more', () => {
  const vectors = vectorsOf(20_000, 0)
  const some = Array.from({ length: 30 }, (_, i) => 100 + i)

  const all = dismissedTerm(dismissed(...some), vectors, 1)!
  const latest = dismissedTerm(dismissed(...some.slice(0, 2)), vectors, 1)!

  expect(all.scores).toEqual(latest.scores)
})

test('one dismissal more or less is heard in the next answer', () => {
  const vectors = vectorsOf(60, 7)
  const answers = [[3], [3, 11], [11], [3]].map((rows) => dismissedTerm(dismissed(...rows), vectors, 1)!)
  const anew = [[3], [3, 11], [11], [3]].map((rows) => dismissedTerm(dismissed(...rows), vectorsOf(60, 7), 1)!)

  expect(answers.map(({ scores }) => scores)).toEqual(anew.map(({ scores }) => scores))
})

test('without a vector of a dismissed item there is no term', () => {
  expect(dismissedTerm(dismissed(7), vectorsOf(60, 7), 1)).toBeNull()
  expect(dismissedTerm([], vectorsOf(60, 7), 1)).toBeNull()
})
