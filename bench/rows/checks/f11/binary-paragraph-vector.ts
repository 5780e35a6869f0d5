import { draws } from '../../../../src/evaluate/draw.js'
import type { FlatIndex } from '../../../../src/vectors/flat-index.js'
import { BinaryIndex } from '../../../index/approximate/binary-index.js'
import { ExactHits } from '../../../index/exact-hits.js'
import { defineCheck, type Measured, round } from '../../check.js'
import { mean, median } from '../compare.js'
import { flatOver, REAL_NEEDS, realRows, timeOf } from './real-rows.js'

/** Makes a search for the ten best out of rows. */
type Shortlisted = (rows: FlatIndex) => (query: Float32Array) => ArrayLike<number>

interface Timed extends Measured {
  /** Median milliseconds of a search over those of float32 rows. */
  readonly share: number
}

/** Not all of them: embedding the others would be a quarter of a run without kept vectors, and no other check needs them. */
const ROWS = 12_000
const QUERIES = 200
const K = 10
const LEAST_RECALL = 0.95
const MOST_TIME = 1 / 8
/** As many rows for each hit as `BinaryIndex` takes. */
const ROWS_PER_HIT = 60

export const binaryParagraphVector = defineCheck<Shortlisted, Timed>({
  what: `${ROWS} real rows, ${QUERIES} queries: signatures of one bit a dimension find a shortlist, int8 rows order it: recall@10 against float32 at least ${LEAST_RECALL}, in an eighth of the time that float32 rows take`,
  quick: false,
  needs: REAL_NEEDS,
  capability(rows) {
    const index = new BinaryIndex(rows)
    index.train()
    return (query) => index.search({ query }, K).rows
  },
  controls: {
    // a shortlist as long, of any rows
    shuffled(rows) {
      const draw = draws(3)
      const all = Array.from({ length: rows.size }, (_, row) => row)
      return (query) => {
        const mask = new Uint8Array(rows.size)
        for (const row of draw.shuffled(all).slice(0, K * ROWS_PER_HIT)) mask[row] = 1
        return rows.search({ query, mask }, K).rows
      }
    },
  },
  async measure(make, context) {
    const real = await realRows(context, ROWS, QUERIES)
    const search = make(flatOver(real))
    const exact: ReadonlySet<number>[] = []
    const exactTimes = real.queries.map((query) =>
      timeOf(() => {
        const hits = new ExactHits(real.dimensions, [query], K)
        hits.add(real.vectors)
        exact.push(new Set(hits.take()[0]!.rows))
      }),
    )
    const recalls = real.queries.map((query, i) => Array.from(search(query)).filter((row) => exact[i]!.has(row)).length / K)
    const time = median(real.queries.map((query) => timeOf(() => search(query))))
    const exactTime = median(exactTimes)
    const detail = `${round(time)} ms a query, all ${real.vectors.length / real.dimensions} float32 rows ${round(exactTime)}`
    return { figure: mean(recalls), baseline: LEAST_RECALL, ci: null, share: time / exactTime, detail }
  },
  passes: ({ figure, share }) => figure >= LEAST_RECALL && share <= MOST_TIME,
  unfinished: () =>
    'no page needs it: up to 200,000 items the shortlist comes from four bits a dimension, and can be proved whole; of 100,000 signatures would save .85 ms a search for seconds of fitting; lists of a larger pack would be a quarter smaller with signs of 256 dimensions, for .01 of the ten nearest, and are not built so',
})
