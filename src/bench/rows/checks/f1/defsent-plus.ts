import { spearman } from '../../../../evaluate/metrics/correlation.js'
import { dotProduct, normalize } from '../../../../vectors/normalize.js'
import { principalComponents, project } from '../../../../vectors/principal-components.js'
import { mulberry32 } from '../../../../vectors/random.js'
import { sharedSets } from '../../../shared-data.js'
import { defineCheck, type Measured, round } from '../../check.js'
import { centredRows } from '../vectors-of.js'

/** Rows made more even in all directions. */
type Isotropy = (vectors: Float32Array, dimensions: number) => Float32Array

interface OnEncoders extends Measured {
  /** Of random pairs, the largest in size over the encoders. */
  readonly cosine: number
  /** Points of rank correlation that are lost, the most over the encoders. */
  readonly lost: number
}

const ENCODERS = ['builtin', '../shared/models/all-MiniLM-L6-v2']
const PAIRS = 5_000
const MAX_COSINE = 0.05
const MAX_LOST = 0.005
/** How far directions are made equally long: 0 not at all, 1 wholly. */
const SOFT = 0.5
/** By encoder: minutes of work, and the same whatever is measured beside it. */
const WHITENED = new Map<string, Float32Array>()

export const defsentPlus = defineCheck<Isotropy, OnEncoders>({
  what: `T4 (test, its sentences as the catalog), two encoders: mean cosine of random pairs below ${MAX_COSINE} once the catalog's mean is taken away, and rank correlation at most ${MAX_LOST} lower`,
  quick: false,
  needs: ['data/stsbenchmark', 'models/all-MiniLM-L6-v2'],
  capability: centredRows,
  controls: {
    identity: (vectors) => vectors,
    shuffled: (vectors, dimensions) => centredRows(vectors.toReversed(), dimensions),
  },
  async measure(isotropy, context) {
    const pairs = sharedSets.stsb('test')
    const texts = pairs.flatMap(({ first, second }) => [first, second])
    const told: string[] = []
    const found: { before: number; after: number; cosine: number }[] = []
    for (const encoder of ENCODERS) {
      const { vectors, dimensions } = await context.embed(texts, { encoder })
      const correlation = (rows: Float32Array) =>
        spearman(
          pairs.map((_, i) => cosineOf(rows, dimensions, 2 * i, 2 * i + 1)),
          pairs.map(({ score }) => score),
        )
      const rows = isotropy(vectors, dimensions)
      const whitened = WHITENED.get(encoder) ?? softlyWhitened(vectors, dimensions)
      WHITENED.set(encoder, whitened)
      const before = correlation(vectors)
      const measured = { before, after: correlation(rows), cosine: randomCosine(rows, dimensions, context.seed) }
      found.push(measured)
      told.push(
        `${encoder.split('/').at(-1)} random pairs ${round(measured.cosine)} against ${round(randomCosine(vectors, dimensions, context.seed))}, correlation ${round(measured.after)} against ${round(before)} (whitened by half ${round(correlation(whitened))})`,
      )
    }
    const worst = found.reduce((a, b) => (a.after - a.before < b.after - b.before ? a : b))
    return {
      figure: worst.after,
      baseline: worst.before,
      ci: null,
      cosine: Math.max(...found.map(({ cosine }) => Math.abs(cosine))),
      lost: worst.before - worst.after,
      detail: told.join('; '),
    }
  },
  passes: ({ cosine, lost }) => cosine < MAX_COSINE && lost <= MAX_LOST,
})

/** About the mean, each principal direction divided by its deviation to the power `SOFT`; unit length. */
function softlyWhitened(vectors: Float32Array, dimensions: number): Float32Array {
  const mean = new Float32Array(dimensions)
  vectors.forEach((value, at) => {
    mean[at % dimensions]! += (value * dimensions) / vectors.length
  })
  const { components, variances } = principalComponents(vectors, mean, dimensions)
  const rows = vectors.slice()
  for (let start = 0; start < rows.length; start += dimensions) {
    const away = rows.subarray(start, start + dimensions).map((value, j) => value - mean[j]!)
    rows.set(
      project(away, components).map((value, i) => value * Math.max(variances[i]!, 1e-6) ** (-SOFT / 2)),
      start,
    )
  }
  return normalize(rows, dimensions)
}

function cosineOf(rows: Float32Array, dimensions: number, a: number, b: number): number {
  const row = (at: number) => rows.subarray(at * dimensions, (at + 1) * dimensions)
  return dotProduct(row(a), row(b))
}

function randomCosine(rows: Float32Array, dimensions: number, seed: number): number {
  const random = mulberry32(seed)
  const anyRow = () => Math.floor((random() * rows.length) / dimensions)
  let sum = 0
  for (let pair = 0; pair < PAIRS; pair++) sum += cosineOf(rows, dimensions, anyRow(), anyRow())
  return sum / PAIRS
}
