import { byRelation, cosine, type FewLinks, fewLinkQuestions, goesWith, hits, type Ranker } from '../../../goes-with.js'
import { rotation, translation } from '../../../transforms/relations.js'
import { defineCheck } from '../../check.js'
import { compare, weakest } from '../compare.js'

const PAIRS = 50
/** Of the pairs that are known. */
const SEEDS = [1, 2, 3, 4, 5]

export const hypercomplexKg = defineCheck<Ranker>({
  what: `Magento, ${PAIRS} linked pairs of one half known, drawn ${SEEDS.length} times: Hits@10 for the cross-sells of items of the other half, which have no links, by \`goesWith\`, which learns from the pairs how to tell them, above the cosine, above a rotation of quaternions and above a translation fitted to the pairs`,
  quick: false,
  needs: ['data/magento-luma'],
  reachable: '`goesWith`, the attribute `mode="goes-with"`, `pagekin list goes-with`',
  product: true,
  capability: goesWith,
  controls: { identity: cosine },
  async measure(ranker) {
    const drawn = await fewLinkQuestions('test', PAIRS, SEEDS)
    const mean = (of: (known: FewLinks) => number[]) => {
      const all = drawn.map(of)
      return all[0]!.map((_, question) => all.reduce((sum, found) => sum + found[question]! / all.length, 0))
    }
    const ours = mean(({ questions }) => hits(ranker, questions))
    const fitted = (fit: typeof rotation, isCentred: boolean) =>
      mean(({ questions, pairs }) => hits(byRelation(fit, pairs, questions[0]!.context, isCentred), questions))
    return weakest([
      compare(
        'the cosine',
        ours,
        mean(({ questions }) => hits(cosine, questions)),
      ),
      compare('a rotation', ours, fitted(rotation, false)),
      compare('a translation', ours, fitted(translation, true)),
    ])
  },
  passes: ({ ci }) => ci![0] > 0,
})
