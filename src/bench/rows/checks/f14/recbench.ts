import { openPageAnswers } from '../../../../cli/page-answers.js'
import { autoeval } from '../../../../evaluate/autoeval/autoeval.js'
import { draws } from '../../../../evaluate/draw.js'
import type { EncoderClient } from '../../../../worker/encoder-client.js'
import type { EncoderInfo } from '../../../../worker/protocol.js'
import { defineCheck, type Measured, round } from '../../check.js'
import { pickRows } from '../vectors-of.js'

const ITEMS = 200
const QUERIES = 50
/** Of the built-in encoder and its runtime, as files. */
const DOWNLOAD_BYTES = 21_000_000

const INFO: EncoderInfo = {
  fingerprint: 'builtin',
  dimensions: 384,
  device: 'wasm',
  deviceReason: 'kept vectors',
  dtype: 'float32',
  canary: null,
  bytes: { runtime: 0, model: 0 },
}

/** What becomes of a vector on its way into the report. */
type Vectors = (vectors: Float32Array, dimensions: number) => Float32Array

interface Costs extends Measured {
  /** Rows of the report without quality, milliseconds, kept or downloaded megabytes. */
  readonly bare: readonly string[]
}

export const recbench = defineCheck<Vectors, Costs>({
  what: 'T1, the report of an evaluation without labels: every row (words, vectors whole, cut and as codes, the page) has quality with its interval, milliseconds a query, and bytes kept and downloaded; and the quality is measured, vectors above chance',
  quick: true,
  needs: [],
  capability: (vectors) => vectors,
  controls: {
    shuffled: (vectors, dimensions) => {
      return pickRows(vectors, dimensions, draws(1).shuffled(Array.from({ length: vectors.length / dimensions }, (_, row) => row)))
    },
  },
  async measure(change, context) {
    const items = context.shop().items.slice(0, ITEMS)
    const { dimensions } = INFO
    const encode = async (texts: readonly string[], kind: 'query' | 'item') =>
      change((await context.embed(texts, { kind })).vectors, dimensions)
    const client: EncoderClient = { info: INFO, ensure: async () => INFO, encode, dispose() {} }
    const report = await autoeval({
      items,
      rejected: [],
      catalogBytes: JSON.stringify(items).length,
      encoder: {
        name: 'builtin',
        dimensions,
        downloadBytes: DOWNLOAD_BYTES,
        encodeMs: 0,
        encode,
        read: () => ({ pieces: 1, unknown: 0 }),
      },
      openPage: (some) => openPageAnswers(some, client, 0),
      now: () => performance.now(),
      maxQueries: QUERIES,
      ablateVectors: false,
      seed: context.seed,
    })
    const rows = report.tasks.flatMap((task) => task.settings.map((setting) => ({ task: task.task, ...setting })))
    const bare = rows.filter(
      ({ mrr, rankMs, cost }) =>
        ![mrr.mean, mrr.lo, mrr.hi, rankMs].every(Number.isFinite) || !(cost.keptBytes > 0 && cost.downloadBytes > 0),
    )
    const { mrr } = report.tasks[0]!.settings.find(({ id }) => id === 'vectors')!
    // of a random order of n, cut at 100: (1 + 1/2 + ... + 1/100) / n
    const chance = Array.from({ length: 100 }, (_, rank) => 1 / (rank + 1)).reduce((sum, value) => sum + value, 0) / ITEMS
    return {
      figure: mrr.mean,
      baseline: chance,
      ci: [mrr.lo - chance, mrr.hi - chance] as const,
      detail: `${rows.length} rows in ${report.tasks.length} tasks, ${bare.length} without a cost; MRR of vectors ${round(mrr.mean)}`,
      bare: bare.map(({ id }) => id),
    }
  },
  passes: ({ ci, bare }) => bare.length === 0 && ci![0] > 0,
})
