import { readCatalog } from '../../src/catalog/read-catalog.js'
import { loadFormats } from '../../src/cli/catalog-input.js'
import { openSource } from '../../src/cli/open-engine.js'
import type { Terminal } from '../../src/cli/terminal.js'
import type { Item } from '../../src/types.js'
import { sharedText } from '../shared-data.js'

/**
 * `npm run bench -- feeds`: six exports of real shops and sites as they are. What is read of each, which columns are guessed, what is not
 * read and why, and the first shelf beside the middle item, by words, as a page has it before any vector.
 */
const FEEDS = {
  'Shopify, CSV': 'shopify-csv/apparel.csv',
  'Magento, CSV': 'magento-luma/configurable_products.csv.gz',
  'Best Buy, JSON': 'bestbuy-sample/ecommerce.json.gz',
  'Flipkart, CSV': 'flipkart-catalog/flipkart_full_columns.csv.gz',
  'recipes, JSON': 'recipes/recipes.json.gz',
  'talks, JSON': 'tedtalks/talks.json.gz',
}
const FIELDS = ['url', 'image', 'price', 'category', 'description'] as const
const SHELF = 3

const silent: Terminal = {
  out: () => undefined,
  data: () => undefined,
  err: () => undefined,
  readStdin: async () => '',
  async *stdin() {},
  cwd: process.cwd(),
  outColumns: undefined,
  bar: undefined,
  colour: false,
}

for (const [name, path] of Object.entries(FEEDS)) {
  const text = sharedText(path)
  const begun = performance.now()
  const { items, rejected, guesses, notes } = await readCatalog(text, loadFormats)
  const readMs = performance.now() - begun
  const flags = { catalog: name, encoder: 'builtin', device: 'off', quiet: true } as const
  const { engine } = await openSource(flags, silent, { text, queries: false, now: Date.now() })
  const asked = items.slice(items.length / 2).find((item) => item.available !== false)!
  const asking = performance.now()
  const shelf = await engine.similar([asked.id], { limit: SHELF })
  const askMs = performance.now() - asking
  console.log(`${name}: ${items.length} items in ${readMs.toFixed(0)} ms, shelf in ${askMs.toFixed(0)} ms`)
  console.log(`  have: ${FIELDS.map((field) => `${field} ${share(items, field)}`).join(', ')}`)
  console.log(`  guessed: ${guesses.map((guess) => `${guess.name} as ${guess.field}`).join(', ') || 'nothing'}`)
  console.log(`  not read: ${reasonsOf(rejected.map(({ why }) => why)) || 'nothing'}${notes.map((note) => `; ${note}`).join('')}`)
  console.log(`  like "${asked.title}": ${shelf.map(({ item }) => `"${item.title}"`).join(', ')}`)
}

function share(items: readonly Item[], field: keyof Item): string {
  return `${Math.round((items.filter((item) => item[field] !== undefined).length / items.length) * 100)} %`
}

/** Each reason once, without the texts of its row. */
function reasonsOf(whys: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const why of whys) {
    const reason = why.replace(/"[^"]*(?:"|$)/g, '…').replace(/\d+/g, '…')
    counts.set(reason, (counts.get(reason) ?? 0) + 1)
  }
  return [...counts].map(([reason, count]) => `${count} rows: ${reason}`).join('; ')
}
