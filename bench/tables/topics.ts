import { itemSentence } from '../../src/catalog/item-sentence.js'
import { readCatalog } from '../../src/catalog/read-catalog.js'
import { catalogContext, indexOf } from '../../src/cli/answer-context.js'
import { loadFormats } from '../../src/cli/catalog-input.js'
import { topics } from '../../src/engine/answers/topics.js'
import { DenseText } from '../../src/evaluate/baselines/dense-text.js'
import type { Item } from '../../src/types.js'
import { sharedText } from '../shared-data.js'
import { embedTexts } from '../text-vectors.js'

/**
 * `npm run bench -- topics [catalog ...]`: the names of the topics of real catalogs, for people to judge, with their parts, and processor time;
 * by words, and with `--vectors` by vectors.
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
  const told = await topics({ items: 3 }, context)
  console.log(
    `\n${name}: ${items.length} items, by ${told.by}, ${Math.round((process.cpuUsage().user - before) / 1000)} ms of processor time`,
  )
  for (const { name, size, children } of told.topics) {
    console.log(`  ${name} ${size}: ${children.map((child) => `${child.name} ${child.size}`).join('; ')}`)
  }
}

async function indexed(items: readonly Item[]) {
  const { vectors, dimensions } = await embedTexts(items.map(itemSentence))
  return indexOf(new DenseText(vectors, dimensions))
}
