import { eventsOf } from '../../../../src/cli/answer-context.js'
import { forYou } from '../../../../src/engine/answers/for-you.js'
import { meanByUnit } from '../../../../src/evaluate/metrics/bootstrap.js'
import { DEFAULT_WEIGHTS, type ForYouWeights } from '../../../../src/ranking/for-you-weights.js'
import { summarize } from '../../../../src/ranking/scorers/interaction-summary.js'
import { toSequences } from '../../../../src/ranking/sequences.js'
import { openNextItemSet } from '../../../next-item-sets.js'
import { defineCheck } from '../../check.js'
import { compare, weakest } from '../compare.js'

const K = 10
/** The last films of each user, a third of all at most: nobody is known to have met them. */
const HIDDEN = 6
/** From the end: weights were chosen on these films. */
const CHOSEN_ON = 2

type Weigh = (weights: ForYouWeights) => ForYouWeights

export const mqsaTed = defineCheck<Weigh>({
  what: `MovieLens, the last ${HIDDEN} films of everybody hidden (not asked: the second last, on which weights were chosen), each guessed from those before it: HR@${K} of \`forYou\` with a long query (what others met together with all of a path) and a short one (what they moved on to from its last three films) above with each alone, and above texts alone, by user`,
  quick: false,
  needs: ['data/movielens-small'],
  data: 'MovieLens',
  reachable: '`forYou` with `interactions` or a pack made with `--interactions`, `recommend --interactions`',
  product: true,
  capability: (weights) => weights,
  controls: { identity: (weights) => ({ ...weights, next: 0 }) },
  async measure(weigh) {
    const { task, context } = await openNextItemSet('movielens-small')
    const paths = task('test').queries.map(({ history, target }) => [...history, target])
    const begins = paths.map(({ length }) => length - Math.min(HIDDEN, Math.floor(length / 3)))
    const summary = summarize(
      toSequences(
        paths.map((path, user) => path.slice(0, begins[user])),
        context.rows.size,
      ),
    )
    const asked = paths.flatMap((path, user) =>
      [...path.keys()]
        .filter((place) => place >= begins[user]! && place !== path.length - CHOSEN_ON)
        .map((place) => ({ user, target: path[place]!, history: Uint32Array.from(path.slice(0, place)) })),
    )
    const hits = (weights: ForYouWeights | null) => {
      const known = { ...context, interactionSummary: weights && { ...summary, weights } }
      const found = asked.map(({ target, history }) => {
        const events = eventsOf({ user: '', history, target }, context)
        const answer = forYou({ limit: K, diversity: 0 }, { ...known, ...events })
        return answer.some(({ item }) => context.rows.rowOf(item.id) === target) ? 1 : 0
      })
      return meanByUnit(
        found,
        asked.map(({ user }) => user),
      )
    }
    const ours = hits(weigh(DEFAULT_WEIGHTS))
    const measured = weakest([
      compare('the long query', ours, hits({ ...DEFAULT_WEIGHTS, next: 0 })),
      compare('the short query', ours, hits({ ...DEFAULT_WEIGHTS, together: 0 })),
      compare('texts', ours, hits(null)),
    ])
    return {
      ...measured,
      detail: `${measured.detail}; ${asked.length} films; attention to vectors by two queries is not in it: it found no more than the last steps do`,
    }
  },
  passes: ({ ci }) => ci![0] > 0,
})
