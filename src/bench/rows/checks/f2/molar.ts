import { draws } from '../../../../evaluate/draw.js'
import { defineCheck, type Measured } from '../../check.js'
import { compare, weakest } from '../compare.js'
import { contentScores, crowdScores, gainAt, openMovies, placeOf, sumOf } from './movies.js'

/** Two profiles of one visitor, what texts say and what others did, put together in the end. */
type Fuse = (content: Float32Array, crowd: Float32Array, share: number) => Float32Array

interface Slices extends Measured {
  readonly holds: boolean
}

const MANY = 20
const FEW = 3

export const molar = defineCheck<Fuse, Slices>({
  what: `T2: NDCG@10 of the fusion no worse than texts alone and than the others alone, after ${MANY} events or more and after only the last ${FEW}`,
  quick: false,
  needs: ['data/movielens-small'],
  capability: (content, crowd, share) => sumOf(content, crowd, 1 - share, share),
  controls: {
    identity: (content) => content,
    shuffled: (content, crowd, share) => sumOf(content, Float32Array.from(draws(1).shuffled([...crowd])), 1 - share, share),
  },
  async measure(fuse) {
    const movies = await openMovies()
    const comparisons = [MANY, FEW].flatMap((events) => {
      const found: Record<'fused' | 'texts' | 'others', number[]> = { fused: [], texts: [], others: [] }
      for (const { history, target } of movies.task.queries) {
        if (events === MANY && history.length < MANY) continue
        const known = events === MANY ? history : history.slice(-FEW)
        const content = contentScores(known, movies)
        const { scores, share } = crowdScores(known, movies)
        const gain = (of: Float32Array): number => gainAt(placeOf(target, history, of), 10)
        found.fused.push(gain(fuse(content, scores, share)))
        found.texts.push(gain(content))
        found.others.push(gain(scores))
      }
      const after = events === MANY ? `after ${MANY} and more, ` : `after ${FEW}, `
      return [compare(`${after}texts`, found.fused, found.texts), compare(`${after}others`, found.fused, found.others)]
    })
    const holds = comparisons.every(({ figure, baseline }) => figure >= baseline)
    return { ...weakest(comparisons), holds }
  },
  passes: ({ holds }) => holds,
})
