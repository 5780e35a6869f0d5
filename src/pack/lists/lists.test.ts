import { describe, expect, test } from 'vitest'
import { PagekinError } from '../../errors.js'
import type { Item } from '../../types.js'
import { normalize } from '../../vectors/normalize.js'
import { dequantize, quantizeInto } from '../../vectors/quantize.js'
import { mulberry32 } from '../../vectors/random.js'
import { cardOf, neighboursOf } from '../neighbours.js'
import { openPack, type Pack } from '../open-pack.js'
import type { Cards } from './cards-file.js'
import { Lists } from './lists.js'
import { readIndex } from './lists-manifest.js'
import { type ListsContent, listsFiles } from './write-lists.js'

const DIMENSIONS = 32
const COUNT = 6000

/** Items in groups, whose vectors lie about the group's. */
function catalogOf(count: number, seed = 1): ListsContent {
  const random = mulberry32(seed)
  const groups = Array.from({ length: 40 }, () => Float32Array.from({ length: DIMENSIONS }, () => random() - 0.5))
  const codes = new Int8Array(count * DIMENSIONS)
  const items: Item[] = []
  const scales = Float32Array.from({ length: count }, (_, row) => {
    const group = Math.floor(random() * groups.length)
    items.push({ id: `sku-${row}`, title: `Thing number${row} of group${group}`, url: `/p/${row}`, price: { value: row } })
    const vector = normalize(Float32Array.from(groups[group]!, (value) => value + 0.5 * (random() - 0.5)))
    return quantizeInto(vector, codes.subarray(row * DIMENSIONS, (row + 1) * DIMENSIONS), 127)
  })
  return {
    items,
    codes,
    scales,
    encoder: { id: 'test', fingerprint: 'f', dimensions: DIMENSIONS, dtype: 'int8' },
    wordsOf: ({ title }) => {
      const terms = title.toLowerCase().split(' ')
      return { terms: new Set(terms), title: `=${terms.join(' ')}`, length: terms.length }
    },
    addressOf: ({ url }) => url,
  }
}

type Files = Map<string, Uint8Array<ArrayBuffer>>

async function filesOf(content: ListsContent): Promise<Files> {
  const files: Files = new Map()
  for await (const { name, bytes } of listsFiles(content)) files.set(name, bytes)
  return files
}

async function open(files: Files, onFail: (thrown: unknown) => void = (thrown) => expect.fail(String(thrown))) {
  const asked: string[] = []
  const kept = new Set([...files.keys()].flatMap((name) => /-([0-9a-f]{12})\./.exec(name)?.[1] ?? []))
  const pack: Pack = await openPack(async (name) => {
    asked.push(name)
    const bytes = files.get(name)
    if (!bytes) throw new PagekinError('pack-invalid', `${name}: not there`)
    return bytes
  })
  const lists = await Lists.open(pack, { padding: 0, kept: async () => kept, onFail, random: mulberry32(1) })
  return { pack, lists, asked }
}

const idsOf = (cards: readonly Cards[]) => cards.flatMap(({ items }) => items.map(({ id }) => id))
const vectorOf = ({ codes, scales }: ListsContent, row: number) =>
  Float32Array.from({ length: DIMENSIONS }, (_, j) => codes[row * DIMENSIONS + j]! * scales[row]!)

function nearestOf(content: ListsContent, row: number, count: number): string[] {
  const mean = new Float32Array(DIMENSIONS)
  for (let other = 0; other < COUNT; other++)
    vectorOf(content, other).forEach((value, j) => {
      mean[j]! += value / COUNT
    })
  const from = (at: number) => normalize(vectorOf(content, at).map((value, j) => value - mean[j]!))
  const query = from(row)
  const scores = content.items.map((_, at) => from(at).reduce((sum, value, j) => sum + value * query[j]!, 0))
  return [...scores.keys()]
    .sort((a, b) => scores[b]! - scores[a]!)
    .slice(0, count)
    .map((at) => content.items[at]!.id)
}

const content = catalogOf(COUNT)
const written = filesOf(content)

describe('a pack in lists', () => {
  test('is the same bytes in whatever order the items come', async () => {
    const order = [...content.items.keys()].reverse()
    const codes = new Int8Array(content.codes.length)
    order.forEach((from, to) => void codes.set(content.codes.subarray(from * DIMENSIONS, (from + 1) * DIMENSIONS), to * DIMENSIONS))
    const other = {
      ...content,
      codes,
      items: order.map((at) => content.items[at]!),
      scales: Float32Array.from(order, (at) => content.scales[at]!),
    }

    // every other file is named by its content
    const [again, first] = [await filesOf(other), await written]
    expect([...again.keys()].sort()).toEqual([...first.keys()].sort())
    expect(Buffer.from(again.get('manifest.json')!).equals(first.get('manifest.json')!)).toBe(true)
  })

  test('gives the items that a scan of all would: at least 95 of 100 of the ten nearest', async () => {
    let found = 0
    for (let row = 0; row < 50; row++) {
      const { lists } = await open(await written)
      const ids = new Set(idsOf(await lists.near({ vector: vectorOf(content, row), centred: true, count: 64, files: 64 })))
      found += nearestOf(content, row, 10).filter((id) => ids.has(id)).length
    }

    expect(found / 500).toBeGreaterThanOrEqual(0.95)
  })

  test('reads no more lists and files of cards than a question allows, those of the nearest rows first', async () => {
    const { lists, asked } = await open(await written)
    const near = { vector: vectorOf(content, 5), centred: false, count: 500 }
    const all = idsOf(await lists.near({ ...near, files: 64, lists: 8 }))
    const filesOf = (part: string) => asked.filter((name) => name.startsWith(`${part}-`)).length
    expect(filesOf('lists')).toBe(8)
    expect(filesOf('cards')).toBeGreaterThan(3)

    const fewer = await open(await written)
    const some = await fewer.lists.near({ ...near, files: 3, lists: 8 })
    expect(some).toHaveLength(3)
    expect(all.slice(0, idsOf(some).length)).toEqual(idsOf(some))
  })

  test('gives each item as it was written, and its vector rounded to 57 steps', async () => {
    const { lists } = await open(await written)
    const [cards] = await lists.ofIds(['sku-77'])
    const at = cards!.items.findIndex(({ id }) => id === 'sku-77')

    expect(cards!.items[at]).toEqual(content.items[77])
    const vectorOf = ({ codes, scales }: Pick<Cards, 'codes' | 'scales'>, row: number) =>
      dequantize(codes.subarray(row * DIMENSIONS, (row + 1) * DIMENSIONS), scales[row]!)
    const [read, wrote] = [vectorOf(cards!, at), vectorOf(content, 77)]
    const off = Math.hypot(...read.map((value, j) => value - wrote[j]!))
    expect(off).toBeGreaterThan(0)
    // half a step each way, of 56 between the largest numbers
    expect(off).toBeLessThan((Math.sqrt(DIMENSIONS) * Math.max(...wrote.map(Math.abs))) / 56)
  })

  test('finds an item by its id, the address of its page, and a word that it alone has; unknown ones give nothing', async () => {
    for (const ask of [
      (lists: Lists) => lists.ofIds(['sku-4321']),
      (lists: Lists) => lists.ofIds(['/p/4321']),
      async (lists: Lists) => (await lists.ofTerms(['number4321', 'of'], 1)).cards,
    ]) {
      const { lists } = await open(await written)
      expect(idsOf(await ask(lists))).toContain('sku-4321')
    }
    const { lists } = await open(await written)
    expect(await lists.ofIds(['__proto__', 'nobody'])).toEqual([])
    expect(await lists.ofTerms(['constructor'], 8)).toEqual({ cards: [], hasTitle: false })
  })

  test('has no list above 40 kB', async () => {
    for (const [name, bytes] of await written) if (name.startsWith('lists-')) expect(bytes.length).toBeLessThanOrEqual(40_000)
  })

  test('rewrites the list, its head and one file of cards of an item with another price, the index, and no other', async () => {
    const earlier = await readIndex((await open(await written)).pack)
    const items = content.items.map((item, row) => (row === 9 ? { ...item, price: { value: 4.2 } } : item))
    const changed = await filesOf({ ...content, items, earlier })
    const old = await written

    expect([...changed.keys()].filter((name) => !old.has(name)).map((name) => name.split('-')[0])).toEqual([
      'cards',
      'lists',
      'heads',
      'index',
    ])
  })

  test('answers what is like an item from one file; a file that is damaged or of another place is told', async () => {
    const small = catalogOf(500)
    const asked: number[] = []
    const files = await filesOf({
      ...small,
      likeOf: (among, items) => {
        asked.push(...items)
        // of its own list and those near it, by number: whoever comes next
        const sorted = [...among].sort((a, b) => a - b)
        return Array.from(items, (at) => Uint32Array.from(sorted.filter((other) => other > at).slice(0, 8)))
      },
    })
    expect(asked.sort((a, b) => a - b)).toEqual([...small.items.keys()])
    const { pack, asked: read } = await open(files)
    read.length = 0
    const found = await neighboursOf(pack, 'sku-7')
    expect(found).toEqual({ title: small.items[7]!.title, items: Array.from({ length: 8 }, (_, i) => cardOf(small.items[8 + i]!)) })
    expect(await neighboursOf(pack, 'nobody')).toBeUndefined()
    const [file] = read
    expect(new Set(read.map((name) => name.slice(0, 11)))).toEqual(new Set(['neighbours.']))
    expect(read[1]).not.toBe(file)

    const other = [...files.keys()].find((name) => name.startsWith('neighbours.') && name !== file)!
    const cut = files.get(file!)!.slice(0, -9)
    for (const bytes of [files.get(other)!, cut, new TextEncoder().encode('null')]) {
      const damaged = await open(new Map(files).set(file!, bytes))
      await expect(neighboursOf(damaged.pack, 'sku-7')).rejects.toMatchObject({ code: 'pack-invalid' })
    }
  })

  test('without a network finds an item whose list an earlier visit kept without its head', async () => {
    const files = await written
    const { lists, asked } = await open(files)
    await lists.near({ vector: vectorOf(content, 5), centred: true, count: 24, files: 64 })
    const kept = new Map([...files].filter(([name]) => asked.includes(name) || /^(?:manifest|index|ids|terms|cards)/.test(name)))
    const offline = await open(kept)

    expect(asked.some((name) => name.startsWith('heads-'))).toBe(false)
    expect(idsOf(await offline.lists.ofIds(['sku-5']))).toContain('sku-5')
  })

  test('a list that is lost does not lose its head, and a head that comes does not hide that the list is lost', async () => {
    const heads = new Map([...(await written)].filter(([name]) => !name.startsWith('lists-')))
    const { lists } = await open(heads, () => undefined)
    const near = lists.near({ vector: vectorOf(content, 5), centred: true, count: 24, files: 64 })

    expect(idsOf(await lists.ofIds(['sku-5']))).toContain('sku-5')
    expect(await near).toEqual([])
    const { size } = lists.failed
    expect(size).toBeGreaterThan(0)
    await lists.ofIds(['sku-6', 'sku-7', 'sku-8'])
    expect(lists.failed.size).toBe(size)
  })

  test('goes on without a list that is not there, and says which', async () => {
    const files = new Map(await written)
    const { lists, asked } = await open(files)
    await lists.near({ vector: vectorOf(content, 5), centred: true, count: 16, files: 64 })
    const lost = asked.find((name) => name.startsWith('lists-'))!
    files.delete(lost)

    const failures: unknown[] = []
    const again = await open(files, (thrown) => failures.push(thrown))
    expect(idsOf(await again.lists.near({ vector: vectorOf(content, 5), centred: true, count: 16, files: 64 })).length).toBeGreaterThan(0)
    expect(String(failures[0])).toContain(lost)
    expect(again.lists.failed.size).toBe(1)
    expect((await again.lists.varied(1000)).length).toBeGreaterThan(0)
  })

  test('fetches lists at random beside those of a question, if asked to', async () => {
    const plain = await open(await written)
    await plain.lists.near({ vector: vectorOf(content, 5), centred: true, count: 16, files: 64 })
    const padded = await open(await written)
    const beside = await Lists.open(padded.pack, {
      padding: 4,
      kept: async () => new Set(),
      onFail: () => undefined,
      random: mulberry32(3),
    })
    await beside.near({ vector: vectorOf(content, 5), centred: true, count: 16, files: 64 })
    const ofLists = (asked: readonly string[]) => new Set(asked.filter((name) => name.startsWith('lists-'))).size

    expect(ofLists(padded.asked)).toBeGreaterThan(ofLists(plain.asked))
  })
})
