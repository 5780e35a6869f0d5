import { expect, test } from 'vitest'
import { fuzz } from './fuzz.js'

test('every reader answers 5,000 hostile strings or refuses them with a code, in a time that grows with their length alone', {
  timeout: 120_000,
}, async () => {
  const { strings, timed, findings } = await fuzz(5000, 20_261, 100)

  expect(findings).toEqual([])
  expect(strings).toBe(5000)
  expect(timed).toBeGreaterThan(40)
})
