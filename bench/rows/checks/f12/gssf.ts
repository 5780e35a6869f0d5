import { type Asked, openLearnSet, pairsByNearest, pairsOf, pairsTold } from '../../../learn.js'
import { defineCheck, type Measured, round } from '../../check.js'
import { type Comparison, compare } from '../compare.js'

/** So much of all pairs may be lost where little is known: half a point. */
const HARMLESS = 0.005

export const gssf = defineCheck<(asked: Asked) => number, Measured & { readonly many: Comparison; readonly few: readonly Comparison[] }>({
  what: 'MovieLens, test users, without what others did: of films taken and dismissed later, pairs in this order by `forYou` that learns from all that the visitor took and dismissed, after 30 films and 30 pairs of a taken and a dismissed one, above those by `forYou` that heeds the nearest dismissed film alone; after 3 and 10 films and at most 10 pairs never half a point below them, without what others did (cold) and with it (warm)',
  quick: false,
  needs: ['data/movielens-small'],
  data: 'MovieLens',
  reachable: '`forYou` with the option `learn`, after a dismissal',
  product: true,
  capability: (asked) => pairsOf(asked, { learns: true }),
  controls: { identity: (asked) => pairsOf(asked, {}) },
  async measure(pairs) {
    const open = await openLearnSet('movielens-small')
    const moment = (after: number, warm: boolean, isMeant: (told: number) => boolean) => {
      const asked = open({ half: 'test', after, warm }).filter((one) => one.disliked.length > 0 && isMeant(pairsTold(one)))
      return compare(`${after} films, ${warm ? 'warm' : 'cold'} (${asked.length} users)`, asked.map(pairs), asked.map(pairsByNearest))
    }
    const many = moment(30, false, (told) => told >= 30)
    const few = [3, 10].flatMap((after) => [false, true].map((warm) => moment(after, warm, (told) => told <= 10)))
    const told = [many, ...few].map(
      (one) => `${one.name} ${round(one.figure)} against ${round(one.baseline)} [${one.ci.map(round).join(', ')}]`,
    )
    return { figure: many.figure, baseline: many.baseline, ci: many.ci, many, few, detail: told.join(', ') }
  },
  passes: ({ many, few }) => many.ci[0] > 0 && few.every(({ figure, baseline }) => figure > baseline - HARMLESS),
})
