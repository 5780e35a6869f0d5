import { search } from '../../../../src/engine/answers/search.js'
import {
  likeContents,
  otherFabrics,
  plainSimilar,
  type Question,
  type Setting,
  type Steerer,
  sharesOf,
  steeredSimilar,
  TOP,
} from '../../../steer.js'
import { defineCheck } from '../../check.js'
import { type Comparison, compare, mean, weakest } from '../compare.js'

const SETTING: Setting = { half: 'test', byWords: false }

/** The words of the question alone. */
const textAlone: Steerer = (_id, { like = [] }, context) => search(like[0]!.text, like[0]!.vector, { limit: TOP, complete: true }, context)

export const basic = defineCheck<Steerer>({
  what: `clothes of the same kind in another fabric that only prose tells, and dishes of the same kind with something that a recipe lacks, test halves: right among the first ${TOP} of \`similar\` with \`like\` above the item alone and above the words alone, on each set`,
  quick: false,
  needs: ['data/magento-luma', 'data/recipes'],
  reachable: '`similar` with `like`, `search` with `like`, the attribute `like`, `pagekin similar --like`',
  product: true,
  capability: steeredSimilar,
  controls: { identity: plainSimilar },
  async measure(steerer) {
    const compared = (name: string, asked: readonly Question[]): Comparison => {
      const right = (by: Steerer) => sharesOf(asked, by).right
      const parts = [right(plainSimilar), right(textAlone)].sort((a, b) => mean(b) - mean(a))
      return compare(`${name} (${asked.length})`, right(steerer), parts[0]!)
    }
    return weakest([compared('fabric', await otherFabrics(SETTING)), compared('dish', await likeContents(SETTING))])
  },
  passes: ({ ci }) => ci![0] > 0,
})
