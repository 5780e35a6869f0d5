import { type Sequences, sequenceAt, sequenceCount } from '../../src/ranking/sequences.js'
import { mulberry32 } from '../../src/vectors/random.js'

/** Two vectors of each row, row-major: what goes with row i is near `into[i]` by its `out`. */
export interface DualEmbeddings {
  readonly dimensions: number
  readonly into: Float32Array
  readonly out: Float32Array
}

export interface DualOptions {
  /** Default 32. */
  readonly dimensions?: number
  readonly epochs: number
  /** Drawn for each pair, by how many baskets they are in to the power of .75. Default 5. */
  readonly negatives?: number
  /** Default .025. */
  readonly rate?: number
}

/**
 * Two vectors of each item, learnt from baskets by skip-gram with negative samples; the whole basket is the window:
 *
 *     maximizes  ln sigmoid(in_i . out_j) + sum over negatives n of ln sigmoid(-in_i . out_n),   i and j in one basket
 *
 * Source: Kvernadze et al., "Two is better than one: dual embeddings for complementary product recommendations", 2022.
 */
export function dualEmbeddings(baskets: Sequences, { dimensions = 32, epochs, negatives = 5, rate = 0.025 }: DualOptions): DualEmbeddings {
  const random = mulberry32(1)
  const into = Float32Array.from({ length: baskets.rowCount * dimensions }, () => (random() - 0.5) / dimensions)
  const out = new Float32Array(into.length)
  const drawn = noiseOf(baskets)
  const pairs = Array.from({ length: sequenceCount(baskets) }, (_, b) => [...new Set(sequenceAt(baskets, b))]).flatMap((rows) =>
    rows.flatMap((i) => rows.flatMap((j) => (i === j ? [] : [[i, j] as const]))),
  )
  const change = new Float32Array(dimensions)
  for (let step = 0; step < epochs * pairs.length; step++) {
    const [i, j] = pairs[Math.floor(random() * pairs.length)]!
    change.fill(0)
    for (let n = 0; n <= negatives; n++) {
      const other = n === 0 ? j : drawn[Math.floor(random() * drawn.length)]!
      if (n > 0 && other === j) continue
      const [a, b] = [i * dimensions, other * dimensions]
      let product = 0
      for (let d = 0; d < dimensions; d++) product += into[a + d]! * out[b + d]!
      const pull = rate * ((n === 0 ? 1 : 0) - 1 / (1 + Math.exp(-product)))
      for (let d = 0; d < dimensions; d++) {
        change[d]! += pull * out[b + d]!
        out[b + d]! += pull * into[a + d]!
      }
    }
    for (let d = 0; d < dimensions; d++) into[i * dimensions + d]! += change[d]!
  }
  return { dimensions, into, out }
}

/** Rows, each as often as it is drawn. */
function noiseOf({ items, rowCount }: Sequences): Uint32Array {
  const counts = new Float64Array(rowCount)
  for (const row of items) counts[row]!++
  const weights = counts.map((count) => count ** 0.75)
  const share = 100_000 / weights.reduce((sum, weight) => sum + weight, 0)
  return Uint32Array.from([...weights.keys()].flatMap((row) => new Array<number>(Math.round(weights[row]! * share)).fill(row)))
}
