import { draws } from '../../../../src/evaluate/draw.js'
import { sequenceCount } from '../../../../src/ranking/sequences.js'
import { normalize } from '../../../../src/vectors/normalize.js'
import { degrees, meetings, step } from '../../../transforms/graph.js'
import { prototypeSmoothing } from '../../../transforms/prototype-smoothing.js'
import { defineCheck, round } from '../../check.js'
import { compare, mean } from '../compare.js'
import { lastFifth, recallAt, sumScores } from './last-fifth.js'
import { openMovies } from './movies.js'

const FEW = 3
/** What the neighbours of an item count beside it. */
const NEIGHBOURS = 0.3
/** Of .1, .3 and 1 the best on the fifth before the hidden one: .068 against .060 without. */
const WEIGHT = 0.1

export const ncl = defineCheck<typeof prototypeSmoothing>({
  what: `T2, everybody's last fifth hidden: R@20 among films of at most ${FEW} events, with prototypes added to vectors of texts and neighbours, above without`,
  data: 'MovieLens',
  quick: false,
  needs: ['data/movielens-small'],
  capability: prototypeSmoothing,
  controls: {
    identity: (vectors) => vectors,
    shuffled: (vectors, dimensions, met, options) => prototypeSmoothing(vectors, dimensions, draws(1).shuffled(Array.from(met)), options),
  },
  async measure(smooth) {
    const movies = await openMovies()
    const { users, train, met } = lastFifth(movies, 'test')
    const rows = met.length
    const { dimensions } = movies.vectors
    const text = new Float32Array((rows + sequenceCount(train)) * dimensions)
    for (let row = 0; row < rows; row++) text.set(movies.vectors.row(row), row * dimensions)
    const graph = meetings(train)
    const scale = degrees(graph).map((degree) => (degree > 0 ? degree ** -0.5 : 0))
    const once = (vectors: Float32Array): Float32Array => step(graph, vectors, dimensions, { row: scale, column: scale })
    const met2 = normalize(once(once(text)), dimensions)
    const without = normalize(
      text.slice(0, rows * dimensions).map((value, at) => value + NEIGHBOURS * met2[at]!),
      dimensions,
    )
    const smoothed = smooth(without, dimensions, met, { weight: WEIGHT })
    const known = [...met.keys()].filter((row) => met[row]! > FEW)
    const found = { ours: [] as number[], without: [] as number[], plain: [] as number[] }
    for (const user of users) {
      const hidden = user.hidden.filter((row) => met[row]! > 0 && met[row]! <= FEW)
      if (hidden.length === 0) continue
      const recall = (vectors: Float32Array): number =>
        recallAt(20, sumScores(user.known, vectors, dimensions, rows), [...user.known, ...known], hidden)
      found.ours.push(recall(smoothed))
      found.without.push(recall(without))
      found.plain.push(recall(text))
    }
    const { figure, baseline, ci } = compare('', found.ours, found.without)
    const told = `${found.ours.length} users; what is met together helps (by texts alone ${round(mean(found.plain))}), the group of an item beside it does not`
    return { figure, baseline, ci, detail: told }
  },
  passes: ({ ci }) => ci![0] > 0,
})
