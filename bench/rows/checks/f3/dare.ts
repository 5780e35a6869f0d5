import { draws } from '../../../../src/evaluate/draw.js'
import { normalize } from '../../../../src/vectors/normalize.js'
import { timedEach } from '../../../processor-time.js'
import { multiQueryAttention } from '../../../transforms/attention.js'
import { principalComponents, project } from '../../../transforms/principal-components.js'
import { relevantPast } from '../../../transforms/relevant-past.js'
import { defineCheck, type Measured } from '../../check.js'
import { compare, median } from '../compare.js'
import { gainAt, type Movies, openMovies, placeOf } from '../f2/movies.js'

/** Which of a long history is looked at, by its places; from vectors of few dimensions. */
type Pick = (short: readonly Float32Array[]) => readonly number[]

interface WithTime extends Measured {
  readonly inHalf: boolean
}

const EVENTS = 1000
const SHORT_DIMENSIONS = 64
const LEAST_KEPT = 0.99
const TIMED = 50

export const dare = defineCheck<Pick, WithTime>({
  what: `T2, histories of ${EVENTS} films (those of other people, then one's own): NDCG@10 of attention to 20 of them, picked by ${SHORT_DIMENSIONS} dimensions, at least ${LEAST_KEPT} of that of attention to all, in half the time`,
  data: 'MovieLens',
  quick: false,
  needs: ['data/movielens-small'],
  capability: relevantPast,
  controls: {
    identity: (short) => [...short.keys()],
    shuffled: (short) =>
      draws(1)
        .shuffled([...short.keys()])
        .slice(0, 20),
  },
  async measure(pick) {
    const movies = await openMovies()
    const { vectors, task } = movies
    const short = shortVectors(movies)
    const whole = (path: readonly number[]): Float32Array => profileOf(path, movies)
    const picked = (path: readonly number[]): Float32Array =>
      profileOf(
        pick(path.map((row) => short[row]!)).map((t) => path[t]!),
        movies,
      )
    const scores = new Float32Array(task.ids.length)
    const all = task.queries.flatMap(({ history }) => [...history])
    const found = { ours: [] as number[], whole: [] as number[] }
    const paths: number[][] = []
    let end = 0
    for (const { history, target } of task.queries) {
      end += history.length
      // who came before, in a circle; the asked one's own films are the latest
      const path = Array.from({ length: EVENTS }, (_, t) => all[(end - 1 - t + all.length) % all.length]!)
      paths.push(path)
      const gain = (query: Float32Array): number => {
        vectors.scoresInto(query, scores)
        return gainAt(placeOf(target, history, scores), 10)
      }
      found.ours.push(gain(picked(path)))
      found.whole.push(gain(whole(path)))
    }
    const timed = (profile: (path: readonly number[]) => Float32Array): number =>
      median(Array.from({ length: 5 }, () => timedEach(TIMED, () => paths.slice(0, TIMED).map(profile)).milliseconds))
    const inHalf = timed(picked) <= timed(whole) / 2
    const { figure, baseline, ci } = compare('', found.ours, found.whole)
    return { figure, baseline, ci, inHalf, detail: `${found.ours.length} users; in half the time: ${inHalf ? 'yes' : 'no'}` }
  },
  passes: ({ figure, baseline, inHalf }) => figure >= LEAST_KEPT * baseline! && inHalf,
  unfinished: ({ inHalf }) =>
    inHalf
      ? 'a page compares the last ten by meaning; what attention would pick of a long past tells no more than the mean of all of it (docs/measurements.md#path-of-a-history)'
      : undefined,
})

/** Along the first principal components, unit length. */
function shortVectors({ vectors }: Movies): Float32Array[] {
  const sample = new Float32Array(2000 * vectors.dimensions)
  const stride = Math.floor(vectors.rowCount / 2000)
  for (let i = 0; i < 2000; i++) sample.set(vectors.row(i * stride), i * vectors.dimensions)
  const { components } = principalComponents(sample, new Float32Array(vectors.dimensions), SHORT_DIMENSIONS)
  return Array.from({ length: vectors.rowCount }, (_, row) => normalize(project(vectors.row(row), components)))
}

function profileOf(path: readonly number[], { vectors }: Movies): Float32Array {
  const rows = path.map((row) => vectors.row(row))
  const query = new Float32Array(vectors.dimensions)
  const weights = multiQueryAttention(
    rows,
    rows.map(() => 1),
  )
  rows.forEach((row, t) => {
    for (let d = 0; d < query.length; d++) query[d]! += weights[t]! * row[d]!
  })
  return query
}
