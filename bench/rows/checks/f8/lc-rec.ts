import { dotProduct } from '../../../../src/vectors/normalize.js'
import { kMeans } from '../../../transforms/k-means.js'
import { defineCheck, type Measured, round } from '../../check.js'
import { type Comparison, compare, weakest } from '../compare.js'
import { cellsOf, type IdsOf, realIds, shuffledIds, topicIds } from './topic-ids.js'

interface Even extends Measured {
  /** Ids that another item has too. */
  readonly twice: number
  /** Entropy of the cells, as a share of that of cells of one size: the least. */
  readonly evenness: number
}

const LEVELS = 2
const LEAST_EVENNESS = 0.95
/** A twentieth of the variance that k-means leaves, .75 of all. */
const MARGIN = 0.035
const ROUNDS = 15

export const lcRec = defineCheck<IdsOf, Even>({
  what: `ids of 9,742 films and of 3,000 toys, ${LEVELS} levels: the share of the variance that their cells tell at most ${MARGIN} below k-means of as many cells; entropy of the cells at least ${LEAST_EVENNESS} of even ones; no id twice`,
  quick: false,
  needs: ['data/movielens-small', 'data/amazon-toys-10k'],
  reachable: '`topics`, `pagekin topics`',
  product: true,
  margin: MARGIN,
  capability: topicIds,
  controls: { shuffled: shuffledIds },
  async measure(idsOf) {
    const compared: Comparison[] = []
    const told: string[] = []
    let [twice, evenness] = [0, 1]
    for (const { name, ids, rows, dimensions } of await realIds(idsOf)) {
      const cells = [...cellsOf(ids, LEVELS).values()]
      const { clusters } = kMeans(rows, dimensions, cells.length, { rounds: ROUNDS })
      const clustered = cells.map((): number[] => [])
      for (const [row, cluster] of clusters.entries()) clustered[cluster]!.push(row)
      compared.push(compare(`${name} (${cells.length} cells)`, toldBy(cells, rows, dimensions), toldBy(clustered, rows, dimensions)))
      const even =
        cells.reduce((sum, { length }) => sum - (length / ids.length) * Math.log(length / ids.length), 0) / Math.log(cells.length)
      evenness = Math.min(evenness, even)
      twice += ids.length - new Set(ids).size
      told.push(`${name} ${round(even)}`)
    }
    const measured = weakest(compared)
    return { ...measured, twice, evenness, detail: `${measured.detail}; evenness: ${told.join(', ')}` }
  },
  passes: ({ ci, twice, evenness }) => ci![0] >= -MARGIN && twice === 0 && evenness >= LEAST_EVENNESS,
})

/** By row, one less its squared distance to the mean of its cell. */
function toldBy(cells: readonly (readonly number[])[], rows: Float32Array, dimensions: number): Float32Array {
  const told = new Float32Array(rows.length / dimensions)
  const vector = (row: number) => rows.subarray(row * dimensions, (row + 1) * dimensions)
  for (const cell of cells) {
    const mean = new Float32Array(dimensions)
    for (const row of cell) for (const [i, value] of vector(row).entries()) mean[i]! += value / cell.length
    const length = dotProduct(mean, mean)
    for (const row of cell) told[row] = 2 * dotProduct(vector(row), mean) - length
  }
  return told
}
