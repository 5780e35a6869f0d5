import { draws } from '../../../../evaluate/draw.js'
import { sequenceCount, toSequences } from '../../../../ranking/sequences.js'
import { meetings } from '../../../../ranking/transforms/graph.js'
import { propagate } from '../../../../ranking/transforms/propagate.js'
import { mulberry32 } from '../../../../vectors/random.js'
import { timedEach } from '../../../processor-time.js'
import { defineCheck, type Measured, round } from '../../check.js'
import { compare, mean, median, weakest } from '../compare.js'
import { crowdScores, hitAt, openMovies, placeOf } from './movies.js'

interface WithTime extends Measured {
  readonly milliseconds: number
}

const LAYERS = 2
const MAX_MILLISECONDS = 300

export const lightgcn = defineCheck<typeof propagate, WithTime>({
  what: `T2: R@20 of text vectors after ${LAYERS} layers over the graph of users and films above none and above popularity; 5,000 users, 5,000 items, 100,000 edges of 64 dimensions within ${MAX_MILLISECONDS} ms`,
  quick: false,
  needs: ['data/movielens-small'],
  capability: propagate,
  controls: {
    identity: (graph, vectors, dimensions) => propagate(graph, vectors, dimensions, { layers: 0 }),
    shuffled: (graph, vectors, dimensions) =>
      propagate({ ...graph, rows: Uint32Array.from(draws(1).shuffled([...graph.rows])) }, vectors, dimensions, { layers: LAYERS }),
  },
  async measure(transform) {
    const movies = await openMovies()
    const { task, vectors } = movies
    const rows = task.ids.length
    const { dimensions } = vectors
    const nodes = rows + sequenceCount(task.train)
    const text = new Float32Array(nodes * dimensions)
    for (let row = 0; row < rows; row++) text.set(vectors.row(row), row * dimensions)
    const layers = transform(meetings(task.train), text, dimensions, { layers: LAYERS })
    const found = { ours: [] as number[], none: [] as number[], popular: [] as number[], page: [] as number[] }
    task.queries.forEach(({ history, target }) => {
      const hit = (scores: Float32Array): number => hitAt(placeOf(target, history, scores), 20)
      found.ours.push(hit(dots(userOf(history, layers, dimensions), layers, rows)))
      found.none.push(hit(dots(userOf(history, text, dimensions), text, rows)))
      found.popular.push(hit(Float32Array.from(task.met)))
      found.page.push(hit(crowdScores(history, movies).scores))
    })
    const milliseconds = timeOf(transform)
    const measured = weakest([compare('none', found.ours, found.none), compare('popularity', found.ours, found.popular)])
    const told = `what is met together and next, as forYou counts it, ${round(mean(found.page))}; ${round(milliseconds)} ms`
    return { ...measured, milliseconds, detail: `${measured.detail}; ${told}` }
  },
  passes: ({ ci, milliseconds }) => ci![0] > 0 && milliseconds <= MAX_MILLISECONDS,
  unfinished: ({ ci }) => (ci![0] > 0 ? 'no page holds these vectors: it counts what is met together and next (row 4)' : undefined),
})

/** A user is the sum of what they met, by the root of how many, as the operator has it. */
function userOf(history: ArrayLike<number>, vectors: Float32Array, dimensions: number): Float32Array {
  const user = new Float32Array(dimensions)
  for (const row of new Set(Array.from(history))) {
    for (let d = 0; d < dimensions; d++) user[d]! += vectors[row * dimensions + d]!
  }
  return user
}

function dots(user: Float32Array, vectors: Float32Array, rows: number): Float32Array {
  const scores = new Float32Array(rows)
  for (let row = 0, at = 0; row < rows; row++) {
    let sum = 0
    for (let d = 0; d < user.length; d++, at++) sum += user[d]! * vectors[at]!
    scores[row] = sum
  }
  return scores
}

function timeOf(transform: typeof propagate): number {
  const random = mulberry32(1)
  const lists = Array.from({ length: 5000 }, () => Array.from({ length: 20 }, () => Math.floor(random() * 5000)))
  const graph = meetings(toSequences(lists, 5000))
  const vectors = Float32Array.from({ length: 10_000 * 64 }, () => random() - 0.5)
  const times = Array.from({ length: 3 }, () => timedEach(1, () => transform(graph, vectors, 64, { layers: LAYERS })).milliseconds)
  return median(times)
}
