import { itemSentence } from '../../../../catalog/item-sentence.js'
import { parseCatalog } from '../../../../catalog/parse.js'
import { lossFunnel } from '../../../../evaluate/autoeval/funnel.js'
import type { Task } from '../../../../evaluate/autoeval/task.js'
import { movieRows } from '../../../../evaluate/data/catalog-rows.js'
import { leaveLastOut, type UserHistory } from '../../../../evaluate/data/movielens.js'
import { draws } from '../../../../evaluate/draw.js'
import { sharedSets } from '../../../shared-data.js'
import { defineCheck, type Measured, round } from '../../check.js'
import { pickRows } from '../vectors-of.js'

const USERS = 300
/** Films that fewer liked are left out: a question among all takes minutes and says the same. */
const LIKED_BY = 5
const K = 10

type Rows = (vectors: Float32Array, dimensions: number) => Float32Array

interface Losses extends Measured {
  /** No metric is better on test than the upper end of the one chosen on dev. */
  readonly chosenWell: boolean
}

/** The film liked last asks for the one liked next; the metric is chosen on the last but one, and reported on the last. */
export const iceberg = defineCheck<Rows, Losses>({
  what: `T2, ${USERS} users, films that ${LIKED_BY} liked, next film liked by the last one: label recall@${K} of exact float32 search by each metric, of codes and of filters; the metric chosen on dev is the best on test (within its interval) and above chance`,
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
    const known = leaveLastOut(ratings).users.filter(({ train, valid, test }) => [train.at(-1)!, valid, test].every((id) => rowOf.has(id)))
    const users = draws(context.seed).shuffled(known).slice(0, USERS)
    const ask = async (from: (user: UserHistory) => string, to: (user: UserHistory) => string) => {
      const task: Task = {
        id: 'linked',
        name: 'the next film',
        items,
        queries: users.map((user) => ({ row: rowOf.get(from(user))!, text: null, relevant: new Set([rowOf.get(to(user))!]) })),
      }
      const queries = new Float32Array(users.length * dimensions)
      return lossFunnel(task, { items: rows(vectors, dimensions), queries, dimensions }, [])
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
    const best = Math.max(...test.metrics.map(({ recall }) => recall.mean))
    const chance = K / items.length
    const told = [...test.metrics, ...test.compressed].map(({ name, recall }) => `${name} ${round(recall.mean)}`)
    return {
      figure: chosen.mean,
      baseline: chance,
      ci: [chosen.lo - chance, chosen.hi - chance] as const,
      detail: `chosen: ${dev.bestMetric}; ${told.join(', ')}`,
      chosenWell: best <= chosen.hi,
    }
  },
  passes: ({ ci, chosenWell }) => ci![0] > 0 && chosenWell,
})
