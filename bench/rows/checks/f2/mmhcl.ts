import { type InteractionSummary, summarize } from '../../../../src/ranking/scorers/interaction-summary.js'
import { withNewItems } from '../../../../src/ranking/scorers/new-items.js'
import { toSequences } from '../../../../src/ranking/sequences.js'
import { openNextItemSet } from '../../../next-item-sets.js'
import { defineCheck } from '../../check.js'
import { compare } from '../compare.js'
import { recallAt20, textsDealtAnew, withNewMarked, withoutAFifth } from './for-you.js'

/** What is known of a beginner, the latest. */
const EVENTS = 5

export const mmhcl = defineCheck<typeof withNewItems>({
  what: `T2, a fifth of the films hidden from all users, half of the users in turn known by their last ${EVENTS} other films: R@20 of their \`forYou\` among the hidden ones, who met what carried over the films of likest texts as a pack has it above who met what alone`,
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
  async measure(smooth) {
    const { task, context } = await openNextItemSet('movielens-small')
    const { train, ids } = task('test')
    const { hidden, users } = withoutAFifth(train, ids.length)
    const onlyNew = await withNewMarked(context, hidden)
    const found = { ours: [] as number[], alone: [] as number[] }
    for (const half of [0, 1]) {
      const known = users.map(({ history }, user) => (user % 2 === half ? history.slice(-EVENTS) : history))
      const alone = summarize(toSequences(known, ids.length))
      const ours = smooth(alone, context.vectors!.index)
      users.forEach(({ wanted }, user) => {
        if (user % 2 !== half || wanted.length === 0 || known[user]!.length < EVENTS) return
        const recall = (summary: InteractionSummary): number => recallAt20(onlyNew, summary, known[user]!, wanted, { new: 'yes' })
        found.ours.push(recall(ours))
        found.alone.push(recall(alone))
      })
    }
    const { figure, baseline, ci } = compare('', found.ours, found.alone)
    return { figure, baseline, ci, detail: `${found.ours.length} users, ${hidden.size} films hidden` }
  },
  passes: ({ ci }) => ci![0] > 0,
})
