import { itemSentence } from '../../../../catalog/item-sentence.js'
import { parseCatalog } from '../../../../catalog/parse.js'
import { DenseText } from '../../../../evaluate/baselines/dense-text.js'
import { industrialRows } from '../../../../evaluate/data/catalog-rows.js'
import { draws } from '../../../../evaluate/draw.js'
import { industrialTask } from '../../../../evaluate/next-item/sets.js'
import type { NextItemTask } from '../../../../evaluate/next-item/task.js'
import type { Item } from '../../../../types.js'
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
  what: `T3 test, next items that nobody met, by the mean of the history: HR@${DEPTH} among all items of whole item sentences above titles, and titles above ids (a random vector each)`,
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
    const task = industrialTask(set, 'test')
    const valid = industrialTask(set, 'valid')
    const rows = async (texts: readonly string[]) => {
      const { vectors, dimensions } = await context.embed(texts)
      return new DenseText(vectors, dimensions).centred()
    }
    const draw = draws(context.seed)
    const random = Float32Array.from({ length: items.length * ID_DIMENSIONS }, () => draw.normal())
    const titleRows = await rows(items.map(({ title }) => title))
    const sentenceRows = await rows(items.map((item, row) => textOf(item, row, items)))
    const titles = coldHits(task, titleRows)
    const sentences = compare('sentences', coldHits(task, sentenceRows), titles)
    const earlier = compare('valid', coldHits(valid, sentenceRows), coldHits(valid, titleRows))
    const ids = compare('titles', titles, coldHits(task, new DenseText(random, ID_DIMENSIONS).centred()))
    const { figure, baseline, ci } = sentences
    const told = (value: number) => value.toFixed(3)
    return {
      figure,
      baseline,
      ci,
      titles: ids,
      detail: `${titles.length} questions; titles ${told(ids.figure)} against ids ${told(ids.baseline)}; of the valid half sentences ${told(earlier.figure)} against titles ${told(earlier.baseline)} [${earlier.ci.map(told).join(', ')}]: the halves disagree`,
    }
  },
  passes: ({ ci, titles }) => ci![0] > 0 && titles.ci[0] > 0,
})

function coldHits({ queries, met, ids }: NextItemTask, vectors: DenseText): number[] {
  const scores = new Float32Array(ids.length)
  return queries.flatMap(({ history, target }) => {
    if (met[target] !== 0 || history.length === 0) return []
    vectors.scoresInto(vectors.profile(history), scores)
    for (const row of history) scores[row] = Number.NEGATIVE_INFINITY
    let above = 0
    for (const score of scores) if (score > scores[target]!) above++
    return [Number(above < DEPTH)]
  })
}
