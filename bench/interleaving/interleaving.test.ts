import { expect, test } from 'vitest'
import { follow, interleave } from './interleaving.js'
import type { Row } from './model.js'

test('200 random scripts of calls by two tabs leave every engine with the right items, history and answers', {
  tags: 'long',
}, async () => {
  expect(await interleave(200, 20_262)).toBeUndefined()
})

test('an item that changes while the store is tidied gets its vector', async () => {
  const row = (description: string): Row => ({ id: 'item-0', title: 'copper', description, price: 1 })
  await follow(
    [row('')],
    [
      { do: 'upsert', slot: 0, rows: [row('wool')], waits: false },
      { do: 'settle' },
      { do: 'other encoder' },
      { do: 'open', slot: 0 },
      { do: 'turns', count: 7 },
      { do: 'upsert', slot: 0, rows: [row('mug')], waits: false },
      { do: 'search', slot: 0, text: 'copper kettle', complete: false, waits: false },
    ],
  )
})
