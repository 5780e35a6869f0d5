import { valuesOfItems } from '../../../../src/cli/values-of-items.js'
import { draws } from '../../../../src/evaluate/draw.js'
import { expectedUsers } from '../../../../src/ranking/scorers/expected-users.js'
import { type InteractionSummary, summarize } from '../../../../src/ranking/scorers/interaction-summary.js'
import { itemItemScores } from '../../../../src/ranking/scorers/item-item.js'
import { withNewItems } from '../../../../src/ranking/scorers/new-items.js'
import { toSequences } from '../../../../src/ranking/sequences.js'
import { type NextItemSetName, openNextItemSet } from '../../../next-item-sets.js'
import { defineCheck, type Measured, round } from '../../check.js'
import { type Comparison, compare, weakest } from '../compare.js'
import { recallAt20, withNewMarked, withoutAFifth } from '../f2/for-you.js'
import { recallAt } from '../f2/last-fifth.js'
import { pathOf } from '../f2/movies.js'

type Expected = typeof expectedUsers

interface Beside extends Measured {
  /** What must be no worse. */
  readonly beside: readonly Comparison[]
}

/** What other sets, and lists of all items, may lose. */
const MARGIN = 0.01

export const m2trec = defineCheck<Expected, Beside>({
  what: 'MovieLens, a fifth of the films hidden from all users: R@20 of `forYou` among the hidden ones where a pack tells by their fields how many users they are expected to have, above the same pack without, and above item kNN; no worse (by .01) are these and the last film of the others among all films, and items hidden from Amazon Industrial and from sessions of a shop for clothes',
  data: 'MovieLens, Amazon Industrial, Amazon bundles',
  quick: false,
  needs: ['data/movielens-small', 'data/amazon-industrial', 'data/amazon-bundles-clothing'],
  reachable: '`pagekin pack --interactions`, then `forYou`',
  product: true,
  capability: expectedUsers,
  controls: {
    identity: (users) => Float32Array.from(users),
    shuffled: (users, values) => expectedUsers(users, draws(1).shuffled([...values])),
  },
  async measure(expected) {
    const films = await askNew('movielens-small', expected)
    const others = await Promise.all((['amazon-industrial', 'bundle-sessions'] as const).map((name) => askNew(name, expected)))
    const measured = weakest([films.without, films.knn])
    const beside = [films.among, ...others.map(({ without }) => without)]
    const told = beside.map(
      ({ name, figure, baseline, ci }) => `${name} ${round(figure)} against ${round(baseline)} [${ci.map(round).join(', ')}]`,
    )
    return { ...measured, beside, detail: `${measured.detail}; ${told.join(', ')}` }
  },
  passes: ({ ci, beside }) => ci![0] > 0 && beside.every((one) => one.ci[0] > -MARGIN),
})

async function askNew(name: NextItemSetName, expected: Expected) {
  const { task, context } = await openNextItemSet(name)
  const { train, queries, ids } = task('test')
  const { hidden, users: everybody } = withoutAFifth(train, ids.length)
  const users = everybody.map((user, at) => ({ ...user, target: queries[at]?.target })).filter(({ history }) => history.length > 0)
  const summary = summarize(
    toSequences(
      users.map(({ history }) => history),
      ids.length,
    ),
  )
  const { index } = context.vectors!
  const without = withNewItems(summary, index)
  const values = await valuesOfItems({ ...context, interactions: [], now: 0 })
  const withExpected = withNewItems({ ...summary, expected: expected(summary.users, values) }, index)
  const onlyNew = await withNewMarked(context, hidden)
  const asking = users.filter(({ wanted }) => wanted.length > 0)
  const ofNew = (by: InteractionSummary) => asking.map(({ history, wanted }) => recallAt20(onlyNew, by, history, wanted, { new: 'yes' }))
  const known = [...ids.keys()].filter((row) => !hidden.has(row))
  const knn = asking.map(({ history, wanted }) => {
    const scores = new Float32Array(ids.length)
    itemItemScores(pathOf(history, 0.9, 100), summary.together, scores)
    return recallAt(20, scores, known, wanted)
  })
  const all = users.flatMap(({ history, wanted, target }) => {
    const met = target === undefined || hidden.has(target) ? wanted : [...wanted, target]
    return met.length > 0 ? [{ history, met }] : []
  })
  const ofAll = (by: InteractionSummary) => all.map(({ history, met }) => recallAt20(context, by, history, met))
  const ours = ofNew(withExpected)
  return {
    without: compare(`${name}: without`, ours, ofNew(without)),
    knn: compare('item kNN', ours, knn),
    among: compare('new films and the last of the others among all', ofAll(withExpected), ofAll(without)),
  }
}
