import { itemSentence } from '../catalog/item-sentence.js'
import { DEPTH, exactRanker, type Ranker, wordRanker } from '../evaluate/autoeval/rankers.js'
import type { EvaluatedEncoder } from '../evaluate/autoeval/report.js'
import type { PageAnswers } from '../evaluate/autoeval/settings.js'
import { bootstrapMean, type Interval, pairedBootstrap } from '../evaluate/metrics/bootstrap.js'
import { ndcgAt } from '../evaluate/metrics/ndcg.js'
import { type ReportTable, range, signed } from '../evaluate/report/tables.js'
import type { Item } from '../types.js'
import { InputFileError, linesOf, readText } from './input-files.js'
import type { Terminal } from './terminal.js'

/** Queries with the rows that people judged for them. */
export interface Labels {
  readonly queries: readonly { readonly id: string; readonly text: string; readonly grades: ReadonlyMap<number, number> }[]
  /** Judged items that the catalog lacks. */
  readonly absent: number
}

export interface LabelledScores {
  readonly queries: number
  readonly absent: number
  readonly settings: readonly { readonly id: string; readonly name: string; readonly ndcg10: Interval; readonly gain?: Interval }[]
}

/** Reads "query TAB item TAB grade" lines and the texts of the queries. @throws InputFileError. */
export async function readLabels(
  qrels: string,
  queries: string,
  items: readonly Item[],
  terminal: Pick<Terminal, 'readStdin' | 'cwd' | 'err'>,
): Promise<Labels> {
  const rowOf = new Map(items.map(({ id }, row) => [id, row]))
  const texts = new Map<string, string>()
  for (const [row, line] of linesOf(await readText(queries, terminal)).entries()) {
    const [id, text, ...rest] = line.split('\t')
    if (!id || !text?.trim() || rest.length > 0) throw unread(queries, row, line, 'query TAB text')
    texts.set(id, text)
  }
  const gradesOf = new Map<string, Map<number, number>>()
  let absent = 0
  for (const [row, line] of linesOf(await readText(qrels, terminal)).entries()) {
    const [query, id, raw, ...rest] = line.split('\t')
    const grade = raw === undefined || raw.trim() === '' ? Number.NaN : Number(raw)
    if (!query || !id || !Number.isFinite(grade) || rest.length > 0) throw unread(qrels, row, line, 'query TAB item TAB grade')
    if (!texts.has(query)) throw unread(qrels, row, line, `a query of ${queries}`)
    const target = rowOf.get(id)
    if (target === undefined) absent++
    else gradesOf.set(query, (gradesOf.get(query) ?? new Map()).set(target, Math.max(0, grade)))
  }
  const found = [...gradesOf].filter(([, grades]) => [...grades.values()].some((grade) => grade > 0))
  if (found.length === 0) throw new InputFileError(`${qrels}: no query has a relevant item of the catalog, expected one at least`)
  return { queries: found.map(([id, grades]) => ({ id, text: texts.get(id)!, grades })), absent }
}

/** nDCG@10 (linear gain) of words, vectors and the page, over all items. */
export async function scoreLabels(
  { queries, absent }: Labels,
  items: readonly Item[],
  encoder: EvaluatedEncoder | undefined,
  openPage: (items: readonly Item[]) => Promise<PageAnswers>,
): Promise<LabelledScores> {
  const page = await openPage(items)
  const texts = queries.map(({ text }) => text)
  const vectors = encoder && {
    items: await encoder.encode(items.map(itemSentence), 'item'),
    queries: await encoder.encode(texts, 'query'),
    dimensions: encoder.dimensions,
  }
  const settings: { id: string; name: string; ranker: Ranker }[] = [
    { id: 'words', name: 'words (BM25)', ranker: wordRanker(items) },
    ...(vectors ? [{ id: 'vectors', name: `vectors, ${vectors.dimensions} dimensions`, ranker: exactRanker(vectors) }] : []),
    {
      id: 'page',
      name: encoder ? 'the page: words and int8 vectors' : 'the page, without an encoder',
      ranker: ({ text }) => page.search(text!, DEPTH),
    },
  ]
  const scores: Float64Array[] = []
  for (const { ranker } of settings) {
    const ndcg = new Float64Array(queries.length)
    for (const [position, { text, grades }] of queries.entries()) {
      const ranking = await ranker({ row: -1, text, relevant: new Set(grades.keys()) }, position)
      ndcg[position] = ndcgAt(ranking, grades, 10)
    }
    scores.push(ndcg)
  }
  page.dispose()
  return {
    queries: queries.length,
    absent,
    settings: settings.map(({ id, name }, i) => ({
      id,
      name,
      ndcg10: bootstrapMean(scores[i]!),
      ...(i > 0 && { gain: pairedBootstrap(scores[i]!, scores[0]!) }),
    })),
  }
}

export function labelledTable({ queries, absent, settings }: LabelledScores): ReportTable {
  return {
    id: 'labelled',
    title: `By your judgements (${queries} queries)`,
    note: `nDCG@10 with linear gain, 1 at best; over words: nDCG more than words alone, with its 95 % interval.${absent > 0 ? ` ${absent.toLocaleString('en')} judged items are not in the catalog and are left out.` : ''}`,
    head: ['how it answers', 'nDCG@10', '95 %', 'over words', '95 %'],
    rows: settings.map(({ name, ndcg10, gain }) => [
      name,
      ndcg10.mean.toFixed(3),
      range(ndcg10),
      gain ? signed(gain.mean) : '',
      gain ? range(gain) : '',
    ]),
    marked: settings.flatMap(({ id }, row) => (id === 'page' ? [row] : [])),
  }
}

function unread(path: string, row: number, line: string, expected: string): InputFileError {
  return new InputFileError(`${path}, line ${row + 1}: received ${JSON.stringify(line.slice(0, 60))}, expected ${expected}`)
}
