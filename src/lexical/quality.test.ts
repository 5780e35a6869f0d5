import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { Bm25Index, queryTerms } from './bm25.js'
import type { Bm25Field } from './forward-index.js'

const data = fileURLToPath(new URL('../../../shared/data/', import.meta.url))
const isHere = existsSync(data)
if (!isHere) console.warn(`test collections are not at ${data}: their tests are skipped`)

interface Query {
  readonly text: string
  /** Grades of the relevant documents, by id. */
  readonly grades: Map<string, number>
}

const load = (name: string) => {
  const bytes = readFileSync(data + name)
  return (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8').replaceAll('\r', '')
}

/** Mean nDCG@10 (Järvelin & Kekäläinen 2002, linear gain) over the queries that have relevant documents. */
function meanNdcg(ids: readonly string[], documents: readonly (readonly Bm25Field[])[], queries: readonly Query[]): number {
  const index = Bm25Index.build(documents)
  const scores = new Float32Array(ids.length)
  const discounted = (grades: readonly number[]) => grades.slice(0, 10).reduce((sum, grade, rank) => sum + grade / Math.log2(rank + 2), 0)
  const answered = queries.filter(({ grades }) => grades.size > 0)
  const total = answered.reduce((sum, { text, grades }) => {
    index.scoresInto(queryTerms(text), scores)
    const ranked = ids.map((_, row) => row).sort((left, right) => scores[right]! - scores[left]! || left - right)
    const ideal = discounted([...grades.values()].sort((left, right) => right - left))
    return sum + discounted(ranked.map((row) => grades.get(ids[row]!) ?? 0)) / ideal
  }, 0)
  return total / answered.length
}

describe.skipIf(!isHere)('search quality of BM25 with these tokens', () => {
  test('on Cranfield is at least the .373 nDCG@10 that plain BM25 has there', () => {
    const documents = load('cranfield/cran.all.1400.gz').split(/^\.I /m).slice(1)
    const queries = load('cranfield/cran.qry')
      .split(/^\.W\n/m)
      .slice(1)
    const grades = queries.map(() => new Map<string, number>())
    for (const line of load('cranfield/cranqrel').trim().split('\n')) {
      const [query, document, code] = line.trim().split(/\s+/)
      if (Number(code) >= 1) grades[Number(query) - 1]?.set(document!, 1)
    }

    const ndcg = meanNdcg(
      documents.map((text) => String(Number.parseInt(text, 10))),
      documents.map((text) => [
        { text: /^\.T\n([\s\S]*?)^\.A/m.exec(text)?.[1] ?? '', weight: 3 },
        { text: text.split(/^\.W\n/m)[1] ?? '', weight: 1 },
      ]),
      queries.map((text, position) => ({ text: text.split(/^\.I/m)[0]!, grades: grades[position]! })),
    )

    console.info(`Cranfield nDCG@10 ${ndcg.toFixed(4)}`)
    expect(queries).toHaveLength(225)
    expect(ndcg).toBeGreaterThan(0.38)
  })

  test('on TREC Deep Learning passages is at least the .716 nDCG@10 that plain BM25 has there', () => {
    const parse = (name: string) =>
      load(name)
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => JSON.parse(line) as { _id: string; text: string })
    const passages = parse('msmarco-dl-5k/corpus.jsonl.gz')
    const queries = new Map(
      parse('msmarco-dl-5k/queries.jsonl.gz').map(({ _id, text }) => [_id, { text, grades: new Map<string, number>() }]),
    )
    for (const line of load('msmarco-dl-5k/test.tsv.gz').trim().split('\n')) {
      const [query, passage, grade] = line.split('\t')
      queries.get(query!)?.grades.set(passage!, Number(grade))
    }

    const ndcg = meanNdcg(
      passages.map(({ _id }) => _id),
      passages.map(({ text }) => [{ text, weight: 1 }]),
      [...queries.values()],
    )

    console.info(`TREC Deep Learning nDCG@10 ${ndcg.toFixed(4)}`)
    expect(ndcg).toBeGreaterThan(0.716)
  })
})
