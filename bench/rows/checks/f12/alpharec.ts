import { headOfLog, indexWithHead } from '../../../../src/cli/trained-head.js'
import type { InteractionLog } from '../../../../src/log/read-log.js'
import { summarize } from '../../../../src/ranking/scorers/interaction-summary.js'
import { withNewItems } from '../../../../src/ranking/scorers/new-items.js'
import { toSequences } from '../../../../src/ranking/sequences.js'
import type { FlatIndex } from '../../../../src/vectors/flat-index.js'
import { openNextItemSet } from '../../../next-item-sets.js'
import { collaborativeVectors } from '../../../transforms/collaborative.js'
import { defineCheck } from '../../check.js'
import { compare, weakest } from '../compare.js'
import { recallAt20, withNewMarked, withoutAFifth } from '../f2/for-you.js'
import { recallAt, sumScores } from '../f2/last-fifth.js'

type Head = typeof headOfLog

const FACTORS = 64
/** As `withNewItems` has it. */
const ALIKE = { items: 30, users: 3, power: 3 }

export const alpharec = defineCheck<Head>({
  what: `MovieLens, a fifth of the films hidden from all users: R@20 of \`forYou\` among the hidden ones where a head of \`pack --train\`, which one half of the users taught and the other half asks, tells with the texts which films are alike, above texts alone, and above ${FACTORS} factors of users and films, of which a hidden film has those of the films of likest texts`,
  quick: false,
  needs: ['data/movielens-small'],
  data: 'MovieLens',
  reachable: '`pagekin pack --interactions --train`, then `forYou`',
  product: true,
  capability: headOfLog,
  controls: {
    identity: () => null,
    shuffled: (context, log, options) => {
      const head = headOfLog(context, log, options)!
      return { ...head, weights: head.weights.slice().reverse() }
    },
  },
  async measure(train) {
    const { task, context } = await openNextItemSet('movielens-small')
    const { train: sequences, ids } = task('test')
    const { hidden, users } = withoutAFifth(sequences, ids.length)
    const known = toSequences(
      users.map(({ history }) => history),
      ids.length,
    )
    const summary = summarize(known)
    const { index } = context.vectors!
    const onlyNew = await withNewMarked(context, hidden)
    const asked = users.flatMap((one, user) => (one.history.length > 0 && one.wanted.length > 0 ? [{ ...one, half: user % 2 }] : []))
    const texts = withNewItems(summary, index)
    const taughtBy = [0, 1].map((half) => {
      const interactions = users.flatMap(({ history }, user) =>
        user % 2 === half ? [] : Array.from(history, (row, at) => ({ user: `${user}`, id: ids[row]!, type: 'view' as const, at })),
      )
      const log: InteractionLog = { interactions, isTimed: false, hasBaskets: false, rejected: [], rows: interactions.length }
      const head = train({ ...context, interactions: [], now: 0 }, log)
      return head ? withNewItems(summary, indexWithHead(index, head)) : texts
    })
    const factors = collaborativeVectors(known, FACTORS)
    fillNew(factors, hidden, summary.users, index)
    const others = [...ids.keys()].filter((row) => !hidden.has(row))
    const recalls = asked.map(({ history, wanted, half }) => ({
      head: recallAt20(onlyNew, taughtBy[half]!, history, wanted, { new: 'yes' }),
      texts: recallAt20(onlyNew, texts, history, wanted, { new: 'yes' }),
      factors: recallAt(20, sumScores([...history], factors, FACTORS, ids.length), others, wanted),
    }))
    const of = (by: 'head' | 'texts' | 'factors') => recalls.map((recall) => recall[by])
    const measured = weakest([compare('texts', of('head'), of('texts')), compare('factors', of('head'), of('factors'))])
    return { ...measured, detail: `${measured.detail}; ${asked.length} users, ${hidden.size} films hidden` }
  },
  passes: ({ ci }) => ci![0] > 0,
})

/** Factors of a hidden film: the mean of those of the films of likest texts, by the cube of the cosine. */
function fillNew(factors: Float32Array, hidden: ReadonlySet<number>, met: Uint32Array, index: FlatIndex): void {
  const mask = Uint8Array.from(met, (users) => (users >= ALIKE.users ? 1 : 0))
  for (const row of hidden) {
    const near = index.search({ query: index.centre(index.vector(row)), centred: 'given', mask, missing: Number.NaN }, ALIKE.items)
    const shares = Array.from(near.scores.subarray(0, near.length), (cosine) => Math.max(0, cosine) ** ALIKE.power)
    const total = shares.reduce((sum, share) => sum + share, 0)
    shares.forEach((share, i) => {
      for (let d = 0; d < FACTORS; d++) factors[row * FACTORS + d]! += (share / total) * factors[near.rows[i]! * FACTORS + d]!
    })
  }
}
