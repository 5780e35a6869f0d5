import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest'
import { Bm25Index } from '../lexical/bm25.js'
import { ValuePairs } from '../ranking/scorers/value-pairs.js'
import { MemoryStore } from '../store/memory-store.js'
import type { Item, Recommendation } from '../types.js'
import { topics } from './answers/topics.js'
import { answersOf, IDS, items, told, WORDS } from './changing-rows.test-helper.js'
import type { Engine } from './engine.js'
import { makeEngine, openEngine } from './engine.test-helper.js'

const change = fc.oneof(
  fc.record({ upsert: items(1) }),
  fc.record({ remove: fc.uniqueArray(fc.constantFrom(...IDS), { minLength: 1, maxLength: 8 }) }),
)

test.each(['off', 'auto'] as const)(
  'after any upserts and removals an engine answers like one that opens with those items (device %s)',
  async (device) => {
    await fc.assert(
      fc.asyncProperty(items(1), fc.array(change, { minLength: 1, maxLength: 6 }), async (first, changes) => {
        const engine = await openEngine({ items: first, config: { device } })
        const left = new Map<string, Item>(first.map((one) => [one.id, one as unknown as Item]))
        for (const one of changes) {
          await engine.settled()
          if ('upsert' in one) await engine.catalog.upsert(one.upsert)
          else await engine.catalog.remove(one.remove)
          if ('upsert' in one) for (const row of one.upsert) left.set(row.id, row as unknown as Item)
          else for (const id of one.remove) left.delete(id)
        }
        await engine.settled()
        fc.pre(left.size > 0)
        const fresh = await openEngine({ items: [...left.values()], config: { device } })
        await fresh.settled()

        const ids = [...left.keys()].slice(0, 6)
        expect(await answersOf(engine, ids)).toEqual(await answersOf(fresh, ids))
      }),
      { numRuns: 40 },
    )
  },
)

test.each(['off', 'auto'] as const)(
  'the visit that fetches a changed catalog answers like the first visit to that catalog (device %s)',
  async (device) => {
    await fc.assert(
      fc.asyncProperty(items(1), items(1), async (before, after) => {
        const store = new MemoryStore()
        const visit = async (rows: readonly unknown[], etag: string, kept: MemoryStore) => {
          const catalog = { kind: 'fresh', text: JSON.stringify(rows), version: { etag }, bytes: 1 } as const
          const engine = makeEngine({ store: kept, config: { device, catalogUrl: '/catalog.json' }, catalog })
          await engine.open()
          await engine.settled()
          return engine
        }
        await visit(before, '"1"', store)
        const second = await visit(after, '"2"', store)
        const first = await visit(after, '"2"', new MemoryStore())

        const ids = after.map(({ id }) => id).slice(0, 6)
        expect(await answersOf(second, ids)).toEqual(await answersOf(first, ids))
      }),
      { numRuns: 40 },
    )
  },
)

describe('while a change is made in pieces', () => {
  // each look at the clock finds the slice of work over
  beforeEach(() => {
    let now = 0
    vi.spyOn(performance, 'now').mockImplementation(() => (now += 1000))
  })
  afterEach(() => void vi.restoreAllMocks())

  test('a call is answered from the catalog before or after one of the changes, never from a mixture or an earlier one', async () => {
    let answered = 0
    await fc.assert(
      fc.asyncProperty(items(3), fc.array(change, { minLength: 1, maxLength: 4 }), async (first, changes) => {
        const changed = (engine: Engine, one: (typeof changes)[number]) =>
          'upsert' in one ? engine.catalog.upsert(one.upsert) : engine.catalog.remove(one.remove)
        const questions: readonly ((engine: Engine) => Promise<readonly Recommendation[]>)[] = [
          (engine) => engine.search('copper kettle', { limit: 30 }),
          (engine) => engine.forYou({ limit: 30 }, []),
          (engine) => engine.similar([first[0]!.id], { limit: 30 }).catch(() => []),
        ]
        const answers = async (engine: Engine) => {
          const texts: string[] = []
          for (const ask of questions) texts.push(JSON.stringify(told(await ask(engine))))
          return texts
        }
        const patient = await openEngine({ items: first, config: { device: 'off' } })
        const expected = [await answers(patient)]
        for (const one of changes) {
          await changed(patient, one)
          expected.push(await answers(patient))
        }

        const engine = await openEngine({ items: first, config: { device: 'off' } })
        let isOver = false
        const all = Promise.all(changes.map((one) => changed(engine, one))).then(() => {
          isOver = true
        })
        let from = 0
        for (let call = 0; !isOver; call++) {
          const question = call % questions.length
          const answer = JSON.stringify(told(await questions[question]!(engine)))
          const found = expected.findIndex((one, i) => i >= from && one[question] === answer)
          expect(found, `${answer} after ${from} of ${JSON.stringify(expected.map((one) => one[question]))}`).toBeGreaterThanOrEqual(0)
          expect(engine.catalog.words.rowCount).toBe(engine.catalog.rows.size)
          from = found
          answered++
          await new Promise((resolve) => setTimeout(resolve))
        }
        await all
        expect(await answers(engine)).toEqual(expected.at(-1))
      }),
      { numRuns: 12, endOnFailure: true },
    )
    expect(answered).toBeGreaterThan(40)
  })

  test('an engine that is disposed of puts nothing more in place', async () => {
    const engine = await openEngine({ items: [{ id: 'a', title: 'Lamp' }], config: { device: 'off' } })
    const upsert = engine.catalog.upsert([{ id: 'b', title: 'Chair' }])
    const removal = engine.catalog.remove(['a'])
    await new Promise((resolve) => setTimeout(resolve))
    engine.dispose()

    await expect(upsert).rejects.toMatchObject({ code: 'aborted' })
    await expect(removal).rejects.toMatchObject({ code: 'aborted' })
    expect(engine.catalog.rows.items.map(({ id }) => id)).toEqual(['a'])
  })

  test('other work has its turn many times', async () => {
    const engine = await openEngine({ items: [{ id: 'a', title: 'Lamp' }], config: { device: 'off' } })
    let turns = 0
    const counting = setInterval(() => turns++, 0)
    await engine.catalog.upsert(Array.from({ length: 600 }, (_, i) => ({ id: `${i}`, title: `Chair ${i}` })))
    clearInterval(counting)

    expect(turns).toBeGreaterThan(100)
  })
})

test('an item that is embedded while rows before it are removed gets its own vector', async () => {
  const rows = IDS.map((id, i) => ({ id, title: `${WORDS[i % 16]} ${WORDS[(i * 7) % 16]}`, description: WORDS[(i * 5) % 16] }))
  const engine = await openEngine({ items: rows })
  for (let i = 0; i < 8; i++) {
    await engine.catalog.remove([`item-${i}`])
    await new Promise((resolve) => setTimeout(resolve))
  }
  await engine.settled()
  const fresh = await openEngine({ items: rows.slice(8) })
  await fresh.settled()

  expect(await answersOf(engine, IDS.slice(8, 14))).toEqual(await answersOf(fresh, IDS.slice(8, 14)))
})

test('words that are no part of what is embedded change with their item, too', async () => {
  const engine = await openEngine({
    items: [
      { id: 'a', title: 'Lamp', sku: 'oldnumber' },
      { id: 'b', title: 'Chair' },
    ],
  })
  await engine.catalog.upsert([{ id: 'a', title: 'Lamp', sku: 'newnumber' }])

  expect(engine.catalog.words.termsOf(0)).toEqual(['lamp', 'newnumber'])
})

test('a search is answered though the catalog changes as often as a graph of words is made', async () => {
  const engine = await openEngine({ items: [{ id: 'a', title: 'Lamp' }], config: { device: 'off' } })
  const { makeGraph } = Bm25Index.prototype
  let changes = 0
  const made = vi.spyOn(Bm25Index.prototype, 'makeGraph').mockImplementation(async function (this: Bm25Index, breathe) {
    await makeGraph.call(this, breathe)
    if (changes < 50) await engine.catalog.upsert([{ id: 'b', title: `Lamp ${changes++}` }])
  })
  const found = await engine.search('lamp', { limit: 3 })
  made.mockRestore()

  expect(found).toHaveLength(2)
  expect(changes).toBeLessThan(5)
})

test('topics that are asked for while the catalog changes are those of one catalog', async () => {
  let now = 0
  // every piece of the work gives way
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => (now += 1000))
  onTestFinished(() => clock.mockRestore())
  const titleOf = (i: number) => `${WORDS[i % WORDS.length]} ${WORDS[(i * 7) % WORDS.length]} ${WORDS[(i >> 4) % WORDS.length]}`
  const rows = Array.from({ length: 200 }, (_, i) => ({ id: `i${i}`, title: titleOf(i) }))
  const engine = await openEngine({ items: rows })
  await engine.settled()
  const ask = () => engine.explore((context) => ({ told: topics({ items: 3 }, context) })).told.then((told) => told.items)
  const first = ask()
  await engine.catalog.upsert(Array.from({ length: 100 }, (_, i) => ({ id: `n${i}`, title: titleOf(i) })))
  await engine.settled()
  const second = ask()
  await engine.catalog.remove(rows.slice(0, 150).map(({ id }) => id))

  expect([await first, await second]).toEqual([200, 200])
  expect(await ask()).toBe(150)
})

test('what goes with an item is made once for several shelves, lets a search go first, and is of the catalog as it has become meanwhile', async () => {
  let now = 0
  // every piece of the work gives way
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => (now += 1000))
  const making = vi.spyOn(ValuePairs, 'making')
  onTestFinished(() => {
    clock.mockRestore()
    making.mockRestore()
  })
  const rows = Array.from({ length: 60 }, (_, i) => ({
    id: `i${i}`,
    title: `${WORDS[i % WORDS.length]} ${i}`,
    category: [`kind ${i % 6}`],
    crosssell: [`i${(i * 7 + 3) % 60}`, `i${(i + 9) % 60}`],
  }))
  const engine = await openEngine({ items: rows, config: { device: 'off' } })
  const done: string[] = []
  const ask = (from: Engine, id: string) => from.list('goes-with', { limit: 8, items: [id] }).finally(() => done.push(id))

  const shelves = [ask(engine, 'i20'), ask(engine, 'i21')]
  await engine.search(WORDS[0]!, { limit: 3 }).then(() => done.push('search'))
  expect(done).toEqual(['search'])
  await Promise.all(shelves)
  expect(making).toHaveBeenCalledTimes(1)

  await engine.catalog.upsert([{ ...rows[30]!, title: 'Another' }])
  const changing = [ask(engine, 'i20'), ask(engine, 'i21')]
  await engine.catalog.remove(rows.slice(0, 5).map(({ id }) => id))
  await engine.catalog.upsert([rows[30]!])
  const fresh = await openEngine({ items: engine.catalog.rows.items, config: { device: 'off' } })
  expect(engine.catalog.rows.size).toBe(55)
  expect((await Promise.all(changing)).map(told)).toEqual((await Promise.all([ask(fresh, 'i20'), ask(fresh, 'i21')])).map(told))
})
