import type { ItemKnnOptions } from '../../ranking/scorers/item-knn.js'
import type { SessionKnnOptions } from './session-knn.js'
import type { StarOptions } from './star.js'
import type { TghOptions } from './tgh.js'

/** What of a baseline is chosen on data. */
export interface BaselineParameters {
  readonly itemKnn: Required<ItemKnnOptions>
  readonly sessionKnn: Required<SessionKnnOptions>
  readonly ease: { readonly lambda: number }
  readonly star: Required<StarOptions>
  readonly tgh: Required<TghOptions>
  /** Whether text vectors are compared with the mean of all taken away. */
  readonly centred: { readonly lastItem: boolean; readonly profile: boolean }
}

/** Where nothing was tuned: the values that their papers name, and for ItemKNN and EASE^R ones that are rarely far off. */
export const UNTUNED: BaselineParameters = {
  itemKnn: { neighbours: 100, shrink: 10 },
  sessionKnn: { neighbours: 100, sample: 1000, decay: 'harmonic', idfWeight: 0 },
  ease: { lambda: 200 },
  star: { last: 3, textShare: 0.5, decay: 0.7 },
  tgh: { edgeWeight: 0.5, budgets: [[7, 2, 1]] },
  centred: { lastItem: false, profile: false },
}

/** Tried one after the other on the half that is tuned on, the others as they are: nDCG@10 decides. */
export const GRIDS = {
  itemKnn: [5, 10, 20, 50, 100, 500].flatMap((neighbours) => [0, 5, 10, 50, 200, 1000].map((shrink) => ({ neighbours, shrink }))),
  sessionKnn: [10, 20, 50, 100, 500].flatMap((neighbours) =>
    (['harmonic', 'linear'] as const).flatMap((decay) =>
      [0, 1, 5, 20].map((idfWeight) => ({ neighbours, sample: 5000, decay, idfWeight })),
    ),
  ),
  ease: [5, 20, 50, 100, 200, 500, 1000].map((lambda) => ({ lambda })),
  star: [0.1, 0.3, 0.5, 0.7].flatMap((textShare) => [0.5, 0.7, 0.9].map((decay) => ({ last: 3, textShare, decay }))),
  tgh: [
    [[7, 2, 1]],
    [
      [5, 1],
      [3, 1],
    ],
  ].flatMap((budgets) => [0.5, 1].map((edgeWeight) => ({ edgeWeight, budgets }))),
} as const satisfies { readonly [Name in Exclude<keyof BaselineParameters, 'centred'>]: readonly BaselineParameters[Name][] }
