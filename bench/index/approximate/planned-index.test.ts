// @module-tag long
import { expect, test } from 'vitest'
import { mulberry32 } from '../../../src/vectors/random.js'
import { clustered } from '../../../src/vectors/vectors.test-helper.js'
import { BinaryIndex } from './binary-index.js'
import { IvfIndex } from './ivf-index.js'
import { isExhaustive, planIndex } from './plan.js'
import { PlannedIndex } from './planned-index.js'
import { calibrate, RecallWatch } from './recall-watch.js'

const [ROWS, DIMENSIONS] = [60_000, 16]
const VECTORS = clustered(ROWS, DIMENSIONS, 300, mulberry32(1))
const vectorAt = (row: number) => VECTORS.subarray(row * DIMENSIONS, (row + 1) * DIMENSIONS)

function fill<Index extends { resize(rows: number): void; set(row: number, vector: Float32Array): void }>(
  index: Index,
  rows: number,
): Index {
  index.resize(rows)
  for (let row = 0; row < rows; row++) index.set(row, vectorAt(row))
  return index
}

test('size decides on the index, the mask and k on whether a search reads all', () => {
  expect([1000, 200_000, 200_001, 1_000_000, 1_000_001].map(planIndex)).toEqual(['flat', 'flat', 'binary', 'binary', 'ivf'])
  const mask = (allowed: number) => new Uint8Array(200_000).fill(1, 0, allowed)
  expect(isExhaustive('flat', {}, 1e6, 10)).toBe(true)
  expect(isExhaustive('ivf', {}, 200_000, 10)).toBe(false)
  expect(isExhaustive('ivf', { mask: mask(50_000) }, 200_000, 10)).toBe(true)
  expect(isExhaustive('binary', { mask: mask(50_001) }, 200_000, 10)).toBe(false)
  expect(isExhaustive('binary', {}, 200_000, 2001)).toBe(true)
})

test('a planned index goes over to the one its rows ask for, and answers right before, during and after', () => {
  const index = new PlannedIndex(DIMENSIONS, { plan: (rows) => (rows < 30_000 ? 'flat' : rows < 50_000 ? 'binary' : 'ivf') })
  const ask = () => [...index.search({ query: vectorAt(5) }, 1).rows]
  for (const [rows, kind] of [
    [20_000, 'flat'],
    [40_000, 'binary'],
    [60_000, 'ivf'],
    [25_000, 'flat'],
  ] as const) {
    const before = index.size
    index.resize(rows)
    for (let row = before; row < rows; row++) index.set(row, vectorAt(row))
    expect(ask()).toEqual([5])
    index.maintain()
    expect(index.kind).toBe(kind)
    expect(ask()).toEqual([5])
  }
  const { codes, scale } = index.codes(6)
  index.unset(5)
  index.setCodes(5, codes, scale)
  expect([...index.vector(5)]).toEqual([...index.vector(6)])
})

test('idle work compares what was asked, and only then', () => {
  const index = fill(new PlannedIndex(DIMENSIONS, { plan: () => 'ivf' }), ROWS)
  expect(index.maintain()).toBeNull()
  expect(index.maintain()).toMatchObject({ compared: 0, recall: Number.NaN })
  for (let row = 0; row < 20; row++) index.search({ query: vectorAt(row) }, 10)
  const report = index.maintain()!
  expect(report.compared).toBe(8)
  expect(report.recall).toBeGreaterThan(0.5)
})

test.each(['binary', 'ivf'] as const)('effort rises until nothing much is missed, and stays there (%s)', (kind) => {
  const index = fill(kind === 'ivf' ? new IvfIndex(DIMENSIONS, { nlist: 100 }) : new BinaryIndex(DIMENSIONS), 8000)
  index.train()
  index.effort = 1
  const watch = new RecallWatch(index)
  const efforts: number[] = []
  for (let round = 0; round < 40; round++) {
    for (let i = 0; i < 8; i++) watch.note({ query: vectorAt(((8 * round + i) * 7) % 8000) })
    const { recall, effort } = watch.check()
    efforts.push(effort)
    expect(recall).toBeLessThanOrEqual(1)
  }
  expect(Math.max(...efforts)).toBeGreaterThan(1)
  expect(Math.max(...efforts)).toBeLessThan(index.mostEffort)
  // the last quarter of the rounds: what was too little did not come back
  expect(new Set(efforts.slice(-10)).size).toBeLessThanOrEqual(3)
  let found = 0
  for (let row = 100; row < 200; row++) {
    const best = new Set(index.exact.search({ query: vectorAt(row) }, 10).rows)
    found += index.search({ query: vectorAt(row) }, 10).rows.filter((hit) => best.has(hit)).length
  }
  expect(found / 1000).toBeGreaterThanOrEqual(0.96)
})

test.each(['binary', 'ivf'] as const)('calibration raises effort as far as its probes ask for, and no further (%s)', (kind) => {
  const index = fill(kind === 'ivf' ? new IvfIndex(DIMENSIONS, { nlist: 100 }) : new BinaryIndex(DIMENSIONS), 8000)
  index.train()
  index.effort = 1
  const recall = calibrate(index)
  expect(recall).toBeGreaterThanOrEqual(0.98)
  expect(index.effort).toBeGreaterThan(1)
  expect(index.effort).toBeLessThan(index.mostEffort)
  const { effort } = index
  expect(calibrate(index)).toBe(recall)
  expect(index.effort).toBe(effort)
  index.effort = effort / 2
  expect(calibrate(index, { target: 0 })).toBeLessThan(0.99)
})

test('an index without vectors has nothing to calibrate', () => {
  const index = new IvfIndex(DIMENSIONS)
  index.resize(3)
  index.train()
  expect(calibrate(index)).toBe(1)
})

test('a search whose columns are no longer as long as the index is not compared', () => {
  const index = fill(new IvfIndex(DIMENSIONS), 500)
  index.train()
  const watch = new RecallWatch(index)
  watch.note({ query: vectorAt(1), mask: new Uint8Array(499) })
  watch.note({ query: vectorAt(1) })
  expect(watch.check().compared).toBe(1)
  expect(watch.check().compared).toBe(0)
})
