import { draws } from '../../../../evaluate/draw.js'
import { spearman } from '../../../../evaluate/metrics/correlation.js'
import { itemItemScores } from '../../../../ranking/scorers/item-item.js'
import { defineCheck, type Measured, round } from '../../check.js'
import { compare, mean, weakest } from '../compare.js'
import { JoinedVectors } from './joined-vectors.js'
import { contentScores, crowdScores, gainAt, type Movies, openMovies, pathOf, placeOf, sumOf } from './movies.js'

interface Branches {
  readonly content: Float32Array
  readonly crowd: Float32Array
  readonly share: number
  /** The same two before they are in standard units, added up. */
  readonly raw: Float32Array
}

interface WithCorrelation extends Measured {
  readonly correlation: number
}

const MOST_CORRELATED = 0.95
/** Rank correlations of whole catalogs are slow, and alike from user to user. */
const CORRELATED_USERS = 60

export const prorec = defineCheck<(branches: Branches) => Float32Array, WithCorrelation>({
  what: `T2: NDCG@10 of texts and others fused in standard units above their raw sum and above one vector of both; rank correlation with either at most ${MOST_CORRELATED}`,
  quick: false,
  needs: ['data/movielens-small'],
  capability: ({ content, crowd, share }) => sumOf(content, crowd, 1 - share, share),
  controls: {
    identity: ({ raw }) => raw,
    shuffled: ({ content, crowd, share }) => sumOf(content, Float32Array.from(draws(1).shuffled([...crowd])), 1 - share, share),
  },
  async measure(fuse) {
    const movies = await openMovies()
    const vectors = new JoinedVectors(movies)
    const found = { fused: [] as number[], raw: [] as number[], joined: [] as number[] }
    const correlations: [number[], number[]] = [[], []]
    const variances: number[] = []
    movies.task.queries.forEach(({ history, target }, q) => {
      const content = contentScores(history, movies)
      const { scores: crowd, share } = crowdScores(history, movies)
      const raw = rawSum(history, movies)
      const fused = fuse({ content, crowd, share, raw })
      const gain = (of: Float32Array): number => gainAt(placeOf(target, history, of), 10)
      found.fused.push(gain(fused))
      found.raw.push(gain(raw))
      found.joined.push(gain(vectors.scores(history)))
      if (q >= CORRELATED_USERS) return
      correlations[0].push(spearman(fused, content))
      correlations[1].push(spearman(fused, crowd))
      const [texts, others] = [(1 - share) ** 2 * variance(content), share ** 2 * variance(crowd)]
      variances.push(Math.max(texts, others) / (texts + others))
    })
    const [withTexts, withOthers] = [mean(correlations[0]), mean(correlations[1])]
    const measured = weakest([compare('the raw sum', found.fused, found.raw), compare('one vector', found.fused, found.joined)])
    const told = `correlation with texts ${round(withTexts)}, with others ${round(withOthers)}; the louder has ${round(mean(variances))} of the variance`
    return { ...measured, detail: `${measured.detail}; ${told}`, correlation: Math.max(withTexts, withOthers) }
  },
  passes: ({ ci, correlation }) => ci![0] > 0 && correlation <= MOST_CORRELATED,
})

/** Cosines, BM25 and weights of neighbours as they come. */
function rawSum(history: ArrayLike<number>, movies: Movies): Float32Array {
  const { vectors, words, crowd, task } = movies
  const scores = new Float32Array(task.ids.length)
  const part = new Float32Array(task.ids.length)
  const add = (): void => {
    for (let row = 0; row < scores.length; row++) scores[row]! += part[row]!
  }
  vectors.scoresInto(vectors.profile(pathOf(history, 1, 20).map(({ row }) => row)), part)
  add()
  const terms = pathOf(history, 0.8, 10).flatMap(({ row }) => words.itemQueryTerms(row, 32))
  words.scoresInto(terms, part)
  add()
  itemItemScores(pathOf(history, 0.9, 100), crowd.together, part)
  add()
  return scores
}

function variance(values: Float32Array): number {
  const average = mean(values)
  return values.reduce((sum, value) => sum + (value - average) ** 2, 0) / values.length
}
