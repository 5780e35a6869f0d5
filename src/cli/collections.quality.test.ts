import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { spearman } from '../../bench/metrics/correlation.js'
import { ndcgAt } from '../evaluate/metrics/ndcg.js'
import { dotProduct } from '../vectors/normalize.js'
import { cli, jsonLines, scratchFolder } from './cli.test-helper.js'

const DATA = fileURLToPath(new URL('../../../shared/data/', import.meta.url))
const CACHE = fileURLToPath(new URL('../../node_modules/.cache/pagekin', import.meta.url))
const isHere = existsSync(DATA)
if (!isHere) console.warn(`public test collections are not at ${DATA}: the quality of the command line is not measured`)

const read = (name: string) => gunzipSync(readFileSync(DATA + name)).toString('utf8')
const rowsOf = (name: string) =>
  read(name)
    .trimEnd()
    .split('\n')
    .map((line) => line.replace(/\r$/, '').split('\t'))

describe.skipIf(!isHere)('quality, on public test collections', { tags: 'long' }, () => {
  test('embed: STS Benchmark, rank correlation of cosines and grades', async () => {
    const pairs = rowsOf('stsbenchmark/sts-test.csv.gz')
    const cwd = scratchFolder()
    const input = pairs.flatMap((row) => [row[5], row[6]].map((text) => `${JSON.stringify({ text })}\n`)).join('')
    const { code, err } = await cli(['embed', '--input', '-', '--output', 'x.f32', '--quiet'], { cwd, stdin: input })
    expect({ code, err }).toEqual({ code: 0, err: '2758 rows, 384 dimensions\n' })

    const bytes = readFileSync(join(cwd, 'x.f32'))
    const vectors = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length))
    const row = (i: number) => vectors.subarray(i * 384, (i + 1) * 384)
    const cosines = pairs.map((_, i) => dotProduct(row(2 * i), row(2 * i + 1)))
    const correlation = spearman(
      cosines,
      pairs.map((pair) => Number(pair[4])),
    )
    console.log(`STS Benchmark: Spearman ${correlation.toFixed(4)}`)
    // .7884: the same int8 weights by the model's own tooling
    expect(correlation).toBeGreaterThan(0.7884 - 0.002)
  }, 300_000)

  // embeds 5,000 passages where no earlier run of this clone has: up to a quarter of an hour
  test.skipIf(process.env.PAGEKIN_COLLECTIONS === undefined)(
    'search: TREC Deep Learning passages, nDCG@10 with gain 2^grade - 1',
    async () => {
      const queries = jsonLines(read('msmarco-dl-5k/queries.jsonl.gz')) as { _id: string; text: string }[]
      const grades = new Map<string, Map<string, number>>()
      for (const [query, passage, grade] of rowsOf('msmarco-dl-5k/test.tsv.gz')) {
        const known = grades.get(query!) ?? new Map<string, number>()
        grades.set(query!, known.set(passage!, Number(grade)))
      }
      const args = ['search', '--catalog', 'corpus.jsonl', '--queries', '-', '-k', '10', '--json', '--quiet', '--cache', CACHE]
      const { code, out } = await cli(args, {
        files: { 'corpus.jsonl': read('msmarco-dl-5k/corpus.jsonl.gz') },
        stdin: queries.map(({ text }) => text).join('\n'),
      })
      expect(code).toBe(0)

      const answers = jsonLines(out) as { query: string; items: { id: string }[] }[]
      expect(answers.map(({ query }) => query)).toEqual(queries.map(({ text }) => text))
      const judged = queries.flatMap(({ _id }, i) => {
        const found = answers[i]!.items.map(({ id }) => id)
        expect(found).toHaveLength(10)
        const known = grades.get(_id)
        return known ? [ndcgAt(found, known, 10, { gain: 'exponential' })] : []
      })
      const mean = judged.reduce((sum, value) => sum + value, 0) / judged.length
      console.log(`TREC Deep Learning passages: nDCG@10 ${mean.toFixed(4)} over ${judged.length} queries`)
      expect(judged).toHaveLength(43)
      // .6816: cosines of the model alone
      expect(mean).toBeGreaterThan(0.6816 - 0.01)
    },
    900_000,
  )
})
