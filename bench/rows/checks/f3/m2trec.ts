import type { DenseText } from '../../../../src/evaluate/baselines/dense-text.js'
import { draws } from '../../../../src/evaluate/draw.js'
import { meanByUnit } from '../../../../src/evaluate/metrics/bootstrap.js'
import { itemItemScores } from '../../../../src/ranking/scorers/item-item.js'
import { itemKnnWeights } from '../../../../src/ranking/scorers/item-knn.js'
import { toSequences } from '../../../../src/ranking/sequences.js'
import { standardized } from '../../../../src/ranking/standardize.js'
import { openNextItemSet } from '../../../next-item-sets.js'
import { sharedSets } from '../../../shared-data.js'
import { type Categories, categorySteps, nextCategoryBias } from '../../../transforms/next-category.js'
import { defineCheck } from '../../check.js'
import { compare, weakest } from '../compare.js'
import { hitAt, pathOf, placeOf, sumOf } from '../f2/movies.js'

type Prior = typeof nextCategoryBias

const HIDDEN = 0.2

export const m2trec = defineCheck<Prior>({
  what: 'sessions of a shop for clothes, a fifth of the items in none: HR@10 for these of texts with a prior of the next category above item kNN and above texts without, by session',
  quick: false,
  needs: ['data/amazon-bundles-clothing'],
  capability: nextCategoryBias,
  controls: {
    identity: (_history, { of }) => new Float32Array(of.length),
    shuffled: (history, categories, steps) => nextCategoryBias(history, categories, Float64Array.from(draws(1).shuffled([...steps]))),
  },
  async measure(prior) {
    const { vectors, categories, hidden, paths } = await openSessions()
    const found = { prior: [] as number[], texts: [] as number[], knn: [] as number[], units: [] as number[] }
    const near = new Float32Array(vectors.rowCount)
    const scores = new Float32Array(near.length)
    for (const fold of [0, 1]) {
      // what is learnt from the other half of the sessions
      const taught = paths.filter((_, session) => session % 2 !== fold).map((path) => path.filter((row) => !hidden.has(row)))
      const train = toSequences(taught, vectors.rowCount)
      const steps = categorySteps(train, categories)
      const knn = itemKnnWeights(train, { neighbours: 100, shrink: 10 })
      paths.forEach((path, session) => {
        if (session % 2 !== fold) return
        path.forEach((wanted, place) => {
          const known = path.slice(0, place).filter((row) => !hidden.has(row))
          if (!hidden.has(wanted) || known.length === 0) return
          const query = new Float32Array(vectors.dimensions)
          for (const { row, weight } of pathOf(known, 0.5, 10)) {
            vectors.row(row).forEach((value, d) => {
              query[d]! += weight * value
            })
          }
          vectors.scoresInto(query, near)
          const texts = standardized(near)
          itemItemScores(pathOf(known, 0.9, 100), knn, scores)
          const hit = (of: Float32Array): number => hitAt(placeOf(wanted, known, of), 10)
          found.units.push(session)
          found.knn.push(hit(scores))
          found.texts.push(hit(texts))
          found.prior.push(hit(sumOf(texts, prior(pathOf(known, 0.8, 10), categories, steps))))
        })
      })
    }
    const by = (values: readonly number[]): Float64Array => meanByUnit(values, found.units)
    const ours = by(found.prior)
    const measured = weakest([compare('item kNN', ours, by(found.knn)), compare('without', ours, by(found.texts))])
    return {
      ...measured,
      detail: `${measured.detail}; ${found.units.length} events, ${categories.count} categories; on MovieLens (genres, valid) NDCG@10 of forYou .0004 lower with it`,
    }
  },
  passes: ({ ci }) => ci![0] > 0,
})

interface Sessions {
  readonly vectors: DenseText
  readonly categories: Categories
  readonly hidden: ReadonlySet<number>
  readonly paths: readonly (readonly number[])[]
}

async function openSessions(): Promise<Sessions> {
  const set = sharedSets.bundles()
  const { text, items } = await openNextItemSet('bundle-sessions')
  const rowOf = new Map(items.map(({ id }, row) => [id, row]))
  const names = set.items.map(({ categories }) => categoryOf(categories))
  const all = [...new Set(names)]
  return {
    vectors: text.vectors.centred(),
    categories: { of: names.map((name) => all.indexOf(name)), count: all.length },
    paths: [...set.sessions.values()].map((ids) => [...new Set(ids.flatMap((id) => rowOf.get(id) ?? []))]),
    hidden: new Set(
      draws(5)
        .shuffled([...items.keys()])
        .slice(0, HIDDEN * items.length),
    ),
  }
}

/** Its deepest path, four levels of it. No space follows a comma that parts two levels. */
function categoryOf(paths: string): string {
  const levels = [...paths.matchAll(/\[([^[\]]+)\]/g)].map(([, path]) => path!.split(/,(?! )/))
  const deepest = levels.reduce<readonly string[]>((longest, path) => (path.length > longest.length ? path : longest), [])
  return deepest.slice(0, 4).join(' / ')
}
