import { headOfLog, indexWithHead } from '../../../../src/cli/trained-head.js'
import type { InteractionLog } from '../../../../src/log/read-log.js'
import { summarize } from '../../../../src/ranking/scorers/interaction-summary.js'
import { withNewItems } from '../../../../src/ranking/scorers/new-items.js'
import { toSequences } from '../../../../src/ranking/sequences.js'
import { alignmentAndUniformity, type HeadLoss } from '../../../../src/ranking/transforms/head.js'
import { openNextItemSet } from '../../../next-item-sets.js'
import { pairwiseRanking } from '../../../transforms/pairwise-loss.js'
import { defineCheck } from '../../check.js'
import { compare, weakest } from '../compare.js'
import { recallAt20, withNewMarked, withoutAFifth } from '../f2/for-you.js'

const EPOCHS = 5
/** Of .05, .1, .2 and 1, on the valid half. */
const TEMPERATURE = 0.05

export const directau = defineCheck<HeadLoss>({
  what: `T2, a fifth of the films hidden from all users: R@20 of \`forYou\` among the hidden ones, for half of the users, with a head of \`pack --train\` that the other half teaches for ${EPOCHS} epochs by alignment and uniformity above the same taught by pairwise ranking`,
  data: 'MovieLens',
  reachable: '`pagekin pack --interactions --train`, then `forYou`',
  product: true,
  quick: false,
  needs: ['data/movielens-small'],
  capability: alignmentAndUniformity,
  controls: { identity: pairwiseRanking(TEMPERATURE) },
  async measure(loss) {
    const { task, context } = await openNextItemSet('movielens-small')
    const { train, ids } = task('test')
    const { hidden, users } = withoutAFifth(train, ids.length)
    const summary = summarize(
      toSequences(
        users.map(({ history }) => history),
        ids.length,
      ),
    )
    const interactions = users.flatMap(({ history }, user) =>
      user % 2 === 0 ? [] : Array.from(history, (row, at) => ({ user: `${user}`, id: ids[row]!, type: 'view' as const, at })),
    )
    const log: InteractionLog = { interactions, isTimed: false, hasBaskets: false, rejected: [], rows: interactions.length }
    const asked = users.filter(({ history, wanted }, user) => user % 2 === 0 && history.length > 0 && wanted.length > 0)
    const onlyNew = await withNewMarked(context, hidden)
    const { index } = context.vectors!
    const recalls = (by: HeadLoss | null) => {
      const head = by && headOfLog({ ...context, interactions: [], now: 0 }, log, { loss: by, epochs: EPOCHS })
      const told = withNewItems(summary, head ? indexWithHead(index, head) : index)
      return asked.map(({ history, wanted }) => recallAt20(onlyNew, told, history, wanted, { new: 'yes' }))
    }
    const ours = recalls(loss)
    const measured = weakest([compare('pairwise ranking', ours, recalls(pairwiseRanking(TEMPERATURE)))])
    const { figure, baseline, ci } = compare('no head', ours, recalls(null))
    return {
      ...measured,
      detail: `${measured.detail}; no head ${baseline.toFixed(3)}, which ${figure.toFixed(3)} is above by ${ci[0].toFixed(3)} to ${ci[1].toFixed(3)}; ${asked.length} users`,
    }
  },
  passes: ({ ci }) => ci![0] > 0,
})
