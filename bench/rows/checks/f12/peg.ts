import { draws } from '../../../../src/evaluate/draw.js'
import {
  type SearchedVectors,
  SearchTraining,
  type TaughtSearch,
  trainOnSearches,
} from '../../../../src/ranking/transforms/searched-vectors.js'
import type { FlatIndex } from '../../../../src/vectors/flat-index.js'
import type { TrainVectors } from '../../../text/taught-catalog.js'
import { defineCheck } from '../../check.js'
import { compare, weakest } from '../compare.js'
import { askTaught } from './taught.js'

const UNIFORM = 16

export const peg = defineCheck<TrainVectors>({
  what: `Cranfield and tags of MovieLens, searches of the test half, vectors of items trained on those of the dev half: nDCG@10 where all other items stand against what a search led to, the harder ones with more weight, above that of as many steps with ${UNIFORM} items by chance against it, and above words alone, over all searches`,
  quick: false,
  needs: ['data/cranfield', 'data/movielens-small'],
  reachable: '`pagekin pack --searches`, then `search`',
  product: true,
  data: 'Cranfield, MovieLens',
  capability: trainOnSearches,
  controls: { identity: againstSome },
  async measure(train) {
    const [ours, byChance, words] = [await askTaught(train), await askTaught(againstSome), await askTaught(null)]
    const measured = weakest([compare('items by chance', ours.ndcg, byChance.ndcg), compare('words alone', ours.ndcg, words.ndcg)])
    const told = [`all items: ${ours.told}`, `by chance: ${byChance.told}`, `words alone: ${words.told}`]
    return { ...measured, detail: [measured.detail, ...told].join('; ') }
  },
  passes: ({ ci }) => ci![0] > 0,
})

function againstSome(index: FlatIndex, searches: readonly TaughtSearch[]): SearchedVectors {
  const { integer } = draws(1)
  const training = new SearchTraining(index, searches)
  const { present } = training
  for (const asked of training.steps()) {
    for (const search of asked) {
      const others = Array.from({ length: UNIFORM }, () => present[integer(0, present.length - 1)]!)
      training.add(search, Uint32Array.from(new Set([...[...search.shares.keys()].filter((row) => index.has(row)), ...others])))
    }
    training.descend()
  }
  return training.vectors()
}
