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

test('an item that is removed while it is explained is called unknown, not dismissed', async () => {
  const row = (id: string): Row => ({ id, title: 'copper', description: '', price: 1 })
  await follow(
    [row('item-10')],
    [
      { do: 'upsert', slot: 0, rows: [row('item-0')], waits: false },
      { do: 'explain', slot: 0, id: 'item-10', other: 'item-0', waits: false },
      { do: 'remove', slot: 0, ids: ['item-10', 'item-13'], waits: false },
    ],
  )
})
