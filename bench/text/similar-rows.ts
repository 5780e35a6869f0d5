import { itemSentence } from '../../src/catalog/item-sentence.js'
import { parseCatalog } from '../../src/catalog/parse.js'
import { meanByUnit } from '../../src/evaluate/metrics/bootstrap.js'
import { hitRateAt, recallAt, reciprocalRank } from '../../src/evaluate/metrics/relevance.js'
import { abtBuyRows, bundleRows, magentoRows } from '../data/catalog-rows.js'
import { splitBundles, splitMagento } from '../data/splits.js'
import { sharedSets } from '../shared-data.js'
import { embedTexts } from '../text-vectors.js'
import { openTextCatalog, type Ranking, type TextCatalog } from './catalog.js'
import { askAll, each, type TextRow, textRow } from './row.js'

const K = 10
/** How deep a match is looked for. */
const DEPTH = 100

/** Each record of Abt that has a match in the test file asks for it, by its whole text, among all of Buy. */
export async function abtBuyRowsOf(limit: number): Promise<TextRow[]> {
  const set = sharedSets.abtBuy()
  const catalog = await openTextCatalog('Abt-Buy', abtBuyRows(set, 'buy'))
  const matches = new Map<number, Set<string>>()
  for (const { abt, buy, same } of set.pairs.test) if (same) matches.set(abt, (matches.get(abt) ?? new Set()).add(String(buy)))
  const { items } = parseCatalog(abtBuyRows(set, 'abt'), { source: 'Abt-Buy' })
  const asked = [...matches].slice(0, limit).map(([abt, relevant]) => ({ text: itemSentence(items[abt]!), relevant }))
  const { vectors, dimensions } = await embedTexts(asked.map(({ text }) => text))
  const questions = asked.map((question, row) => ({ ...question, vector: vectors.slice(row * dimensions, (row + 1) * dimensions) }))
  const { answers, milliseconds } = askAll(questions, catalog.search(DEPTH))
  const row = (measure: string, score: (ranking: Ranking, relevant: ReadonlySet<string>) => number) => {
    const values = each<readonly Ranking[], number[]>(answers, (rankings) =>
      rankings.map((ranking, i) => score(ranking, questions[i]!.relevant)),
    )
    return textRow({ set: 'Abt-Buy matching', part: 'test file', measure }, values, { milliseconds, megabytes: catalog.megabytes })
  }
  return [
    row('R@1', (ranking, relevant) => hitRateAt(ranking, relevant, 1)),
    row('MRR', (ranking, relevant) => reciprocalRank(ranking, relevant)),
  ]
}

/** A question to `similar`, and the unit (a bundle, a product) that its value belongs to. */
interface Related {
  readonly id: string
  readonly unit: string
  readonly relevant: ReadonlySet<string>
}

/** Each item of a bundle asks for the others, among all items; a bundle is a unit. */
export async function bundleRowsOf(limit: number): Promise<TextRow[]> {
  const set = sharedSets.bundles()
  const catalog = await openTextCatalog('bundles', bundleRows(set.items))
  const test = new Set(splitBundles(set).test)
  const bundles = set.bundles.filter(({ id, items }) => test.has(id) && new Set(items).size > 1).slice(0, limit)
  const questions = bundles.flatMap(({ id: unit, items }) =>
    [...new Set(items)].map((id): Related => ({ id, unit, relevant: new Set(items.filter((other) => other !== id)) })),
  )
  return relatedRows('Amazon bundles, clothing', 'test fifth', catalog, questions)
}

/** Products ask for what the merchant linked them with. */
export async function magentoRowsOf(limit: number): Promise<TextRow[]> {
  const set = sharedSets.magento()
  const catalog = await openTextCatalog('Magento', magentoRows(set.products))
  const test = new Set(splitMagento(set).test)
  return (['related', 'crosssell', 'upsell'] as const).flatMap((kind) => {
    const questions = [...set.links[kind].links]
      .filter(([, linked]) => linked.length > 0)
      .slice(0, limit)
      .map(([id, linked]): Related => ({ id, unit: id, relevant: new Set(linked) }))
    return [
      ...relatedRows(
        `Magento ${kind}`,
        'test half',
        catalog,
        questions.filter(({ id }) => test.has(id)),
      ),
      ...relatedRows(`Magento ${kind}`, 'whole', catalog, questions),
    ]
  })
}

function relatedRows(set: string, part: string, catalog: TextCatalog, questions: readonly Related[]): TextRow[] {
  const { answers, milliseconds } = askAll(
    questions.map(({ id }) => id),
    catalog.similar(K),
  )
  const units = questions.map(({ unit }) => unit)
  const values = each<readonly Ranking[], Float64Array>(answers, (rankings) =>
    meanByUnit(
      rankings.map((ranking, i) => recallAt(ranking, questions[i]!.relevant, K)),
      units,
    ),
  )
  return [textRow({ set, part, measure: `R@${K}` }, values, { milliseconds, megabytes: catalog.megabytes })]
}
