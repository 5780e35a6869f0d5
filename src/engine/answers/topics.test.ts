import { describe, expect, test } from 'vitest'
import { catalogContext, indexOf } from '../../cli/answer-context.js'
import { DenseText } from '../../evaluate/baselines/dense-text.js'
import type { TopicsRequest } from '../../protocol.js'
import type { Item, Topic, TopicPlace } from '../../types.js'
import { mulberry32 } from '../../vectors/random.js'
import { clustered } from '../../vectors/vectors.test-helper.js'
import { hashCatalog } from '../catalog-rows.js'
import type { AnswerContext } from './context.js'
import { maskOf } from './mask.js'
import { TopicNames } from './topic-names.js'
import { topics } from './topics.js'

const KINDS = ['kettle', 'bench', 'scarf', 'bicycle', 'lamp', 'drawer']
const MATERIALS = ['copper', 'oak', 'wool', 'steel', 'paper', 'pine']

/** So many of each kind; what they are is said by their titles alone. */
function things(each: number, more: (kind: string) => Partial<Item> = () => ({})): Item[] {
  return KINDS.flatMap((kind, at) =>
    Array.from({ length: each }, (_, n) => ({ id: `${kind}-${n}`, title: `${MATERIALS[(at + n) % 6]} ${kind}`, ...more(kind) })),
  )
}

async function contextOf(items: readonly Item[], vectors?: Float32Array): Promise<AnswerContext> {
  const index = vectors ? indexOf(new DenseText(vectors, vectors.length / items.length)) : null
  return { ...(await catalogContext(items, index)), interactions: [], now: 0 }
}

const ask = (context: AnswerContext, request: Partial<TopicsRequest> = {}) =>
  topics({ items: 3, ...request }, context, request.where && maskOf(request, context, []))

function everyTopic(all: readonly Topic[]): Topic[] {
  return all.flatMap((one) => [one, ...everyTopic(one.children)])
}

function shuffled<T>(values: T[], seed: number): T[] {
  const random = mulberry32(seed)
  return values
    .map((value) => ({ value, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ value }) => value)
}

/** Unit vectors about one axis a kind. */
function vectorsOf(items: readonly Item[]): Float32Array {
  const random = mulberry32(3)
  return Float32Array.from(
    items.flatMap(({ title }) => {
      const own = Array.from({ length: 16 }, (_, j) => (KINDS.findIndex((kind) => title.endsWith(kind)) === j ? 1 : (random() - 0.5) / 8))
      const length = Math.hypot(...own)
      return own.map((value) => value / length)
    }),
  )
}

describe('topics', () => {
  test.each(['words', 'vectors'] as const)('by %s, what is about the same is one topic, named by what its titles share', async (by) => {
    const items = things(12)
    const told = await ask(await contextOf(items, by === 'vectors' ? vectorsOf(items) : undefined), { items: 100 })

    expect(told.by).toBe(by)
    expect(told.topics.map(({ name }) => name.toLowerCase()).sort()).toEqual([...KINDS].sort())
    for (const { name, items } of told.topics) expect(items.every((id) => id.startsWith(name.toLowerCase()))).toBe(true)
  })

  test.each(['words', 'vectors'] as const)(
    'by %s, the same items in another order have the same topics and the same places',
    async (by) => {
      const items = things(40)
      const vectors = by === 'vectors' ? vectorsOf(items) : undefined
      const order = shuffled([...items.keys()], 5)
      const told = async (rows: readonly number[]) => {
        const own = vectors && Float32Array.from(rows.flatMap((row) => [...vectors.subarray(row * 16, (row + 1) * 16)]))
        const { topics, places } = await ask(
          await contextOf(
            rows.map((row) => items[row]!),
            own,
          ),
          { places: true },
        )
        const byItem = [...places!].sort((a, b) => (a.item < b.item ? -1 : 1))
        // vectors of words are sums over the rows: rounded otherwise in another order
        return { topics, places: by === 'vectors' ? byItem : byItem.map(({ item, id }) => ({ item, id })) }
      }
      expect(await told(order)).toEqual(await told([...items.keys()]))
    },
  )

  test('a category of the catalog names the topic that has it', async () => {
    const items = things(12, (kind) => ({ category: ['All', `Fine ${kind}s & more`] }))
    const told = await ask(await contextOf(items, vectorsOf(items)))
    expect(told.topics.map(({ name }) => name).sort()).toEqual(KINDS.map((kind) => `Fine ${kind}s & more`).sort())
  })

  test('a value that is a list in brackets is read as its values', async () => {
    const items = things(12, (kind) => ({ category: [`['${kind}s', 'Sold here']`] })).map((item) => ({ ...item, title: item.id }))
    const vectors = vectorsOf(things(12))
    const { topics: top } = await ask(await contextOf(items, vectors))
    expect(top.map(({ name }) => name).sort()).toEqual(KINDS.map((kind) => `${kind[0]!.toUpperCase()}${kind.slice(1)}s`).sort())
  })

  test('what is like nothing in particular is named by what most of it has, and not by the title of one item', async () => {
    const names = await TopicNames.of(
      Array.from({ length: 40 }, (_, n) => ({
        id: `${n}`,
        title: `Untitled${n}`,
        category: [n < 20 ? 'Drama' : ['Drama', 'Comedy'][n % 2]!],
      })),
      () => undefined,
    )
    const rows = (from: number) => Uint32Array.from({ length: 20 }, (_, n) => from + n)
    expect(names.name([rows(0), rows(20)], [])).toEqual(['Drama', 'Comedy'])
    expect(names.name([rows(0), rows(0)], [])).toEqual(['Drama', 'Drama'])
  })

  test('where a sibling has the best name, it stands before what tells the topic from the sibling', async () => {
    const items = Array.from({ length: 60 }, (_, n) => ({
      id: `${n}`,
      title: `Untitled${n}`,
      category:
        n < 20 ? ['Horror'] : n < 40 ? (n < 38 ? ['Horror', ...(n < 23 ? ['Vampires'] : [])] : ['War']) : ['War', '(no genres listed)'],
    }))
    const names = await TopicNames.of(items, () => undefined)
    const rows = (from: number) => Uint32Array.from({ length: 20 }, (_, n) => from + n)
    expect(names.name([rows(0), rows(20), rows(40)], [])).toEqual(['Horror', 'Horror, Vampires', 'War'])
  })

  test('the name of a small topic says that there is more, where fewer than half of its items have it', async () => {
    const items = Array.from({ length: 20 }, (_, n) => ({
      id: `${n}`,
      title: `Untitled${n}`,
      category: [n < 4 ? 'Camping' : n < 10 ? `Other${n}` : n < 17 ? 'Mugs' : `Another${n}`],
    }))
    const names = await TopicNames.of(items, () => undefined)
    const rows = (from: number) => Uint32Array.from({ length: 10 }, (_, n) => from + n)
    expect(names.name([rows(0), rows(10)], [])).toEqual(['Camping, …', 'Mugs'])
    expect(names.name([rows(0), rows(10)], ['Sold here'])).toEqual(['Camping', 'Mugs'])
  })

  test('no item has the id of another, ids begin with those of their topics, and a topic holds what its where lets through', async () => {
    const items = Array.from({ length: 400 }, (_, n): Item => ({ id: `${n}`, title: `${MATERIALS[n % 6]} ${KINDS[n % 5]}` }))
    const context = await contextOf(items, clustered(400, 32, 12, mulberry32(1)))
    const { places, topics: top } = await ask(context, { places: true })

    expect(new Set(places!.map(({ id }) => id)).size).toBe(400)
    expect(top.reduce((sum, { size }) => sum + size, 0)).toBe(400)
    for (const topic of everyTopic(top)) {
      const { where, items } = await ask(context, { topic: topic.id })
      const own = places!.filter(({ id }) => id.startsWith(`${topic.id}.`)).map(({ item }) => item)
      expect([topic.size, items, where]).toEqual([own.length, own.length, { id: own }])
    }
  })

  test('with a filter the same topics tell only of the items that match', async () => {
    const items = things(12, (kind) => ({ brand: kind === 'lamp' ? 'Own' : 'Acme' })).map((item, n) => ({ ...item, available: n % 12 < 9 }))
    const context = await contextOf(items, vectorsOf(items))
    const all = await ask(context, { places: true })
    const told = await ask(context, { places: true, where: { brand: 'Acme' } })
    expect(told.topics.map(({ id, name }) => [id, name])).toEqual(all.topics.map(({ id, name }) => [id, name]))
    expect(told.topics.map(({ name, size }) => [name, size])).toEqual(all.topics.map(({ name }) => [name, name === 'Lamp' ? 0 : 9]))
    expect([told.items, told.places]).toEqual([
      45,
      all.places!.filter(({ item }) => context.rows.items[context.rows.rowOf(item)!]!.available && !item.startsWith('lamp')),
    ])
    const lamp = all.topics.find(({ name }) => name === 'Lamp')!.id
    expect(await ask(context, { topic: lamp, where: { brand: 'Acme' } })).toMatchObject({ items: 0, where: { id: [] } })
  })

  test('siblings have different names, and none repeats the name above it', async () => {
    const { topics: top } = await ask(await contextOf(things(30)))
    const differ = (all: readonly Topic[]): void => {
      expect(new Set(all.map(({ name }) => name.toLowerCase())).size).toBe(all.length)
      for (const { name, children } of all) {
        expect(children.map((child) => child.name)).not.toContain(name)
        differ(children)
      }
    }
    differ(top)
  })

  test('a new item stands with its like, and moves no other; a removed one is gone', async () => {
    const items = things(12)
    const context = await contextOf(items, vectorsOf(items))
    const before = (await ask(context, { places: true })).places!
    const lamp: Item = { id: 'new', title: 'glass lamp' }
    const now = [lamp, ...items.slice(1)]
    const later = await contextOf(now, vectorsOf(now))
    context.rows.replace(await hashCatalog(now))
    const after = (await ask({ ...later, rows: context.rows }, { places: true })).places!

    expect(after.slice(1)).toEqual(before.slice(1))
    const like = before.find(({ item }) => item === 'lamp-0')!.id.split('.')[0]
    expect(after[0]!.id.split('.')[0]).toBe(like)
    expect(new Set(after.map(({ id }) => id)).size).toBe(now.length)
  })

  test('on the map no two items stand in one place, and those of a topic stand together, also one that comes later', async () => {
    const items = things(30)
    const context = await contextOf(items, vectorsOf(items))
    const before = (await ask(context, { places: true })).places!
    const lamp: Item = { id: 'new', title: 'glass lamp' }
    const now = [...items, lamp]
    const later = await contextOf(now, vectorsOf(now))
    context.rows.replace(await hashCatalog(now))
    const { places } = await ask({ ...later, rows: context.rows }, { places: true })
    expect(places!.slice(0, -1)).toEqual(before)

    const gap = ({ x, y }: TopicPlace, other: TopicPlace) => Math.hypot(x - other.x, y - other.y)
    for (const [at, place] of places!.entries()) {
      const others = places!.filter((other) => other !== place).sort((a, b) => gap(place, a) - gap(place, b))
      expect(Math.hypot(place.x - 0.5, place.y - 0.5)).toBeLessThan(0.5)
      if (at < items.length) expect(gap(place, others.find(({ item }) => item !== 'new')!)).toBeGreaterThan(0.02)
      expect(others.slice(0, 3).map(({ title }) => title.split(' ')[1])).toEqual(Array(3).fill(place.title.split(' ')[1]))
    }
  })

  test.each([1, 12])('an item that comes when another of its kind has gone has a place of its own: %i of each kind', async (each) => {
    let now = things(each)
    const context = await contextOf(now, vectorsOf(now))
    let places = (await ask(context, { places: true })).places!
    const come = (id: string) => [...now, { id, title: 'glass lamp' }]
    const groupOf = (of: string) => places.find(({ item }) => item === of)!.id.replace(/[^.]*$/, '')
    const goneBeside = (id: string) => {
      const gone = places.find((place) => place.item !== id && groupOf(place.item) === groupOf(id))!
      return now.filter((item) => item.id !== gone.item)
    }
    for (const change of [() => come('new-0'), () => goneBeside('new-0'), () => come('new-1')]) {
      now = change()
      context.rows.replace(await hashCatalog(now))
      const later = await contextOf(now, vectorsOf(now))
      places = (await ask({ ...later, rows: context.rows }, { places: true })).places!
      expect(places.map(({ item }) => item)).toEqual(now.map(({ id }) => id))
      expect(new Set(places.map(({ id }) => id)).size).toBe(now.length)
      expect(new Set(places.map(({ x, y }) => `${x} ${y}`)).size).toBe(now.length)
      expect(places.filter(({ id }) => id.startsWith('.'))).toEqual([])
    }
  })

  test('other questions have their turn while a catalog is divided', async () => {
    const context = await contextOf(things(40))
    let turns = 0
    const timer = setInterval(() => turns++, 0)
    await ask(context).finally(() => clearInterval(timer))
    expect(turns).toBeGreaterThan(0)
  })

  test('few items have no topics, and a topic that there is not is an error', async () => {
    const few = await contextOf(things(1))
    expect((await ask(few, { places: true })).places).toHaveLength(6)
    expect((await ask(few)).topics).toEqual([])
    expect((await ask(await contextOf([]))).items).toBe(0)
    await expect(ask(few, { topic: '1' })).rejects.toMatchObject({ code: 'usage' })
  })
})
