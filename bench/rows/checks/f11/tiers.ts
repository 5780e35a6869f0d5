import { locateEncoder } from '../../../../src/cli/encoder-source.js'
import { load } from '../../../../src/cli/open-engine.js'
import { draws } from '../../../../src/evaluate/draw.js'
import { dotProduct, truncateDimensions } from '../../../../src/vectors/normalize.js'
import { builtInModel, withLayers } from '../../../first-layers.js'
import { spearman } from '../../../metrics/correlation.js'
import { sharedSets } from '../../../shared-data.js'
import { defineCheck, type Measured, type RunnableCheck, round } from '../../check.js'
import type { CheckContext } from '../../context.js'
import { compareCorrelations } from '../compare.js'

interface Tier {
  readonly layers: number
  readonly dimensions: number
}

/** Unit vectors of texts by a tier, row by row. */
type Embed = (texts: readonly string[], tier: Tier, context: CheckContext) => Promise<Float32Array>

interface Tiers extends Measured {
  /** Correlation of each tier, smallest first. */
  readonly correlations: readonly number[]
  /** Time of the smallest tier, as a share of that of the whole model. */
  readonly share: number
}

const WHOLE: Tier = { layers: 3, dimensions: 384 }
const LADDER: readonly Tier[] = [{ layers: 1, dimensions: 64 }, { layers: 1, dimensions: 128 }, { layers: 3, dimensions: 128 }, WHOLE]
const MOST_TIME = 0.6
const TIMED = { texts: 64, rounds: 7 }

export const matryoshka2d = tiersOf([{ layers: 1, dimensions: 128 }])
export const starbucks = tiersOf(LADDER)

function tiersOf(tiers: readonly Tier[]): RunnableCheck {
  const [smallest] = tiers as readonly [Tier]
  const isLadder = tiers.length > 1
  const aim = isLadder
    ? `that of ${tiers.map(named).join(', ')} rises`
    : `its embedding takes at most ${MOST_TIME} of the time of all layers`
  return defineCheck<Embed, Tiers>({
    what: `STS Benchmark test, rank correlation: the built-in encoder after ${named(smallest)} above the same layers and dimensions with the head of the whole model, and ${aim}`,
    reachable: '`encoder="builtin?layers=1&dimensions=64"`',
    product: true,
    data: 'STS Benchmark',
    quick: false,
    needs: ['data/stsbenchmark'],
    capability: async (texts, tier, context) => (await context.embed(texts, { encoder: encoderOf(tier) })).vectors,
    controls: { identity: (texts, tier) => cutOf(texts, tier) },
    async measure(embed, context) {
      const pairs = sharedSets.stsb('test')
      const texts = [...pairs.map(({ first }) => first), ...pairs.map(({ second }) => second)]
      const cosinesOf = async (by: Embed, tier: Tier) => {
        const vectors = await by(texts, tier, context)
        const row = (at: number) => vectors.subarray(at * tier.dimensions, (at + 1) * tier.dimensions)
        return pairs.map((_, at) => dotProduct(row(at), row(at + pairs.length)))
      }
      const grades = pairs.map(({ score }) => score)
      const ours: number[][] = []
      for (const tier of tiers) ours.push(await cosinesOf(embed, tier))
      const { figure, baseline, ci } = compareCorrelations('', grades, ours[0]!, await cosinesOf(cutOf, smallest), draws(context.seed))
      const correlations = ours.map((cosines) => spearman(cosines, grades))
      const share = await timeShare(smallest, texts)
      const told = tiers.map((tier, at) => `${named(tier)}: ${round(correlations[at]!)}`)
      return { figure, baseline, ci, correlations, share, detail: `${told.join(', ')}; time ${round(share)} of the whole` }
    },
    passes: ({ ci, correlations, share }) =>
      ci![0] > 0 && (isLadder ? correlations.every((value, at) => at === 0 || value > correlations[at - 1]!) : share <= MOST_TIME),
  })
}

function encoderOf({ layers, dimensions }: Tier): string {
  return `builtin?${layers < WHOLE.layers ? `layers=${layers}&` : ''}dimensions=${dimensions}`
}

function named({ layers, dimensions }: Tier): string {
  return `${layers} of 3 layers, ${dimensions} of 384 dimensions`
}

async function cutOf(texts: readonly string[], { layers, dimensions }: Tier): Promise<Float32Array> {
  const rows = withLayers(await builtInModel(), layers)(texts)
  return truncateDimensions(Float32Array.from(rows.flatMap((row) => [...row])), rows[0]!.length, dimensions)
}

/** The least of the rounds of each, which take turns. */
async function timeShare(tier: Tier, texts: readonly string[]): Promise<number> {
  const names = [encoderOf(tier), 'builtin']
  const encoders = await Promise.all(names.map(async (name) => load(await locateEncoder(name, process.cwd()))))
  const least = names.map(() => Number.POSITIVE_INFINITY)
  for (let round = 0; round < TIMED.rounds; round++) {
    for (const [at, encoder] of encoders.entries()) {
      const begun = performance.now()
      await encoder.encode(texts.slice(0, TIMED.texts), 'item')
      least[at] = Math.min(least[at]!, performance.now() - begun)
    }
  }
  await Promise.all(encoders.map((encoder) => encoder.dispose()))
  return least[0]! / least[1]!
}
