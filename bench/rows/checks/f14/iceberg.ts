import { itemSentence } from '../../../../src/catalog/item-sentence.js'
import { parseCatalog } from '../../../../src/catalog/parse.js'
import { lossFunnel } from '../../../../src/evaluate/autoeval/funnel.js'
import { exactRanker, type Metric } from '../../../../src/evaluate/autoeval/rankers.js'
import { labelRecall } from '../../../../src/evaluate/autoeval/score.js'
import type { Task } from '../../../../src/evaluate/autoeval/task.js'
import { draws } from '../../../../src/evaluate/draw.js'
import { pairedBootstrap } from '../../../../src/evaluate/metrics/bootstrap.js'
import { movieRows } from '../../../data/catalog-rows.js'
import { leaveLastOut, type UserHistory } from '../../../data/movielens.js'
import { sharedSets } from '../../../shared-data.js'
import { defineCheck, type Measured, round } from '../../check.js'
import { pickRows } from '../vectors-of.js'

/** Films that fewer liked are left out: a question among all takes minutes and says the same. */
const LIKED_BY = 5
const K = 10
/** Label recall that the metric chosen on dev may lose to the best on test. */
const MOST_LOST = 0.01

type Rows = (vectors: Float32Array, dimensions: number) => Float32Array

interface Losses extends Measured {
  /** Most that the chosen metric may be worse on test than the best: the upper end of the interval of their difference. */
  readonly lost: number
}

/** The film liked last asks for the one liked next; the metric is chosen on the last but one, and reported on the last. */
export const iceberg = defineCheck<Rows, Losses>({
  what: `MovieLens, films that ${LIKED_BY} liked, next film liked by the last one: label recall@${K} of exact float32 search by each metric, of codes and of filters; the metric chosen on dev loses at most ${MOST_LOST} to the best on test (interval of the difference) and is above chance`,
  reachable: '`pagekin eval`',
  product: true,
  data: 'MovieLens',
  quick: false,
  needs: ['data/movielens-small'],
  capability: (vectors) => vectors,
  controls: {
    shuffled: (vectors, dimensions) =>
      pickRows(vectors, dimensions, draws(1).shuffled(Array.from({ length: vectors.length / dimensions }, (_, row) => row))),
  },
  async measure(rows, context) {
    const { movies, ratings } = sharedSets.movieLens()
    const liked = new Map<string, number>()
    for (const { movie, rating } of ratings) if (rating >= 4) liked.set(movie, (liked.get(movie) ?? 0) + 1)
    const { items } = parseCatalog(movieRows(movies.filter(({ id }) => (liked.get(id) ?? 0) >= LIKED_BY)), { source: 'movielens' })
    const { vectors, dimensions } = await context.embed(items.map(itemSentence))
    const rowOf = new Map(items.map(({ id }, row) => [id, row]))
    const users = leaveLastOut(ratings).users.filter(({ train, valid, test }) => [train.at(-1)!, valid, test].every((id) => rowOf.has(id)))
    const ask = async (from: (user: UserHistory) => string, to: (user: UserHistory) => string) => {
      const task: Task = {
        id: 'linked',
        name: 'the next film',
        items,
        queries: users.map((user) => ({ row: rowOf.get(from(user))!, text: null, relevant: new Set([rowOf.get(to(user))!]) })),
      }
      const queries = new Float32Array(users.length * dimensions)
      const ofTask = { items: rows(vectors, dimensions), queries, dimensions }
      const recallOf = (metric: Metric) => labelRecall(task, exactRanker(ofTask, { metric }), K)
      return { ...(await lossFunnel(task, ofTask, [])), recallOf }
    }
    const dev = await ask(
      ({ train }) => train.at(-1)!,
      ({ valid }) => valid,
    )
    const test = await ask(
      ({ valid }) => valid,
      (user) => user.test,
    )
    const chosen = test.metrics.find(({ id }) => id === dev.bestMetric)!.recall
    const best = test.metrics.reduce((a, b) => (b.recall.mean > a.recall.mean ? b : a)).id as Metric
    const lost = pairedBootstrap(await test.recallOf(best), await test.recallOf(dev.bestMetric))
    const chance = K / items.length
    const told = [...test.metrics, ...test.compressed].map(({ name, recall }) => `${name} ${round(recall.mean)}`)
    return {
      figure: chosen.mean,
      baseline: chance,
      ci: [chosen.lo - chance, chosen.hi - chance] as const,
      detail: `${users.length} users; chosen: ${dev.bestMetric}, the best ${best}, loses ${round(lost.mean)} [${round(lost.lo)}, ${round(lost.hi)}]; ${told.join(', ')}`,
      lost: lost.hi,
    }
  },
  passes: ({ ci, lost }) => ci![0] > 0 && lost <= MOST_LOST,
})
