import { expect, test } from 'vitest'
import { frozenHash } from './frozen.js'
import { reprintedHeadlines } from './news.js'

test('the archive is frozen: 40 events in each of seven decades, each told twice and never in the same words', () => {
  const archive = reprintedHeadlines()
  const decades = ['1920s', '1930s', '1940s', '1950s', '1960s', '1970s', '1980s']
  expect(archive.map(({ period }) => period)).toEqual(decades.flatMap((period) => new Array<string>(40).fill(period)))
  expect(new Set(archive.flatMap(({ original, reprint }) => [original, reprint])).size).toBe(2 * archive.length)
  expect(archive.filter(({ original, reprint }) => /[{}]/.test(original + reprint))).toEqual([])
  expect(frozenHash(archive)).toBe('2caba4c1c59748e80234dbb189e84f829d591510470dff9fb6da514ed424057b')
  expect(reprintedHeadlines(2)).not.toEqual(archive)
})
