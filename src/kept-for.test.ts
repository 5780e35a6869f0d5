import { expect, test, vi } from 'vitest'
import { keptFor } from './kept-for.js'

test('is asked once for each key, by identity', () => {
  const make = vi.fn((key: readonly number[]) => key.length)
  const lengthOf = keptFor(make)
  const key = [1, 2]

  expect([lengthOf(key), lengthOf(key), lengthOf([]), lengthOf([...key])]).toEqual([2, 2, 0, 2])

  expect(make).toHaveBeenCalledTimes(3)
})
