import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { draws } from '../../evaluate/draw.js'
import type { AskRequest } from '../../protocol.js'
import type { Item, Told } from '../../types.js'
import { CatalogRows } from '../catalog-rows.js'
import { ask } from './ask.js'

const COLOURS = ['red', 'blue', 'green', 'black']
const SIZES = ['small', 'large']
/** Each of four colours in two sizes, twice; all of one brand. */
const BAGS: Item[] = Array.from({ length: 16 }, (_, n) => ({
  id: `bag-${n}`,
  title: 'Bag',
  brand: 'Acme',
  category: ['Bags', n < 8 ? 'Totes' : 'Cases'],
  attributes: { colour: COLOURS[n % 4]!, size: SIZES[Math.floor(n / 4) % 2]! },
}))

function askOf(items: readonly Item[], told: readonly Told[] = [], request: Partial<AskRequest> = {}) {
  const rows = new CatalogRows()
  rows.replace({ items, hashes: items.map(() => '') })
  return ask({ told, values: 6, limit: 100, enough: 3, ...request }, { rows, interactions: [] })
}

const shareOf = (items: readonly Item[], told: readonly Told[], id: string) =>
  askOf(items, told).likely.find((one) => one.id === id)?.share ?? 0

describe('ask', () => {
  test('asks first what tells most apart, and never what all items share', () => {
    const { question, items } = askOf(BAGS)
    expect(question).toMatchObject({ field: 'colour', values: COLOURS })
    expect(items).toBe(16)
    expect(askOf(BAGS, [], { fields: ['brand'] }).question).toBeUndefined()
  })

  test('the gain of four values as likely is that of a channel with one wrong answer in ten', () => {
    // H(A) = 2 bits over four values and nothing for "none", blurred over five answers
    const noise = 0.1 / 5
    const h = (...shares: number[]) => shares.reduce((sum, p) => sum - p * Math.log2(p), 0)
    const marginal = noise + 0.9 / 4
    const expected = h(marginal, marginal, marginal, marginal, noise) - h(noise + 0.9, noise, noise, noise, noise)
    expect(askOf(BAGS).question!.gain).toBeCloseTo(expected, 10)
  })

  test('answers weigh items by the rule of Bayes', () => {
    const told = [{ field: 'colour', values: ['red'] }]
    // four of sixteen fit
    expect(shareOf(BAGS, told, 'bag-0')).toBeCloseTo(0.9 / (4 * 0.9 + 12 * 0.1), 10)
    expect(shareOf(BAGS, told, 'bag-1')).toBeCloseTo(0.1 / (4 * 0.9 + 12 * 0.1), 10)
    const none = [{ field: 'colour', not: ['red', 'blue', 'green'] }]
    expect(shareOf(BAGS, none, 'bag-3')).toBeCloseTo(0.9 / (4 * 0.9 + 12 * 0.1), 10)
  })

  test('one wrong answer does not lose the item', () => {
    const told = [
      { field: 'colour', values: ['blue'] },
      { field: 'size', values: ['small'] },
      { field: 'category', values: ['Totes'] },
    ]
    const rank = askOf(BAGS, told).likely.findIndex(({ id }) => id === 'bag-0')
    expect(rank).toBeLessThan(8)
    expect(rank).toBeGreaterThan(0)
  })

  test('its filter leaves what no answer contradicts, and where each item contradicts one, what contradicts fewest', () => {
    const ids = (of: (bag: Item, n: number) => boolean) => BAGS.filter(of).map(({ id }) => id)
    const red = { field: 'colour', values: ['red'] }
    expect(askOf(BAGS).where).toBeUndefined()
    expect(askOf(BAGS, [red], { where: { size: 'small' } }).where).toEqual({ id: ids((_, n) => n % 4 === 0) })
    expect(askOf(BAGS, [red, { field: 'size', values: ['small'] }]).where).toEqual({ id: ids((_, n) => n % 8 === 0) })
    const noneLeft = askOf(BAGS, [red, { field: 'size', values: ['large'] }], { where: { size: 'small' } })
    expect(noneLeft.where).toEqual({ id: ids((_, n) => n % 4 === 0 || n % 8 >= 4) })
  })

  test('nine times in ten words find the item, sooner among the first; words that find nothing, or all, of what matches change little', () => {
    const { likely, where, items } = askOf(BAGS, [], { found: ['bag-9', 'bag-2', 'gone'] })
    const share = (id: string) => likely.find((one) => one.id === id)!.share
    expect(likely.slice(0, 2).map(({ id }) => id)).toEqual(['bag-9', 'bag-2'])
    expect(share('bag-9') + share('bag-2')).toBeCloseTo(0.9)
    expect(share('bag-0')).toBeCloseTo(0.1 / 14)
    expect(where).toEqual({ id: ['bag-2', 'bag-9'] })
    expect(items).toBeLessThan(4)
    expect(askOf(BAGS, [], { found: ['gone'] })).toEqual(askOf(BAGS))
    expect(askOf(BAGS, [], { found: BAGS.map(({ id }) => id) }).items).toBeGreaterThan(14)
    const told = [{ field: 'colour', values: ['red'] }]
    expect(askOf(BAGS, told, { found: ['bag-2', 'bag-4'] }).likely[0]!.id).toBe('bag-4')
  })

  test('who does not mind is not asked again, and nothing changes', () => {
    const { question, likely } = askOf(BAGS, [{ field: 'colour' }])
    expect(question!.field).not.toBe('colour')
    expect(new Set(likely.map(({ share }) => share))).toEqual(new Set([1 / 16]))
  })

  test('an item without the value is as likely after an answer as before', () => {
    const bags = [...BAGS, { id: 'plain', title: 'Bag' }]
    expect(shareOf(bags, [{ field: 'colour', values: ['red'] }], 'plain')).toBeCloseTo(1 / 17, 10)
  })

  test('a path is asked about below what was chosen', () => {
    const paths = ['Bags', 'Lamps'].flatMap((root, at) =>
      Array.from({ length: 8 }, (_, n): Item => ({ id: `${at}-${n}`, title: root, category: [root, n % 2 ? `${root} A` : `${root} B`] })),
    )
    const first = askOf(paths, [], { fields: ['category'] }).question
    expect(first!.values).toEqual(['Bags', 'Lamps'])
    const second = askOf(paths, [{ field: 'category', values: ['Bags'] }], { fields: ['category'] }).question
    expect(second!.values.slice(0, 2)).toEqual(['Bags B', 'Bags A'])
  })

  test('after none of these, other values of the field are offered', () => {
    const { question } = askOf(BAGS, [{ field: 'colour', not: ['red', 'blue'] }], { fields: ['colour'] })
    expect(question!.values).toEqual(['green', 'black'])
  })

  test('numbers are asked about in ranges', () => {
    const priced = Array.from({ length: 40 }, (_, n): Item => ({ id: `${n}`, title: 'Mug', price: { value: 10 + n } }))
    const { field, values } = askOf(priced).question!
    expect([field, values.length]).toEqual(['price', 5])
    expect(values[0]).toMatchObject({ min: 10 })
    const low = askOf(priced, [{ field, values: [values[0]!] }]).likely[0]!
    expect(Number(low.id)).toBeLessThan(10)
  })

  test('a range that was answered is asked about again in smaller ones', () => {
    const priced = Array.from({ length: 200 }, (_, n): Item => ({ id: `${n}`, title: 'Mug', price: { value: 10 + n } }))
    const [chosen] = askOf(priced).question!.values
    const { values } = askOf(priced, [{ field: 'price', values: [chosen!] }]).question!
    const { max } = chosen as { max: number }
    const within = values.filter((range) => (range as { max: number }).max <= max)
    expect(within.length).toBeGreaterThan(2)
  })

  test('of lists it offers what different items have, not two names of the same items', () => {
    const tagged = Array.from({ length: 40 }, (_, n): Item => ({ id: `${n}`, title: 'Mug', tags: n < 24 ? ['cup', 'mug'] : ['bowl'] }))
    expect(askOf(tagged, [], { fields: ['tags'] }).question!.values).toEqual(['cup', 'bowl'])
  })

  test('where fields tell little apart, the words of titles do', () => {
    const titled = ['oak', 'pine', 'ash', 'elm'].flatMap((wood) =>
      Array.from({ length: 6 }, (_, n): Item => ({ id: `${wood}-${n}`, title: `Table of ${wood} ${n}`, brand: 'Acme' })),
    )
    const { question } = askOf(titled)
    expect(question).toMatchObject({ field: 'words', values: ['oak', 'pine', 'ash', 'elm'] })
    const { likely } = askOf(titled, [{ field: 'words', values: ['pine'] }])
    expect(likely.slice(0, 6).map(({ id }) => id)).toEqual(Array.from({ length: 6 }, (_, n) => `pine-${n}`))
  })

  test('a field of the catalog named words is asked about as it is', () => {
    const books = Array.from({ length: 8 }, (_, n): Item => ({ id: `${n}`, title: 'Book', attributes: { words: n < 4 ? 'few' : 'many' } }))
    expect(askOf(books, [], { fields: ['words'] }).question!.values).toEqual(['few', 'many'])
  })

  test('codes that few items share come after what the words of items tell, however many items they tell apart', () => {
    const kinds = ['oak table', 'pine chair', 'ash shelf', 'elm bench']
    for (let seed = 1; seed <= 20; seed++) {
      const { integer } = draws(seed)
      const items = Array.from({ length: 80 }, (_, n): Item => {
        const kind = n % 20 < 14 ? 0 : (n % 3) + 1
        return { id: `${n}`, title: kinds[kind]!, attributes: { wood: kinds[kind]!.split(' ')[0]!, lot: `lot ${integer(1, 38)}` } }
      })
      expect(askOf(items, [], { fields: ['lot', 'wood'] }).question!.field).toBe('wood')
    }
  })

  test('a field with as many values counts in full where items that share one share words', () => {
    const items = Array.from({ length: 80 }, (_, n): Item => {
      const maker = `maker${String.fromCharCode(97 + (n % 26))}`
      return { id: `${n}`, title: `Lamp by ${maker}`, attributes: { maker } }
    })
    const shuffled = items.map((item, n): Item => ({ ...item, title: items[(n * 29 + 11) % 80]!.title }))
    const gainOf = (of: readonly Item[]) => askOf(of, [], { fields: ['maker'] }).question?.gain ?? 0
    expect(gainOf(items)).toBeGreaterThan(3 * gainOf(shuffled))
  })

  test('it stops once few are left, and where nothing is left to ask', () => {
    expect(askOf(BAGS.slice(0, 3)).question).toBeUndefined()
    expect(askOf(BAGS, [{ field: 'colour' }, { field: 'size' }, { field: 'category' }]).question).toBeUndefined()
    expect(askOf([])).toEqual({ likely: [], items: 0 })
  })

  test('only what matches, and only what is available', () => {
    const bags = [...BAGS, { id: 'gone', title: 'Bag', available: false, attributes: { colour: 'red', size: 'small' } }]
    const { likely } = askOf(bags, [], { where: { colour: 'red' } })
    expect(likely.map(({ id }) => id)).toEqual(['bag-0', 'bag-4', 'bag-8', 'bag-12'])
  })

  test('whatever is answered, in any order, every item that matches stays, and shares add up to one', () => {
    const answer = fc.constantFrom<Told>(
      { field: 'colour', values: ['red'] },
      { field: 'colour', not: ['red', 'blue'] },
      { field: 'size', values: ['large', 'small'] },
      { field: 'size', values: ['gone'] },
      { field: 'category', values: ['Cases'] },
      { field: 'brand' },
    )
    fc.assert(
      fc.property(fc.array(answer, { maxLength: 8 }), (told) => {
        const { likely } = askOf(BAGS, told)
        const again = askOf(BAGS, [...told].reverse()).likely
        expect(likely.length).toBe(BAGS.length)
        expect(likely.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 8)
        for (const { id, share } of likely) expect(again.find((one) => one.id === id)!.share).toBeCloseTo(share, 8)
      }),
    )
  })
})
