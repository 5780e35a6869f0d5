import { expect, test } from 'vitest'
import type { Item } from '../types.js'
import { enrichItems } from './enrich.js'
import { itemSentence } from './item-sentence.js'

const mug: Item = { id: '1', title: 'Mug', description: 'Holds tea.' }
const bare: Item = { id: '2', title: 'Bowl' }

test('added text follows the description, and the item that gets none stays the same object', async () => {
  const enriched = await enrichItems([mug, bare], ({ title }) => ({ Mug: ' cup, beaker ', Bowl: 'dish' })[title] ?? '')
  expect(enriched).toEqual([
    { id: '1', title: 'Mug', description: 'Holds tea.\ncup, beaker' },
    { id: '2', title: 'Bowl', description: 'dish' },
  ])
  expect((await enrichItems([mug], async () => '  '))[0]).toBe(mug)
  expect(itemSentence(enriched[0]!)).toBe('Mug. Holds tea. cup, beaker')
})
