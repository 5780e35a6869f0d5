import { parseCatalog } from '../../src/catalog/parse.js'
import { openPageAnswers } from '../../src/cli/page-answers.js'
import { draws } from '../../src/evaluate/draw.js'
import { ndcgAt } from '../../src/evaluate/metrics/ndcg.js'
import { type CatalogRow, movieRows, talkRows } from '../data/catalog-rows.js'
import type { NaturalQuery } from '../data/natural-queries.js'
import { encoderOf } from '../page-encoder.js'
import { sharedSets } from '../shared-data.js'
import { splitByHash } from '../split.js'
import { recipesEither, recipesWithout } from '../text/recipes-without.js'
import { embedTexts } from '../text-vectors.js'

/**
 * `npm run bench -- wishes [--words] [--dev] [--each]`: what a search that asks for something beside its words finds.
 *
 * 1. Group d (constraints in words) of the natural queries, nDCG@8 by catalog.
 * 2. Recipes: "cake without nuts" over dishes and what they are made of. The truth is the record: of the dish, and naming none of it.
 *    "apple or pear pie": of the dish, and naming either.
 * 3. Lists of two that an item of the half has: "Drama, Sam Neill" of films, two hidden tags of talks. Of the first ten, or of as many as
 *    have both, the share that has both.
 *
 * Words alone with `--words`; the test half, or with `--dev` the half that constants are chosen on.
 */
const K = 8
const TEN = 10
const LISTS = 100
/** Fewer items that have both tell little. */
const LEAST = 3
const CATALOGS = ['amazon-products-1k', 'magento-luma', 'papers-94', 'recipes'] as const

const [byWords, onDev, each] = ['--words', '--dev', '--each'].map((flag) => process.argv.includes(flag))
const encoder = byWords ? null : await encoderOf(embedTexts)
const rowsOf = sharedSets.naturalRows()
for (const name of CATALOGS) {
  const { items } = parseCatalog(rowsOf[name])
  const engine = await openPageAnswers(items, encoder, 0)
  const groups: [string, NaturalQuery[]][] = [['group d', sharedSets.naturalQueries(name).filter(({ group }) => group === 'd')]]
  if (name === 'recipes') groups.push(['D without C', recipesWithout()], ['C or C D', recipesEither()])
  for (const [group, queries] of groups) {
    const split = splitByHash(
      'natural-queries',
      queries.map(({ text }) => text),
    )
    const asked = queries.filter(({ text }) => split[onDev ? 'dev' : 'test'].includes(text))
    const values: number[] = []
    for (const { text, grades } of asked) {
      const found = Array.from(await engine.search(text, K), (row) => items[row]!.id)
      const value = ndcgAt(found, grades, K)
      values.push(value)
      if (each) console.log(`  ${value.toFixed(2)} ${text}`)
    }
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    console.log(`${name.padEnd(20)} ${group.padEnd(12)} ${String(asked.length).padStart(3)} queries   nDCG@${K} ${mean.toFixed(3)}`)
  }
  engine.dispose()
}

/** @param namesOf By item, what a list may name of it: one of each goes into its list. */
async function lists(
  name: string,
  rows: readonly CatalogRow[],
  namesOf: ReadonlyMap<string, readonly (readonly string[])[]>,
): Promise<void> {
  const { items } = parseCatalog(rows)
  const engine = await openPageAnswers(items, encoder, 0)
  const { shuffled, one } = draws(1)
  const half = splitByHash('lists', [...namesOf.keys()])[onDev ? 'dev' : 'test']
  const values: number[] = []
  for (const id of shuffled(half)) {
    if (values.length === LISTS) break
    const wanted = namesOf.get(id)!.map(one)
    const has = (item: string) => wanted.every((name, at) => namesOf.get(item)?.[at]?.includes(name))
    const all = items.filter((item) => has(item.id)).length
    if (new Set(wanted).size < wanted.length || all < LEAST) continue
    const found = Array.from(await engine.search(wanted.join(', '), TEN), (row) => items[row]!.id)
    values.push(found.filter(has).length / Math.min(TEN, all))
    if (each) console.log(`  ${values.at(-1)!.toFixed(2)} ${wanted.join(', ')}`)
  }
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  console.log(`${name.padEnd(20)} ${'lists of two'.padEnd(12)} ${String(values.length).padStart(3)} queries   share ${mean.toFixed(3)}`)
  engine.dispose()
}

const { movies } = sharedSets.movieLens()
const talks = sharedSets.talks()
const known = movies.filter(({ genres, cast }) => genres.length > 0 && cast.length > 0)
await lists('films', movieRows(movies), new Map(known.map(({ id, genres, cast }) => [id, [genres, cast]])))
await lists('talks', talkRows(talks), new Map(talks.filter(({ tags }) => tags.length > 1).map(({ id, tags }) => [id, [tags, tags]])))
