import { bundleQuestions, cosine, goesWith, hits, linkQuestions, type Question, type Ranker, together } from '../../../goes-with.js'
import { defineCheck, type Measured } from '../../check.js'
import { type Comparison, compare, mean, weakest } from '../compare.js'

export const clhe = defineCheck<Ranker>({
  what: 'one item of a bundle of clothes hidden, and all cross-sells of an item of Magento: Hits@10 of `goesWith` above both cosine and co-occurrence; where no other bundle has the hidden item, above co-occurrence',
  quick: false,
  needs: ['data/amazon-bundles-clothing', 'data/magento-luma'],
  reachable: '`goesWith`, the attribute `mode="goes-with"`, `pagekin list goes-with`',
  product: true,
  capability: goesWith,
  controls: { identity: cosine },
  async measure(ranker): Promise<Measured> {
    const { hidden, hiddenNew } = await bundleQuestions('test')
    const { all } = await linkQuestions('crosssell', 'test')
    return weakest([
      compared('bundles', hidden, ranker, [cosine, together]),
      compared('bundles, a new item', hiddenNew, ranker, [together]),
      compared('cross-sells', all, ranker, [cosine, together]),
    ])
  },
  passes: ({ ci }) => ci![0] > 0,
})

/** Beside the best baseline by the very questions. */
function compared(name: string, questions: readonly Question[], ranker: Ranker, baselines: readonly Ranker[]): Comparison {
  const [best] = baselines.map((baseline) => hits(baseline, questions)).sort((a, b) => mean(b) - mean(a))
  return compare(`${name} (${questions.length})`, hits(ranker, questions), best!)
}
