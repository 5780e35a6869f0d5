import { expect, test } from 'vitest'
import { builtInTier } from './options.js'

test('the built-in encoder is named whole or by a tier; what is none of its tiers names another model', () => {
  expect(builtInTier('builtin')).toEqual({})
  expect(builtInTier('builtin?layers=1')).toEqual({ layers: 1 })
  expect(builtInTier('builtin?dimensions=64')).toEqual({ dimensions: 64 })
  expect(builtInTier('builtin?layers=1&dimensions=128')).toEqual({ layers: 1, dimensions: 128 })
  expect(builtInTier('multilingual')).toEqual({ multilingual: true })
  expect(builtInTier('multilingual?dimensions=128')).toEqual({ multilingual: true, dimensions: 128 })
  for (const other of [
    'multilingual?layers=1',
    './multilingual',
    './builtin',
    'builtin-2',
    'owner/builtin?layers=1',
    'https://a.example/m/?layers=1',
    'builtin?layers=2',
    'builtin?dimensions=100',
  ]) {
    expect(builtInTier(other), other).toBeUndefined()
  }
})
