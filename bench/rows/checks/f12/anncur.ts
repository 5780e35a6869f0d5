import { rerankPlan } from '../../../../src/engine/answers/rerank.js'
import { type RerankPlanner, search } from '../../../../src/engine/answers/search.js'
import { ndcgAt } from '../../../../src/evaluate/metrics/ndcg.js'
import { type CostlySet, NEEDED_BY_COSTLY_SETS, openCostlySets, ownFirst, RERANKERS, searchReranked } from '../../../text/reranked.js'
import { defineCheck, type Measured, round } from '../../check.js'
import { type Comparison, compare, mean, weakest } from '../compare.js'

const CALLS = 100
/** The costly function's own first so many are to be among those that it scores. */
const BEST = 10

export const anncur = defineCheck<(set: CostlySet) => RerankPlanner, Measured & { readonly comparisons: readonly Comparison[] }>({
  what: `2,000 TREC passages, Cranfield and all products of CrowdFlower, test halves, two costly functions (cosine of all-MiniLM-L6-v2; word by word, the best cosine among an item’s words): share of the function’s own first ${BEST} of all items among the ${CALLS} that \`search\` with \`rerank\` lets it score, above that among the first ${CALLS} of the page’s own ranking, for each function over all questions`,
  quick: false,
  needs: NEEDED_BY_COSTLY_SETS,
  reachable: '`search` with `rerank`',
  product: true,
  capability: () => rerankPlan,
  controls: {
    identity: () => ownFirst(rerankPlan),
    // what an item is like is told by the vectors of others
    shuffled:
      ({ shuffled }) =>
      (request, own, context) =>
        rerankPlan(request, own, { ...context, vectors: shuffled }),
  },
  async measure(plannerOf) {
    const shares = RERANKERS.map((): { readonly ours: number[]; readonly own: number[] } => ({ ours: [], own: [] }))
    const told: string[] = []
    for (const set of await testSets()) {
      for (const [at, by] of RERANKERS.entries()) {
        const asked = await Promise.all(set.asked.map((one) => measureOne(set, one, one.scores[by], plannerOf(set))))
        const of = (figure: keyof (typeof asked)[number]) => asked.map((one) => one[figure])
        shares[at]!.ours.push(...of('ours'))
        shares[at]!.own.push(...of('own'))
        const gains = (['gain', 'gainOfOwn', 'gainWithout'] as const).map((one) => round(mean(of(one))))
        told.push(
          `${set.name}, ${by} (${asked.length}): ${round(mean(of('ours')))} against ${round(mean(of('own')))}, nDCG@10 ${gains.join(' / ')}`,
        )
      }
    }
    const comparisons = shares.map(({ ours, own }, at) => compare(RERANKERS[at]!, ours, own))
    const measured = weakest(comparisons)
    const intervals = comparisons.map(({ name, ci }) => `${name} [${ci.map(round).join(', ')}]`)
    const order = `nDCG@10 by the sets' grades: with the chosen ${CALLS} scored / the page's own first ${CALLS} scored / without`
    return { ...measured, comparisons, detail: `${measured.detail}; ${intervals.join(', ')}; ${order}; ${told.join('; ')}` }
  },
  passes: ({ comparisons }) => comparisons.every(({ ci }) => ci[0] > 0),
})

const opened: CostlySet[] = []

/** Opened once for the capability and its controls. */
async function testSets(): Promise<readonly CostlySet[]> {
  if (opened.length === 0) for await (const set of openCostlySets('test')) opened.push(set)
  return opened
}

interface Without {
  readonly own: number
  readonly gainOfOwn: number
  readonly gainWithout: number
}

/** By the scores of a function for a question: what needs no capability is measured once. */
const known = new WeakMap<Float32Array, Promise<Without>>()

async function measureOne({ context, gain }: CostlySet, one: CostlySet['asked'][number], scores: Float32Array, planner: RerankPlanner) {
  const { items } = context.rows
  const best = [...scores.keys()].sort((a, b) => scores[b]! - scores[a]!).slice(0, BEST)
  const share = (ids: readonly string[]) => best.filter((row) => ids.includes(items[row]!.id)).length / BEST
  const ndcg = (ids: readonly string[]) => ndcgAt(ids, one.grades, 10, { gain })
  const measureWithout = async (): Promise<Without> => {
    const page = search(one.text, one.vector, { limit: CALLS, diversity: 0 }, context).map(({ item }) => item.id)
    const own = await searchReranked(ownFirst(rerankPlan), one, scores, CALLS, context)
    return { own: share(page), gainOfOwn: ndcg(own.found), gainWithout: ndcg(page) }
  }
  const without = known.get(scores) ?? measureWithout()
  known.set(scores, without)
  const ours = await searchReranked(planner, one, scores, CALLS, context)
  return { ours: share(ours.scored), gain: ndcg(ours.found), ...(await without) }
}
