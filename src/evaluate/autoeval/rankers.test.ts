import { describe, expect, test } from 'vitest'
import { normalize } from '../../vectors/normalize.js'
import { mulberry32 } from '../../vectors/random.js'
import { lossFunnel } from './funnel.js'
import { cleanShop } from './planted.test-helper.js'
import { bitRanker, exactRanker, int8Ranker, type TaskVectors } from './rankers.js'
import { askAll, labelRecall, scoreSettings } from './score.js'
import type { Task, TaskQuery } from './task.js'

const [ROWS, QUERIES, DIMENSIONS] = [60, 12, 24]
const random = mulberry32(5)
const uniform = (count: number) => Float32Array.from({ length: count * DIMENSIONS }, () => random() - 0.3)
const VECTORS: TaskVectors = {
  items: normalize(uniform(ROWS), DIMENSIONS),
  queries: normalize(uniform(QUERIES), DIMENSIONS),
  dimensions: DIMENSIONS,
}
const text = (row: number): TaskQuery => ({ row, text: `q${row}`, relevant: new Set([row]) })
const like = (row: number): TaskQuery => ({ row, text: null, relevant: new Set([row + 1]) })
const row = (matrix: Float32Array, at: number) => [...matrix.subarray(at * DIMENSIONS, (at + 1) * DIMENSIONS)]
const cosine = (a: readonly number[], b: readonly number[]) => {
  const dot = (x: readonly number[], y: readonly number[]) => x.reduce((sum, value, j) => sum + value * y[j]!, 0)
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b))
}
/** Rows by a score, in double precision; the second implementation. */
const byScore = (score: (at: number) => number, without = -1) =>
  Array.from({ length: ROWS }, (_, at) => at)
    .filter((at) => at !== without)
    .sort((a, b) => score(b) - score(a))
    .slice(0, 10)
const top = async (ranking: ArrayLike<number> | Promise<ArrayLike<number>>) => Array.from(await ranking).slice(0, 10)
const MEAN = Array.from(
  { length: DIMENSIONS },
  (_, j) => Array.from({ length: ROWS }, (_, at) => row(VECTORS.items, at)[j]!).reduce((a, b) => a + b, 0) / ROWS,
)
const minus = (a: readonly number[]) => a.map((value, j) => value - MEAN[j]!)

describe('rankings agree with a second computation', () => {
  test.each(['cosine', 'dot', 'l2', 'centred'] as const)('%s', async (metric) => {
    const ranker = exactRanker(VECTORS, { metric })
    for (let query = 0; query < QUERIES; query++) {
      const q = row(VECTORS.queries, query)
      const score = (at: number) => {
        const x = row(VECTORS.items, at)
        if (metric === 'l2') return -x.reduce((sum, value, j) => sum + (value - q[j]!) ** 2, 0)
        if (metric === 'dot') return x.reduce((sum, value, j) => sum + value * q[j]!, 0)
        return metric === 'cosine' ? cosine(x, q) : cosine(minus(x), minus(q))
      }
      expect(await top(ranker(text(query), query))).toEqual(byScore(score))
    }
  })

  test('items are compared about the mean, and are no answer to themselves', async () => {
    for (const ranker of [exactRanker(VECTORS), int8Ranker(VECTORS)]) {
      const expected = byScore((at) => cosine(minus(row(VECTORS.items, at)), minus(row(VECTORS.items, 7))), 7)
      expect((await top(ranker(like(7), 0))).slice(0, 5)).toEqual(expected.slice(0, 5))
      expect(await top(ranker(like(7), 0))).not.toContain(7)
    }
  })

  test('signs: fewest differing bits first', async () => {
    const bits = (a: readonly number[]) => minus(a).map((value) => (value > 0 ? 1 : 0))
    const differ = (at: number, query: number) =>
      bits(row(VECTORS.items, at)).filter((bit, j) => bit !== bits(row(VECTORS.queries, query))[j]).length
    const ranking = Array.from(await bitRanker(VECTORS)(text(0), 0))
    expect(ranking.map((at) => differ(at, 0))).toEqual(ranking.map((at) => differ(at, 0)).sort((a, b) => a - b))
  })

  test('a mask leaves rows out', async () => {
    const mask = Uint8Array.from({ length: ROWS }, (_, at) => at % 2)
    for (const ranker of [exactRanker(VECTORS), int8Ranker(VECTORS)]) {
      expect(Array.from(await ranker(text(1), 1, mask)).every((at) => at % 2 === 1)).toBe(true)
    }
  })
})

const TASK: Task = { id: 'cloze', name: 'test', items: cleanShop(ROWS), queries: Array.from({ length: QUERIES }, (_, at) => text(at)) }

test('scores are those worked by hand: ranks 1, 2, 12 and none', async () => {
  const places = [1, 2, 12, 0]
  const ranker = ({ row: wanted }: TaskQuery) => {
    const others = Array.from({ length: 30 }, (_, at) => at + 20)
    if (places[wanted]! > 0) others.splice(places[wanted]! - 1, 0, wanted)
    return others
  }
  const task = { ...TASK, queries: TASK.queries.slice(0, 4) }
  let clock = 0
  const asked = await askAll(task, ranker, () => clock++)
  expect([...asked.reciprocal]).toEqual([1, 0.5, 1 / 12, 0])
  expect([...asked.hit1]).toEqual([1, 0, 0, 0])
  expect([...asked.hit10]).toEqual([1, 1, 0, 0])
  expect(asked.rankMs).toBe(1)
  expect([...(await labelRecall(task, ranker, 2))]).toEqual([1, 1, 0, 0])

  const cost = { encodeMs: 0, keptBytes: 0, downloadBytes: 0 }
  const settings = [
    { id: 'a', name: 'a', ranker, cost },
    { id: 'b', name: 'b', ranker: ({ row }: TaskQuery) => [row], cost },
  ]
  const { score } = await scoreSettings(task, settings, () => 0)
  expect(score.settings[0]).not.toHaveProperty('gain')
  expect(score.settings[1]!.gain!.mean).toBeCloseTo(1 - (1 + 0.5 + 1 / 12) / 4, 12)
})

test('each loss of the funnel is the label recall before minus after, and unit vectors lose nothing by the metric', async () => {
  // answers are the nearest rows by cosine: exact search finds them all
  const queries = TASK.queries.map((query, at) => {
    const nearest = byScore((row_) => cosine(row(VECTORS.items, row_), row(VECTORS.queries, at)))[0]!
    return { ...query, row: nearest, relevant: new Set([nearest]) }
  })
  const funnel = await lossFunnel({ ...TASK, queries }, VECTORS, [4])
  const of = (id: string) => [...funnel.metrics, ...funnel.compressed].find((step) => step.id === id)!
  expect(['cosine', 'dot', 'l2'].map((id) => of(id).recall.mean)).toEqual([1, 1, 1])
  expect([funnel.bestMetric, funnel.metricLoss.mean]).toEqual(['cosine', 0])
  for (const id of ['int8', 'f32-4', 'bits']) expect(of(id).loss!.mean).toBeCloseTo(1 - of(id).recall.mean, 12)
  expect(of('f32-4').recall.mean).toBeLessThan(1)
  expect(funnel.compressionLoss.mean).toBe(of('int8').loss!.mean)
  expect([of('cosine').bytesPerItem, of('int8').bytesPerItem, of('bits').bytesPerItem]).toEqual([96, 45, 3])
  // filtered to what the answer has, it is found as well or better; filtering ten afterwards cannot gain
  expect(funnel.filter!.exact.mean).toBe(1)
  expect(funnel.filter!.after.mean).toBeLessThanOrEqual(funnel.filter!.page.mean)
})
