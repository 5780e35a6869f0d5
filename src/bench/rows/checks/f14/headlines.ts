import { draws } from '../../../../evaluate/draw.js'
import { reprintedHeadlines } from '../../../../evaluate/news.js'
import { Bm25Index, queryTerms } from '../../../../lexical/bm25.js'
import { defineCheck, type Measured, round } from '../../check.js'
import { compare, mean } from '../compare.js'
import { pickRows } from '../vectors-of.js'
import { foundFirst } from './two-encoders.js'

type Rows = (vectors: Float32Array, dimensions: number) => Float32Array

interface ByPeriod extends Measured {
  readonly periods: readonly number[]
}

export const headlines = defineCheck<Rows, ByPeriod>({
  what: 'synthetic headlines of seven decades, each asked by its reprint: R@1 by meaning, told by decade, above BM25; and reprints grouped as duplicates (row 34)',
  quick: true,
  needs: [],
  capability: (vectors) => vectors,
  controls: {
    shuffled: (vectors, dimensions) =>
      pickRows(vectors, dimensions, draws(3).shuffled(Array.from({ length: vectors.length / dimensions }, (_, row) => row))),
  },
  async measure(rows, context) {
    const archive = reprintedHeadlines(context.seed)
    const originals = await context.embed(archive.map(({ original }) => original))
    const reprints = await context.embed(archive.map(({ reprint }) => reprint))
    const { dimensions } = originals
    const own = archive.map((_, row) => row)
    const found = foundFirst(reprints.vectors, rows(originals.vectors, dimensions), dimensions, own)
    const index = Bm25Index.build(archive.map(({ original }) => [{ text: original, weight: 1 }]))
    const scores = new Float32Array(archive.length)
    const byWords = archive.map(({ reprint }, row) => {
      index.scoresInto(queryTerms(reprint), scores)
      return Number(scores.indexOf(Math.max(...scores)) === row)
    })
    const names = [...new Set(archive.map(({ period }) => period))]
    const periods = names.map((name) => mean(found.filter((_, row) => archive[row]!.period === name)))
    const { figure, baseline, ci } = compare('', found, byWords)
    return { figure, baseline, ci, periods, detail: names.map((name, n) => `${name} ${round(periods[n]!)}`).join(', ') }
  },
  passes: ({ ci, periods }) => ci![0] > 0 && periods.every(Number.isFinite),
  async unfinished(_, context) {
    const { state } = await context.outcome('same-style-products')
    return state === 'green' ? undefined : `reprints are not grouped: row 34 is ${state}`
  },
})
