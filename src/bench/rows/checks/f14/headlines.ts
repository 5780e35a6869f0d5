import { draws } from '../../../../evaluate/draw.js'
import { reprintedHeadlines } from '../../../../evaluate/news.js'
import { Bm25Index, queryTerms } from '../../../../lexical/bm25.js'
import { isDuplicate } from '../../../../ranking/rerankers/duplicates.js'
import { dotProduct } from '../../../../vectors/normalize.js'
import { defineCheck, type Measured, round } from '../../check.js'
import { compare, mean } from '../compare.js'
import { centredRows, pickRows } from '../vectors-of.js'
import { foundFirst } from './two-encoders.js'

type Rows = (vectors: Float32Array, dimensions: number) => Float32Array

interface ByPeriod extends Measured {
  readonly periods: readonly number[]
  /** Share of the pairs that a shelf would show as one. */
  readonly grouped: number
}

export const headlines = defineCheck<Rows, ByPeriod>({
  what: 'synthetic headlines of seven decades, each asked by its reprint: R@1 by meaning, told by decade, above BM25; and .9 of the reprints grouped with their originals as a shelf groups duplicates (row 34)',
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
    const vectors = centredRows(joined(originals.vectors, reprints.vectors), dimensions)
    const at = (row: number) => vectors.subarray(row * dimensions, (row + 1) * dimensions)
    const grouped = mean(
      archive.map(({ original, reprint }, row) =>
        Number(isDuplicate({ id: 'a', title: original }, { id: 'b', title: reprint }, () => dotProduct(at(row), at(archive.length + row)))),
      ),
    )
    const names = [...new Set(archive.map(({ period }) => period))]
    const periods = names.map((name) => mean(found.filter((_, row) => archive[row]!.period === name)))
    const { figure, baseline, ci } = compare('', found, byWords)
    const told = names.map((name, n) => `${name} ${round(periods[n]!)}`)
    return { figure, baseline, ci, periods, grouped, detail: `${told.join(', ')}; grouped ${round(grouped)}` }
  },
  passes: ({ ci, periods }) => ci![0] > 0 && periods.every(Number.isFinite),
  unfinished: ({ grouped }) =>
    grouped >= 0.9 ? undefined : 'reprints in other words are not grouped: texts without fields must mean the same',
})

function joined(first: Float32Array, second: Float32Array): Float32Array {
  const both = new Float32Array(first.length + second.length)
  both.set(first)
  both.set(second, first.length)
  return both
}
