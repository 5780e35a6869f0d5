import { parseArgs } from 'node:util'
import { eventsOf } from '../../src/cli/answer-context.js'
import type { AnswerContext } from '../../src/engine/answers/context.js'
import { forYou } from '../../src/engine/answers/for-you.js'
import { summarize } from '../../src/ranking/scorers/interaction-summary.js'
import { openNextItemSet } from '../next-item-sets.js'

/**
 * `npm run bench -- explore [--valid]`: what a share of exploration costs `forYou` of MovieLens, and how much more of the catalog its lists of ten
 * show: with the interactions of the others, and without. `films` is of one draw, `drawn` of all five together; `rare` is the share of places
 * whose film fewer than ten users met.
 */
const { values } = parseArgs({ options: { valid: { type: 'boolean', default: false } } })
const DRAWS = 5
const RARE = 10

const { task: taskOf, context: catalog } = await openNextItemSet('movielens-small')
const { train, queries } = taskOf(values.valid ? 'valid' : 'test')
const interactionSummary = summarize(train)
console.log('interactions  explore  HR@10  nDCG@10  films  drawn  rare')
for (const [told, others] of [
  ['yes', { interactionSummary }],
  ['no', {}],
] as const) {
  for (const share of [0, 0.125, 0.25, 0.5]) console.log(told.padEnd(13), String(share).padEnd(8), figuresOf(share, others).join('  '))
}

function figuresOf(share: number, others: Partial<AnswerContext>): readonly (string | number)[] {
  const draws = share === 0 ? 1 : DRAWS
  const all = new Set<number>()
  let [hits, gain, films, rare, places] = [0, 0, 0, 0, 0]
  for (let draw = 0; draw < draws; draw++) {
    const shown = new Set<number>()
    for (const [asked, query] of queries.entries()) {
      const request = { limit: 10, ...(share > 0 && { explore: { share, seed: draw * queries.length + asked } }) }
      const list = forYou(request, { ...catalog, ...others, ...eventsOf(query, catalog) }).map(({ item }) => catalog.rows.rowOf(item.id)!)
      const place = list.indexOf(query.target)
      if (place >= 0) hits++
      if (place >= 0) gain += 1 / Math.log2(place + 2)
      for (const row of list) {
        shown.add(row)
        all.add(row)
        if (interactionSummary.users[row]! < RARE) rare++
      }
      places += list.length
    }
    films += shown.size
  }
  const asked = queries.length * draws
  return [(hits / asked).toFixed(4), (gain / asked).toFixed(4), Math.round(films / draws), all.size, (rare / places).toFixed(3)]
}
