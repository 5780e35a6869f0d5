import { scoreParts } from '../../../../src/cli/variance-share.js'
import { type NextItemMethod, scorerMethods } from '../../../../src/evaluate/next-item/method.js'
import { itemItemScores } from '../../../../src/ranking/scorers/item-item.js'
import { spearman } from '../../../metrics/correlation.js'
import { defineCheck, type Measured, round } from '../../check.js'
import { compare, mean, weakest } from '../compare.js'
import { ALL, CONTROLS, type ForYouSet, forYouOf, gains, openForYou, places, type Told } from './for-you.js'
import { earlyFusion } from './joined-vectors.js'
import { pathOf } from './movies.js'

interface WithCorrelation extends Measured {
  readonly correlation: number
}

const K = 10
const MOST_CORRELATED = 0.95
/** Rank correlations of whole catalogs are slow, and alike from user to user. */
const CORRELATED_USERS = 60

export const prorec = defineCheck<Told, WithCorrelation>({
  what: `MovieLens: nDCG@${K} of forYou, texts and interactions in standard units, above their raw sum and above one vector of both; rank correlation with either at most ${MOST_CORRELATED}`,
  reachable: '`forYou` with a pack made with `--interactions`; `eval --interactions` tells the share of each side',
  product: true,
  data: 'MovieLens',
  quick: false,
  needs: ['data/movielens-small'],
  capability: ALL,
  controls: CONTROLS,
  async measure(told) {
    const films = await openForYou('movielens-small')
    const { queries } = films.task
    const summary = told(films.summary)
    const gainsOf = (method: NextItemMethod) => gains(places(queries, method, K), K)
    const fused = gainsOf(forYouOf(films.context, summary))
    const correlations: [number[], number[]] = [[], []]
    for (const query of queries.slice(0, CORRELATED_USERS)) {
      const { texts, interactions } = scoreParts(films.context, summary, query)
      const both = texts.map((score, i) => score + interactions[i]!)
      correlations[0].push(spearman(both, texts))
      if (summary) correlations[1].push(spearman(both, interactions))
    }
    const [withTexts, withInteractions] = [mean(correlations[0]), summary ? mean(correlations[1]) : 0]
    const measured = weakest([
      compare('the raw sum', fused, gainsOf(rawSum(films))),
      compare('one vector', fused, gainsOf(earlyFusion(films))),
    ])
    const toldOf = `correlation with texts ${round(withTexts)}, with interactions ${round(withInteractions)}`
    return { ...measured, detail: `${measured.detail}; ${toldOf}`, correlation: Math.max(withTexts, withInteractions) }
  },
  passes: ({ ci, correlation }) => ci![0] > 0 && correlation <= MOST_CORRELATED,
})

/** Cosines, BM25 and weights of neighbours as they come. */
function rawSum({ task, text, summary }: ForYouSet): NextItemMethod {
  const vectors = text.vectors.centred()
  const part = new Float32Array(task.ids.length)
  return scorerMethods(task)(0, ({ history }, out) => {
    out.fill(0)
    const add = (): void => {
      for (let row = 0; row < out.length; row++) out[row]! += part[row]!
    }
    vectors.scoresInto(vectors.profile(pathOf(history, 1, 20).map(({ row }) => row)), part)
    add()
    text.words.scoresInto(
      pathOf(history, 0.8, 10).flatMap(({ row }) => text.words.itemQueryTerms(row, 32)),
      part,
    )
    add()
    itemItemScores(pathOf(history, 0.9, 100), summary.together, part)
    add()
  })
}
