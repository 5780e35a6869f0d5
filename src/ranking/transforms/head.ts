import { PagekinError } from '../../errors.js'
import { dotProduct, normalize } from '../../vectors/normalize.js'
import { mulberry32 } from '../../vectors/random.js'
import { type Sequences, sequenceAt, sequenceCount } from '../sequences.js'

/** A linear map of item vectors, learnt from who met what: items that the same users met come out near each other. */
export interface Head {
  readonly dimensions: number
  readonly outputs: number
  /** outputs x dimensions, row-major. */
  readonly weights: Float32Array
}

/** Rows that somebody met one after the other, as places in a batch of unit vectors: `earlier[p]` and `later[p]` are a pair. */
export interface Pairs {
  readonly earlier: Uint32Array
  readonly later: Uint32Array
}

/**
 * What is made small: a loss of a batch of unit vectors.
 *
 * @param vectors  Each row of the batch once, row-major.
 * @param gradient As long, 0 everywhere: gets the gradient by `vectors`.
 */
export type HeadLoss = (vectors: Float32Array, outputs: number, pairs: Pairs, gradient: Float32Array) => number

export interface HeadOptions {
  /** Default 64. */
  readonly outputs?: number
  /** At most so many times through the log. Default 50. */
  readonly epochs?: number
  /** Default 1. The same seed and log give the same head. */
  readonly seed?: number
  /** Default: `alignmentAndUniformity`. */
  readonly loss?: HeadLoss
  /** Whether training ends when the loss of a tenth of the users, from whom nothing is learnt, no longer falls. Default true. */
  readonly stopsEarly?: boolean
  readonly onEpoch?: (done: number, epochs: number) => void
}

export interface TrainedHead extends Head {
  /** After which the loss of the users held out was lowest; all of them without. */
  readonly epochs: number
}

const BATCH = 256
const RATE = 0.003
const ADAM = { first: 0.9, second: 0.999, least: 1e-8 }
/** Of a step back in a path: how much less often it makes a pair. */
const DECAY = 0.9
/** Of the users. */
const HELD_OUT = 0.1
/** Epochs without a lower loss of the users held out. */
const PATIENCE = 2
const FEWEST_PAIRS = 8

/**
 * Trains a linear head over the vectors of items by what the same users met:
 *
 *     e(x) = W x / |W x|,   pairs (i, j): j with one that its user met before, a step further back .9 times as often
 *
 * W starts at random and is learnt by Adam (docs/measurements.md#head-trained-on-a-log). The same seed gives the same head. Source: Sheng et al., "Language representations can be what
 * recommenders need" (AlphaRec), ICLR 2025: a map of text vectors in place of ids, here linear and without graph. O(pairs * dimensions *
 * outputs) an epoch.
 *
 * @param vectors Of all rows of `sequences`, row-major, centred, unit length; 0 for a row without one, which teaches nothing.
 * @returns null if too few pairs are known.
 * @throws PagekinError `usage` where there are not as many rows.
 */
export function trainHead(vectors: Float32Array, dimensions: number, sequences: Sequences, options: HeadOptions = {}): TrainedHead | null {
  const { outputs = 64, epochs = 50, seed = 1, loss = alignmentAndUniformity, stopsEarly = true, onEpoch } = options
  if (vectors.length !== sequences.rowCount * dimensions) {
    throw new PagekinError(
      'usage',
      `trainHead: received ${vectors.length} numbers, expected ${sequences.rowCount} rows of ${dimensions} dimensions`,
    )
  }
  const random = mulberry32(seed)
  const paths = Array.from({ length: sequenceCount(sequences) }, (_, s) =>
    [...new Set(sequenceAt(sequences, s))].filter((row) => vectors.subarray(row * dimensions, (row + 1) * dimensions).some((x) => x !== 0)),
  ).filter(({ length }) => length > 1)
  const isHeldOut = paths.map(() => random() < HELD_OUT && stopsEarly)
  const heldOut = batchesOf(
    paths.filter((_, user) => isHeldOut[user]),
    random,
  )
  const taught = paths.filter((_, user) => !isHeldOut[user])
  if (taught.reduce((pairs, { length }) => pairs + length - 1, 0) < FEWEST_PAIRS) return null
  const weights = Float32Array.from(
    { length: outputs * dimensions },
    () => ((random() + random() + random()) * 2 - 3) / Math.sqrt(dimensions),
  )
  const step = adam(weights)
  const gradient = new Float32Array(weights.length)
  let best = { loss: Number.POSITIVE_INFINITY, weights: weights.slice(), epochs: 0 }
  for (let epoch = 1; epoch <= epochs && epoch - best.epochs <= PATIENCE; epoch++) {
    for (const batch of batchesOf(taught, random)) {
      gradient.fill(0)
      headLoss(vectors, { dimensions, outputs, weights }, batch, loss, gradient)
      step(gradient)
    }
    onEpoch?.(epoch, epochs)
    const now = heldOut.reduce((sum, batch) => sum + headLoss(vectors, { dimensions, outputs, weights }, batch, loss), 0)
    if (heldOut.length === 0 || now < best.loss) best = { loss: now, weights: weights.slice(), epochs: epoch }
  }
  return { dimensions, outputs, weights: best.weights, epochs: best.epochs }
}

/** Unit vectors of the head, row by row; 0 for a row that is 0. */
export function applyHead({ dimensions, outputs, weights }: Head, vectors: Float32Array): Float32Array {
  const rows = vectors.length / dimensions
  const out = new Float32Array(rows * outputs)
  for (let row = 0; row < rows; row++) mapInto(vectors, row * dimensions, dimensions, weights, outputs, out, row * outputs)
  return normalize(out, outputs)
}

/** Pairs of rows of a catalog. */
export interface Batch {
  /** Each once. */
  readonly rows: readonly number[]
  readonly pairs: Pairs
}

/** The loss of a batch by the weights of a head. @param gradient By the weights: is added to. */
export function headLoss(
  vectors: Float32Array,
  { dimensions, outputs, weights }: Head,
  { rows, pairs }: Batch,
  loss: HeadLoss,
  gradient?: Float32Array,
): number {
  const mapped = new Float32Array(rows.length * outputs)
  rows.forEach((row, at) => {
    mapInto(vectors, row * dimensions, dimensions, weights, outputs, mapped, at * outputs)
  })
  const unit = normalize(mapped.slice(), outputs)
  const ofUnit = new Float32Array(unit.length)
  const value = loss(unit, outputs, pairs, ofUnit)
  if (!gradient) return value
  rows.forEach((row, at) => {
    const [from, to] = [at * outputs, (at + 1) * outputs]
    const [own, ofOwn] = [unit.subarray(from, to), ofUnit.subarray(from, to)]
    const length = Math.hypot(...mapped.subarray(from, to)) || 1
    const along = dotProduct(own, ofOwn)
    for (let o = 0; o < outputs; o++) {
      const slope = (ofOwn[o]! - along * own[o]!) / length
      for (let d = 0, w = o * dimensions, x = row * dimensions; d < dimensions; d++, w++, x++) gradient[w]! += slope * vectors[x]!
    }
  })
  return value
}

/** How far pairs lie apart, and how near everything else. */
const UNIFORMITY = { weight: 1, t: 2 }

/**
 * `mean |i - j|^2 over pairs + gamma ln mean exp(-2 |a - b|^2) over all a, b of the batch`: pairs lie near each other, and the batch spreads
 * over the sphere. Source: Wang et al., "Towards representation alignment and uniformity in collaborative filtering" (DirectAU), KDD 2022.
 */
export const alignmentAndUniformity: HeadLoss = (vectors, outputs, { earlier, later }, gradient) => {
  const pairs = earlier.length
  let aligned = 0
  for (let p = 0; p < pairs; p++) {
    for (let o = 0, a = earlier[p]! * outputs, b = later[p]! * outputs; o < outputs; o++, a++, b++) {
      const off = vectors[a]! - vectors[b]!
      aligned += off * off
      gradient[a]! += (2 * off) / pairs
      gradient[b]! -= (2 * off) / pairs
    }
  }
  const rows = vectors.length / outputs
  const pulls = new Float32Array(vectors.length)
  let near = 0
  for (let i = 1; i < rows; i++) {
    for (let j = 0; j < i; j++) {
      let cosine = 0
      for (let o = 0, a = i * outputs, b = j * outputs; o < outputs; o++, a++, b++) cosine += vectors[a]! * vectors[b]!
      const share = Math.exp(2 * UNIFORMITY.t * (cosine - 1))
      near += share
      for (let o = 0, a = i * outputs, b = j * outputs; o < outputs; o++, a++, b++) {
        pulls[a]! += share * vectors[b]!
        pulls[b]! += share * vectors[a]!
      }
    }
  }
  const factor = (UNIFORMITY.weight * 2 * UNIFORMITY.t) / near
  for (let i = 0; i < pulls.length; i++) gradient[i]! += factor * pulls[i]!
  return aligned / pairs + UNIFORMITY.weight * Math.log(near / ((rows * (rows - 1)) / 2))
}

function mapInto(
  vectors: Float32Array,
  from: number,
  dimensions: number,
  weights: Float32Array,
  outputs: number,
  out: Float32Array,
  to: number,
): void {
  for (let o = 0, w = 0; o < outputs; o++) {
    let sum = 0
    for (let d = 0; d < dimensions; d++, w++) sum += weights[w]! * vectors[from + d]!
    out[to + o] = sum
  }
}

/** A pair for each item of a path but the first, in random order, cut into batches. */
function batchesOf(paths: readonly (readonly number[])[], random: () => number): Batch[] {
  const pairs = paths.flatMap((path) =>
    path.slice(1).map((later, before): [number, number] => {
      const back = Math.floor(Math.log(1 - random()) / Math.log(DECAY))
      return [path[Math.max(0, before - back)]!, later]
    }),
  )
  for (let last = pairs.length - 1; last > 0; last--) {
    const other = Math.floor(random() * (last + 1))
    ;[pairs[last], pairs[other]] = [pairs[other]!, pairs[last]!]
  }
  const batches: Batch[] = []
  for (let from = 0; from < pairs.length; from += BATCH) {
    const chunk = pairs.slice(from, from + BATCH)
    const place = new Map([...new Set(chunk.flat())].map((row, at) => [row, at]))
    if (place.size < 2) continue
    batches.push({
      rows: [...place.keys()],
      pairs: {
        earlier: Uint32Array.from(chunk, ([row]) => place.get(row)!),
        later: Uint32Array.from(chunk, ([, row]) => place.get(row)!),
      },
    })
  }
  return batches
}

/** Source: Kingma and Ba, "Adam: a method for stochastic optimization", 2015, algorithm 1. */
function adam(weights: Float32Array): (gradient: Float32Array) => void {
  const first = new Float32Array(weights.length)
  const second = new Float32Array(weights.length)
  let steps = 0
  return (gradient) => {
    steps++
    const [ofFirst, ofSecond] = [1 - ADAM.first ** steps, 1 - ADAM.second ** steps]
    for (let w = 0; w < weights.length; w++) {
      first[w] = ADAM.first * first[w]! + (1 - ADAM.first) * gradient[w]!
      second[w] = ADAM.second * second[w]! + (1 - ADAM.second) * gradient[w]! ** 2
      weights[w]! -= (RATE * (first[w]! / ofFirst)) / (Math.sqrt(second[w]! / ofSecond) + ADAM.least)
    }
  }
}
