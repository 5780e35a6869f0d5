import { expect, test } from 'vitest'
import { itemsIn } from '../../lexical/languages.test-helper.js'
import { MemoryStore } from '../../store/memory-store.js'
import type { Item } from '../../types.js'
import { openEngine, WordEncoder } from '../engine.test-helper.js'
import { knowsLanguage, readSelfRetrieval } from './self-retrieval.js'

/** Knows the words of one script: all others are one unknown word to it. */
class EnglishEncoder extends WordEncoder {
  override encode(texts: readonly string[]): Promise<Float32Array> {
    return super.encode(texts.map((text) => text.replace(/[^\P{L}A-Za-z]+/gu, 'unknown')))
  }
}

const opened = async (items: readonly Item[], store = new MemoryStore()) => {
  const encoder = new EnglishEncoder()
  const engine = await openEngine({ items, store, encoder })
  await engine.settled()
  return { engine, encoder }
}

test('a catalog in a language that the encoder knows is answered by meaning', async () => {
  const { engine } = await opened(itemsIn('en'))

  expect(engine.state).toMatchObject({ phase: 'ready', items: { embedded: 96 } })
  expect(engine.state.level).not.toBe('lexical')
  expect(engine.state).not.toHaveProperty('levelReason')
})

test.each(['ru', 'ar', 'ja', 'th'] as const)(
  'a catalog in another (%s) stays with words, says why, and is found by them',
  async (language) => {
    const items = itemsIn(language)
    const { engine } = await opened(items)

    expect(engine.state).toMatchObject({ phase: 'ready', level: 'lexical' })
    expect(engine.state.levelReason).toMatch(
      /language of this catalog: of 32 items .* finds \d+, words find 3[0-2]; encoder: 'multilingual' knows twelve languages$/,
    )
    const { title } = items[20]!
    expect((await engine.search(title, { limit: 1 }))[0]!.item.title).toBe(title)
    expect(await engine.similar([items[0]!.id], { limit: 3 })).toHaveLength(3)
  },
)

test('most of a large catalog is then not embedded at all, in this visit and in the next', async () => {
  const store = new MemoryStore()
  const items = [...itemsIn('ru'), ...itemsIn('ar'), ...itemsIn('ja'), ...itemsIn('th')]
  const first = await opened(items, store)
  const { embedded } = first.engine.state.items

  expect(embedded).toBeGreaterThanOrEqual(64)
  expect(embedded).toBeLessThan(96)
  const second = await opened(items, store)
  expect(second.encoder.texts).toEqual([])
  expect(second.engine.state).toMatchObject({ phase: 'ready', level: 'lexical', levelReason: first.engine.state.levelReason })
})

test('what is found of one catalog says nothing of another that is given under the same encoder', async () => {
  const store = new MemoryStore()
  await opened(itemsIn('ru'), store)

  const { engine } = await opened(itemsIn('en'), store)
  expect(engine.state.level).not.toBe('lexical')
  expect((await opened(itemsIn('ru'), store)).engine.state.level).toBe('lexical')
})

test('once vectors are cleared it is asked anew', async () => {
  const store = new MemoryStore()
  const { engine } = await opened(itemsIn('ru'), store)
  await engine.clear({ history: false, vectors: true })

  const { encoder } = await opened(itemsIn('ru'), store)
  expect(encoder.texts.length).toBeGreaterThan(96)
})

test('where titles say nothing, and where there are few, nothing is held against the encoder', async () => {
  const numbered = Array.from({ length: 60 }, (_, i): Item => ({ id: `${i}`, title: '…', description: `дело ${i % 7}` }))
  const { engine } = await opened(numbered)
  expect(engine.state.level).not.toBe('lexical')
  const few = await opened(itemsIn('ru').slice(0, 30))
  expect(few.engine.state.level).not.toBe('lexical')
})

test('the line is half of what words find', () => {
  expect(knowsLanguage({ asked: 32, byWords: 32, byMeaning: 16 })).toBe(true)
  expect(knowsLanguage({ asked: 32, byWords: 32, byMeaning: 15 })).toBe(false)
  expect(knowsLanguage({ asked: 32, byWords: 15, byMeaning: 0 })).toBe(true)
})

test.each([null, 'x', {}, { asked: 1, byWords: 1 }, { asked: -1, byWords: 1, byMeaning: 1 }, { asked: 1.5, byWords: 1, byMeaning: 1 }])(
  'what anybody may have written is no answer: %j',
  (value) => {
    expect(readSelfRetrieval(value)).toBeUndefined()
  },
)

test('rows that come while titles are asked for are embedded like the others', async () => {
  const items = itemsIn('en')
  let add: () => Promise<unknown> = async () => undefined
  class Slow extends EnglishEncoder {
    override async encode(texts: readonly string[], kind?: 'query' | 'item'): Promise<Float32Array> {
      if (kind === 'query') await add()
      return super.encode(texts)
    }
  }
  const engine = await openEngine({ items: items.slice(0, 64), encoder: new Slow() })
  add = () => engine.catalog.upsert(items.slice(64))
  await engine.settled()

  expect(engine.state).toMatchObject({ phase: 'ready', items: { total: 96, embedded: 96 } })
  expect(engine.state).not.toHaveProperty('error')
})
