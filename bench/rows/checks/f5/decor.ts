import { attainable, plainSimilar, type Steerer, sharesOf, steeredSimilar, unwantedIngredients } from '../../../steer.js'
import { defineCheck, type Measured, round } from '../../check.js'
import { compare, mean } from '../compare.js'

interface Steered extends Measured {
  /** How much less often an item of the list names what is not wanted. */
  readonly fall: number
  /** Items of the same kind in the list, and in one that leaves out just what it should. */
  readonly related: number
  readonly attainable: number
}

const MIN_FALL = 0.8
const MAX_LOSS = 0.05

export const decor = defineCheck<Steerer, Steered>({
  what: `recipes that name an ingredient, similar ones without it, the test half: among the first ten those that name it fall by ${MIN_FALL}, and those of the same kind by ${MAX_LOSS} at most of what a list can have that leaves out just these`,
  quick: false,
  needs: ['data/recipes'],
  reachable: '`similar` with `not`, the attribute `not`, `pagekin similar --not`',
  product: true,
  capability: steeredSimilar,
  controls: { identity: plainSimilar },
  async measure(steerer) {
    const questions = await unwantedIngredients({ half: 'test', byWords: false })
    const [steered, plain] = [sharesOf(questions, steerer), sharesOf(questions, plainSimilar)]
    const { figure, baseline, ci } = compare('without', steered.right, plain.right)
    const fall = 1 - (1 - figure) / (1 - baseline)
    const related = mean(steered.related)
    const most = mean(attainable(questions))
    return {
      figure,
      baseline,
      ci,
      fall,
      related,
      attainable: most,
      detail: `${questions.length} questions; items that name it fall by ${round(fall)}; of the same kind ${round(related)}, attainable ${round(most)}, unsteered ${round(mean(plain.related))}`,
    }
  },
  passes: ({ fall, ci, related, attainable }) => fall >= MIN_FALL && ci![0] > 0 && related >= attainable * (1 - MAX_LOSS),
})
