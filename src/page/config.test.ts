import { expect, test } from 'vitest'
import type { RecommenderOptions } from '../types.js'
import { configure } from './config.js'

const why = (options: RecommenderOptions) => {
  try {
    configure({ items: [{ id: 'a', title: 'oak table' }], ...options }, { assets: 'https://site.example/kin/' }, 'https://site.example/')
    return 'taken'
  } catch (thrown) {
    return String(thrown)
  }
}

test('a tier of the built-in encoder that there is not is an error that names those there are', () => {
  expect(why({ encoder: 'builtin?layers=1&dimensions=128' })).toBe('taken')
  expect(why({ encoder: 'multilingual' })).toBe('taken')
  for (const encoder of ['builtin?layers=2', 'builtin?dimensions=100', 'builtin?layer=1', 'multilingual?layers=1']) {
    expect(why({ encoder })).toContain(`encoder: received "${encoder}", expected builtin, builtin?layers=1, builtin?dimensions=128`)
  }
})

test('a number that is none is told as such', () => {
  expect(why({ maxItemsPerVisit: Number.NaN })).toContain('maxItemsPerVisit: received NaN, expected a number from')
})
