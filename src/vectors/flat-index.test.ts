import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { PagekinError } from '../errors.js'
import { FlatIndex } from './flat-index.js'
import { createKernel, type Kernel } from './kernel/kernel.js'
import { allowRelaxedSimd } from './kernel/relaxed-simd.test-helper.js'
import { dotProduct, normalize } from './normalize.js'
import { quantize } from './quantize.js'
import { mulberry32 } from './random.js'
import type { Centring, ScanQuery } from './scan-query.js'
import type { Hits } from './top-k.js'
import { clustered, gaussian } from './vectors.test-helper.js'

const TOLERANCE = 2e-5

function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  return Array.from(a).reduce((sum, value, j) => sum + value * b[j]!, 0)
}

function minus(a: ArrayLike<number>, b: ArrayLike<number>): number[] {
  return Array.from(a, (value, j) => value - b[j]!)
}

const norm = (a: ArrayLike<number>): number => Math.sqrt(dot(a, a))

/** The definition of a score, in float64 over dequantised rows. */
function bruteScore(index: FlatIndex, row: number, query: Float32Array, mu: Float32Array, centred?: Centring): number {
  const x = index.vector(row)
  if (!centred) return dot(query, x)
  const away = minus(x, mu)
  const q = centred === 'shift' ? minus(query, mu) : Array.from(query)
  const length = norm(away) * (centred === 'shift' ? norm(q) : 1)
  return norm(away) < 1e-6 || (centred === 'shift' && norm(q) < 1e-6) ? 0 : dot(q, away) / length
}

function bruteTotals(index: FlatIndex, scan: ScanQuery, mu: Float32Array): number[] {
  return Array.from({ length: index.size }, (_, row) => {
    if (scan.mask && !scan.mask[row]) return Number.NaN
    const bias = scan.bias?.[row] ?? 0
    if (!index.has(row)) return (scan.missing ?? 0) + bias
    const scores = [scan.query, ...(scan.more ?? [])].map((query) => bruteScore(index, row, query, mu, scan.centred))
    return (scan.alpha ?? 1) * Math.max(...scores) + (scan.beta ?? 0) + bias
  })
}

function codesOf(vector: Float32Array): [Int8Array, number] {
  const { codes, scale } = quantize(vector)
  return [codes, scale]
}

/** Hits are the k best of `totals` but for differences below float32. */
function expectBest(hits: Hits, totals: readonly number[], k: number): void {
  const allowed = totals.filter((total) => !Number.isNaN(total))
  const rows = [...hits.rows]
  expect(hits.length).toBe(Math.min(k, allowed.length))
  expect(new Set(rows).size).toBe(hits.length)
  rows.forEach((row, i) => {
    expect(Math.abs(hits.scores[i]! - totals[row]!)).toBeLessThan(TOLERANCE)
    if (i === 0) return
    const ordered = hits.scores[i - 1]! > hits.scores[i]! || (hits.scores[i - 1] === hits.scores[i] && rows[i - 1]! < row)
    expect(ordered).toBe(true)
  })
  const worst = hits.length === 0 ? Number.POSITIVE_INFINITY : hits.scores[hits.length - 1]!
  totals.forEach((total, row) => {
    if (hits.length > 0 && !Number.isNaN(total) && !rows.includes(row)) expect(total).toBeLessThan(worst + TOLERANCE)
  })
}

allowRelaxedSimd()

describe.each([{ relaxed: true }, { relaxed: false }, { wasm: false }])('kernel %o', (options) => {
  const kernel = createKernel(options)

  test('search agrees with brute force: any size, mask, bias, missing rows, centring', () => {
    const setting = fc.record({
      seed: fc.nat(),
      rows: fc.integer({ min: 0, max: 300 }),
      dimensions: fc.integer({ min: 1, max: 50 }),
      k: fc.nat(40),
      centred: fc.constantFrom<Centring | undefined>(undefined, 'shift', 'given'),
      numbers: fc.record({ alpha: fc.constantFrom(1, -1, 0, 0.3), beta: fc.constantFrom(0, 0.5), missing: fc.constantFrom(0, -3, 0.2) }),
      withBias: fc.boolean(),
      withMask: fc.boolean(),
      queries: fc.integer({ min: 1, max: 3 }),
      bits: fc.constantFrom(4 as const, 8 as const),
    })
    fc.assert(
      fc.property(setting, ({ seed, rows, dimensions, k, centred, numbers, withBias, withMask, queries, bits }) => {
        const random = mulberry32(seed)
        const vectors = clustered(rows + queries, dimensions, 4, random)
        const index = new FlatIndex(dimensions, { kernel, bits })
        index.resize(rows)
        const vectorAt = (row: number) => vectors.slice(row * dimensions, (row + 1) * dimensions)
        for (let row = 0; row < rows; row++) {
          if (random() < 0.9) index.set(row, vectorAt(row))
          if (random() < 0.2) index.setCodes(row, ...codesOf(vectorAt(row)))
          if (random() < 0.1) index.unset(row)
        }
        const mu = index.mean()
        index.setCentre(mu)
        const scan: ScanQuery = {
          ...numbers,
          query: vectorAt(rows),
          more: Array.from({ length: queries - 1 }, (_, i) => vectorAt(rows + 1 + i)),
          centred,
          bias: withBias ? Float32Array.from({ length: rows }, () => Math.round(random() * 4) / 4) : undefined,
          mask: withMask ? Uint8Array.from({ length: rows }, () => (random() < 0.5 ? 1 : 0)) : undefined,
        }
        expectBest(index.search(scan, k), bruteTotals(index, scan, mu), k)
      }),
      { numRuns: 150 },
    )
  })

  test('an index after any order of calls equals a map from rows to vectors', () => {
    const row = fc.nat(60)
    const call = fc.oneof(
      fc.record({ name: fc.constant('resize' as const), row }),
      fc.record({ name: fc.constantFrom('set' as const, 'setCodes' as const, 'unset' as const), row }),
      fc.record({ name: fc.constantFrom('centre' as const, 'arrange' as const), row }),
    )
    fc.assert(
      fc.property(fc.array(call, { maxLength: 60 }), fc.integer({ min: 1, max: 40 }), fc.nat(3), (calls, dimensions, capacity) => {
        const random = mulberry32(dimensions)
        const index = new FlatIndex(dimensions, { kernel, capacity })
        const model = new Map<number, Float32Array>()
        let mu = new Float32Array(dimensions)
        index.setCentre(mu)
        let size = 0
        for (const { name, row } of calls) {
          const vector = normalize(Float32Array.from({ length: dimensions }, () => gaussian(random)))
          const { codes, scale } = quantize(vector)
          if (name === 'resize') {
            index.resize(row)
            size = row
            for (const kept of model.keys()) if (kept >= size) model.delete(kept)
          } else if (name === 'arrange') {
            const from = Int32Array.from({ length: row }, (_, to) => (to % 3 > 0 && size > to ? (to + row) % size : -1))
            index.arrange(from)
            const moved = [...from].map((source, to) => [to, model.get(source)] as const)
            model.clear()
            for (const [to, kept] of moved) if (kept) model.set(to, kept)
            size = row
          } else if (name === 'centre') {
            mu = vector.map((value) => value / 4)
            index.setCentre(mu)
          } else if (row < size) {
            if (name === 'set') index.set(row, vector)
            if (name === 'setCodes') index.setCodes(row, codes, scale)
            if (name === 'unset') index.unset(row)
            else model.set(row, vector)
            if (name === 'unset') model.delete(row)
          }
        }
        expect([index.size, index.count]).toEqual([size, model.size])
        const query = Float32Array.from({ length: dimensions }, () => gaussian(random))
        for (let row = 0; row < size; row++) {
          const vector = model.get(row)
          expect(index.has(row)).toBe(vector !== undefined)
          if (!vector) continue
          const { codes, scale } = quantize(vector)
          expect(index.codes(row)).toEqual({ codes, scale })
          expect(index.scores(query, [row], 'given')[0]).toBeCloseTo(bruteScore(index, row, query, mu, 'given'), 4)
        }
        const scan: ScanQuery = { query, centred: 'given', missing: -0.5 }
        expectBest(index.search(scan, size), bruteTotals(index, scan, mu), size)
        const mean = index.mean()
        for (let j = 0; j < dimensions; j++) {
          const sum = [...model.keys()].reduce((total, row) => total + index.vector(row)[j]!, 0)
          expect(mean[j]).toBeCloseTo(model.size ? sum / model.size : 0, 5)
        }
      }),
      { numRuns: 100 },
    )
  })

  test('equal rows come in the order of their numbers, across growth', () => {
    const index = new FlatIndex(4, { kernel })
    for (let row = 0; row < 200; row++) {
      index.resize(row + 1)
      index.set(row, Float32Array.of(1, row % 2, 0, 0))
    }
    const hits = index.search({ query: Float32Array.of(1, 0, 0, 0) }, 5)
    expect([...hits.rows]).toEqual([0, 1, 2, 3, 4])
    expect([...hits.scores]).toEqual([1, 1, 1, 1, 1])
  })
})

test('a vector given as float32 is kept as its codes and nothing more', () => {
  const vectors = clustered(50, 40, 5, mulberry32(6))
  const [given, coded] = [new FlatIndex(40), new FlatIndex(40)]
  for (const index of [given, coded]) index.resize(50)
  for (let row = 0; row < 50; row++) {
    const vector = vectors.subarray(row * 40, (row + 1) * 40)
    given.set(row, vector)
    coded.setCodes(row, ...codesOf(vector))
  }
  const query = vectors.slice(0, 40)
  expect(given.search({ query }, 50)).toEqual(coded.search({ query }, 50))
  expect(given.vector(7)).toEqual(coded.vector(7))
  expect(given.bytes).toBe(coded.bytes)
})

test('recall@10 against exact float search over clustered unit vectors is .98 or more', () => {
  const [rows, dimensions, queries] = [3000, 384, 50]
  const random = mulberry32(7)
  const vectors = clustered(rows, dimensions, 60, random)
  const index = new FlatIndex(dimensions)
  index.resize(rows)
  for (let row = 0; row < rows; row++) index.set(row, vectors.subarray(row * dimensions, (row + 1) * dimensions))
  let found = 0
  for (let asked = 0; asked < queries; asked++) {
    const query = vectors.slice(asked * dimensions, (asked + 1) * dimensions)
    const exact = Array.from({ length: rows }, (_, row) => ({
      row,
      score: dotProduct(query, vectors.subarray(row * dimensions, (row + 1) * dimensions)),
    }))
    const best = new Set(
      exact
        .toSorted((a, b) => b.score - a.score)
        .slice(0, 10)
        .map(({ row }) => row),
    )
    for (const row of index.search({ query }, 10).rows) if (best.has(row)) found++
  }
  expect(found / (10 * queries)).toBeGreaterThanOrEqual(0.98)
})

test('a profile of centred vectors scores the weighted sum of their centred cosines', () => {
  const random = mulberry32(3)
  const dimensions = 24
  const vectors = clustered(50, dimensions, 5, random)
  const index = new FlatIndex(dimensions)
  index.resize(50)
  for (let row = 0; row < 50; row++) index.set(row, vectors.subarray(row * dimensions, (row + 1) * dimensions))
  const mu = index.mean()
  index.setCentre(mu)
  const history = [
    { row: 3, weight: 1 },
    { row: 17, weight: -0.4 },
    { row: 8, weight: 0.25 },
  ]
  const profile = new Float32Array(dimensions)
  for (const { row, weight } of history) {
    index.centre(index.vector(row)).forEach((value, j) => {
      profile[j]! += weight * value
    })
  }
  const rows = Array.from({ length: 50 }, (_, row) => row)
  const scores = index.scores(profile, rows, 'given')
  for (const row of rows) {
    const sum = history.reduce((total, event) => total + event.weight * bruteScore(index, row, index.vector(event.row), mu, 'shift'), 0)
    expect(scores[row]).toBeCloseTo(sum, 5)
  }
})

test('moving the centre rewrites no code', () => {
  const index = new FlatIndex(3)
  index.resize(1)
  index.set(0, Float32Array.of(0.6, 0.8, 0))
  const before = index.codes(0)
  index.setCentre(Float32Array.of(0.1, 0.2, 0.3))
  expect(index.codes(0)).toEqual(before)
})

test('zero vectors, and vectors at the centre, score 0 and not NaN', () => {
  const index = new FlatIndex(2)
  index.resize(3)
  index.set(0, Float32Array.of(0, 0))
  index.set(1, Float32Array.of(1, 0))
  expect([...index.scores(Float32Array.of(1, 0), [0, 1, 2])]).toEqual([0, 1, Number.NaN])
  index.setCentre(Float32Array.of(1, 0))
  expect([...index.search({ query: Float32Array.of(1, 0), centred: 'shift' }, 3).scores]).toEqual([0, 0, 0])
  expect(index.scores(Float32Array.of(0, 1), [1], 'shift')[0]).toBe(0)
  expect([...index.centre(Float32Array.of(1, 0))]).toEqual([0, 0])
})

test('among many rows that a scan cannot tell apart, the best are found all the same', () => {
  const [rows, dimensions] = [3000, 96]
  const random = mulberry32(11)
  const head = clustered(1, dimensions, 1, random)
  const index = new FlatIndex(dimensions)
  index.resize(rows)
  for (let row = 0; row < rows; row++) index.set(row, normalize(head.map((value) => value + 0.002 * gaussian(random))))
  const scan = { query: head, centred: 'shift' } as const
  const mu = index.vector(5).map((value) => value / 2)
  index.setCentre(mu)
  expectBest(index.search(scan, 10), bruteTotals(index, scan, mu), 10)
})

test('a difference too small for the codes of the query still decides', () => {
  const index = new FlatIndex(2)
  index.resize(2)
  index.set(0, Float32Array.of(1, 0))
  index.set(1, Float32Array.of(1, 1))
  expect([...index.search({ query: Float32Array.of(1, 1e-6) }, 1).rows]).toEqual([1])
})

test('a row whose bias is NaN is no hit', () => {
  const index = new FlatIndex(2)
  index.resize(2)
  expect([...index.search({ query: new Float32Array(2), bias: Float32Array.of(Number.NaN, 1) }, 2).rows]).toEqual([1])
})

test('wrong arguments are refused with what was received and expected', () => {
  const index = new FlatIndex(2)
  index.resize(2)
  const query = Float32Array.of(1, 0)
  const wrong: [() => unknown, RegExp][] = [
    [() => new FlatIndex(0), /received 0 dimensions/],
    [() => new FlatIndex(2.5), /received 2.5 dimensions/],
    [() => new FlatIndex(2, { capacity: -1 }), /capacity: received -1/],
    [() => index.resize(-1), /rows: received -1/],
    [() => index.set(2, query), /received row 2, expected 0 to 1/],
    [() => index.set(0, new Float32Array(3)), /received 3 values, expected 2/],
    [() => index.set(0, Float32Array.of(1, Number.NaN)), /received NaN at position 1/],
    [() => index.setCodes(0, new Int8Array(3), 1), /received 3 values, expected 2/],
    [() => index.setCodes(0, new Int8Array(2), Number.NaN), /received the scale NaN/],
    [() => index.setCodes(0, new Int8Array(2), -1), /received the scale -1/],
    [() => index.vector(0), /row 0 has no vector/],
    [() => index.codes(1), /row 1 has no vector/],
    [() => index.centre(query), /call setCentre first/],
    [() => index.setCentre(Float32Array.of(1, Number.POSITIVE_INFINITY)), /mu\[1\]: received Infinity/],
    [() => index.search({ query: new Float32Array(3) }, 1), /received 3 values, expected 2/],
    [() => index.search({ query: Float32Array.of(Number.NaN, 0) }, 1), /query\[0\]: received NaN/],
    [() => index.search({ query, centred: 'shift' }, 1), /call setCentre first/],
    [() => index.search({ query, bias: new Float32Array(1) }, 1), /bias: received 1 values, expected 2/],
    [() => index.search({ query, mask: new Uint8Array(3) }, 1), /mask: received 3 values, expected 2/],
    [() => index.search({ query, alpha: Number.NaN }, 1), /alpha: received NaN/],
    [() => index.search({ query }, 1.5), /k: received 1.5/],
    [() => index.search({ query, more: Array.from({ length: 32 }, () => query) }, 1), /received 33 queries, expected 32 at most/],
  ]
  for (const [call, message] of wrong) {
    expect(call).toThrow(PagekinError)
    expect(call).toThrow(message)
  }
  expect(index.count).toBe(0)
})

test('a query has its mean score over some rows as its product with their mean, centred or not', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 31 }), fc.integer({ min: 1, max: 40 }), (seed, rows) => {
      const random = mulberry32(seed)
      const dimensions = 12
      const vectors = clustered(rows, dimensions, 3, random)
      const index = new FlatIndex(dimensions)
      index.resize(rows)
      for (let row = 0; row < rows; row++) index.set(row, vectors.subarray(row * dimensions, (row + 1) * dimensions))
      index.setCentre(index.mean())
      const some = Array.from({ length: rows }, (_, row) => row).filter(() => random() < 0.6)
      const query = Float32Array.from({ length: dimensions }, () => gaussian(random))

      for (const centring of [undefined, 'given'] as const) {
        const scores = index.scores(query, some, centring)
        const mean = scores.reduce((sum, score) => sum + score, 0) / Math.max(1, some.length)
        expect(dot(query, index.meanOf(some, centring === 'given'))).toBeCloseTo(mean, 5)
      }
    }),
  )
})

test('rows without a vector, which all have one total, are not scored one by one', () => {
  const kernel = createKernel({ wasm: false })
  let scored = 0
  const counting: Kernel = {
    ...kernel,
    instantiate() {
      const instance = kernel.instantiate()
      const rescore = instance.rescoreCodes.bind(instance)
      instance.rescoreCodes = (parameters) => {
        scored += parameters.count
        rescore(parameters)
      }
      return instance
    },
  }
  const index = new FlatIndex(8, { kernel: counting })
  index.resize(2000)
  for (let row = 0; row < 20; row++)
    index.set(
      row,
      Float32Array.from({ length: 8 }, (_, j) => Math.cos(row * j)),
    )

  const { length } = index.search({ query: Float32Array.of(1, 0, 0, 0, 0, 0, 0, 0), missing: 0 }, 50)

  expect(length).toBe(50)
  expect(scored).toBeLessThan(400)
})
