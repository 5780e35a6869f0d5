import { defineCheck, type Measured } from '../../check.js'
import { compare, weakest } from '../compare.js'
import { ALL, CONTROLS, type ForYouSet, forYouOf, gains, interactionsAlone, openForYou, places, type Told } from './for-you.js'

interface Slice {
  readonly name: string
  readonly set: ForYouSet
  /** Shorter histories are not asked. */
  readonly least: number
  /** How many of the latest events are known. */
  readonly known: number
}

interface Slices extends Measured {
  readonly holds: boolean
}

const K = 10
const MANY = 20
const FEW = 3
/** How much nDCG the fusion may lose to the better side. */
const MARGIN = 0.005

export const molar = defineCheck<Told, Slices>({
  what: `MovieLens after ${MANY} events or more and after only the last ${FEW}, Amazon Industrial: nDCG@${K} of forYou with texts and interactions no worse than with texts alone and than interactions alone, by ${MARGIN} at most`,
  reachable: '`forYou` with a pack made with `--interactions`, `recommend --interactions`',
  product: true,
  data: 'MovieLens, Amazon Industrial',
  margin: MARGIN,
  quick: false,
  needs: ['data/movielens-small', 'data/amazon-industrial'],
  capability: ALL,
  controls: CONTROLS,
  async measure(told) {
    const [films, industrial] = [await openForYou('movielens-small'), await openForYou('amazon-industrial')]
    const slices: Slice[] = [
      { name: `MovieLens after ${MANY} and more`, set: films, least: MANY, known: Number.POSITIVE_INFINITY },
      { name: `MovieLens after ${FEW}`, set: films, least: 0, known: FEW },
      { name: 'Industrial', set: industrial, least: 0, known: Number.POSITIVE_INFINITY },
    ]
    const comparisons = slices.flatMap(({ name, set, least, known }) => {
      const queries = set.task.queries.filter(({ history }) => history.length >= least)
      const gainsOf = (method: ReturnType<typeof forYouOf>) =>
        gains(
          places(queries, method, K, (history) => history.slice(-known)),
          K,
        )
      const fused = gainsOf(forYouOf(set.context, told(set.summary)))
      return [
        compare(`${name}, texts`, fused, gainsOf(forYouOf(set.context, null))),
        compare(`${name}, interactions`, fused, gainsOf(interactionsAlone(set))),
      ]
    })
    const holds = comparisons.every(({ ci }) => ci[0] > -MARGIN)
    return { ...weakest(comparisons), holds }
  },
  passes: ({ holds }) => holds,
})
