import { beforeEach, expect, test, vi } from 'vitest'
import { PagekinError } from '../errors.js'
import { experiment, forgetExperiments } from './experiment.js'

let kept: Map<string, string>

beforeEach(() => {
  kept = new Map()
  vi.stubGlobal('navigator', {})
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  })
  return () => vi.unstubAllGlobals()
})

/** What so many visitors, each with a storage of their own, belong to. */
function visitors(count: number, of: () => unknown): unknown[] {
  return Array.from({ length: count }, () => {
    kept.clear()
    return of()
  })
}

test('parts visitors by the share, and keeps each where they are', () => {
  const halves = visitors(2000, () => {
    const first = experiment('shelf', { share: 0.2 })
    expect(experiment('shelf', { share: 0.2 })).toBe(first)
    return first
  })

  // 400 expected; five deviations are 90
  const inB = halves.filter((half) => half === 'b').length
  expect(inB).toBeGreaterThan(310)
  expect(inB).toBeLessThan(490)
})

test('who is in b stays there when the share rises', () => {
  visitors(200, () => {
    const small = experiment('shelf', { share: 0.3 })
    if (small === 'b') expect(experiment('shelf', { share: 0.6 })).toBe('b')
  })
  expect(visitors(50, () => experiment('shelf', { share: 1 }))).not.toContain('a')
  expect(visitors(50, () => experiment('shelf', { share: 0 }))).not.toContain('b')
})

test('tests part visitors independently', () => {
  const pairs = visitors(1000, () => `${experiment('one')}${experiment('__proto__')}`)

  // 250 expected of each; five deviations are 68
  for (const pair of ['aa', 'ab', 'ba', 'bb']) {
    const count = pairs.filter((found) => found === pair).length
    expect(count).toBeGreaterThan(180)
    expect(count).toBeLessThan(320)
  }
})

test('a visitor of whom nothing may be stored is no part of a test', () => {
  expect(experiment('shelf', { consent: 'required' })).toBeUndefined()
  vi.stubGlobal('navigator', { globalPrivacyControl: true })
  expect(experiment('shelf')).toBeUndefined()
  expect([...kept.keys()]).toEqual([])

  kept.set('pagekin-choice', '{"consent":true}')
  expect(experiment('shelf', { consent: 'required' })).toMatch(/^[ab]$/)
  kept.set('pagekin-choice', '{"consent":false}')
  expect(experiment('shelf')).toBeUndefined()
})

test.each(['-5', '100', '1e9', '0.5', '"7"', 'true', 'null', '[3]'])(
  'a visitor whose stored place (%s) is none is parted anew, as the share says',
  (place) => {
    const visit = (share: number) => {
      kept.set('pagekin-experiments', `{"shelf":${place}}`)
      return experiment('shelf', { share })
    }
    expect(visit(0)).toBe('a')
    expect(visit(1)).toBe('b')
    expect(experiment('shelf', { share: 1 })).toBe('b')
    expect(JSON.parse(kept.get('pagekin-experiments')!)).toEqual({ shelf: expect.any(Number) })
    expect(JSON.parse(kept.get('pagekin-experiments')!).shelf % 1).toBe(0)
  },
)

test.each(['{', 'null', '"a"', '[]'])('a visitor whose record is damaged (%s) is parted anew, and stays there', (record) => {
  kept.set('pagekin-experiments', record)
  const half = experiment('shelf')
  expect(half).toMatch(/^[ab]$/)
  for (let visit = 0; visit < 10; visit++) expect(experiment('shelf')).toBe(half)
})

test.each([-0.1, 1.1, Number.NaN, '0.5%'])('a share of %s is an error', (share) => {
  expect(() => experiment('shelf', { share: share as number })).toThrow(
    /usage.*experiment: share: received .*, expected a number from 0 to 1/,
  )
  expect([...kept.keys()]).toEqual([])
})

test('without storage there is no test and no error', () => {
  vi.stubGlobal('localStorage', undefined)
  expect(experiment('shelf')).toBeUndefined()
  expect(() => forgetExperiments()).not.toThrow()
})

test('on a server, which has neither a navigator nor a storage, there is no test and no error', () => {
  vi.stubGlobal('navigator', undefined)
  vi.stubGlobal('localStorage', undefined)

  expect(experiment('shelf')).toBeUndefined()
})

test('who is forgotten is parted anew', () => {
  experiment('shelf')
  forgetExperiments()

  expect([...kept.keys()]).toEqual([])
})

test.each([-0.1, 1.1, Number.NaN])('the error for a share of %s is an instance of the class that a page imports', (share) => {
  const thrown = (() => {
    try {
      return experiment('shelf', { share })
    } catch (error) {
      return error
    }
  })()
  expect(thrown).toBeInstanceOf(PagekinError)
  expect(thrown).toMatchObject({ code: 'usage', hint: expect.stringContaining('0 to 1') })
  expect(PagekinError.from(thrown, 'worker-failed', 'a test')).toBe(thrown)
  for (const other of [new Error('pagekin'), { name: 'PagekinError', code: 'usage' }, null, 'usage'])
    expect(other).not.toBeInstanceOf(PagekinError)
})
