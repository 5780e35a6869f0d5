import { pairedBootstrap } from '../../../../src/evaluate/metrics/bootstrap.js'
import { type InteractionSummary, summarize } from '../../../../src/ranking/scorers/interaction-summary.js'
import { withNewItems } from '../../../../src/ranking/scorers/new-items.js'
import { toSequences } from '../../../../src/ranking/sequences.js'
import { openNextItemSet } from '../../../next-item-sets.js'
import { defineCheck, type Measured, round } from '../../check.js'
import { compare, mean, weakest } from '../compare.js'
import { recallAt20, textsDealtAnew, withNewMarked, withoutAFifth } from './for-you.js'

interface Warm extends Measured {
  /** Of the others: the difference, its lower end, and both means. */
  readonly warm: { readonly lo: number; readonly ours: number; readonly alone: number }
}

/** Places that new items take from others may cost so much. */
const MARGIN = 0.005

export const aLlmrec = defineCheck<typeof withNewItems, Warm>({
  what: 'T2, a fifth of the films hidden from all users: R@20 of `forYou` among the hidden ones with the weights that a pack has for new items above that without (by texts alone); of the others, R@20 of the last film among all no worse',
  data: 'MovieLens',
  reachable: '`pagekin pack --interactions`, then `forYou`',
  product: true,
  quick: false,
  needs: ['data/movielens-small'],
  capability: withNewItems,
  controls: {
    identity: (summary) => summary,
    shuffled: (summary, index) => withNewItems(summary, textsDealtAnew(index)),
  },
  async measure(fill) {
    const { task: taskOf, context } = await openNextItemSet('movielens-small')
    const { train, queries, ids } = taskOf('test')
    const { hidden, users: all } = withoutAFifth(train, ids.length)
    const users = all.map((user, at) => ({ ...user, target: queries[at]!.target })).filter(({ history }) => history.length > 0)
    const alone = summarize(
      toSequences(
        users.map(({ history }) => history),
        ids.length,
      ),
    )
    const asking = users.filter(({ wanted }) => wanted.length > 0)
    const others = users.filter(({ target }) => !hidden.has(target))
    const onlyNew = await withNewMarked(context, hidden)
    const found = (interactionSummary: InteractionSummary) => ({
      cold: asking.map(({ history, wanted }) => recallAt20(onlyNew, interactionSummary, history, wanted, { new: 'yes' })),
      warm: others.map(({ history, target }) => recallAt20(context, interactionSummary, history, [target])),
    })
    const [ours, without] = [found(fill(alone, context.vectors!.index)), found(alone)]
    const warm = { lo: pairedBootstrap(ours.warm, without.warm).lo, ours: mean(ours.warm), alone: mean(without.warm) }
    const measured = weakest([compare('texts alone', ours.cold, without.cold)])
    return {
      ...measured,
      warm,
      detail: `${measured.detail}; of films that are not hidden ${round(warm.ours)} against ${round(warm.alone)}`,
    }
  },
  passes: ({ ci, warm }) => ci !== null && ci[0] > 0 && warm.lo > -MARGIN,
})
