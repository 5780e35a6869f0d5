import {
  type CatalogText,
  contentMean,
  ease,
  itemKnn,
  lastItem,
  sessionKnn,
  star,
  type TextSimilarity,
  tgh,
} from '../../src/evaluate/baselines/contenders.js'
import { type BaselineParameters, GRIDS } from '../../src/evaluate/baselines/parameters.js'
import { type Contender, evaluateMethod } from '../../src/evaluate/next-item/evaluate-method.js'
import type { NextItemTask } from '../../src/evaluate/next-item/task.js'

/** One setting that was tried. */
export interface Trial {
  readonly method: string
  readonly setting: object
  readonly ndcg: number
}

const BOTH = [{ centred: false }, { centred: true }] as const

/**
 * Tries every setting of `GRIDS` and both ways of comparing vectors on a task, which must be the half that is tuned on.
 * Of equal figures the earlier setting wins.
 */
export function tuneBaselines(
  task: NextItemTask,
  text: CatalogText,
  start: BaselineParameters,
  onTrial: (trial: Trial) => void = () => {},
): BaselineParameters {
  const best = <Setting extends object>(settings: readonly Setting[], contender: (setting: Setting) => Contender): Setting => {
    let found = { setting: settings[0]!, ndcg: Number.NEGATIVE_INFINITY }
    for (const setting of settings) {
      const { name, ndcg } = evaluateMethod(task, contender(setting))
      const mean = ndcg.reduce((sum, value) => sum + value, 0) / ndcg.length
      onTrial({ method: name, setting, ndcg: mean })
      if (mean > found.ndcg) found = { setting, ndcg: mean }
    }
    return found.setting
  }
  const { vectors } = text
  const remembered = vectors && remembering(vectors)
  return {
    ...start,
    itemKnn: best(GRIDS.itemKnn, (setting) => itemKnn(task, { itemKnn: setting })),
    sessionKnn: best(GRIDS.sessionKnn, (setting) => sessionKnn(task, { sessionKnn: setting })),
    ...(vectors &&
      remembered && {
        centred: {
          lastItem: best(BOTH, ({ centred }) => lastItem(task, vectors, centred)).centred,
          profile: best(BOTH, ({ centred }) => contentMean(task, vectors, centred)).centred,
        },
        star: best(GRIDS.star, (setting) => star(task, remembered, { star: setting })),
        tgh: best(GRIDS.tgh, (setting) => tgh(task, remembered, { tgh: setting })),
      }),
    ease: best(GRIDS.ease, (setting) => ease(task, { ease: setting })),
  }
}

/** Every setting asks for the cosines of the same few rows. */
function remembering({ bytes, similarTo }: TextSimilarity): TextSimilarity {
  const known = new Map<number, Float32Array>()
  return {
    bytes,
    similarTo(row, out) {
      const cosines = known.get(row)
      if (cosines) return out.set(cosines)
      similarTo(row, out)
      known.set(row, out.slice())
    },
  }
}
