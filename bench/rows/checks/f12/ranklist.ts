import type { AnswerContext } from '../../../../src/engine/answers/context.js'
import { learntAt, openLearnSet, pairsOf } from '../../../learn.js'
import { defineCheck, type Measured, round } from '../../check.js'
import { type Comparison, compare } from '../compare.js'

const MOMENTS = [10, 30, 100]

export const ranklist = defineCheck<(at: AnswerContext) => Partial<AnswerContext>, Measured & { readonly moments: readonly Comparison[] }>({
  what: 'MovieLens, test users, with what others did: of films taken and dismissed later, pairs in this order by `forYou` with weights learnt from the visitor’s own choices above those with the usual weights after 30 films taken, and not below them after 10 and 100',
  quick: false,
  needs: ['data/movielens-small'],
  data: 'MovieLens',
  reachable: '`forYou` with the option `learn`',
  product: true,
  capability: learntAt,
  controls: { identity: () => ({}) },
  async measure(learn) {
    const open = await openLearnSet('movielens-small')
    const moments = MOMENTS.map((after) => {
      const asked = open({ half: 'test', after, warm: true }).filter(({ disliked }) => disliked.length > 0)
      const pairs = (change: (at: AnswerContext) => Partial<AnswerContext>) => asked.map((one) => pairsOf(one, change(one.at)))
      return compare(
        `${after} films (${asked.length} users)`,
        pairs(learn),
        pairs(() => ({})),
      )
    })
    const { figure, baseline, ci } = moments[1]!
    const told = moments.map((one) => `${one.name} ${round(one.figure)} against ${round(one.baseline)} [${one.ci.map(round).join(', ')}]`)
    return { figure, baseline, ci, moments, detail: told.join(', ') }
  },
  passes: ({ moments }) => moments[1]!.ci[0] > 0 && moments.every(({ ci }) => ci[1] >= 0),
})
