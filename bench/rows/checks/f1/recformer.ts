import { itemSentence } from '../../../../src/catalog/item-sentence.js'
import { parseCatalog } from '../../../../src/catalog/parse.js'
import { DenseText } from '../../../../src/evaluate/baselines/dense-text.js'
import { draws } from '../../../../src/evaluate/draw.js'
import { meanByUnit } from '../../../../src/evaluate/metrics/bootstrap.js'
import type { NextItemTask } from '../../../../src/evaluate/next-item/task.js'
import type { Item } from '../../../../src/types.js'
import { industrialRows } from '../../../data/catalog-rows.js'
import { industrialTask } from '../../../next-item/sets.js'
import { sharedSets } from '../../../shared-data.js'
import { defineCheck, type Measured } from '../../check.js'
import { type Comparison, compare } from '../compare.js'

/** An item as a text. */
type TextOf = (item: Item, row: number, items: readonly Item[]) => string

interface WithTitles extends Measured {
  /** Titles beside ids. */
  readonly titles: Comparison
}

const DEPTH = 10
const ID_DIMENSIONS = 64

export const recformer = defineCheck<TextOf, WithTitles>({
  what: `Amazon Industrial, both halves, next items that nobody met, by the mean of the history: HR@${DEPTH} among all items of whole item sentences above titles, and titles above ids (a random vector each), by user`,
  reachable: '`search`, `similar`, `forYou`: every item is embedded as this sentence',
  product: true,
  data: 'Amazon Industrial',
  quick: false,
  needs: ['data/amazon-industrial'],
  capability: itemSentence,
  controls: {
    identity: ({ title }) => title,
    shuffled: (_, row, items) => itemSentence(items[(row + 1) % items.length]!),
  },
  async measure(textOf, context) {
    const set = sharedSets.amazonIndustrial()
    const { items } = parseCatalog(industrialRows(set.items))
    const tasks = [industrialTask(set, 'valid'), industrialTask(set, 'test')]
    const rows = async (texts: readonly string[]) => {
      const { vectors, dimensions } = await context.embed(texts)
      return new DenseText(vectors, dimensions).centred()
    }
    const draw = draws(context.seed)
    const random = Float32Array.from({ length: items.length * ID_DIMENSIONS }, () => draw.normal())
    const titles = coldHits(tasks, await rows(items.map(({ title }) => title)))
    const sentences = coldHits(tasks, await rows(items.map((item, row) => textOf(item, row, items))))
    const ids = compare('titles', titles, coldHits(tasks, new DenseText(random, ID_DIMENSIONS).centred()))
    const { figure, baseline, ci } = compare('sentences', sentences, titles)
    const told = (value: number) => value.toFixed(3)
    const detail = `${titles.length} users; titles ${told(ids.figure)} against ids ${told(ids.baseline)}`
    return { figure, baseline, ci, titles: ids, detail }
  },
  passes: ({ ci, titles }) => ci![0] > 0 && titles.ci[0] > 0,
})

/** By user, over the questions of all tasks. */
function coldHits(tasks: readonly NextItemTask[], vectors: DenseText): Float64Array {
  const scores = new Float32Array(vectors.rowCount)
  const hits = tasks.flatMap(({ queries, met }) =>
    queries.flatMap(({ user, history, target }) => {
      if (met[target] !== 0 || history.length === 0) return []
      vectors.scoresInto(vectors.profile(history), scores)
      for (const row of history) scores[row] = Number.NEGATIVE_INFINITY
      let above = 0
      for (const score of scores) if (score > scores[target]!) above++
      return [{ user, hit: Number(above < DEPTH) }]
    }),
  )
  return meanByUnit(
    hits.map(({ hit }) => hit),
    hits.map(({ user }) => user),
  )
}
