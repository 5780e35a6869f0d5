import fc from 'fast-check'
import { expect, test } from 'vitest'
import { normalize } from '../../vectors/normalize.js'
import { mulberry32 } from '../../vectors/random.js'
import { conceptsOf, fitConcepts, sharedConcepts } from './concepts.js'

const DIMENSIONS = 16
const NAMES = ['oak', 'wool', 'red', 'blue', 'rustic']

/** Rows that are the sum of a direction for each of their concepts, and noise. */
function planted(rows: number, seed: number, noise = 0.1) {
  const random = mulberry32(seed)
  const around = () => (random() + random() + random() - 1.5) * 2
  const axes = NAMES.map((_, concept) => Float32Array.from({ length: DIMENSIONS }, (_, i) => (i % NAMES.length === concept ? 1 : 0)))
  const known = Array.from({ length: rows }, () => NAMES.flatMap((_, concept) => (random() < 0.4 ? [concept] : [])))
  const vectors = new Float32Array(rows * DIMENSIONS)
  known.forEach((own, row) => {
    for (let i = 0; i < DIMENSIONS; i++) {
      vectors[row * DIMENSIONS + i] = 0.5 + own.reduce((sum, concept) => sum + axes[concept]![i]!, 0) + noise * around()
    }
  })
  return { vectors: normalize(vectors, DIMENSIONS), known }
}

const rowOf = (vectors: Float32Array, row: number) => vectors.subarray(row * DIMENSIONS, (row + 1) * DIMENSIONS)

test('an item that was not seen has the concepts that were planted in it, strongest', () => {
  const { vectors, known } = planted(200, 1)
  const space = fitConcepts(vectors, DIMENSIONS, known, NAMES)
  const fresh = planted(100, 2)
  const told = fresh.known.map((own, row) => {
    const z = conceptsOf(space, rowOf(fresh.vectors, row))
    const strongest = [...z.keys()].sort((a, b) => z[b]! - z[a]!).slice(0, own.length)
    return own.length === 0 || own.length === NAMES.length ? 1 : strongest.filter((concept) => own.includes(concept)).length / own.length
  })
  expect(told.reduce((sum, share) => sum + share, 0) / told.length).toBeGreaterThan(0.95)
})

test('what concepts are shared adds up to the similarity, strongest first', () => {
  const { vectors, known } = planted(60, 3, 1)
  const space = fitConcepts(vectors, DIMENSIONS, known, NAMES)
  fc.assert(
    fc.property(fc.nat(59), fc.nat(59), (a, b) => {
      const [x, y] = [conceptsOf(space, rowOf(vectors, a)), conceptsOf(space, rowOf(vectors, b))]
      const shared = sharedConcepts(space, x, y)
      const similarity = x.reduce((sum, value, i) => sum + value * y[i]!, 0)
      expect(Math.abs(shared.reduce((sum, { weight }) => sum + weight, 0) - similarity)).toBeLessThan(1e-6)
      expect(shared.map(({ weight }) => weight)).toEqual(shared.map(({ weight }) => weight).sort((p, q) => q - p))
    }),
  )
})

test('a concept that an owner gives no weight is shared by nobody', () => {
  const { vectors, known } = planted(60, 4)
  const space = fitConcepts(vectors, DIMENSIONS, known, NAMES, { weights: { red: 0 } })
  const rows = Array.from({ length: 60 }, (_, row) => conceptsOf(space, rowOf(vectors, row)))
  const shared = rows.flatMap((z) => rows.flatMap((other) => sharedConcepts(space, z, other).map(({ name }) => name)))
  expect(new Set(shared)).toEqual(new Set(NAMES.filter((name) => name !== 'red')))
})

test('rows and their concepts have to be as many, and concepts known', () => {
  const { vectors, known } = planted(5, 5)
  expect(() => fitConcepts(vectors, DIMENSIONS, known.slice(1), NAMES)).toThrow(/usage.*received 5 rows and concepts of 4/)
  expect(() => fitConcepts(vectors, DIMENSIONS, [...known.slice(1), [5]], NAMES)).toThrow(/usage/)
})
