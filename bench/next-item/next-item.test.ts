import { describe, expect, test } from 'vitest'
import { evaluateMethod } from '../../src/evaluate/next-item/evaluate-method.js'
import { candidateMask, scorerMethods } from '../../src/evaluate/next-item/method.js'
import { nextItemTable } from '../../src/evaluate/next-item/table.js'
import { textOfTable } from '../../src/evaluate/next-item/table-text.js'
import { type NextItemTask, nextItemTask } from '../../src/evaluate/next-item/task.js'
import { sequenceAt } from '../../src/ranking/sequences.js'
import type { AmazonIndustrial } from '../data/amazon-industrial.js'
import type { MovieLens } from '../data/movielens.js'
import { industrialTask, movieLensTask } from './sets.js'

const IDS = ['a', 'b', 'c', 'd', 'e']
const task = nextItemTask({
  name: 'small',
  ids: IDS,
  train: [
    ['a', 'b'],
    ['b', 'c'],
    ['b', 'b', 'd'],
  ],
  queries: [
    { user: '1', history: ['b', 'a'], target: 'd' },
    { user: '2', history: ['c'], target: 'e' },
    { user: '3', history: ['c', 'c'], target: 'c' },
  ],
})
const histories = ({ queries, ids }: NextItemTask): string[][] => queries.map(({ history }) => [...history].map((row) => ids[row]!))
const trained = ({ train, ids }: NextItemTask): string[][] =>
  Array.from({ length: train.offset.length - 1 }, (_, s) => [...sequenceAt(train, s)].map((row) => ids[row]!))

describe('nextItemTask', () => {
  test('knows rows by id and how many met each', () => {
    expect(histories(task)).toEqual([['b', 'a'], ['c'], ['c', 'c']])
    expect([...task.met]).toEqual([1, 3, 1, 1, 0])
    expect(() => nextItemTask({ name: 'x', ids: ['a'], train: [], queries: [{ user: '1', history: ['q'], target: 'a' }] })).toThrow(
      'item q',
    )
  })
})

describe('methods', () => {
  test('order equal scores by popularity and leave out the history', () => {
    const method = scorerMethods(task)(0, (_, out) => out.set([0, 0, 5, 0, 0]))

    expect(Array.from(method.top(task.queries[1]!, 5))).toEqual([1, 0, 3, 4])
    expect(Array.from(method.top(task.queries[0]!, 2))).toEqual([2, 3])
    expect([...candidateMask(task.queries[0]!, 5)]).toEqual([0, 0, 1, 1, 1])
  })

  test('are judged by where the target is, and by what they cost', () => {
    const outcome = evaluateMethod(task, { name: 'popular', make: () => scorerMethods(task)(12, (_, out) => out.set(task.met)) }, 3)

    // 1: c d e, target d is second; 2: b a d, target e is not there; 3: the target is in the history
    expect([...outcome.ndcg]).toEqual([1 / Math.log2(3), 0, 0])
    expect([...outcome.hitRate]).toEqual([1, 0, 0])
    expect([...outcome.reciprocalRank]).toEqual([0.5, 0, 0])
    expect([outcome.coverage, outcome.bytes]).toEqual([1, 12])
    // b, a, d were met by 3, 1 and 1 of 3 users
    expect(outcome.novelty[1]).toBeCloseTo((0 + 1 + 1) / 3, 9)
  })

  test('that answer with the history, or with too much, are no methods', () => {
    const answering = (rows: number[]) => () => evaluateMethod(task, { name: 'bad', make: () => ({ bytes: 0, top: () => rows }) }, 2)

    expect(answering([2])).toThrow('bad, query 1')
    expect(answering([3, 4, 0])).toThrow('at most 2')
  })
})

describe('nextItemTable', () => {
  const popular = evaluateMethod(task, { name: 'popular', make: () => scorerMethods(task)(2e6, (_, out) => out.set(task.met)) }, 3)
  const right = evaluateMethod(
    task,
    { name: 'right', make: () => ({ bytes: 0, top: ({ target, history }) => (history.includes(target) ? [] : [target]) }) },
    3,
  )
  const table = nextItemTable(task, [popular, right], 'popular', 3)

  test('has means, and differences that are paired', () => {
    expect(table.rows.map(({ ndcg }) => ndcg.mean)).toEqual([1 / Math.log2(3) / 3, 2 / 3])
    expect(table.rows.map(({ difference }) => difference.mean)).toEqual([0, (2 - 1 / Math.log2(3)) / 3])
    expect(table.rows[0]!.difference).toMatchObject({ lo: 0, hi: 0 })
  })

  test('looks at cold items and at repeats by themselves, and not at slices of nobody', () => {
    expect(table.slices.map(({ slice, queries }) => [slice, queries])).toEqual([
      ['items that nobody met', 1],
      ['without repeats', 2],
    ])
    expect(table.slices[0]!.methods.map(({ ndcg }) => ndcg.mean)).toEqual([0, 1])
  })

  test('as text has a line a method with quality and cost', () => {
    const text = textOfTable(table)

    expect(text).toMatch(/^popular +0\.3333 +0\.2103 .* 2\.0 +0\.0$/m)
    expect(text).toContain('without repeats (2 questions)')
  })
})

describe('sets', () => {
  const rating = (user: string, movie: string, at: number) => ({ user, movie, rating: 5, at })
  const movies = ['1', '2', '3', '4'].map((id) => ({ id, title: id, genres: [], overview: '', director: '', cast: [] }))
  const lens: MovieLens = { movies, ratings: [rating('u', '1', 1), rating('u', '2', 2), rating('u', '3', 3), rating('u', '4', 4)] }

  test('of MovieLens learn from everything before the target', () => {
    const [valid, test] = [movieLensTask(lens, 'valid'), movieLensTask(lens, 'test')]

    expect([histories(valid), trained(valid), valid.queries[0]!.target]).toEqual([[['1', '2']], [['1', '2']], 2])
    expect([histories(test), trained(test), test.queries[0]!.target]).toEqual([[['1', '2', '3']], [['1', '2', '3']], 3])
  })

  test('of Amazon join the histories of valid, and tune on what was before it', () => {
    const row = (user: string, history: string[], target: string) => ({ user, history, target, repeat: history.includes(target) })
    const set: AmazonIndustrial = {
      items: IDS.map((id) => ({ id, title: id, description: [], brand: '' })),
      valid: [row('u', ['a', 'b'], 'c'), row('v', ['e'], 'e'), row('u', ['a', 'b', 'c'], 'd'), row('u', ['b', 'c', 'd'], 'e')],
      test: [row('w', ['a'], 'b')],
    }

    expect(trained(industrialTask(set, 'valid'))).toEqual([['a', 'b'], ['e']])
    expect(trained(industrialTask(set, 'test'))).toEqual([['a', 'b', 'c', 'd'], ['e']])
    expect(histories(industrialTask(set, 'test'))).toEqual([['a']])
  })
})
