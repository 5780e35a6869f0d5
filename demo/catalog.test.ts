import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { itemSentence } from '../src/catalog/item-sentence.js'
import { parseCatalog } from '../src/catalog/parse.js'
import { createEncoder } from '../src/encoder/encoder.js'
import { BUILTIN_MODEL, folderSource } from '../src/encoder/fixtures.test-helper.js'
import { installedRuntime } from '../src/encoder/installed-runtime.js'
import { dotProduct } from '../src/vectors/normalize.js'
import { coverOf } from './art/cover.js'
import { type Drawable, pictureOf } from './art/picture.js'
import { drawingOf } from './art/shapes.js'
import { groundOf, toHex, toOklch } from './art/tint.js'
import { colourFamily } from './colours.js'
import { DEPARTMENTS } from './departments.js'

interface ShopRow extends Drawable {
  readonly title: string
  readonly description: string
  readonly attributes: { readonly colour: string }
}

const textOf = (name: string) => readFileSync(new URL(`./catalog/${name}.jsonl`, import.meta.url), 'utf8').trim()
const rowsOf = <T>(name: string) =>
  textOf(name)
    .split('\n')
    .map((line) => JSON.parse(line) as T)
const shop = rowsOf<ShopRow>('shop')
const papers = rowsOf<ShopRow>('papers')

/** Runs of eight words that occur in more than one description, with the ids. */
function sharedRuns(rows: readonly ShopRow[]): string[] {
  const owners = new Map<string, string>()
  const shared: string[] = []
  for (const { id, description } of rows) {
    const words = description.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
    for (let from = 0; from + 8 <= words.length; from++) {
      const run = words.slice(from, from + 8).join(' ')
      const owner = owners.get(run) ?? id
      owners.set(run, owner)
      if (owner !== id) shared.push(`${owner} and ${id}: ${run}`)
    }
  }
  return shared
}

describe('the texts of the shop and the reading room', () => {
  test('are at least 400 items and 90 papers, each with an id of its own', () => {
    expect(shop.length).toBeGreaterThanOrEqual(400)
    expect(papers.length).toBeGreaterThanOrEqual(90)
    for (const rows of [shop, papers]) expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length)
  })

  test('are read without a rejected row', () => {
    for (const name of ['shop', 'papers']) expect(parseCatalog(textOf(name)).rejected).toEqual([])
  })

  test('no two descriptions share a run of eight words', () => {
    expect(sharedRuns([...shop, { ...shop[0]!, id: 'a copy' }])).not.toEqual([])
    expect(sharedRuns(shop)).toEqual([])
    expect(sharedRuns(papers)).toEqual([])
  })

  test('every department is one of the eight, every colour has a family', () => {
    const names = DEPARTMENTS.map(({ name }) => name)
    expect(new Set(shop.map(({ category }) => category[0]))).toEqual(new Set(names))
    expect(shop.filter(({ attributes }) => colourFamily(attributes.colour) === undefined)).toEqual([])
    expect(colourFamily('blue and cream')).toBe('Blue & navy')
    expect(colourFamily('red, blue and yellow')).toBe('Mixed')
  })

  test('fewer than 2 % of the pairs within a department are nearer than a cosine of .95', { tags: 'long', timeout: 240_000 }, async () => {
    const { items } = parseCatalog(shop.map(({ shape: _shape, colors: _colors, ...published }) => published))
    const encoder = await createEncoder({
      id: 'builtin',
      model: folderSource(BUILTIN_MODEL),
      runtime: installedRuntime(),
      device: 'wasm',
    })
    const { dimensions } = encoder.info
    const vectors = await encoder.encode(items.map(itemSentence), 'item')
    encoder.dispose()
    const rowOf = (index: number) => vectors.subarray(index * dimensions, (index + 1) * dimensions)
    for (const { name } of DEPARTMENTS) {
      const rows = items.flatMap(({ category }, index) => (category?.[0] === name ? [rowOf(index)] : []))
      let near = 0
      rows.forEach((a, i) => {
        for (const b of rows.slice(i + 1)) if (dotProduct(a, b) > 0.95) near++
      })
      expect(near / ((rows.length * (rows.length - 1)) / 2), name).toBeLessThan(0.02)
    }
  })
})

describe('the pictures', () => {
  test('every shape is drawn', () => {
    expect(shop.filter(({ category, shape }) => !drawingOf(category[0]!, shape)).map(({ shape }) => shape)).toEqual([])
  })

  test('every item and paper has one that can be read as XML, without scripts and without addresses', () => {
    const pictures = [
      ...shop.map((row) => pictureOf(row, drawingOf(row.category[0]!, row.shape)!)),
      ...papers.map((row) => coverOf(row) ?? ''),
    ]
    for (const picture of pictures) {
      expect(unclosed(picture)).toEqual([])
      expect(picture.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/undefined|NaN|<script|https?:|href/)
    }
  })

  test('colours survive the way to Oklch and back', () => {
    for (const hex of ['#000000', '#ffffff', '#b8683a', '#2c5a43', '#1040f0']) expect(toHex(toOklch(hex))).toBe(hex)
    // the reference values of the CSS Color 4 specification for pure green
    expect(toOklch('#00ff00').lightness).toBeCloseTo(0.8664, 3)
    expect(toOklch('#00ff00').chroma).toBeCloseTo(0.2948, 3)
  })

  test('a nearly white item stands on a darker ground than a dark one', () => {
    const lightness = (colors: readonly [string, string, string]) => toOklch(groundOf(colors).ground).lightness
    expect(lightness(['#f8f6f0', '#dddddd', '#444444'])).toBeLessThan(lightness(['#333333', '#dddddd', '#444444']))
  })
})

/** Names of elements that are opened and not closed, or closed and not opened. */
function unclosed(xml: string): string[] {
  const open: string[] = []
  for (const [, closing, name, alone] of xml.matchAll(/<(\/?)([a-zA-Z]+)(?:[^<>"]|"[^"<]*")*?(\/?)>/g)) {
    if (alone) continue
    if (!closing) open.push(name!)
    else if (open.pop() !== name) return [`</${name}>`]
  }
  return open
}
