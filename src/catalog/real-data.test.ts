import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import type { Item } from '../types.js'
import { itemSentence } from './item-sentence.js'
import { parseCatalog } from './parse.js'
import { oneLine } from './plain-text.js'
import { readCatalog } from './read-catalog.js'

const data = fileURLToPath(new URL('../../../shared/data/', import.meta.url))
const isHere = existsSync(data)
if (!isHere) console.warn(`real catalogs are not at ${data}: their tests are skipped`)

const load = (name: string) => gunzipSync(readFileSync(data + name)).toString('utf8')

describe.skipIf(!isHere)('catalogs that nobody wrote for us', () => {
  test('an electronics shop without ids and addresses: titles are ids, and the owner is told', () => {
    const { items, rejected, notes } = parseCatalog(load('bestbuy-sample/ecommerce.json.gz'))

    expect([items.length, rejected.length]).toEqual([3229, 62])
    expect(rejected.every(({ why }) => why.includes('which comes first and is kept'))).toBe(true)
    expect(notes).toEqual([
      expect.stringContaining('3229 items have neither id nor url'),
      expect.stringContaining('no item has a link'),
      expect.stringContaining('no price has a currency'),
    ])
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

  const read = (text: string) => readCatalog(text, () => import('./formats/read-format.js'))
  const present = (items: readonly Item[], field: keyof Item) => items.filter((item) => item[field] !== undefined).length

  test('three Shopify exports: a product for each handle, with link, price and picture', async () => {
    for (const [name, products] of [
      ['apparel', 20],
      ['home-and-garden', 20],
      ['jewelery', 20],
    ] as const) {
      const { items, rejected } = await read(readFileSync(`${data}shopify-csv/${name}.csv`, 'utf8'))

      expect([name, items.length, rejected]).toEqual([name, products, []])
      for (const field of ['url', 'price', 'image', 'brand', 'description'] as const) expect(present(items, field), field).toBe(products)
    }
  })

  test('a Magento export: the products that the shop shows, in their deepest category', async () => {
    const { items, rejected, variants } = await read(load('magento-luma/configurable_products.csv.gz'))

    expect([items.length, rejected.length, variants]).toEqual([147, 0, 1847])
    for (const field of ['price', 'image', 'category', 'available', 'description'] as const) expect(present(items, field), field).toBe(147)
    expect(items.find(({ id }) => id === 'WSH12')).toMatchObject({
      title: 'Erika Running Short',
      category: ['Women', 'Bottoms', 'Shorts'],
      attributes: { pattern: 'Graphic Print', climate: ['Hot', 'Mild', 'Warm'], color: ['Green', 'Purple', 'Red'] },
    })
  })

  test('a Flipkart export: two prices, lists in cells, and 3,995 blank lines that are no rows', async () => {
    const { items, rejected } = await read(load('flipkart-catalog/flipkart_full_columns.csv.gz'))

    expect([items.length, rejected]).toEqual([999, []])
    expect(items[0]).toMatchObject({
      title: "Alisha Solid Women's Cycling Shorts",
      price: { value: 379 },
      listPrice: { value: 999 },
      category: ['Clothing', "Women's Clothing", 'Lingerie, Sleep & Swimwear', 'Shorts', 'Alisha Shorts'],
      image: expect.stringMatching(/^http:.*jpeg$/),
    })
    expect(present(items, 'url')).toBe(999)
  })

  test('an Amazon export: prices with a sign, categories between bars, the first of several pictures', async () => {
    const { items, rejected } = await read(load('amazon-products-1k/test_sample_1000.csv.gz'))

    expect([items.length, rejected.length]).toEqual([1000, 0])
    expect(items[0]).toMatchObject({ price: { value: 237.68, currency: 'USD' }, image: expect.stringMatching(/^https:[^|]+$/) })
    expect(items[0]?.category?.[0]).toBe('Sports & Outdoors')
  })

  test('exports without a line of names are no catalog, and say so', async () => {
    for (const name of [
      'flipkart-catalog/flipkart_20k_name_category_noheader.csv.gz',
      'amazon-toys-10k/amazon_co-ecommerce_sample.csv.gz',
    ]) {
      await expect(read(load(name))).rejects.toThrow('CSV whose first line names the columns')
    }
  })
})
