import { beforeAll, describe, expect, test } from 'vitest'
import { syntheticShop } from '../../evaluate/t1/shop.js'
import { MemoryStore } from '../../store/memory-store.js'
import type { Engine } from '../engine.js'
import { openEngine, WordEncoder } from '../engine.test-helper.js'
import { catalogQuestions } from './questions.js'

const { items } = syntheticShop({ items: 300, visitors: 1 })

describe('catalogQuestions', () => {
  const { questions, cut } = catalogQuestions(items, 1)

  test('a sentence that is asked stands in the text no more', () => {
    const pieces = questions.filter((question) => question.kind === 'piece')
    expect(pieces).toHaveLength(96)
    for (const { row, text } of pieces) {
      expect(items[row]!.description).toContain(text)
      if (text.endsWith('.') && /^[A-Z]/.test(text)) expect(cut.get(row)!.description).not.toContain(text)
      expect(cut.get(row)!.description!.length).toBeLessThan(items[row]!.description!.length)
    }
  })

  test('a label is asked with all who carry it, and only where they are few', () => {
    const labels = questions.filter((question) => question.kind === 'label')
    expect(labels.length).toBeGreaterThan(10)
    for (const { text, rows } of labels) {
      const carriers = [...items.keys()].filter((row) => [...items[row]!.category!, items[row]!.brand].includes(text))
      expect(rows).toEqual(carriers)
      expect(rows.length).toBeLessThanOrEqual(60)
    }
  })

  test('the same seed asks the same', () => {
    expect(catalogQuestions(items, 1).questions).toEqual(questions)
    expect(catalogQuestions(items, 2).questions).not.toEqual(questions)
  })
})

describe('an engine that has asked its catalog', () => {
  const store = new MemoryStore()
  let engine: Engine
  const search = (text: string, minConfidence?: number) =>
    engine.search(text, { limit: 5, ...(minConfidence !== undefined && { minConfidence }) })
  beforeAll(async () => {
    engine = await openEngine({ items, store })
    await engine.settled()
    const before = await search('violin strings for an orchestra')
    expect(before).toHaveLength(5)
    expect(before[0]).not.toHaveProperty('confidence')
    const { revision } = engine.state
    await engine.calibrated()
    // whoever shows that search asks again
    expect(engine.state.revision).toBeGreaterThan(revision)
  })

  test('is sure of what the catalog has, says how sure, and leaves nothing out that is half as sure', async () => {
    const { title } = items[7]!
    const found = await search(title)

    expect(found[0]!.item.title).toBe(title)
    expect(found[0]!.confidence).toBeGreaterThan(0.5)
    const all = await search(title, 0)
    expect(all).toHaveLength(5)
    const sure = all.filter(({ confidence }) => confidence! >= 0.25)
    expect(found.map(({ item }) => item.id)).toEqual(sure.map(({ item }) => item.id))
    for (const { confidence } of all) expect(confidence).toSatisfy((value: number) => value > 0 && value < 1)
  })

  test('finds nothing for what it does not have, or the nearest where that is asked for', async () => {
    expect(await search('violin strings for an orchestra')).toEqual([])
    const nearest = await search('violin strings for an orchestra', 0)
    expect(nearest).toHaveLength(5)
    expect(nearest[0]!.confidence).toBeLessThan(0.5)
  })

  test('a complete answer is as long as it was asked to be', async () => {
    const request = { limit: 5, complete: true }
    expect(await engine.search('violin strings for an orchestra', request)).toHaveLength(5)
    expect(await engine.search('violin strings for an orchestra', { ...request, minConfidence: 0.5 })).toEqual([])
  })

  test('the next visit knows it without asking again', async () => {
    const encoder = new WordEncoder()
    const next = await openEngine({ items, store, encoder })
    await next.settled()
    await next.calibrated()

    expect(encoder.texts).toEqual([])
    expect(await next.search('violin strings for an orchestra', { limit: 5 })).toEqual([])
  })

  test('another catalog under the same encoder is another question', async () => {
    const encoder = new WordEncoder()
    const other = await openEngine({ items: items.slice(0, 100), store, encoder })
    await other.settled()
    await other.calibrated()

    expect(encoder.texts.length).toBeGreaterThan(100)
  })
})

test('a catalog that has no questions is never left without answers', async () => {
  const engine = await openEngine({ items: items.map(({ id, title }) => ({ id, title })) })
  await engine.settled()
  await engine.calibrated()

  const found = await engine.search('violin strings', { limit: 5 })
  expect(found).toHaveLength(5)
  expect(found[0]).not.toHaveProperty('confidence')
})

test('where examination.js cannot be had the state says so, searches are as they were, and it is asked for again when things are better', async () => {
  let isThere = false
  const examination = () => (isThere ? import('../examination.js') : Promise.reject(new Error('offline')))
  const engine = await openEngine({ items, examination })
  await engine.calibrated()
  expect(engine.state.error).toEqual({ code: 'worker-failed', message: expect.stringContaining('examination.js: offline') })
  expect((await engine.search('violin strings', { limit: 5 }))[0]).not.toHaveProperty('confidence')

  isThere = true
  engine.retry()
  await engine.calibrated()
  expect(engine.state).not.toHaveProperty('error')
  expect((await engine.search(items[7]!.title, { limit: 5 }))[0]!.confidence).toBeGreaterThan(0.5)
})
