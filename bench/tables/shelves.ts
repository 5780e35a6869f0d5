/**
 * Of the items that a shop assistant would name for 60 items of the demo (e2e/fixtures/expected-shelves.json), how many BM25 alone finds:
 * the strongest words of an item as a query, what is sold out left out. Run by `npm run bench` beside what the page finds.
 */
import { readFileSync } from 'node:fs'
import { parseCatalog } from '../../src/catalog/parse.js'
import { Bm25Index } from '../../src/lexical/bm25.js'
import { itemFields } from '../../src/lexical/item-fields.js'
import { topK } from '../../src/vectors/top-k.js'

const LIMIT = 8

const { items } = parseCatalog(JSON.parse(readFileSync('demo-dist/shop.json', 'utf8')))
const asked: readonly { readonly id: string; readonly expected: readonly string[] }[] = JSON.parse(
  readFileSync('e2e/fixtures/expected-shelves.json', 'utf8'),
)
const index = Bm25Index.build(items.map(itemFields))
const rowOf = new Map(items.map(({ id }, row) => [id, row]))

let found = 0
for (const { id, expected } of asked) {
  const row = rowOf.get(id)!
  const scores = new Float32Array(items.length)
  index.scoresInto(index.itemQueryTerms(row), scores)
  const mask = Uint8Array.from(items, (item) => (item.available === false || item.id === id ? 0 : 1))
  const best = topK(scores, LIMIT, mask)
  const shelf = new Set([...best.rows.subarray(0, best.length)].map((each) => items[each]!.id))
  found += expected.filter((each) => shelf.has(each)).length
}
const named = asked.reduce((sum, { expected }) => sum + expected.length, 0)
console.log(
  JSON.stringify({
    measure: `shelves of ${LIMIT}`,
    ranking: 'BM25 alone',
    items: asked.length,
    named,
    found,
    share: Math.round((found / named) * 1000) / 1000,
  }),
)
