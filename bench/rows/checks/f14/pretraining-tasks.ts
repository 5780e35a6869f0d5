import { itemSentence } from '../../../../src/catalog/item-sentence.js'
import { parseCatalog } from '../../../../src/catalog/parse.js'
import { openPageAnswers } from '../../../../src/cli/page-answers.js'
import { bitRanker, DEPTH, exactRanker, type Ranker, type TaskVectors, wordRanker } from '../../../../src/evaluate/autoeval/rankers.js'
import { askAll } from '../../../../src/evaluate/autoeval/score.js'
import type { Task } from '../../../../src/evaluate/autoeval/task.js'
import { textTasks } from '../../../../src/evaluate/autoeval/text-tasks.js'
import { draws } from '../../../../src/evaluate/draw.js'
import { ndcgAt } from '../../../../src/evaluate/metrics/ndcg.js'
import { documentRows } from '../../../data/catalog-rows.js'
import type { RetrievalSet } from '../../../data/retrieval-set.js'
import { kendallTauB } from '../../../metrics/kendall.js'
import { encoderOf } from '../../../page-encoder.js'
import { sharedSets } from '../../../shared-data.js'
import { defineCheck, round } from '../../check.js'
import type { CheckContext } from '../../context.js'
import { mean } from '../compare.js'

/** Asked of the row: Kendall's tau between what the free pairs say of the settings and what the judges say. */
const WANTED_TAU = 0.6
/** Settings that differ enough to be told apart: words, vectors of falling length, signs, and the page. */
const CUTS = [128, 64, 32, 16, 8]
const RESAMPLES = 300

/** Makes of the free pairs what settings are scored on. */
type Pairs = (task: Task, seed: number) => Task

/** Scores of every query by every setting: one list a setting. */
interface SetScores {
  readonly name: string
  readonly labelled: readonly Float64Array[]
  /** One entry a task. */
  readonly free: readonly (readonly Float64Array[])[]
}

/** Settings in the order of the labelled metric, found without a label: Chang et al. (2020) in the direction that a site owner has. */
export const pretrainingTasks = defineCheck<Pairs>({
  what: 'Kendall’s tau between MRR on free pairs and nDCG@10 on judgements, over 9 settings, Cranfield and TREC passages, the lower of both',
  reachable: '`pagekin eval`',
  product: true,
  data: 'Cranfield, TREC passages',
  quick: false,
  needs: ['data/cranfield', 'data/msmarco-dl-5k'],
  capability: (task) => task,
  // each text asks for the item of another: one that kept its own would be all that there is to find
  controls: {
    shuffled(task, seed) {
      const order = draws(seed).shuffled([...task.queries.keys()])
      const queries = [...task.queries]
      order.forEach((place, i) => {
        queries[place] = { ...queries[place]!, relevant: task.queries[order[(i + 1) % order.length]!]!.relevant }
      })
      return { ...task, queries }
    },
  },
  async measure(pairs, context) {
    const sets = [
      await scoresOf('cranfield', sharedSets.cranfield(), pairs, context),
      await scoresOf('passages', sharedSets.msmarco(), pairs, context),
    ]
    const taus = sets.map((set) => tauOf(set, null))
    const lowest = taus.indexOf(Math.min(...taus))
    return {
      figure: taus[lowest]!,
      baseline: null,
      ci: interval(sets[lowest]!, context.seed),
      detail: sets.map(({ name }, place) => `${name} ${round(taus[place]!)}`).join(', '),
    }
  },
  passes: ({ figure }) => figure >= WANTED_TAU,
})

async function scoresOf(name: string, set: RetrievalSet, pairs: Pairs, context: CheckContext): Promise<SetScores> {
  const { items } = parseCatalog(documentRows(set.documents))
  const rowOf = new Map(items.map(({ id }, row) => [id, row]))
  const judged = set.queries.flatMap(({ id, text }) => {
    const grades = new Map(
      [...(set.judgements.get(id) ?? [])].flatMap(([document, grade]) =>
        rowOf.has(document) ? [[rowOf.get(document)!, grade] as const] : [],
      ),
    )
    return [...grades.values()].some((grade) => grade > 0) ? [{ text, grades }] : []
  })
  const asked = { queries: judged.map(({ text }) => ({ row: -1, text, relevant: new Set<number>() })), items }
  const labelled: Float64Array[] = []
  await withRankers(asked, context, async (ranker) => {
    const ndcg = new Float64Array(judged.length)
    for (const [place, { grades }] of judged.entries()) ndcg[place] = ndcgAt(await ranker(asked.queries[place]!, place), grades, 10)
    labelled.push(ndcg)
  })
  const free: Float64Array[][] = []
  for (const task of textTasks(items, { seed: context.seed })) {
    const given = pairs(task, context.seed)
    const scores: Float64Array[] = []
    await withRankers(given, context, async (ranker) => void scores.push((await askAll(given, ranker, () => 0)).reciprocal))
    free.push(scores)
  }
  return { name, labelled, free }
}

/** Calls `use` with the ranker of every setting, always in one order. */
async function withRankers(
  { items, queries }: Pick<Task, 'items' | 'queries'>,
  context: CheckContext,
  use: (ranker: Ranker) => Promise<void>,
): Promise<void> {
  const sentences = items.map(itemSentence)
  const texts = queries.map(({ text }) => text!)
  const ofItems = await context.embed(sentences)
  const ofQueries = await context.embed(texts, { kind: 'query' })
  const { dimensions } = ofItems
  const vectors: TaskVectors = { items: ofItems.vectors, queries: ofQueries.vectors, dimensions }
  await use(wordRanker(items))
  await use(exactRanker(vectors))
  for (const cut of CUTS) await use(exactRanker(vectors, { dimensions: cut }))
  await use(bitRanker(vectors))
  const page = await openPageAnswers(items, await encoderOf(context.embed), 0)
  await use(({ text }) => page.search(text!, DEPTH))
  page.dispose()
}

/** Tau over the settings between the means of both; `draw` takes queries with replacement, null all of them once. */
function tauOf({ labelled, free }: SetScores, draw: ((count: number) => number[]) | null): number {
  const meansOf = (lists: readonly Float64Array[]) => {
    const places = draw?.(lists[0]!.length)
    return lists.map((list) => mean(places ? places.map((place) => list[place]!) : list))
  }
  const byTask = free.map(meansOf)
  return kendallTauB(
    labelled.map((_, setting) => mean(byTask.map((means) => means[setting]!))),
    meansOf(labelled),
  )
}

/** 95 % of tau over questions drawn again, free and judged ones each. */
function interval(set: SetScores, seed: number): readonly [number, number] {
  const draw = draws(seed)
  const taus = Float64Array.from({ length: RESAMPLES }, () =>
    tauOf(set, (count) => Array.from({ length: count }, () => draw.integer(0, count - 1))),
  ).sort()
  return [taus[Math.floor(0.025 * (RESAMPLES - 1))]!, taus[Math.ceil(0.975 * (RESAMPLES - 1))]!]
}
