import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { itemSentence } from '../../catalog/item-sentence.js'
import { titleFromText } from '../../catalog/title-from-text.js'
import type { Item } from '../../types.js'
import { linkedTask } from './linked-task.js'
import { cleanShop } from './planted.test-helper.js'
import { textTasks } from './text-tasks.js'

const story = (n: number): Item => ({
  id: `s${n}`,
  title: `Story ${n}`,
  description: `The first of tale ${n} begins at harbour ${n}. Its second part crosses mountain ${n} slowly. The third returns to village ${n} again. All rights reserved by the publisher.`,
})
const STORIES = Array.from({ length: 40 }, (_, n) => story(n))

describe('free pairs of texts', () => {
  test('the text that asks stands in no sentence of the item that it was taken from, and all else stays', () => {
    for (const { items, queries, id } of textTasks(STORIES)) {
      expect(queries).toHaveLength(40)
      for (const { row, text, relevant } of queries) {
        expect([...relevant]).toEqual([row])
        expect(itemSentence(STORIES[row]!)).toContain(text!)
        expect(itemSentence(items[row]!)).not.toContain(text!)
        const left = STORIES[row]!.description!.split(/(?<=\.) /).filter((sentence) => sentence !== text)
        expect(items[row]!.description).toBe(left.join(' '))
        if (id === 'opening') expect(text).toContain('The first of tale')
      }
    }
    expect(textTasks(STORIES).map(({ id }) => id)).toEqual(['cloze', 'opening'])
  })

  test('a sentence that several items have asks for none of them', () => {
    for (const seed of [1, 2, 3]) {
      const asked = textTasks(STORIES, { seed }).flatMap(({ queries }) => queries.map(({ text }) => text))
      expect(asked).not.toContain('All rights reserved by the publisher.')
    }
  })

  test('one seed gives one draw, another another; a limit is kept', () => {
    const texts = (seed: number) => textTasks(STORIES, { seed, queries: 25 })[0]!.queries.map(({ text }) => text)
    expect(texts(1)).toEqual(texts(1))
    expect(texts(1)).not.toEqual(texts(2))
    expect(texts(1)).toHaveLength(25)
  })

  test('a title that is the beginning of the text does not give the sentence away', () => {
    const untitled = STORIES.map((item) => ({ ...item, title: titleFromText(item.description!) }))
    const opening = textTasks(untitled).find(({ id }) => id === 'opening')!
    for (const { row, text } of opening.queries) expect(opening.items[row]!.title).not.toContain(text!.slice(0, 20))
  })

  test('where no text has two sentences the title asks for the rest; catalogs of titles give none', () => {
    const short = STORIES.map(({ id, title }, n) => ({ id, title, description: `tale of harbour, mountain and village number ${n}` }))
    const [task, ...none] = textTasks(short)
    expect(none).toEqual([])
    expect(task!.id).toBe('title')
    for (const { row, text } of task!.queries) {
      expect(text).toBe(short[row]!.title)
      expect(itemSentence(task!.items[row]!)).not.toContain(text!)
    }
    expect(textTasks(STORIES.map(({ id, title }) => ({ id, title })))).toEqual([])
    expect(textTasks(STORIES.slice(0, 19))).toEqual([])
  })

  test('every row keeps its place, whatever the catalog', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ title: fc.string({ minLength: 1 }), description: fc.lorem({ mode: 'sentences', maxCount: 4 }) }), {
          maxLength: 60,
        }),
        (rows) => {
          const items = rows.map((row, n): Item => ({ id: String(n), ...row }))
          for (const task of textTasks(items)) {
            expect(task.items.map(({ id }) => id)).toEqual(items.map(({ id }) => id))
            expect(new Set(task.queries.map(({ row }) => row)).size).toBe(task.queries.length)
          }
        },
      ),
      { numRuns: 50 },
    )
  })
})

describe('free pairs of links', () => {
  const shop = cleanShop(40)

  test('items must find what their row links to, by id or by address, without the links’ own text', () => {
    const linked = shop.map((item, row) => ({
      ...item,
      url: `/p/${row}`,
      attributes: { ...item.attributes, related: [shop[(row + 1) % 40]!.id, `/p/${(row + 2) % 40}`, 'gone'], stock: String(row) },
    }))
    const task = linkedTask(linked)!
    expect(task.queries).toHaveLength(40)
    for (const { row, text, relevant } of task.queries) {
      expect(text).toBeNull()
      expect([...relevant].sort((a, b) => a - b)).toEqual([(row + 1) % 40, (row + 2) % 40].sort((a, b) => a - b))
      expect(task.items[row]!.attributes).not.toHaveProperty('related')
      expect(task.items[row]!.attributes).toHaveProperty('colour')
    }
  })

  test('variants of a group are linked; a catalog without links has no such task', () => {
    const grouped = shop.map((item, row) => ({ ...item, group: `g${Math.floor(row / 2)}` }))
    for (const { row, relevant } of linkedTask(grouped)!.queries) expect([...relevant]).toEqual([row ^ 1])
    expect(linkedTask(shop)).toBeNull()
  })
})
