import { afterEach, beforeEach, expect, type MockInstance, test, vi } from 'vitest'
import { kebab, OPTIONS } from '../options.js'
import { POLLUTIONS, polluted } from '../own.test-helper.js'
import { questionOf } from '../shelf/question.js'
import { PageKin } from './page-kin.js'
import { readEngineOptions, readSettings, unknownAttributes, warnOfNearMisses } from './settings.js'

let warn: MockInstance<typeof console.warn>
beforeEach(() => {
  warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
})
afterEach(() => warn.mockRestore())

test('the attributes of the element are those of the table of options', () => {
  expect([...PageKin.observedAttributes].sort()).toEqual(OPTIONS.map(({ name }) => kebab(name)).sort())
})

test('every option is a property of the element', () => {
  PageKin.observedAttributes
  for (const { name } of OPTIONS) expect(Object.hasOwn(PageKin.prototype, name), name).toBe(true)
})

test('without anything the settings are the defaults of the table', () => {
  expect(readSettings({})).toEqual({
    mode: 'for-you',
    limit: 8,
    explore: 0,
    layout: 'carousel',
    headingLevel: 2,
    cheaper: false,
    steer: false,
    theme: 'auto',
    withReason: false,
    withDismiss: false,
  })
})

test('the mode follows from what is given', () => {
  expect(readSettings({ item: '1', query: 'x' }).mode).toBe('similar')
  expect(readSettings({ query: 'x' }).mode).toBe('search')
  expect(readSettings({ item: '1', mode: 'for-you' }).mode).toBe('for-you')
})

test('values are read from text and from their own types', () => {
  const settings = readSettings({ limit: '3', withReason: '', where: '{"a":1}', exclude: 'a, b', item: 42 })
  expect(settings).toMatchObject({ limit: 3, withReason: true, where: { a: 1 }, exclude: ['a', 'b'], item: '42' })
  expect(readSettings({ exclude: [1, 'b'], where: { a: 1 }, withReason: false })).toMatchObject({
    exclude: ['1', 'b'],
    where: { a: 1 },
    withReason: false,
  })
})

test('a wrong value is one warning and the default', () => {
  for (let time = 0; time < 3; time++) expect(readSettings({ limit: 'many' }).limit).toBe(8)

  expect(warn).toHaveBeenCalledTimes(1)
  expect(warn.mock.calls[0]![0]).toContain('limit: received "many", expected a whole number from 1 to 100')
})

test('a near miss names what was meant, once; other attributes are left alone', () => {
  const unknown = unknownAttributes(['catalogue', 'role', 'data-x', 'v-cloak', 'max-items-per-visit'])
  expect(unknown).toEqual(['catalogue', 'v-cloak'])
  for (let time = 0; time < 2; time++) warnOfNearMisses(unknown)

  expect(warn).toHaveBeenCalledTimes(1)
  expect(warn.mock.calls[0]![0]).toContain('"catalogue"; did you mean "catalog"')
})

test('engine options hold what was given and nothing else', () => {
  expect(readEngineOptions({ catalog: '/c.json', device: 'off', limit: 3, layout: 'grid' })).toEqual({ catalog: '/c.json', device: 'off' })
})

test('only a search leaves out by confidence, and only where it is told to', () => {
  expect(questionOf(readSettings({ query: 'a' }))).not.toHaveProperty('minConfidence')
  expect(questionOf(readSettings({ query: 'a', minConfidence: '0' })).minConfidence).toBe(0)
  expect(questionOf(readSettings({ item: '1', minConfidence: 0.9 }))).not.toHaveProperty('minConfidence')
})

test('looks are not part of the question; hidden ids are', () => {
  const look = { layout: 'grid', heading: 'x', theme: 'dark', withReason: true }
  expect(questionOf(readSettings({ item: '1', ...look }))).toEqual(questionOf(readSettings({ item: '1' })))
  expect(questionOf(readSettings({ exclude: ['a'] }), ['b']).exclude).toEqual(['a', 'b'])
})

test('a share of exploration is asked for only if it is above 0, and 1 at most', () => {
  const explore = (value?: string) => questionOf(readSettings({ mode: 'for-you', explore: value })).explore
  expect([explore('0.25'), explore(), explore('0'), explore('2')]).toEqual([0.25, undefined, undefined, undefined])
  expect(warn).toHaveBeenCalledTimes(1)
})

test.each(POLLUTIONS)('nothing that the page put into Object.prototype is an option or part of a question: %j', async (value) => {
  const given = { item: '1', limit: 3 }
  const read = () => {
    const settings = readSettings(given)
    return JSON.stringify([
      settings,
      settings.heading,
      settings.where,
      questionOf(settings),
      questionOf(settings).diversity,
      readEngineOptions({}),
    ])
  }

  expect(await polluted(value, read)).toBe(read())
  expect(warn).not.toHaveBeenCalled()
})

test('similar items alone ignore a field, and what goes with an item alone has a budget', () => {
  expect(questionOf(readSettings({ item: 'a', ignore: 'brand,colour', budget: '9' }))).toMatchObject({ ignore: ['brand', 'colour'] })
  expect(questionOf(readSettings({ item: 'a', budget: '9' }))).not.toHaveProperty('budget')
  expect(questionOf(readSettings({ item: 'a', mode: 'goes-with', budget: '9', ignore: 'brand' }))).toEqual({
    ...questionOf(readSettings({ item: 'a', mode: 'goes-with' })),
    budget: 9,
  })
})
