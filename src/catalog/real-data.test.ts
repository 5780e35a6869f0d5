import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { itemSentence } from './item-sentence.js'
import { parseCatalog } from './parse.js'
import { oneLine } from './plain-text.js'

const data = fileURLToPath(new URL('../../../shared/data/', import.meta.url))
const isHere = existsSync(data)
if (!isHere) console.warn(`real catalogs are not at ${data}: their tests are skipped`)

const load = (name: string) => gunzipSync(readFileSync(data + name)).toString('utf8')

describe.skipIf(!isHere)('catalogs that nobody wrote for us', () => {
  test('an electronics shop without ids and addresses: every row is rejected for its id', () => {
    const { items, rejected } = parseCatalog(load('bestbuy-sample/ecommerce.json.gz'))

    expect(items).toHaveLength(0)
    expect(rejected).toHaveLength(3291)
    expect(new Set(rejected.map((entry) => entry.field))).toEqual(new Set(['id']))
  })

  test('the same shop with positions as ids: every row is an item with brand, category, price, image and popularity', () => {
    const rows = (JSON.parse(load('bestbuy-sample/ecommerce.json.gz')) as object[]).map((row, id) => ({ ...row, id }))
    const { items, rejected } = parseCatalog(rows)

    expect(items).toHaveLength(3291)
    expect(rejected).toHaveLength(0)
    for (const field of ['brand', 'category', 'price', 'image', 'popularity'] as const) {
      expect(items.filter((item) => item[field] !== undefined).length, field).toBeGreaterThan(3280)
    }
  })

  test('talks: objectID, name, image_url, tags and dates in seconds', () => {
    const text = load('tedtalks/talks.json.gz')
    const { items, rejected } = parseCatalog(text)

    expect([items.length, rejected.length]).toEqual([2356, 0])
    const raws = JSON.parse(text) as {
      objectID: string
      name: string
      image_url: string
      tags: string[]
      date: number
      popularity_score: number
    }[]
    const read = items.map((item) => [
      item.id,
      item.title,
      item.image,
      item.popularity,
      item.tags?.length,
      Date.parse(item.published ?? ''),
    ])
    const expected = raws.map((raw) => [
      raw.objectID,
      raw.name.replace(/\s+/g, ' ').trim(),
      raw.image_url,
      raw.popularity_score,
      new Set(raw.tags).size || undefined,
      raw.date * 1000,
    ])
    expect(read).toEqual(expected)
  })

  test('recipes: numbers as ids, category paths with slashes', () => {
    const { items, rejected } = parseCatalog(load('recipes/recipes.json.gz'))

    expect([items.length, rejected.length]).toEqual([1090, 0])
    expect(items.filter((item) => item.category !== undefined)).toHaveLength(1090)
    expect(items[5]?.category?.[0]).toBe('Desserts')
  })

  test('an object from id to item, with descriptions in html', () => {
    const { items, rejected } = parseCatalog(load('amazon-industrial/item.json.gz'))

    expect(items.length + rejected.length).toBe(3686)
    expect(items.length).toBe(3686)
    expect(items.filter((item) => /<(?:p|br|div|b)>/i.test(item.description ?? ''))).toHaveLength(0)
  })

  test('passages in json lines whose titles are empty: each is titled by its beginning, and its sentence is the passage', () => {
    const { items, rejected } = parseCatalog(load('msmarco-dl-5k/corpus.jsonl.gz'))

    expect(rejected).toEqual([])
    expect(items).toHaveLength(5000)
    const wrong = items.filter((item) => {
      const text = oneLine(item.description ?? '')
      return !text.startsWith(item.title) || item.title.length > 80 || itemSentence(item) !== text.slice(0, 2000)
    })
    expect(wrong).toEqual([])
  })

  test('their sentences are one line of at most 2,000 characters that begins with the title', () => {
    for (const name of ['tedtalks/talks.json.gz', 'recipes/recipes.json.gz', 'amazon-industrial/item.json.gz']) {
      const wrong = parseCatalog(load(name)).items.filter((item) => {
        const sentence = itemSentence(item)
        return sentence.length > 2000 || sentence.includes('\n') || !sentence.startsWith(item.title)
      })
      expect(wrong).toEqual([])
    }
  })
})
