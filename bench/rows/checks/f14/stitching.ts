import { draws } from '../../../../src/evaluate/draw.js'
import { applyUpgrade, fitUpgrade } from '../../../../src/ranking/transforms/upgrade.js'
import { linearCka } from '../../../metrics/cka.js'
import { matchingResidual } from '../../../metrics/compatibility.js'
import { spearman } from '../../../metrics/correlation.js'
import { defineCheck, type Measured, round } from '../../check.js'
import { mean } from '../compare.js'
import { pickRows } from '../vectors-of.js'
import { cut, foundFirst, NEEDS, twoEncoders, type View } from './two-encoders.js'

const ANCHORS = 256
const CUTS = [384, 192, 96, 48, 24]

/** How far mapped vectors are from those they should hit; what is said before any query has been asked. */
type Diagnosis = (mapped: Float32Array, target: Float32Array, dimensions: number) => number

interface Stitched extends Measured {
  readonly pairs: number
}

export const stitching = defineCheck<Diagnosis, Stitched>({
  what: 'pairs of encoders (two, each cut to five lengths, mapped onto the whole of the other): rank correlation of the residual of direct matching on held-out texts with R@1 of mapped queries, at least .8 in size',
  data: 'STS Benchmark',
  quick: false,
  needs: NEEDS,
  capability: matchingResidual,
  controls: {
    shuffled: (mapped, target, dimensions) => {
      const order = draws(1).shuffled(Array.from({ length: target.length / dimensions }, (_, row) => row))
      return matchingResidual(mapped, pickRows(target, dimensions, order), dimensions)
    },
  },
  async measure(diagnose, context) {
    const { partners, small, large } = await twoEncoders(context)
    const rows = draws(context.seed).shuffled(Array.from({ length: small.documents.length / small.dimensions }, (_, row) => row))
    const [anchors, held] = [rows.slice(0, ANCHORS), rows.slice(ANCHORS)]
    const results = [
      [small, large],
      [large, small],
    ].flatMap(([from, to]) => CUTS.map((length) => stitch(cut(from!, length), to!)))
    function stitch(from: View, to: View) {
      const of = (view: View, which: readonly number[]) => pickRows(view.documents, view.dimensions, which)
      const map = fitUpgrade(of(from, anchors), from.dimensions, of(to, anchors), to.dimensions)
      const move = (vectors: Float32Array) => applyUpgrade(map, vectors, from.dimensions, to.dimensions)
      return {
        name: `${from.name} on ${to.name}`,
        residual: diagnose(move(of(from, held)), of(to, held), to.dimensions),
        cka: linearCka(of(from, held), from.dimensions, of(to, held), to.dimensions),
        recall: mean(foundFirst(move(from.queries), to.documents, to.dimensions, partners)),
      }
    }
    const recalls = results.map(({ recall }) => recall)
    const figure = -spearman(
      results.map(({ residual }) => residual),
      recalls,
    )
    const [first, last] = [results[0]!, results.at(-1)!]
    const told = [first, last].map(({ name, residual, recall }) => `${name}: residual ${round(residual)}, R@1 ${round(recall)}`)
    const cka = spearman(
      results.map((result) => result.cka),
      recalls,
    )
    return {
      figure,
      baseline: null,
      ci: null,
      pairs: results.length,
      detail: `${results.length} pairs; linear CKA instead of the residual ${round(cka)}; ${told.join('; ')}`,
    }
  },
  passes: ({ figure, pairs }) => pairs >= 6 && figure >= 0.8,
})
