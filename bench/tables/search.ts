import { search } from '../../src/engine/answers/search.js'
import { ndcgAt } from '../../src/evaluate/metrics/ndcg.js'
import { queryTerms } from '../../src/lexical/bm25.js'
import { isDuplicate } from '../../src/ranking/rerankers/same-product.js'
import { standardized } from '../../src/ranking/standardize.js'
import { topK } from '../../src/vectors/top-k.js'
import type { QueryGroup } from '../data/natural-queries.js'
import { hasSharedData } from '../shared-data.js'
import { NATURAL_CATALOGS, type NaturalCatalog, type NaturalSearch, openNatural } from '../text/natural.js'

/**
 * `npm run bench -- search [catalog]`: searches that people make, by catalog and group, dev and test apart: nDCG@8 of the page's ranking, and
 * of the whole text by meaning alone, by BM25 alone and by both in standard units; and how many searches are called unsure.
 */
const K = 8
const SHORTLIST = 100
const WORDS = 0.5
const WANTED: readonly QueryGroup[] = ['a', 'b', 'c', 'd', 'e']

async function tell(name: NaturalCatalog): Promise<void> {
  const { items, vectors, context, searches } = await openNatural(name)
  const { words } = context
  const cosines = ({ typed: { vector } }: NaturalSearch) => {
    const scores = new Float32Array(items.length)
    vectors.scoresInto(vector, scores)
    return scores
  }
  const bm25 = ({ typed: { text } }: NaturalSearch) => {
    const scores = new Float32Array(items.length)
    words.scoresInto(words.withNearTerms(queryTerms(text)), scores)
    return scores
  }
  // one of a product, as the page shows it
  const firstOf = new Map(items.map((item, row) => [item.id, items.slice(0, row).find((other) => isDuplicate(item, other))?.id ?? item.id]))
  const once = (found: readonly string[]) => [...new Set(found.map((id) => firstOf.get(id)!))].slice(0, K)
  const ids = (scores: Float32Array) => {
    const best = topK(scores, SHORTLIST)
    return once([...best.rows.subarray(0, best.length)].map((row) => items[row]!.id))
  }
  const gradesOf = ({ grades }: NaturalSearch) => new Map([...grades].filter(([id]) => firstOf.get(id) === id))
  const page = ({ prepared: { text, vector, request, beside } }: NaturalSearch) => search(text, vector, request, context, beside)
  const rankings: Readonly<Record<string, (asked: NaturalSearch) => readonly string[]>> = {
    page: (asked) => once(page(asked).map(({ item }) => item.id)),
    meaning: (asked) => ids(cosines(asked)),
    BM25: (asked) => ids(bm25(asked)),
    both: (asked) => {
      const near = standardized(cosines(asked))
      const named = standardized(bm25(asked))
      return ids(near.map((score, row) => score + WORDS * named[row]!))
    },
  }
  for (const half of ['dev', 'test'] as const) {
    const of = searches.filter((asked) => asked.half === half)
    const groups = WANTED.map((group) => of.filter((asked) => asked.group === group))
    for (const [by, rank] of Object.entries(rankings)) {
      const cells = groups.map((asked) => mean(asked.map((one) => ndcgAt(rank(one), gradesOf(one), K))))
      console.log(row(name, half, by, ...cells.map((value) => value.toFixed(3)), mean(cells).toFixed(3)))
    }
    const unsure = [...groups, of.filter(({ group }) => group === 'f')].map(
      (asked) => `${asked.filter((one) => page(one).sure === false).length} of ${asked.length}`,
    )
    console.log(row(name, half, 'unsure', ...unsure))
  }
}

function row(name: string, half: string, by: string, ...cells: readonly string[]): string {
  return [name.padEnd(18), half.padEnd(4), by.padEnd(8), ...cells.map((cell) => cell.padEnd(7))].join(' | ')
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

if (hasSharedData('search')) {
  const given = process.argv.slice(2)
  console.log(row('catalog', 'half', 'by', 'keyword', 'need', 'gift', 'wishes', 'slip', 'mean'))
  for (const name of NATURAL_CATALOGS) if (given.length === 0 || given.some((part) => name.startsWith(part))) await tell(name)
}
