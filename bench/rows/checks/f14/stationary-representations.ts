import { draws } from '../../../../src/evaluate/draw.js'
import { applyUpgrade, fitUpgrade } from '../../../../src/ranking/transforms/upgrade.js'
import { averageCompatibility, isCompatible } from '../../../metrics/compatibility.js'
import { kMeans, medoids } from '../../../transforms/k-means.js'
import { defineCheck, type Measured, round } from '../../check.js'
import { compare, mean } from '../compare.js'
import { pickRows } from '../vectors-of.js'
import { foundFirst, NEEDS, twoEncoders } from './two-encoders.js'

const ANCHORS = 256

/** Maps new queries into the old space, from anchors seen by both encoders. */
type Upgrade = (fresh: Float32Array, old: Float32Array, dimensions: number, queries: Float32Array) => Float32Array

interface Upgraded extends Measured {
  readonly compatible: boolean
  /** New queries on old vectors as a share of new queries on new vectors. */
  readonly recovered: number
}

const fitted: Upgrade = (fresh, old, dimensions, queries) =>
  applyUpgrade(fitUpgrade(fresh, dimensions, old, dimensions), queries, dimensions, dimensions)

export const stationaryRepresentations = defineCheck<Upgrade, Upgraded>({
  what: `STS Benchmark as a search, R@1: queries of all-MiniLM-L6-v2, mapped by ${ANCHORS} anchors, on vectors of pagekin-mini-v2; no worse than pagekin-mini-v2 itself, and .9 of all-MiniLM-L6-v2 on its own vectors`,
  data: 'STS Benchmark',
  quick: false,
  needs: NEEDS,
  capability: fitted,
  controls: {
    identity: (_fresh, _old, _dimensions, queries) => queries,
    shuffled: (fresh, old, dimensions, queries) => {
      const order = draws(1).shuffled(Array.from({ length: old.length / dimensions }, (_, row) => row))
      return fitted(fresh, pickRows(old, dimensions, order), dimensions, queries)
    },
  },
  async measure(upgrade, context) {
    const { partners, small, large } = await twoEncoders(context)
    const { dimensions } = small
    const anchors = medoids(small.documents, dimensions, kMeans(small.documents, dimensions, ANCHORS, { seed: context.seed, rounds: 10 }))
    const anchorsOf = (documents: Float32Array) => pickRows(documents, dimensions, anchors)
    const mapped = upgrade(anchorsOf(large.documents), anchorsOf(small.documents), dimensions, large.queries)
    const oldOnOld = foundFirst(small.queries, small.documents, dimensions, partners)
    const newOnOld = foundFirst(mapped, small.documents, dimensions, partners)
    const newOnNew = foundFirst(large.queries, large.documents, dimensions, partners)
    const matrix = [
      [mean(oldOnOld), Number.NaN],
      [mean(newOnOld), mean(newOnNew)],
    ]
    const { figure, baseline, ci } = compare('', newOnOld, oldOnOld)
    const recovered = figure / mean(newOnNew)
    const detail = `new on new ${round(mean(newOnNew))}, so ${round(recovered)} of it; average compatibility ${averageCompatibility(matrix)}; ${anchors.length} anchors`
    return { figure, baseline, ci, detail, recovered, compatible: isCompatible(matrix, 1, 0) }
  },
  passes: ({ compatible, recovered }) => compatible && recovered >= 0.9,
})
