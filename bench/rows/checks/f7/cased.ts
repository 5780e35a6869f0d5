import { catalogTags, precisions, type TagItems, taggedSets, tfIdf } from '../../../tags.js'
import { defineCheck } from '../../check.js'
import { compare } from '../compare.js'

export const cased = defineCheck<TagItems>({
  what: 'talks, their tags hidden, the test half: share of the first three tags made of the catalog’s own phrases that editors gave the talk, above that of TF-IDF over the same phrases; tags that users gave films are told beside it',
  quick: false,
  needs: ['data/tedtalks', 'data/movielens-small'],
  data: 'talks',
  reachable: '`pagekin tag`',
  product: true,
  capability: catalogTags,
  controls: { identity: tfIdf },
  async measure(tag) {
    const [talks, films] = await taggedSets()
    const { figure, baseline, ci } = compare('talks', await precisions(tag, talks!, 'test'), await precisions(tfIdf, talks!, 'test'))
    const other = compare('films', await precisions(tag, films!, 'test'), await precisions(tfIdf, films!, 'test'))
    return { figure, baseline, ci, detail: `films ${other.figure.toFixed(3)} against ${other.baseline.toFixed(3)}: no difference there` }
  },
  passes: ({ ci }) => ci![0] > 0,
})
