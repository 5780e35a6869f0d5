import type { BaselineParameters } from '../src/evaluate/baselines/parameters.js'
import type { NextItemSetName } from './next-item-sets.js'

/**
 * Settings of the baselines, chosen by nDCG@10 on the valid half (`npm run bench -- next-item --tune` tries them again), with the
 * figure that chose each and that of the runner-up of another kind.
 */
export const PARAMETERS: Readonly<Record<NextItemSetName, BaselineParameters>> = {
  'movielens-small': {
    // .0523; 5 neighbours .0501, 20 .0440, 100 .0378 with the shrink that suits each best
    itemKnn: { neighbours: 10, shrink: 10 },
    // .0554; 100 neighbours .0520, without idf .0398
    sessionKnn: { neighbours: 500, sample: 5000, decay: 'harmonic', idfWeight: 5 },
    // .0421; 20 .0383, 100 .0420, 500 .0411
    ease: { lambda: 200 },
    // .0548; the paper's own .5 and .7 have .0498
    star: { last: 3, textShare: 0.3, decay: 0.5 },
    // .0515; one source .0460
    tgh: {
      edgeWeight: 1,
      budgets: [
        [5, 1],
        [3, 1],
      ],
    },
    // last item .0161 and .0145 centred, mean .0026 and .0055 centred
    centred: { lastItem: false, profile: true },
  },
  'amazon-industrial': {
    // every fourth question of valid. .0538; without shrink .0396
    itemKnn: { neighbours: 100, shrink: 50 },
    // .0539; 500 neighbours .0537, idf of weight 1 .0517
    sessionKnn: { neighbours: 100, sample: 5000, decay: 'harmonic', idfWeight: 0 },
    // .0534; 5 .0525, 500 .0530
    ease: { lambda: 100 },
    // .0729; the paper's own .5 and .7 have .0685
    star: { last: 3, textShare: 0.7, decay: 0.5 },
    // .0731; two sources .0685
    tgh: { edgeWeight: 0.5, budgets: [[7, 2, 1]] },
    // last item .0668 and .0666 centred, mean .0443 and .0489 centred
    centred: { lastItem: false, profile: true },
  },
  'bundle-sessions': {
    itemKnn: { neighbours: 5, shrink: 0 },
    sessionKnn: { neighbours: 10, sample: 5000, decay: 'harmonic', idfWeight: 1 },
    ease: { lambda: 5 },
    star: { last: 3, textShare: 0.7, decay: 0.9 },
    tgh: { edgeWeight: 0.5, budgets: [[7, 2, 1]] },
    centred: { lastItem: true, profile: true },
  },
}
