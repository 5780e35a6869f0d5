import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { syntheticShop } from '../../bench/t1/shop.js'
import { CATEGORIES } from '../../bench/t1/vocabulary.js'
import { parseCatalog } from '../catalog/parse.js'
import { cli, scratchFolder } from './cli.test-helper.js'

const shop = syntheticShop({ items: 100, visitors: 1 })
const items = shop.items.slice(0, 24).map(({ id, title, description }) => ({ id, title, description }))
const labels = Object.fromEntries(CATEGORIES.map(({ name, forms }) => [name, forms]))
const files = { 'shop.json': JSON.stringify(items), 'labels.json': JSON.stringify(labels) }
const args = ['label', '--catalog', 'shop.json', '--labels', 'labels.json', '--quiet', '--no-cache']

test('every item gets the label whose descriptions fit, with the terms of its score, and the catalog that comes out has it as a field', async () => {
  const cwd = scratchFolder()
  const { code, out } = await cli([...args, '--as', 'kind', '--output', 'more.json', '--json'], { cwd, files })
  expect(code).toBe(0)
  const told: {
    id: string
    label: string
    score: number
    alike: number
    words: number
    terms: { descriptor: string; weight: number }[]
  }[] = JSON.parse(out)
  expect(told.map(({ id }) => id)).toEqual(items.map(({ id }) => id))
  const right = told.filter(({ label }, row) => label === shop.truth[row]!.facts.category)
  expect(right.length / items.length).toBeGreaterThan(0.9)
  for (const { label, score, alike, words, terms } of told) {
    expect(new Set(terms.map(({ descriptor }) => descriptor))).toEqual(new Set(labels[label]))
    expect(terms.reduce((sum, { weight }) => sum + weight, alike + words)).toBeCloseTo(score, 9)
  }
  const { items: labelled, rejected } = parseCatalog(readFileSync(join(cwd, 'more.json'), 'utf8'))
  expect(rejected).toEqual([])
  expect(labelled.map(({ attributes }) => attributes?.kind)).toEqual(told.map(({ label }) => label))
}, 120_000)

test('names alone are enough: most items get their category, and the reasons name what counted', async () => {
  const names = JSON.stringify(CATEGORIES.map(({ name }) => name))
  const { out } = await cli([...args, '--json'], { files: { ...files, 'labels.json': names } })
  const told: { label: string; terms: { descriptor: string }[] }[] = JSON.parse(out)
  expect(told.filter(({ label }, row) => label === shop.truth[row]!.facts.category).length / items.length).toBeGreaterThan(0.7)
  for (const { label, terms } of told) expect(terms.map(({ descriptor }) => descriptor)).toEqual([label])
}, 120_000)

test('a damaged cache costs the time to embed again, not the run', async () => {
  const cwd = scratchFolder()
  const kept = [...args.filter((arg) => arg !== '--no-cache'), '--cache', 'kept', '--json']
  const first = await cli(kept, { cwd, files })
  const texts = readdirSync(join(cwd, 'kept/texts'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.texts'))
  expect(texts.length).toBeGreaterThan(0)
  for (const name of texts) writeFileSync(join(cwd, 'kept/texts', name), 'damaged')

  expect(await cli(kept, { cwd })).toEqual(first)
}, 120_000)

test.each([
  ['[]', 'received []'],
  ['["warm", 3]', 'received [3] for "3"'],
  ['{', 'received "{"'],
  ['{"warm": []}', 'received [] for "warm"'],
  ['{"warm": ["wool", 3]}', 'received ["wool",3] for "warm"'],
])('labels that are none are named: %s', async (text, message) => {
  const { code, err } = await cli(args, { files: { ...files, 'labels.json': text } })
  expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining(message) })
})

test.each([[''], ['brand'], ['price'], ['finish']])('a field that would hide behind another is refused: --as "%s"', async (name) => {
  const taken = JSON.stringify(items.map((item) => ({ ...item, attributes: { finish: 'matt' } })))
  const { code, err } = await cli([...args, '--as', name], { files: { ...files, 'shop.json': taken } })
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining(`--as: received "${name}"`) })
})

test('a file that cannot be written is named', async () => {
  const { code, err } = await cli([...args, '--output', 'no/such/folder.json'], { files })
  expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining('--output no/such/folder.json: cannot be written') })
}, 120_000)
