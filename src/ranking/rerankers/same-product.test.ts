import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { growth, LINEAR } from '../../growth.test-helper.js'
import type { Item } from '../../types.js'
import { isDuplicate } from './same-product.js'

const receiver: Item = {
  id: '1',
  title: 'Onkyo 7.1-channel home theater receiver TX-SR606B',
  brand: 'Onkyo',
  category: ['Audio', 'Receivers'],
  price: { value: 400, currency: 'EUR' },
}
const other = (change: Partial<Item>): Item => ({ ...receiver, id: '2', title: 'TXSR606 A/V receiver for home theater', ...change })

describe('one product told twice', () => {
  test.each<[string, Item, Item]>([
    ['the model number, written otherwise', receiver, other({})],
    ['the model number in the description', receiver, other({ title: 'Onkyo home theater receiver', description: 'The TX-SR606.' })],
    [
      'a model number of two words',
      { id: '1', title: 'Sennheiser wireless headphone RS130' },
      { id: '2', title: 'sennheiser rs 130 wireless' },
    ],
    ['another name of the brand', receiver, other({ brand: 'Onkyo Europe' })],
    ['nearly the same price', receiver, other({ price: { value: 450, currency: 'EUR' } })],
    ['another seller', { ...receiver, attributes: { seller: 'A' } }, other({ attributes: { seller: 'B' } })],
    ['the same text', { id: '1', title: 'Apple pie', description: 'Peel.' }, { id: '2', title: 'Apple pie', description: 'Peel.' }],
  ])('has %s', (_, a, b) => {
    expect([isDuplicate(a, b), isDuplicate(b, a)]).toEqual([true, true])
  })
})

describe('two products', () => {
  test.each<[string, Item, Item]>([
    ['another model number', receiver, other({ title: 'Onkyo 7.1-channel home theater receiver TX-SR806B' })],
    ['no model number', receiver, other({ title: 'Onkyo 7.1-channel home theater receiver' })],
    ['a third of the price', receiver, other({ price: { value: 130, currency: 'EUR' } })],
    ['a later version', { id: '1', title: 'Img2Vec: Pictures as Points' }, { id: '2', title: 'Img2Vec-V2: Pictures as Points and More' }],
    ['a standard in common', { id: '1', title: 'Belle costume sunglasses UV400' }, { id: '2', title: 'Edna costume glasses UV400' }],
    ['a size in common', { id: '1', title: 'Nella costume 3T-4T' }, { id: '2', title: 'Anna costume 3T-4T' }],
    ['another currency', receiver, other({ price: { value: 400, currency: 'SEK' } })],
    ['another brand', receiver, other({ brand: 'Denon' })],
    ['another kind of thing', receiver, other({ category: ['Audio', 'Remote controls'] })],
    ['an accessory of it', receiver, other({ title: 'Onkyo remote control RC-682M for receivers', description: 'Fits the TX-SR606B.' })],
    [
      'the same title, another text',
      { id: '1', title: 'Apple pie', description: 'Peel.' },
      { id: '2', title: 'Apple pie', description: 'Buy.' },
    ],
    ['the same title, another picture', { id: '1', title: 'Necktie', image: '/a.jpg' }, { id: '2', title: 'Necktie', image: '/b.jpg' }],
    [
      'the same title, another day',
      { id: '1', title: 'News', published: '2024-01-01' },
      { id: '2', title: 'News', published: '2024-01-02' },
    ],
  ])('have %s', (_, a, b) => {
    expect([isDuplicate(a, b), isDuplicate(b, a)]).toEqual([false, false])
  })
})

describe('variants', () => {
  const VARIANTS: [string, Partial<Item>, Partial<Item>][] = [
    ['colour', { title: 'Kettle KX1700 black' }, { title: 'Kettle KX1700 red' }],
    ['colour in their id', { title: 'Kettle KX1700' }, { title: 'Kettle KX1700' }],
    ['letters of a size', { title: 'Hoodie MH0153 XS' }, { title: 'Hoodie MH0153 XL warm' }],
    ['amount', { title: 'Phone XZ1000 16 GB' }, { title: 'Phone XZ1000 dual 32GB' }],
    ['a word nobody listed', { title: 'Candle VC2210 vanilla' }, { title: 'Candle VC2210 lavender' }],
    ['what the shop puts last', { title: 'PNY T2600 power pack - Mosaic' }, { title: 'T2600 power pack by PNY - Red Stars' }],
    ['what the shop puts in brackets', { title: 'Case R79X (Sprint)' }, { title: 'R79X slim case (Verizon)' }],
    ['an attribute', { title: 'Ring AR3301', attributes: { stone: 'Opal' } }, { title: 'The ring AR3301', attributes: { stone: 'Ruby' } }],
  ]
  const read = (id: string, { attributes, ...rest }: Partial<Item>): Item => ({ id, ...rest, ...(attributes && { attributes }) }) as Item

  test.each(VARIANTS)('that differ in %s are one by their group alone', (what, a, b) => {
    const [one, two] = what === 'colour in their id' ? [read('24-KX-blue', a), read('24-KX-pink', b)] : [read('1', a), read('2', b)]
    expect(isDuplicate(one, two)).toBe(false)
    expect(isDuplicate({ ...one, group: 'g' }, { ...two, group: 'g' })).toBe(true)
    expect(isDuplicate({ ...one, group: 'g' }, { ...one, id: '3', group: 'h' })).toBe(false)
  })
})

test('is symmetric, and answers any item', () => {
  const words = fc.array(
    fc.constantFrom('kettle', 'KX1700', 'kx-1700', 'black', 'red', '16gb', '32', 'GB', '(new)', ' - ', 'XL', '頭', 'é'),
  )
  const items = fc.record({ title: words.map((list) => `${list.join(' ')}.`), description: words.map((list) => list.join(' ')) })
  fc.assert(
    fc.property(items, items, (a, b) => {
      const [one, two] = [
        { id: '1', ...a },
        { id: '2', ...b },
      ]
      expect(isDuplicate(one, two)).toBe(isDuplicate(two, one))
      expect(isDuplicate(one, { ...one, id: '2' })).toBe(true)
    }),
  )
})

test('time grows with the length of a text, not with what it says', () => {
  for (const piece of ['1', '1.', 'a1-', ' - a', '(a', "1 '"]) {
    const compare = (times: number) => {
      const title = piece.repeat(times)
      isDuplicate({ id: '1', title, description: title }, { id: '2', title: `${title}x`, description: title })
    }
    expect(growth(compare, 6_000), piece).toBeLessThan(LINEAR)
  }
})
