import { createWriteStream } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { gzipSync } from 'node:zlib'
import { contentHashes } from '../../src/catalog/content-hash.js'
import { itemSentence } from '../../src/catalog/item-sentence.js'
import { parseCatalog } from '../../src/catalog/parse.js'
import { VectorCache } from '../../src/cli/vector-cache.js'
import { findingTerms } from '../../src/lexical/finding-terms.js'
import { Lists } from '../../src/pack/lists/lists.js'
import { listsFiles } from '../../src/pack/lists/write-lists.js'
import { MANIFEST_NAME } from '../../src/pack/manifest.js'
import { openPack } from '../../src/pack/open-pack.js'
import type { Item } from '../../src/types.js'
import { packBlock } from '../../src/vectors/blocks.js'
import { normalize } from '../../src/vectors/normalize.js'
import { quantizeInto } from '../../src/vectors/quantize.js'
import { mulberry32 } from '../../src/vectors/random.js'
import { crowdflowerRows } from '../data/catalog-rows.js'
import { sharedSets } from '../shared-data.js'
import { embedTexts } from '../text-vectors.js'

/**
 * `npm run bench -- large --items 100000 --seed 1`: what a page fetches of a pack in lists, and what it finds.
 *
 * Items beyond the real ones lie between a real item and one of its ten nearest (SMOTE: Chawla and others, 2002), with noise of a third
 * of their distance. A question about an item is one of them; a question in words is the vector of a real search text.
 *
 * `--out folder` writes the items and their vectors, for `pagekin pack --catalog folder/items.jsonl --cache folder/cache`, and ends.
 */
const { values } = parseArgs({
  options: { items: { type: 'string', default: '100000' }, seed: { type: 'string', default: '1' }, out: { type: 'string' } },
})
const count = Number(values.items)
const seed = Number(values.seed)
const NEAREST = 10
const NOISE = 1 / 3
const PROBES = 50
const BROUGHT = 24
const ROWS_A_BLOCK = 4096

const random = mulberry32(seed)
const draw = (below: number) => Math.floor(random() * below)
const say = (what: string) => console.error(`${Math.round(performance.now() / 1000)} s: ${what}`)

const real = realItems()
const {
  vectors: base,
  dimensions,
  fingerprint,
} = await embedTexts(real.map(itemSentence), { onProgress: (done, all) => say(`${done} of ${all} embedded`) })
const { vectors: queries } = await embedTexts(searchTexts(), { kind: 'query' })
say(`${real.length} real items, ${queries.length / dimensions} real searches`)

const codes = new Int8Array(count * dimensions)
const scales = new Float32Array(count)
const items: Item[] = []
make()
say('items made')
if (values.out !== undefined) {
  await write(values.out)
  process.exit()
}
const mean = new Float32Array(dimensions)
for (let row = 0; row < count; row++) for (let j = 0; j < dimensions; j++) mean[j]! += (codes[row * dimensions + j]! * scales[row]!) / count

const files = new Map<string, Uint8Array<ArrayBuffer>>()
const encoder = { id: 'pagekin-mini-v1', fingerprint, dimensions, dtype: 'model_quantized' }
const begun = performance.now()
const addressOf = ({ url }: Item) => url
for await (const { name, bytes } of listsFiles({
  items,
  codes,
  scales,
  encoder,
  termsOf: findingTerms,
  addressOf,
  seed,
  onProgress: say,
})) {
  files.set(name, bytes)
}
const seconds = (performance.now() - begun) / 1000
say('packed')

const gz = new Map<string, number>()
function gzOf(name: string): number {
  const known = gz.get(name) ?? gzipSync(files.get(name)!).length
  gz.set(name, known)
  return known
}
const largestList = Math.max(...[...files].map(([name, { length }]) => (name.startsWith('lists-') ? length : 0)))
console.log(`${count} items, seed ${seed}: packed in ${seconds.toFixed(0)} s, ${files.size} files`)
console.log(`manifest ${kb(gzOf(MANIFEST_NAME))} gz, largest list ${kb(largestList)}`)

for (const kind of ['items', 'texts', 'exact titles'] as const) {
  const first: number[] = []
  const warm: number[] = []
  const ms: number[] = []
  let found = 0
  let wanted = 0
  for (let probe = 0; probe < PROBES; probe++) {
    const asked: string[] = []
    const pack = await openPack(async (name) => {
      asked.push(name)
      return files.get(name)!
    })
    const lists = new Lists(pack, { padding: 0, kept: async () => new Set(), onFail: (thrown) => say(String(thrown)), random })
    const at = draw(count)
    const near = async (row: number) => {
      const vector = kind === 'texts' ? queries.slice(probe * dimensions, (probe + 1) * dimensions) : vectorOf(row)
      const cards = kind === 'texts' ? [] : await lists.ofIds([items[row]!.id])
      const started = performance.now()
      cards.push(...(await lists.near({ vector, centred: kind !== 'texts', count: BROUGHT })))
      ms.push(performance.now() - started)
      return { vector, ids: new Set(cards.flatMap(({ items }) => items.map(({ id }) => id))) }
    }
    if (kind === 'exact titles') {
      const cards = await lists.ofTerms([...findingTerms({ id: '', title: items[at]!.title })], BROUGHT)
      found += cards.some(({ items: own }) => own.some(({ title }) => title === items[at]!.title)) ? 1 : 0
      wanted++
      first.push(fetched(asked))
      continue
    }
    const { vector, ids } = await near(at)
    const exact = nearestOf(vector, kind === 'items')
    found += exact.filter((row) => ids.has(items[row]!.id)).length
    wanted += exact.length
    first.push(fetched(asked))
    if (kind === 'items') {
      // a visitor follows the fifth of the shelf
      asked.length = 0
      await near(exact[4]!)
      warm.push(fetched(asked))
    }
  }
  const share = (found / wanted).toFixed(3)
  const told = [`${kind}: found ${share}`, `first question ${spread(first)} gz`]
  if (warm.length > 0) told.push(`next question ${spread(warm)} gz`)
  if (ms.length > 0) told.push(`${(ms.sort((a, b) => a - b)[ms.length >> 1] ?? 0).toFixed(1)} ms (median, reading included)`)
  console.log(told.join(', '))
}

async function write(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  const catalog = createWriteStream(join(folder, 'items.jsonl'))
  const cache = new VectorCache(join(folder, 'cache'), say)
  for (let start = 0; start < count; start += ROWS_A_BLOCK) {
    const own = items.slice(start, start + ROWS_A_BLOCK)
    const end = start + own.length
    catalog.write(own.map((item) => `${JSON.stringify(item)}\n`).join(''))
    const keys = await contentHashes(own.map(itemSentence))
    const block = { dimensions, keys, codes: codes.subarray(start * dimensions, end * dimensions), scales: scales.subarray(start, end) }
    await cache.appendBlock(fingerprint, packBlock(block))
  }
  await finished(catalog.end())
}

/** The real items of a shared catalog, each sentence once. */
function realItems(): Item[] {
  const rows = crowdflowerRows(sharedSets.crowdflower().flatMap(({ products }) => products))
  const { items: parsed } = parseCatalog(rows, { source: 'bench' })
  return [...new Map(parsed.map((item) => [itemSentence(item), item])).values()]
}

function searchTexts(): string[] {
  return [...new Set(sharedSets.crowdflower().map(({ query }) => query))].slice(0, PROBES)
}

function make(): void {
  const neighbours = new Map<number, readonly number[]>()
  const vector = new Float32Array(dimensions)
  for (let row = 0; row < count; row++) {
    const from = row < real.length ? row : draw(real.length)
    const own = base.subarray(from * dimensions, (from + 1) * dimensions)
    vector.set(own)
    if (row >= real.length) {
      const near = neighbours.get(from) ?? nearestReal(from)
      neighbours.set(from, near)
      const other = near[draw(near.length)]! * dimensions
      const share = random()
      const step = Float32Array.from(own, (value, j) => base[other + j]! - value)
      const deviation = (NOISE * Math.hypot(...step)) / Math.sqrt(dimensions)
      for (let j = 0; j < dimensions; j++) vector[j] = own[j]! + share * step[j]! + deviation * normal()
      normalize(vector)
    }
    scales[row] = quantizeInto(vector, codes.subarray(row * dimensions, (row + 1) * dimensions), 127)
    const { id: _, title, ...rest } = real[from]!
    items.push({ ...rest, id: `sku-${row}`, title: `${title} ${row}`, url: `/p/${row}` })
  }
}

function nearestReal(of: number): number[] {
  const best: { row: number; score: number }[] = []
  for (let row = 0; row < real.length; row++) {
    let score = 0
    // a prefix of the vector ranks well enough to draw from
    for (let j = 0; j < 128; j++) score += base[row * dimensions + j]! * base[of * dimensions + j]!
    if (row === of || (best.length === NEAREST && score <= best[NEAREST - 1]!.score)) continue
    best.push({ row, score })
    best.sort((a, b) => b.score - a.score)
    best.length = Math.min(best.length, NEAREST)
  }
  return best.map(({ row }) => row)
}

function normal(): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

function vectorOf(row: number): Float32Array {
  return Float32Array.from({ length: dimensions }, (_, j) => codes[row * dimensions + j]! * scales[row]!)
}

/** By all dimensions. Items are compared from the mean. */
function nearestOf(vector: Float32Array, centred: boolean): number[] {
  const query = centred ? normalize(vector.map((value, j) => value - mean[j]!)) : vector
  const offset = centred ? query.reduce((sum, value, j) => sum + value * mean[j]!, 0) : 0
  const best: { row: number; score: number }[] = []
  for (let row = 0; row < count; row++) {
    let inner = 0
    let squares = 0
    const start = row * dimensions
    const scale = scales[row]!
    for (let j = 0; j < dimensions; j++) {
      const value = codes[start + j]! * scale
      inner += value * query[j]!
      squares += (value - mean[j]!) ** 2
    }
    const score = centred ? (inner - offset) / Math.sqrt(squares) : inner
    if (best.length === NEAREST + 1 && score <= best[NEAREST]!.score) continue
    best.push({ row, score })
    best.sort((a, b) => b.score - a.score)
    best.length = Math.min(best.length, NEAREST + 1)
  }
  // the first is the item itself
  return best.slice(centred ? 1 : 0, NEAREST + (centred ? 1 : 0)).map(({ row }) => row)
}

function fetched(asked: readonly string[]): number {
  return [...new Set(asked)].reduce((sum, name) => sum + (name === MANIFEST_NAME ? 0 : gzOf(name)), 0)
}

function kb(bytes: number): string {
  return `${Math.round(bytes / 1000)} kB`
}

function spread(bytes: readonly number[]): string {
  const sorted = [...bytes].sort((a, b) => a - b)
  return `${kb(sorted[sorted.length >> 1] ?? 0)} (nine of ten below ${kb(sorted[Math.floor(0.9 * sorted.length)] ?? 0)})`
}
