import { expect, test } from 'vitest'
import { type Topic, topicsOf } from './topics.js'

const SUBJECTS = ['garden shovel soil', 'violin string bow', 'oven bread flour', 'tent hiking boots']
const MAKES = ['alpha', 'bravo', 'charlie', 'delta', 'echo', 'foxtrot']
const items = SUBJECTS.flatMap((subject, at) =>
  Array.from({ length: 24 }, (_, n) => ({
    id: `${at}-${n}`,
    title: `${subject} ${MAKES[n % 6]}`,
    description: `made by ${MAKES[(n * 5) % 6]}`,
  })),
)

test('every topic holds items of one subject alone, named by words of that subject', () => {
  const topics = topicsOf(items)
  expect(topics.length).toBeGreaterThanOrEqual(4)
  for (const { items, name } of topics) {
    const subjects = new Set(items.map((id) => Number(id.split('-')[0])))
    expect(subjects.size).toBe(1)
    expect(SUBJECTS[[...subjects][0]!]!.split(' ').some((word) => name.includes(word))).toBe(true)
  }
})

test('each item is in one topic, and in one part of it if that has parts; a part is numbered within its topic', () => {
  const topics = topicsOf(items)
  const sorted = (all: readonly Topic[]) => all.flatMap(({ items }) => items).sort()
  expect(sorted(topics)).toEqual(items.map(({ id }) => id).sort())
  for (const { id, items, children } of topics) {
    if (children.length > 0) expect(sorted(children)).toEqual([...items].sort())
    expect(children.map((child) => child.id)).toEqual(children.map((_, at) => `${id}.${at + 1}`))
  }
})

test('one catalog has the same topics each time; too few items, or none with a word, have none', () => {
  expect(topicsOf(items)).toEqual(topicsOf(items))
  expect(topicsOf([])).toEqual([])
  expect(topicsOf(items.slice(0, 3))).toEqual([])
  expect(topicsOf(items.map(({ id }) => ({ id, title: '1' })))).toEqual([])
})
