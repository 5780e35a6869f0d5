import { draws } from '../../../../evaluate/draw.js'
import { defineCheck } from '../../check.js'
import { compare } from '../compare.js'
import { JoinedVectors } from './joined-vectors.js'
import { contentScores, crowdScores, hitAt, openMovies, placeOf, sumOf } from './movies.js'

/** Two branches that stay apart until a gate joins their scores. */
type Fuse = (content: Float32Array, crowd: Float32Array, share: number, joined: Float32Array) => Float32Array

export const discrec = defineCheck<Fuse>({
  what: 'T2: R@20 of texts and others fused late, by a gate, above one vector an item of both, of the same size (text: principal components; others: sparse random projection)',
  quick: false,
  needs: ['data/movielens-small'],
  capability: (content, crowd, share) => sumOf(content, crowd, 1 - share, share),
  controls: {
    identity: (_content, _crowd, _share, joined) => joined,
    shuffled: (content, crowd, share) => sumOf(content, Float32Array.from(draws(1).shuffled([...crowd])), 1 - share, share),
  },
  async measure(fuse) {
    const movies = await openMovies()
    const vectors = new JoinedVectors(movies)
    const fused: number[] = []
    const early: number[] = []
    let gates = 0
    for (const { history, target } of movies.task.queries) {
      const { scores, share } = crowdScores(history, movies)
      const joined = vectors.scores(history)
      gates += share
      fused.push(hitAt(placeOf(target, history, fuse(contentScores(history, movies), scores, share, joined)), 20))
      early.push(hitAt(placeOf(target, history, joined), 20))
    }
    const { figure, baseline, ci } = compare('', fused, early)
    return { figure, baseline, ci, detail: `R@20 of ${fused.length} users, gate ${(gates / fused.length).toFixed(2)} on average` }
  },
  passes: ({ ci }) => ci![0] > 0,
})
