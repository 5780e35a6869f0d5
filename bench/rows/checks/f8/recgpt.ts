import { topics } from '../../../../src/engine/answers/topics.js'
import { draws } from '../../../../src/evaluate/draw.js'
import { dotProduct } from '../../../../src/vectors/normalize.js'
import { defineCheck, type Measured } from '../../check.js'
import { type Comparison, compare, weakest } from '../compare.js'
import { cellsOf, type IdsOf, realIds, shuffledIds, topicIds } from './topic-ids.js'

interface Told extends Measured {
  /** Share of the ids that another item has too, the most. */
  readonly twice: number
  /** Items that a prefix of an id leads to and that do not have it, or are not in the catalog. */
  readonly strange: number
}

const NEARER = 0.2

export const recgpt = defineCheck<IdsOf, Told>({
  what: `ids of 9,742 films and of 3,000 toys: cosine to another item with the same prefix above that to any other item by ${NEARER}; no id twice; the filter of a prefix lets its items through and no other`,
  quick: false,
  needs: ['data/movielens-small', 'data/amazon-toys-10k'],
  reachable: '`topics`, `pagekin topics`',
  product: true,
  capability: topicIds,
  controls: { shuffled: shuffledIds },
  async measure(idsOf) {
    const compared: Comparison[] = []
    let [twice, strange] = [0, 0]
    for (const { name, items, context, ids, rows, dimensions } of await realIds(idsOf)) {
      const { integer, one } = draws(1)
      const vector = (row: number) => rows.subarray(row * dimensions, (row + 1) * dimensions)
      const [near, any]: [number[], number[]] = [[], []]
      for (const cell of cellsOf(ids).values()) {
        if (cell.length < 2) continue
        for (const row of cell) {
          near.push(dotProduct(vector(row), vector(one(cell.filter((other) => other !== row)))))
          any.push(dotProduct(vector(row), vector((row + integer(1, items.length - 1)) % items.length)))
        }
      }
      compared.push(compare(`${name} (${near.length})`, near, any))
      twice = Math.max(twice, 1 - new Set(ids).size / ids.length)
      for (const { id } of (await topics({ items: 0 }, context)).topics) {
        const { where } = await topics({ topic: id, items: 0 }, context)
        const own = items.filter((_, row) => ids[row]!.startsWith(`${id}.`)).map((item) => item.id)
        const led = new Set((where as { id: readonly string[] }).id)
        strange += own.filter((item) => !led.delete(item)).length + led.size
      }
    }
    return { ...weakest(compared), twice, strange }
  },
  passes: ({ ci, twice, strange }) => ci![0] >= NEARER && twice === 0 && strange === 0,
})
