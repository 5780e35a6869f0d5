import { expect, test } from 'vitest'
import { PagekinError } from '../errors.js'
import { POLLUTIONS, polluted } from '../own.test-helper.js'
import type { RequestOptions, SimilarOptions, Where } from '../types.js'
import { configure } from './config.js'
import { toExplore, toIds, toOptions, toRequest, toSteer } from './request.js'

const codeOf = (call: () => unknown): string => {
  try {
    call()
    return 'no error'
  } catch (thrown) {
    return thrown instanceof PagekinError ? thrown.code : String(thrown)
  }
}
const nested = (depth: number): Where => Array.from({ length: depth }).reduce<Where>((inner) => ({ all: [inner] }), { id: 'a' })

test('options that are none, or null, are none; what is no object or no signal is a usage error', () => {
  for (const none of [undefined, null, {}]) expect(toOptions('similar', none)).toEqual({})
  for (const wrong of ['x', 5, { signal: 5 }, { signal: { aborted: false } }, { signal: null }]) {
    expect(codeOf(() => toOptions('similar', wrong as unknown as RequestOptions))).toBe('usage')
  }
  const { signal } = new AbortController()
  expect(toOptions('similar', { signal }).signal).toBe(signal)
})

test('an id to exclude may stand alone, and what is no id is a usage error', () => {
  expect(toRequest('similar', 1, { exclude: 'a' as unknown as string[] }).exclude).toEqual(['a'])
  expect(toRequest('similar', 1, { exclude: ['a', 'b'] }).exclude).toEqual(['a', 'b'])
  for (const wrong of [[5], 5, {}, [null]]) {
    expect(codeOf(() => toRequest('similar', 1, { exclude: wrong as unknown as string[] }))).toBe('usage')
    expect(codeOf(() => toIds('remove', wrong as unknown as string[]))).toBe('usage')
  }
})

test('an analogy is of two ids, and none is no steering', () => {
  expect(toSteer('similar', { as: ['a', 'b'] }).steer).toMatchObject({ as: ['a', 'b'], same: [], cheaper: false })
  expect(toSteer('similar', { cheaper: true }).steer).toMatchObject({ as: [], cheaper: true })
  expect(toSteer('similar', {})).toEqual({})
  for (const wrong of ['a', ['a'], ['a', 'b', 'c'], ['a', 5], 5]) {
    expect(codeOf(() => toSteer('similar', { as: wrong } as unknown as SimilarOptions))).toBe('usage')
  }
})

test('limit, diversity and explore are numbers in their range', () => {
  for (const limit of [0, 101, 2.5, Number.NaN, '8']) expect(codeOf(() => toRequest('search', 1, { limit: limit as number }))).toBe('usage')
  for (const diversity of [-1, 1.1, null, '0']) {
    expect(codeOf(() => toRequest('search', 1, { diversity: diversity as number }))).toBe('usage')
  }
  for (const minConfidence of [-1, 1.1, null, '0']) {
    expect(codeOf(() => toRequest('search', 1, { minConfidence: minConfidence as number }))).toBe('usage')
  }
  for (const budget of [0, -1, Number.NaN, 2e9, null, '9']) {
    expect(codeOf(() => toRequest('list', 1, { budget: budget as number }))).toBe('usage')
  }
  expect(toRequest('list', 7, { budget: 9.5 }).budget).toBe(9.5)
  for (const explore of [-1, 1.1, null, '0']) expect(codeOf(() => toExplore('forYou', { explore: explore as number }))).toBe('usage')
  const { explore } = toExplore('forYou', { explore: 0.25 })
  expect(explore).toEqual({ share: 0.25, seed: expect.any(Number) })
  // one page draws with one seed
  expect(toExplore('list', { explore: 0.25 })).toEqual({ explore })
  expect(toExplore('forYou', { explore: 0 })).toEqual({})
  expect(toRequest('search', 7, { minConfidence: 0.2 }).minConfidence).toBe(0.2)
  expect(toRequest('search', 7, { limit: 100, diversity: 0 })).toEqual({ callId: 7, limit: 100, diversity: 0 })
})

test('a filter of any depth is taken or refused at once, a circle too', () => {
  expect(codeOf(() => toRequest('search', 1, { where: nested(10) }))).toBe('no error')
  for (const depth of [40, 1000, 100_000]) expect(codeOf(() => toRequest('search', 1, { where: nested(depth) }))).toBe('filter-invalid')
  const circle: { all: Where[] } = { all: [] }
  circle.all.push(circle)
  expect(codeOf(() => toRequest('search', 1, { where: circle }))).toBe('filter-invalid')
})

test.each(POLLUTIONS)('nothing that the page put into Object.prototype is an option: %j', async (value) => {
  const read = () => {
    const options = toOptions<RequestOptions & { context?: string }>('forYou', { limit: 3 })
    const config = configure({ catalog: '/c.json' }, { assets: 'https://a.example/kin/' }, 'https://a.example/')
    return JSON.stringify([options.context, toRequest('forYou', 1, options), toRequest('similar', 2, {}), config])
  }

  expect(await polluted(value, read)).toBe(read())
})
