// @module-tag long
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { FlatIndex } from '../../../src/vectors/flat-index.js'
import { createKernel } from '../../../src/vectors/kernel/kernel.js'
import { mulberry32 } from '../../../src/vectors/random.js'
import type { Centring, ScanQuery } from '../../../src/vectors/scan-query.js'
import { clustered, exactBest } from '../../../src/vectors/vectors.test-helper.js'
import type { ApproximateIndex } from './approximate-index.js'
import { BinaryIndex } from './binary-index.js'
import { IvfIndex } from './ivf-index.js'

const [ROWS, DIMENSIONS] = [4000, 64]
const VECTORS = clustered(ROWS + 100, DIMENSIONS, 40, mulberry32(3))
const vectorAt = (row: number) => VECTORS.subarray(row * DIMENSIONS, (row + 1) * DIMENSIONS)
const QUERIES = Array.from({ length: 100 }, (_, i) => vectorAt(ROWS + i))

const MAKERS: Readonly<Record<string, (wasm: boolean, seed?: number) => ApproximateIndex>> = {
  binary: (wasm, seed = 1) => new BinaryIndex(DIMENSIONS, { kernel: createKernel({ wasm }), seed }),
  ivf: (wasm, seed = 1) => withEffort(new IvfIndex(DIMENSIONS, { kernel: createKernel({ wasm }), seed, nlist: 64 }), 16),
}

function withEffort(index: ApproximateIndex, effort: number): ApproximateIndex {
  index.effort = effort
  return index
}

function fill(index: ApproximateIndex, rows = ROWS): ApproximateIndex {
  index.resize(rows)
  for (let row = 0; row < rows; row++) index.set(row, vectorAt(row))
  index.train()
  return index
}

function recall(index: ApproximateIndex, scan: Partial<ScanQuery> = {}): number {
  let found = 0
  for (const query of QUERIES) {
    const best = new Set(index.exact.search({ ...scan, query }, 10).rows)
    found += index.search({ ...scan, query }, 10).rows.filter((row) => best.has(row)).length
  }
  return found / (10 * QUERIES.length)
}

describe.each(Object.entries(MAKERS))('%s', (name, make) => {
  const trained = fill(make(true))

  test('finds .95 or more of the ten best, and more with more effort, up to all', () => {
    let found = 0
    for (const query of QUERIES) {
      const best = exactBest(VECTORS.subarray(0, ROWS * DIMENSIONS), DIMENSIONS, query, 10)
      found += trained.search({ query }, 10).rows.filter((row) => best.has(row)).length
    }
    expect(found / 1000).toBeGreaterThanOrEqual(0.95)
    const usual = trained.effort
    const recalls = [1, usual / 4, usual, trained.mostEffort].map((effort) => {
      trained.effort = effort
      return recall(trained)
    })
    trained.effort = usual
    expect(recalls.toSorted((a, b) => a - b)).toEqual(recalls)
    expect(recalls[0]).toBeLessThan(0.9)
    expect(recalls[3]).toBe(1)
  })

  test.each<Centring>(['shift', 'given'])('finds the best of centred scores (%s)', (centred) => {
    trained.exact.setCentre(trained.exact.mean())
    expect(recall(trained, { centred })).toBeGreaterThanOrEqual(0.9)
    // the farthest rows lie close together
    expect(recall(trained, { centred, alpha: -1 })).toBeGreaterThanOrEqual(0.65)
  })

  test('finds the best of several queries, with a bias, under a mask', () => {
    const random = mulberry32(9)
    expect(recall(trained, { more: [vectorAt(ROWS + 3), vectorAt(ROWS + 4)] })).toBeGreaterThanOrEqual(0.95)
    expect(recall(trained, { bias: Float32Array.from({ length: ROWS }, () => random() / 5) })).toBeGreaterThanOrEqual(0.9)
    expect(recall(trained, { mask: Uint8Array.from({ length: ROWS }, () => (random() < 0.3 ? 1 : 0)) })).toBeGreaterThanOrEqual(0.95)
  })

  test('is the same for the same seed', () => {
    const ask = (seed: number) => [...fill(make(true, seed), 1500).search({ query: QUERIES[0]! }, 20).rows]
    expect(ask(5)).toEqual(ask(5))
  })

  test('after any order of calls a search gives k ordered hits with exact scores, if the mask leaves as many', () => {
    const call = fc.record({
      name: fc.constantFrom('set', 'setCodes', 'unset', 'train', 'shrink'),
      row: fc.nat(299),
      other: fc.nat(299),
    })
    fc.assert(
      fc.property(
        fc.array(call, { maxLength: 30 }),
        fc.nat(),
        fc.nat(40),
        fc.boolean(),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (calls, seed, k, drop, share) => {
          const index = make(seed % 6 !== 0)
          const random = mulberry32(seed)
          index.resize(300)
          for (let row = 0; row < 300; row += 2) index.set(row, vectorAt(row))
          if (seed % 3) index.train()
          for (const { name, row, other } of calls) {
            if (name === 'shrink') {
              index.resize(row)
              index.resize(300)
            }
            if (name === 'train') index.train()
            if (name === 'set') index.set(row, vectorAt(other))
            if (name === 'unset') index.unset(row)
            if (name === 'setCodes') index.setCodes(row, new Int8Array(DIMENSIONS).fill(other % 128), 0.01)
          }
          index.effort = 1
          const mask = Uint8Array.from({ length: 300 }, () => (random() < share ? 1 : 0))
          const missing = drop ? Number.NaN : -0.25
          const scan: ScanQuery = { query: QUERIES[seed % 100]!, mask, missing }
          const hits = index.search(scan, k)
          const allowed = mask.filter((isAllowed, row) => isAllowed && (!drop || index.has(row))).length
          expect(hits.length).toBe(Math.min(k, allowed))
          expect(new Set(hits.rows).size).toBe(hits.length)
          const exact = index.exact.search(scan, 300)
          const totals = new Map([...exact.rows].map((row, i) => [row, exact.scores[i]!]))
          hits.rows.forEach((row, i) => {
            expect(hits.scores[i]).toBeCloseTo(totals.get(row)!, 5)
            if (i > 0) expect(hits.scores[i]).toBeLessThanOrEqual(hits.scores[i - 1]!)
          })
          index.effort = index.mostEffort
          expect(index.search(scan, k)).toEqual(index.exact.search(scan, k))
        },
      ),
      { numRuns: 40 },
    )
  })

  test(`${name} can be put over rows that are there`, () => {
    const flat = new FlatIndex(DIMENSIONS)
    flat.resize(ROWS)
    for (let row = 0; row < ROWS; row++) flat.set(row, vectorAt(row))
    const over = name === 'ivf' ? withEffort(new IvfIndex(flat, { nlist: 64 }), 16) : new BinaryIndex(flat)
    over.train()
    expect(over.bytes).toBeGreaterThan(flat.bytes)
    expect(recall(over)).toBe(recall(trained))
  })
})

test('lists are about 4 times the root of the rows', () => {
  const index = new IvfIndex(DIMENSIONS)
  fill(index, 900)
  expect(index.nlist).toBe(120)
})

test('signatures of one bit a dimension take an eighth of int8', () => {
  const index = new BinaryIndex(384, { capacity: 20_000 })
  expect(index.bytes - index.exact.bytes).toBeLessThan(20_000 * (384 / 8 + 16) + 2 ** 17)
})
