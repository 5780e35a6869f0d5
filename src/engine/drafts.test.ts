import { expect, test } from 'vitest'
import { itemSentence } from '../catalog/item-sentence.js'
import { MemoryStore } from '../store/memory-store.js'
import type { Item } from '../types.js'
import { mulberry32 } from '../vectors/random.js'
import { DRAFT_COST, WHOLE_FIRST } from './embedding.js'
import { openEngine, WordEncoder } from './engine.test-helper.js'

/** Items with names of their own, whose sentences are far longer than a draft. */
const random = mulberry32(3)
const word = (i: number) => `w${[100, 10, 1].map((unit) => 'abcdefghij'[Math.floor(i / unit) % 10]).join('')}`
const text = (count: number) => Array.from({ length: count }, () => word(500 + Math.floor(random() * 300))).join(' ')
const items: Item[] = Array.from({ length: 200 }, (_, i) => ({
  id: `${i}`,
  title: `${word(i)} ${text(2)}`,
  description: `${text(40)} ${`${word(i)} `.repeat(20)}${text(20)}`,
}))
const sentences = items.map(itemSentence)
/** Items that get a draft. */
const REST = items.length - WHOLE_FIRST
const titles = new Set(items.map(({ title }) => title))
/** What was embedded, without the titles that the engine asks for to see whether the encoder knows the language. */
const embedded = ({ texts }: WordEncoder) => texts.filter((text) => !titles.has(text))

/** Encodes so many texts, then fails. */
class FailingEncoder extends WordEncoder {
  readonly #last: number

  constructor(last: number) {
    super()
    this.#last = last
  }

  override async encode(texts: readonly string[]): Promise<Float32Array> {
    if (embedded(this).length >= this.#last) throw new Error('the encoder is gone')
    return super.encode(texts)
  }
}

test('after the first items every item gets a draft, of the first words of its sentence, before the next is embedded whole', async () => {
  const encoder = new WordEncoder()
  const engine = await openEngine({ items, encoder, makesDrafts: true })
  await engine.settled()

  const texts = embedded(encoder)
  expect(texts.slice(0, WHOLE_FIRST)).toEqual(sentences.slice(0, WHOLE_FIRST))
  const drafts = texts.slice(WHOLE_FIRST, 200)
  drafts.forEach((draft, i) => {
    expect(sentences[WHOLE_FIRST + i]!.startsWith(`${draft} `)).toBe(true)
    expect(draft.length).toBeLessThanOrEqual(96)
    expect(draft.length).toBeGreaterThan(80)
  })
  expect(texts.slice(200, 200 + REST)).toEqual(sentences.slice(WHOLE_FIRST))
  expect(engine.state).toMatchObject({ phase: 'ready', items: { embedded: 200, drafts: 0, embeddedThisVisit: 200 } })
})

test('answers are those of an engine without drafts in the end', async () => {
  const [one, other] = await Promise.all([true, false].map((makesDrafts) => openEngine({ items, makesDrafts })))
  await Promise.all([one!.settled(), other!.settled()])

  for (const { id } of items.slice(0, 20)) expect(await one!.similar([id], { limit: 8 })).toEqual(await other!.similar([id], { limit: 8 }))
})

test('a visit that ends among its drafts leaves them to the next, which embeds the whole sentences', async () => {
  const store = new MemoryStore()
  const first = await openEngine({ items, store, encoder: new FailingEncoder(200), makesDrafts: true })
  await first.settled()
  expect(first.state.items).toMatchObject({ embedded: 200, drafts: REST })

  const idle = await openEngine({ items, store, encoder: new FailingEncoder(0), makesDrafts: true })
  expect(idle.state.items).toMatchObject({ embedded: 200, drafts: REST })

  const encoder = new WordEncoder()
  const next = await openEngine({ items, store, encoder, makesDrafts: true })
  await next.settled()
  expect(new Set(embedded(encoder))).toEqual(new Set(sentences.slice(WHOLE_FIRST)))
  expect(next.state.items).toMatchObject({ embedded: 200, drafts: 0 })
  const { blocks } = await store.readBlocks('words')
  expect(blocks.flatMap(({ keys }) => keys).length, 'drafts are no longer kept').toBe(200)
})

test('what a visit may embed counts a draft by its part of the cost', async () => {
  const maxItemsPerVisit = WHOLE_FIRST + REST * DRAFT_COST + 5
  const engine = await openEngine({ items, makesDrafts: true, config: { maxItemsPerVisit } })
  await engine.settled()

  expect(engine.state).toMatchObject({ phase: 'ready', items: { embedded: 200, drafts: REST - 5, embeddedThisVisit: WHOLE_FIRST + 5 } })
})

test('drafts move with their rows, and go with them', async () => {
  const engine = await openEngine({ items, encoder: new FailingEncoder(200), makesDrafts: true })
  await engine.settled()

  await engine.catalog.remove(items.slice(100, 150).map(({ id }) => id))
  expect(engine.state.items).toMatchObject({ total: 150, embedded: 150, drafts: REST - 50 })
})

test('a search that finds nothing likely is not called unsure while items have drafts', async () => {
  const [whole, drafts] = await Promise.all(
    [400, WHOLE_FIRST + REST * DRAFT_COST].map((maxItemsPerVisit) =>
      openEngine({ items, makesDrafts: true, config: { maxItemsPerVisit } }),
    ),
  )
  await Promise.all([whole!.settled(), drafts!.settled()])
  const ask = { limit: 8, complete: true }

  expect((await whole!.search('purple elephants', ask)).sure).toBe(false)
  expect((await drafts!.search('purple elephants', ask)).sure).toBeUndefined()
})
