import { draws } from '../../../../src/evaluate/draw.js'
import { describedScores } from '../../../../src/ranking/scorers/descriptors.js'
import { labelScores } from '../../../../src/ranking/scorers/labels.js'
import { untouched } from '../../../data/labelled.js'
import { defineCheck, type Measured } from '../../check.js'
import { type Comparison, compareMacroF1, weakest } from '../compare.js'
import { givenLabels } from './given-labels.js'

type Tell = (...given: Parameters<typeof labelScores>) => readonly (readonly { readonly label: string; readonly score: number }[])[]

const byNames: Tell = (rows, dimensions, _words, labels, vectors) =>
  Array.from({ length: rows.length / dimensions }, (_, at) =>
    describedScores(rows.subarray(at * dimensions, (at + 1) * dimensions), labels, vectors),
  )

interface BesideWords extends Measured {
  /** Macro F1 above that of the words, the least of all sets. */
  readonly aboveWords: number
}

export const unsupervisedTextClassification = defineCheck<Tell, BesideWords>({
  what: 'titles and descriptions of toys, of products and of questions to a bank, their categories hidden, told by the names of the categories alone: macro F1 above that of the names’ vectors alone (interval), and no lower than that of the names’ words (BM25); other sets chose the weights',
  quick: false,
  needs: ['data/amazon-toys-10k', 'data/amazon-products-1k', 'data/banking77'],
  reachable: '`pagekin label`',
  product: true,
  capability: labelScores,
  controls: { identity: byNames },
  async measure(tell) {
    const [besideNames, besideWords]: [Comparison[], Comparison[]] = [[], []]
    for (const set of untouched()) {
      const { name, truth } = set
      const given = await givenLabels(set)
      const told = tell(...given).map(([best]) => best!.label)
      const byMeaning = byNames(...given).map(([best]) => best!.label)
      const byWords = labelScores(...given).map((all) => {
        const best = all.reduce((one, other) => (other.words > one.words ? other : one))
        return best.words > 0 ? best.label : 'none'
      })
      const draw = draws(1)
      besideNames.push(compareMacroF1(name, truth, told, byMeaning, draw))
      besideWords.push(compareMacroF1(`${name}, words`, truth, told, byWords, draw))
    }
    const measured = weakest(besideNames)
    return {
      ...measured,
      aboveWords: Math.min(...besideWords.map(({ figure, baseline }) => figure - baseline)),
      detail: `${measured.detail}; ${weakest(besideWords).detail}`,
    }
  },
  passes: ({ ci, aboveWords }) => ci![0] > 0 && aboveWords >= 0,
})
