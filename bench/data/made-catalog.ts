import { itemSentence } from '../../src/catalog/item-sentence.js'
import { parseCatalog } from '../../src/catalog/parse.js'
import type { Item } from '../../src/types.js'
import { normalize } from '../../src/vectors/normalize.js'
import { quantizeInto } from '../../src/vectors/quantize.js'
import { mulberry32 } from '../../src/vectors/random.js'
import { sharedSets } from '../shared-data.js'
import { embedTexts } from '../text-vectors.js'
import { crowdflowerRows } from './catalog-rows.js'

/** A catalog of any size, drawn by a seed from the real items of a shared one. */
export interface MadeCatalog {
  readonly items: readonly Item[]
  readonly codes: Int8Array
  readonly scales: Float32Array
  readonly dimensions: number
  readonly fingerprint: string
  /** Real search texts and their vectors. */
  readonly texts: readonly string[]
  readonly queries: Float32Array
  /** A row, of as many as there are. */
  draw(below: number): number
  vectorOf(row: number): Float32Array
}

const NEAREST = 10
const NOISE = 1 / 3
/** A prefix of a vector ranks well enough to draw from. */
const PREFIX = 128

/**
 * Items beyond the real ones lie between a real item and one of its ten nearest (SMOTE: Chawla and others, 2002), with noise of a third
 * of their distance. Each has the words of a real item and a number.
 */
export async function madeCatalog(count: number, seed: number, searches: number, say: (what: string) => void): Promise<MadeCatalog> {
  const random = mulberry32(seed)
  const draw = (below: number) => Math.floor(random() * below)
  const real = realItems()
  const onProgress = (done: number, all: number) => say(`${done} of ${all} embedded`)
  const { vectors: base, dimensions, fingerprint } = await embedTexts(real.map(itemSentence), { onProgress })
  const texts = [...new Set(sharedSets.crowdflower().map(({ query }) => query))].slice(0, searches)
  const { vectors: queries } = await embedTexts(texts, { kind: 'query' })
  say(`${real.length} real items, ${texts.length} real searches`)

  const codes = new Int8Array(count * dimensions)
  const scales = new Float32Array(count)
  const items: Item[] = []
  const neighbours = new Map<number, readonly number[]>()
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  const vector = new Float32Array(dimensions)
  for (let row = 0; row < count; row++) {
    const from = row < real.length ? row : draw(real.length)
    const own = base.subarray(from * dimensions, (from + 1) * dimensions)
    vector.set(own)
    if (row >= real.length) {
      const near = neighbours.get(from) ?? nearestOf(from, base, dimensions)
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
  say('items made')
  const vectorOf = (row: number) => Float32Array.from({ length: dimensions }, (_, j) => codes[row * dimensions + j]! * scales[row]!)
  return { items, codes, scales, dimensions, fingerprint, texts, queries, draw, vectorOf }
}

/** The real items of a shared catalog, each sentence once. */
function realItems(): Item[] {
  const rows = crowdflowerRows(sharedSets.crowdflower().flatMap(({ products }) => products))
  const { items: parsed } = parseCatalog(rows, { source: 'bench' })
  return [...new Map(parsed.map((item) => [itemSentence(item), item])).values()]
}

function nearestOf(of: number, vectors: Float32Array, dimensions: number): number[] {
  const best: { row: number; score: number }[] = []
  for (let row = 0; row * dimensions < vectors.length; row++) {
    let score = 0
    for (let j = 0; j < PREFIX; j++) score += vectors[row * dimensions + j]! * vectors[of * dimensions + j]!
    if (row === of || (best.length === NEAREST && score <= best[NEAREST - 1]!.score)) continue
    best.push({ row, score })
    best.sort((a, b) => b.score - a.score)
    best.length = Math.min(best.length, NEAREST)
  }
  return best.map(({ row }) => row)
}
