import { parseCatalog } from '../../../../src/catalog/parse.js'
import { locateEncoder } from '../../../../src/cli/encoder-source.js'
import { type OpenedEncoder, openEvaluatedEncoder } from '../../../../src/cli/evaluated-encoder.js'
import { openPageAnswers } from '../../../../src/cli/page-answers.js'
import { autoeval } from '../../../../src/evaluate/autoeval/autoeval.js'
import type { EvaluatedEncoder } from '../../../../src/evaluate/autoeval/report.js'
import { draws } from '../../../../src/evaluate/draw.js'
import { magentoRows } from '../../../data/catalog-rows.js'
import { sharedSets } from '../../../shared-data.js'
import { defineCheck, type Measured, round } from '../../check.js'
import { pickRows } from '../vectors-of.js'

const QUERIES = 50

/** What becomes of a vector on its way into the report. */
type Vectors = (vectors: Float32Array, dimensions: number) => Float32Array

interface Costs extends Measured {
  /** Rows of the report without quality, milliseconds, kept or downloaded megabytes. */
  readonly bare: readonly string[]
}

export const recbench = defineCheck<Vectors, Costs>({
  what: 'Magento, the report of an evaluation without labels: every row (words, vectors whole, cut and as codes, the page) has quality with its interval, milliseconds to rank and, with vectors, to embed a query, and bytes kept and downloaded, as the encoder itself was loaded and timed; and the quality is measured, vectors above chance',
  reachable: '`pagekin eval`',
  product: true,
  data: 'Magento',
  quick: false,
  needs: ['data/magento-luma'],
  capability: (vectors) => vectors,
  controls: {
    shuffled: (vectors, dimensions) => {
      return pickRows(vectors, dimensions, draws(1).shuffled(Array.from({ length: vectors.length / dimensions }, (_, row) => row)))
    },
  },
  async measure(change, context) {
    const catalog = magentoRows(sharedSets.magento().products)
    const { items, rejected } = parseCatalog(catalog, { source: 'magento' })
    opened ??= openBuiltin()
    const encoder = await opened
    const { dimensions } = encoder
    const encode = async (texts: readonly string[], kind: 'query' | 'item') =>
      change((await context.embed(texts, { kind })).vectors, dimensions)
    const report = await autoeval({
      items,
      rejected,
      catalogBytes: JSON.stringify(catalog).length,
      encoder: { ...encoder, encode },
      openPage: (some) => openPageAnswers(some, { ...encoder.client, encode }, 0),
      now: () => performance.now(),
      maxQueries: QUERIES,
      ablateVectors: false,
      seed: context.seed,
    })
    const rows = report.tasks.flatMap((task) => task.settings.map((setting) => ({ task: task.task, ...setting })))
    const bare = rows.filter(
      ({ id, mrr, rankMs, cost }) =>
        ![mrr.mean, mrr.lo, mrr.hi, rankMs].every(Number.isFinite) ||
        !(cost.keptBytes > 0 && cost.downloadBytes > 0) ||
        cost.encodeMs > 0 === (id === 'words'),
    )
    const { mrr } = report.tasks[0]!.settings.find(({ id }) => id === 'vectors')!
    // of a random order of n, cut at 100: (1 + 1/2 + ... + 1/100) / n
    const chance = Array.from({ length: 100 }, (_, rank) => 1 / (rank + 1)).reduce((sum, value) => sum + value, 0) / items.length
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

let opened: Promise<EvaluatedEncoder & Pick<OpenedEncoder, 'client'>> | undefined

/** The built-in encoder as `pagekin eval` loads and times it. */
async function openBuiltin() {
  const encoder = await openEvaluatedEncoder(await locateEncoder('builtin', process.cwd()), { cacheFolder: null, onProgress() {} })
  await encoder.dispose()
  return encoder
}
