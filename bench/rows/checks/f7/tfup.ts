import { draws } from '../../../../src/evaluate/draw.js'
import { type LabelScore, labelScores } from '../../../../src/ranking/scorers/labels.js'
import { untouched } from '../../../data/labelled.js'
import { defineCheck } from '../../check.js'
import { type Comparison, compareMacroF1, weakest } from '../compare.js'
import { givenLabels } from './given-labels.js'

/** What the cache adds to a label, of all labels of an item in their order. */
type CacheOf = (all: readonly LabelScore[]) => readonly number[]

/** The items that fit a label best, found by its name and its words, stand for it by their mean (`labelScores`). */
const ofCache: CacheOf = (all) => all.map(({ alike }) => alike)

export const tfup = defineCheck<CacheOf>({
  what: 'titles and descriptions of toys, of products and of questions to a bank, their categories hidden, told by the vectors of the categories’ names and a cache of the hundredth of all items that fit each name best, by the cache’s mean; no label is used: macro F1 above that of the names’ vectors alone on each set (other sets chose the size and the weight of the cache); what it adds beside names and words is told',
  quick: false,
  needs: ['data/amazon-toys-10k', 'data/amazon-products-1k', 'data/banking77'],
  reachable: '`pagekin label`',
  product: true,
  capability: ofCache,
  controls: {
    identity: (all) => all.map(() => 0),
    // in the order of names, the cache of the next label
    shuffled: (all) => {
      const byName = all.toSorted((a, b) => (a.label < b.label ? -1 : 1))
      return all.map((one) => byName[(byName.indexOf(one) + 1) % byName.length]!.alike)
    },
  },
  async measure(cacheOf) {
    const [besideNames, besideWords]: [Comparison[], Comparison[]] = [[], []]
    for (const set of untouched()) {
      const { name, truth } = set
      const scored = labelScores(...(await givenLabels(set)))
      const told = (scoreOf: (one: LabelScore, cache: number) => number) =>
        scored.map((all) => {
          const cache = cacheOf(all)
          const scores = all.map((one, at) => scoreOf(one, cache[at]!))
          return all[scores.indexOf(Math.max(...scores))]!.label
        })
      const byName = ({ score, alike, words }: LabelScore) => score - alike - words
      const beside = (set: string, without: (one: LabelScore) => number) =>
        compareMacroF1(
          set,
          truth,
          told((one, cache) => without(one) + cache),
          told(without),
          draws(1),
        )
      besideNames.push(beside(name, byName))
      besideWords.push(beside(`${name} with words`, (one) => byName(one) + one.words))
    }
    const measured = weakest(besideNames)
    return { ...measured, detail: `${measured.detail}; ${weakest(besideWords).detail}` }
  },
  passes: ({ ci }) => ci![0] > 0,
})
