import { forYou } from '../../../../src/engine/answers/for-you.js'
import { topics } from '../../../../src/engine/answers/topics.js'
import { draws } from '../../../../src/evaluate/draw.js'
import { expectedUsers, tellingValues } from '../../../../src/ranking/scorers/expected-users.js'
import { type InteractionSummary, summarize } from '../../../../src/ranking/scorers/interaction-summary.js'
import { toSequences } from '../../../../src/ranking/sequences.js'
import type { Item } from '../../../../src/types.js'
import { openNextItemSet } from '../../../next-item-sets.js'
import { splitByHash } from '../../../split.js'
import { defineCheck, round } from '../../check.js'
import { compare, mean, weakest } from '../compare.js'
import { withNewMarked, withoutAFifth } from '../f2/for-you.js'

const FIRST = 20

/** What the model of expected users sees of each item. */
type Values = (items: readonly Item[], ids: readonly string[]) => readonly (readonly string[])[]

const withTopics: Values = (items, ids) => items.map((item, row) => tellingValues(item, ids[row]))
const withoutTopics: Values = (items) => items.map((item) => tellingValues(item))
const atRandom: Values = (items, ids) => withTopics(items, draws(1).shuffled(ids))

export const semanticIds = defineCheck<Values>({
  what: 'T2, a fifth of the films hidden from all users, the test half of them: how many users a film is expected to have, by the prefixes of its id in the tree of topics alone; log likelihood of who of all users meets it, above that by the mean of all films and by the ids of other films (films of the other half chose how many prefixes)',
  data: 'MovieLens',
  quick: false,
  needs: ['data/movielens-small'],
  reachable: '`pagekin pack --interactions`, then `forYou`',
  product: true,
  capability: withTopics,
  controls: { identity: withoutTopics, shuffled: atRandom },
  async measure(valuesOf) {
    const { task, context, items } = await openNextItemSet('movielens-small')
    const { train, met, ids } = task('test')
    const { hidden, users: people } = withoutAFifth(train, ids.length)
    const stranger = { ...context, interactions: [], now: 0 }
    const topicIds = (await topics({ items: 0, places: true }, stranger)).places!.map(({ id }) => id)
    const users = met.map((count, row) => (hidden.has(row) ? 0 : count))
    const test = new Set(splitByHash('semantic ids movielens-small', ids).test)
    const asked = [...hidden].filter((row) => test.has(ids[row]!))
    const likelihoods = (of: Float32Array) =>
      asked.map((row) => {
        const [chance, share] = [of[row]! / people.length, met[row]! / people.length]
        return share * Math.log(chance) + (1 - share) * Math.log1p(-chance)
      })
    const bare = items.map(({ id }) => ({ id, title: '' }))
    const expectedBy = (values: readonly (readonly string[])[]) => expectedUsers(users, values)
    const ours = expectedBy(valuesOf(bare, topicIds))
    const beside = (name: string, of: Float32Array) => compare(name, likelihoods(ours), likelihoods(of))
    const whole = expectedBy(valuesOf(items, topicIds))
    const histories = people.map(({ history }) => history)
    const plain = summarize(toSequences(histories, ids.length))
    const marked = await withNewMarked(context, hidden)
    const usersOfFirst = (interactionSummary: InteractionSummary) => {
      const found = forYou({ limit: FIRST, where: { new: 'yes' }, diversity: 0 }, { ...stranger, ...marked, interactionSummary })
      return mean(found.map(({ item }) => met[marked.rows.rowOf(item.id)!]!))
    }
    const measured = weakest([
      beside(`the mean (${asked.length})`, expectedBy(withoutTopics(bare, topicIds))),
      beside('random ids', expectedBy(atRandom(bare, topicIds))),
    ])
    return {
      ...measured,
      detail: `${measured.detail}; with title and fields ${round(mean(likelihoods(whole)))}; the first ${FIRST} hidden films that a stranger is shown were met by ${round(usersOfFirst({ ...plain, expected: whole }))} users each, without by ${round(usersOfFirst(plain))}`,
    }
  },
  passes: ({ ci }) => ci![0] > 0,
})
