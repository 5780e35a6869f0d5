import { createWriteStream, existsSync, readFileSync, statSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { gzipSync } from 'node:zlib'
import { contentHashes } from '../../src/catalog/content-hash.js'
import { itemSentence } from '../../src/catalog/item-sentence.js'
import { likeIn } from '../../src/cli/like-in-lists.js'
import { VectorCache } from '../../src/cli/vector-cache.js'
import type { Engine } from '../../src/engine/engine.js'
import { findingWords } from '../../src/lexical/finding-terms.js'
import { listsFiles } from '../../src/pack/lists/write-lists.js'
import { MANIFEST_NAME } from '../../src/pack/manifest.js'
import { neighboursOf } from '../../src/pack/neighbours.js'
import { openPack } from '../../src/pack/open-pack.js'
import { packFiles } from '../../src/pack/write-pack.js'
import type { Item, Recommendation } from '../../src/types.js'
import { packBlock } from '../../src/vectors/blocks.js'
import { normalize } from '../../src/vectors/normalize.js'
import { NOW, openVisit } from '../data/lists-visit.js'
import { madeCatalog } from '../data/made-catalog.js'

/**
 * `npm run bench -- large --items 100000 --seed 1`: what a page fetches of a pack in lists, and what it finds, of items that
 * bench/data/made-catalog.ts makes. A question about an item is one of them; a question in words is the vector of a real search text.
 *
 * `--neighbours 0` stores no neighbours, which take most of the time. Up to 200,000 items, a flat pack and an engine with all items are
 * beside. `--pack folder` leaves the pack there, and takes one that is there. `--out folder` writes the items and their vectors, for `pagekin pack --catalog folder/items.jsonl --cache folder/cache`, and ends.
 */
const { values } = parseArgs({
  options: {
    items: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    neighbours: { type: 'string', default: '8' },
    padding: { type: 'string', default: '0' },
    out: { type: 'string' },
    pack: { type: 'string' },
  },
})
const count = Number(values.items)
const seed = Number(values.seed)
const NEAREST = 10
const PROBES = 50
const MOST_FLAT = 200_000
const request = { limit: 8 }
/** More than is stored. */
const more = { limit: 9 }
const ROWS_A_BLOCK = 4096

const say = (what: string) => console.error(`${Math.round(performance.now() / 1000)} s: ${what}`)

const { items, codes, scales, dimensions, fingerprint, texts, queries, draw, vectorOf } = await madeCatalog(count, seed, PROBES, say)
if (values.out !== undefined) {
  await write(values.out)
  process.exit()
}
const sums = new Float64Array(dimensions)
for (let row = 0; row < count; row++) for (let j = 0; j < dimensions; j++) sums[j]! += codes[row * dimensions + j]! * scales[row]!
const mean = Float32Array.from(sums, (sum) => sum / count)

const FOLDER = values.pack ?? (await mkdtemp(join(tmpdir(), 'pagekin-large-')))
const gz = new Map<string, number>()
const begun = performance.now()
const encoder = { id: 'pagekin-mini-v2', fingerprint, dimensions, dtype: 'model_quantized' }
const content = {
  items,
  codes,
  scales,
  encoder,
  wordsOf: findingWords,
  addressOf: ({ url }: Item) => url,
  ...(values.neighbours !== '0' && { likeOf: likeIn({ items, encoder, codes, scales }, Number(values.neighbours), NOW) }),
}
if (!existsSync(join(FOLDER, MANIFEST_NAME))) {
  await mkdir(FOLDER, { recursive: true })
  const parts = new Set<string>()
  for await (const { part, name, bytes } of listsFiles(content)) {
    await writeFile(join(FOLDER, name), bytes)
    if (!parts.has(part)) say(`${part}, ${(process.memoryUsage().rss / 1e9).toFixed(1)} GB`)
    parts.add(part)
  }
}
const seconds = (performance.now() - begun) / 1000
const { cpu, memory } = { cpu: process.cpuUsage(), memory: process.resourceUsage().maxRSS }
console.log(
  `${count} items, seed ${seed}: packed in ${seconds.toFixed(0)} s (this run so far: ${Math.round((cpu.user + cpu.system) / 1e6)} s of processor time, ${(memory / 1e6).toFixed(1)} GB)`,
)
const written = new Map<string, { name: string; length: number }[]>()
for (const name of await readdir(FOLDER)) {
  const part = name.split(/[-.]/)[0]!
  const files = written.get(part) ?? []
  files.push({ name, length: statSync(join(FOLDER, name)).size })
  written.set(part, files)
}
for (const [part, files] of written) {
  const bytes = files.reduce((sum, { length }) => sum + length, 0)
  const largest = files.reduce((most, { length }) => Math.max(most, length), 0)
  const some = files.filter((_, i) => i % Math.ceil(files.length / 200) === 0).map(({ name }) => gzOf(name))
  console.log(`  ${part}: ${files.length} files, ${mb(bytes)}, largest ${kb(largest)}; a file has ${spread(some)} gz`)
}

/** What a visit fetched, without the manifest and the index. */
interface Fetched {
  readonly bytes: number
  readonly files: number
}

const known = new Map(
  Array.from({ length: queries.length / dimensions }, (_, i) => [texts[i]!, queries.slice(i * dimensions, (i + 1) * dimensions)]),
)

/** A visit that fetches, and knows the vectors of the searches. */
async function visit(read = (name: string): Promise<Uint8Array> => readFile(join(FOLDER, name))) {
  const { engine, take } = await openVisit({ read, fingerprint, dimensions, known, padding: Number(values.padding) })
  const fetched = (): Fetched => {
    const names = take().filter((name) => name !== MANIFEST_NAME && !name.startsWith('index-'))
    return { files: names.length, bytes: names.reduce((sum, name) => sum + gzOf(name), 0) }
  }
  const here = () => new Set(engine.catalog.rows.items.map(({ id }) => id))
  return { engine, take: fetched, here }
}

const flat = count <= MOST_FLAT ? await flatPack() : undefined
const all = flat && (await visit(async (name) => flat.get(name)!)).engine
for (const kind of ['items', 'texts', 'exact titles'] as const) {
  const opened: Fetched[] = []
  const first: Fetched[] = []
  const warm: Fetched[] = []
  const stored: Fetched[] = []
  const ahead: Fetched[] = []
  const ms: number[] = []
  const flatMs: number[] = []
  const wholeMs: number[] = []
  let [found, wanted, same, answered, early, drawn] = [0, 0, 0, 0, 0, 0]
  for (let probe = 0; probe < PROBES; probe++) {
    const { engine, take, here } = await visit()
    opened.push(take())
    const at = draw(count)
    // the vector of a title is not known: that of the item stands for it
    if (kind === 'exact titles') known.set(items[at]!.title, vectorOf(at).slice())
    const ask = (of: Engine): Promise<Recommendation[]> =>
      kind === 'items'
        ? of.similar([items[at]!.id], more)
        : of.search(kind === 'texts' ? texts[probe]! : items[at]!.title, { ...more, complete: true })
    const asking = performance.now()
    const answer = await ask(engine)
    wholeMs.push(performance.now() - asking)
    ms.push(engine.state.tookMs!)
    first.push(take())
    if (kind === 'exact titles') {
      found += answer[0]?.item.title === items[at]!.title ? 1 : 0
      wanted++
    } else {
      const vector = kind === 'texts' ? known.get(texts[probe]!)! : vectorOf(at)
      const exact = nearestOf(vector, kind === 'items')
      const ids = here()
      found += exact.filter((row) => ids.has(items[row]!.id)).length
      wanted += exact.length
    }
    const expected = new Set((await (all && ask(all)))?.map(({ item }) => item.id))
    if (all) flatMs.push(all.state.tookMs!)
    same += answer.filter(({ item }) => expected.has(item.id)).length
    answered += expected.size
    if (kind !== 'items') continue
    const shelf = await drawn8(at)
    if (shelf) stored.push(shelf.fetched)
    if (shelf) ahead.push(shelf.ahead)
    const eight = new Set([...expected].slice(0, request.limit))
    early += shelf?.ids.filter((id) => eight.has(id)).length ?? 0
    drawn += shelf && all ? shelf.ids.length : 0
    // a visitor follows the fifth of the shelf
    await engine.similar([answer[4]!.item.id], more)
    ms.push(engine.state.tookMs!)
    warm.push(take())
  }
  console.log(`${kind}: ${(found / wanted).toFixed(3)} ${kind === 'exact titles' ? 'come first' : 'of the exact ten nearest are brought'}`)
  if (kind === 'items') console.log(`  before any question: ${told(opened)}`)
  if (stored.length > 0) console.log(`  first shelf, stored: ${told(stored)}; those of its eight items, if fetched ahead: ${told(ahead)}`)
  console.log(`  first question: ${told(first)}`)
  if (warm.length > 0) console.log(`  next question: ${told(warm)}`)
  console.log(
    `  engine: ${spreadMs(ms)}${flatMs.length > 0 ? `; with all items ${spreadMs(flatMs)}` : ''}; first question with reading, from a disk ${spreadMs(wholeMs)}`,
  )
  if (answered > 0)
    console.log(
      `  of what an engine with all items names: lists ${(same / answered).toFixed(3)}${drawn > 0 ? `, stored neighbours ${(early / drawn).toFixed(3)}` : ''}`,
    )
}
if (flat) {
  const bytes = Array.from(flat.values(), (file) => gzipSync(file).length)
  console.log(`flat: a page fetches ${flat.size} files, ${mb(bytes.reduce((sum, length) => sum + length, 0))} gz`)
}
if (values.pack === undefined) await rm(FOLDER, { recursive: true })

/** The first shelf as a page draws it; undefined without stored neighbours. */
async function drawn8(row: number): Promise<{ readonly ids: string[]; readonly fetched: Fetched; readonly ahead: Fetched } | undefined> {
  const asked = new Set<string>()
  const pack = await openPack(async (name) => {
    asked.add(name)
    return new Uint8Array(await readFile(join(FOLDER, name)))
  })
  const like = await neighboursOf(pack, items[row]!.id)
  const fetched = () => {
    const names = [...asked].filter((name) => name !== MANIFEST_NAME)
    asked.clear()
    return { files: names.length, bytes: names.reduce((sum, name) => sum + gzOf(name), 0) }
  }
  if (!like) return undefined
  const ids = like.items.map(({ id }) => id)
  const own = fetched()
  for (const id of ids) await neighboursOf(pack, id)
  return { ids, fetched: own, ahead: fetched() }
}

/** The same catalog as a flat pack, of which a page fetches all. */
async function flatPack(): Promise<Map<string, Uint8Array>> {
  const hashes = await contentHashes(items.map(itemSentence))
  const blocks = [{ dimensions, keys: hashes, codes, scales }]
  const files = new Map<string, Uint8Array>()
  for await (const { name, bytes } of packFiles({ items, hashes, vectors: { encoder, blocks }, neighbours: null })) files.set(name, bytes)
  return files
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

function gzOf(name: string): number {
  const kept = gz.get(name) ?? gzipSync(readFileSync(join(FOLDER, name))).length
  gz.set(name, kept)
  return kept
}

function told(visits: readonly Fetched[]): string {
  const files = visits.map(({ files }) => files).sort((a, b) => a - b)
  return `${spread(visits.map(({ bytes }) => bytes))} gz in ${files[files.length >> 1]} files`
}

function spreadMs(ms: readonly number[]): string {
  const sorted = [...ms].sort((a, b) => a - b)
  return `${sorted[sorted.length >> 1]!.toFixed(1)} ms (95 of 100 below ${sorted[Math.floor(0.95 * sorted.length)]!.toFixed(1)})`
}

function mb(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`
}

function kb(bytes: number): string {
  return `${Math.round(bytes / 1000)} kB`
}

function spread(bytes: readonly number[]): string {
  const sorted = [...bytes].sort((a, b) => a - b)
  return `${kb(sorted[sorted.length >> 1] ?? 0)} (nine of ten below ${kb(sorted[Math.floor(0.9 * sorted.length)] ?? 0)})`
}
