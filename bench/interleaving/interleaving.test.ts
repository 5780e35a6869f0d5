import { expect, test } from 'vitest'
import { interleave } from './interleaving.js'

test('200 random scripts of calls by two tabs leave every engine with the right items, history and answers', {
  timeout: 120_000,
}, async () => {
  expect(await interleave(200, 20_262)).toBeUndefined()
})
