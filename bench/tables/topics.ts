import { monitorEventLoopDelay } from 'node:perf_hooks'
import { itemSentence } from '../../src/catalog/item-sentence.js'
import { readCatalog } from '../../src/catalog/read-catalog.js'
import { catalogContext, indexOf } from '../../src/cli/answer-context.js'
import { loadFormats } from '../../src/cli/catalog-input.js'
import type { AnswerContext } from '../../src/engine/answers/context.js'
import { topics } from '../../src/engine/answers/topics.js'
import { DenseText } from '../../src/evaluate/baselines/dense-text.js'
import { itemFields } from '../../src/lexical/item-fields.js'
import { tokenize } from '../../src/lexical/tokens.js'
import type { Item, Topic } from '../../src/types.js'
import { meanRow } from '../../src/vectors/mean.js'
import { normalize } from '../../src/vectors/normalize.js'
import { alongAxes, principalAxes } from '../../src/vectors/principal-axes.js'
import { sampleRows } from '../../src/vectors/statistics.js'
import { topK } from '../../src/vectors/top-k.js'
import { exactBest } from '../../src/vectors/vectors.test-helper.js'
import { sharedText } from '../shared-data.js'
import { embedTexts } from '../text-vectors.js'

/**
 * `npm run bench -- topics [catalog ...]`: the names of the topics of real catalogs, for people to judge, with their parts, and processor time;
 * by words, and with `--vectors` by vectors. With `--map`: how many of an item's ten nearest stand among the ten that are nearest to it on the
 * map, beside a map of the two principal axes.
 */
const CATALOGS: Readonly<Record<string, string>> = {
  talks: 'tedtalks/talks.json.gz',
  recipes: 'recipes/recipes.json.gz',
  phones: 'bestbuy-sample/ecommerce.json.gz',
  'a shop of all sorts': 'flipkart-catalog/flipkart_full_columns.csv.gz',
  toys: 'amazon-products-1k/test_sample_1000.csv.gz',
  clothes: 'magento-luma/configurable_products.csv.gz',
  films: 'movielens-small/movies_enriched.csv.gz',
}

const flags = process.argv.slice(2)
const wanted = flags.filter((flag) => !flag.startsWith('--'))
for (const name of wanted.length > 0 ? wanted : Object.keys(CATALOGS)) {
  const { items } = await readCatalog(sharedText(CATALOGS[name]!), loadFormats)
  const index = flags.includes('--vectors') ? await indexed(items) : null
  const context = { ...(await catalogContext(items, index)), interactions: [], now: 0 }
  const before = process.cpuUsage().user
  const turns = monitorEventLoopDelay({ resolution: 1 })
  turns.enable()
  const told = await topics({ items: 3 }, context)
  turns.disable()
  console.log(
    `\n${name}: ${items.length} items, by ${told.by}, ${Math.round((process.cpuUsage().user - before) / 1000)} ms of processor time, longest slice ${Math.round(turns.max / 1e6)} ms`,
  )
  console.log(`  named: ${await namedShare(context)} of a topic's items have its name or a part of it`)
  if (flags.includes('--map')) await tellMap(context)
  for (const { name, size, children } of told.topics) {
    console.log(`  ${name} ${size}: ${children.map((child) => `${child.name} ${child.size}`).join('; ')}`)
  }
}

/** Mean over topics of all levels, a topic counting by its items: whose category, tags, brand, title or description has all words of a part of the name. */
async function namedShare(context: AnswerContext): Promise<string> {
  const { topics: top, places } = await topics({ items: 0, places: true }, context)
  const words = new Map(context.rows.items.map((item) => [item.id, new Set(itemFields(item).flatMap(({ text }) => tokenize(text)))]))
  let [named, all] = [0, 0]
  const visit = ({ id, name, children }: Topic): void => {
    const parts = name.split(', ').map(tokenize)
    for (const place of places!) {
      if (!place.id.startsWith(`${id}.`)) continue
      all++
      if (parts.some((terms) => terms.every((term) => words.get(place.item)!.has(term)))) named++
    }
    children.forEach(visit)
  }
  top.forEach(visit)
  return (named / all).toFixed(3)
}

async function tellMap(context: AnswerContext): Promise<void> {
  const { places } = await topics({ items: 0, places: true }, context)
  const { vectors: index } = context
  const graph = context.words.graph()
  const { dimensions } = index?.index ?? graph
  const rows = index ? Float32Array.from(places!.flatMap((_, row) => Array.from(index.index.vector(row)))) : graph.vectors.slice()
  const mean = meanRow(rows, dimensions)
  for (let at = 0; at < rows.length; at++) rows[at]! -= mean[at % dimensions]!
  normalize(rows, dimensions)
  const axes = await principalAxes(rows, dimensions, 2, () => undefined)
  const onAxes = places!.map((_, row) => alongAxes(axes, rows.subarray(row * dimensions, (row + 1) * dimensions)))
  const sample = sampleRows(places!.length, { size: 500 })
  const kept = (at: (row: number) => readonly number[]) => {
    const shares = Array.from(sample, (row) => {
      const own = rows.subarray(row * dimensions, (row + 1) * dimensions)
      const nearest = exactBest(rows, dimensions, own, 10, (other) => other !== row)
      const [x, y] = at(row) as [number, number]
      const scores = Float32Array.from(places!, (_, other) => {
        const [otherX, otherY] = at(other) as [number, number]
        return other === row ? Number.NaN : -((x - otherX) ** 2 + (y - otherY) ** 2)
      })
      return topK(scores, 10).rows.filter((other) => nearest.has(other)).length / 10
    })
    return (shares.reduce((sum, share) => sum + share, 0) / shares.length).toFixed(3)
  }
  console.log(
    `  map: ${kept((row) => [places![row]!.x, places![row]!.y])} of ten nearest kept; principal axes: ${kept((row) => [...onAxes[row]!])}`,
  )
}

async function indexed(items: readonly Item[]) {
  const { vectors, dimensions } = await embedTexts(items.map(itemSentence))
  return indexOf(new DenseText(vectors, dimensions))
}
