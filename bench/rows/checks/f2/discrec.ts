import { defineCheck } from '../../check.js'
import { compare } from '../compare.js'
import { ALL, CONTROLS, forYouOf, hits, openForYou, places, type Told } from './for-you.js'
import { earlyFusion } from './joined-vectors.js'

const K = 20

export const discrec = defineCheck<Told>({
  what: `MovieLens: R@${K} of forYou, texts and interactions fused late by a gate, above forYou over one vector an item of both (principal components of texts and of interactions, as many dimensions, the same words beside)`,
  reachable: '`forYou` with a pack made with `--interactions`, `recommend --interactions`',
  product: true,
  data: 'MovieLens',
  quick: false,
  needs: ['data/movielens-small'],
  capability: ALL,
  controls: CONTROLS,
  async measure(told) {
    const films = await openForYou('movielens-small')
    const { queries } = films.task
    const hitsOf = (method: ReturnType<typeof forYouOf>) => hits(places(queries, method, K), K)
    const late = hitsOf(forYouOf(films.context, told(films.summary)))
    const { figure, baseline, ci } = compare('', late, hitsOf(earlyFusion(films)))
    return { figure, baseline, ci, detail: `R@${K} of ${queries.length} users` }
  },
  passes: ({ ci }) => ci![0] > 0,
})
