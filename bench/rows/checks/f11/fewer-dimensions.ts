import { draws } from '../../../../src/evaluate/draw.js'
import { dotProduct, truncateDimensions } from '../../../../src/vectors/normalize.js'
import { besideRepository } from '../../../beside.js'
import { spearman } from '../../../metrics/correlation.js'
import { sharedSets } from '../../../shared-data.js'
import { defineCheck, type Measured, type RunnableCheck, round } from '../../check.js'
import type { CheckContext } from '../../context.js'
import { compareCorrelations } from '../compare.js'
import { pickRows } from '../vectors-of.js'

/** The vectors by fewer numbers, of unit length. */
type Cut = (vectors: Float32Array, dimensions: number, kept: number) => Float32Array

interface Tiers extends Measured {
  /** Correlation at each size, smallest first. */
  readonly correlations: readonly number[]
}

const SIZES = [64, 128, 256, 384]
const WANTED = 'a model with an output for each layer, which is a matter of its training; none is at hand'

/** Width is half of what these two papers make elastic, and all that the built-in encoder has of it: `encoder` names how many dimensions. */
export const starbucks = elastic(64, { rises: true })
export const matryoshka2d = elastic(128, { rises: false })

function elastic(size: number, { rises }: { readonly rises: boolean }): RunnableCheck {
  return defineCheck<Cut, Tiers>({
    what: `STS Benchmark test, rank correlation: the first ${size} of 384 dimensions of the built-in encoder above those of all-MiniLM-L6-v2, a larger model that was not trained for fewer${rises ? ', and the correlation rises with the size' : ''}`,
    reachable: '`pack --dimensions`',
    product: true,
    data: 'STS Benchmark',
    quick: false,
    needs: ['data/stsbenchmark', 'models/all-MiniLM-L6-v2'],
    capability: truncateDimensions,
    controls: {
      // each row's numbers in an order of its own: the first mean nothing
      shuffled: (vectors, dimensions, kept) => {
        const draw = draws(1)
        const mixed = new Float32Array(vectors.length)
        for (let start = 0; start < vectors.length; start += dimensions) {
          const row = vectors.subarray(start, start + dimensions)
          mixed.set(pickRows(row, 1, draw.shuffled([...row.keys()])), start)
        }
        return truncateDimensions(mixed, dimensions, kept)
      },
    },
    async measure(cut, context) {
      const ours = await cosinesOf('builtin', SIZES, cut, context)
      const [plain] = await cosinesOf(besideRepository('models/all-MiniLM-L6-v2'), [size], truncateDimensions, context)
      const grades = sharedSets.stsb('test').map(({ score }) => score)
      const at = ours[SIZES.indexOf(size)]!
      const { figure, baseline, ci } = compareCorrelations('', grades, at, plain!, draws(context.seed))
      const correlations = ours.map((cosines) => spearman(cosines, grades))
      return { figure, baseline, ci, correlations, detail: SIZES.map((kept, i) => `${kept}: ${round(correlations[i]!)}`).join(', ') }
    },
    passes: ({ ci, correlations }) => ci![0] > 0 && (!rises || correlations.every((value, i) => i === 0 || value > correlations[i - 1]!)),
    unfinished: () => `fewer dimensions, not fewer layers: they take ${WANTED}`,
  })
}

/** Cosines of the pairs, by each size. */
async function cosinesOf(encoder: string, sizes: readonly number[], cut: Cut, context: CheckContext): Promise<number[][]> {
  const pairs = sharedSets.stsb('test')
  const texts = [...pairs.map(({ first }) => first), ...pairs.map(({ second }) => second)]
  const { vectors, dimensions } = await context.embed(texts, { encoder })
  return sizes.map((size) => {
    const rows = cut(vectors, dimensions, size)
    const row = (at: number) => rows.subarray(at * size, (at + 1) * size)
    return pairs.map((_, i) => dotProduct(row(i), row(i + pairs.length)))
  })
}
