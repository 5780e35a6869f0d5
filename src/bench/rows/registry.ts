import type { RunnableCheck } from './check.js'
import { tdmatch } from './checks/f2/tdmatch.js'
import { cosineAdapter } from './checks/f10/cosine-adapter.js'
import { binaryParagraphVector } from './checks/f11/binary-paragraph-vector.js'
import { fanns } from './checks/f11/fanns.js'
import { headlines } from './checks/f14/headlines.js'
import { iceberg } from './checks/f14/iceberg.js'
import { llmEmbeddingSurvey } from './checks/f14/llm-embedding-survey.js'
import { pretrainingTasks } from './checks/f14/pretraining-tasks.js'
import { recbench } from './checks/f14/recbench.js'
import { restore } from './checks/f14/restore.js'
import { stationaryRepresentations } from './checks/f14/stationary-representations.js'
import { stitching } from './checks/f14/stitching.js'
import { unisimBench } from './checks/f14/unisim-bench.js'
import { wordDocumentEmbeddings } from './checks/f14/word-document-embeddings.js'
import { wordVectorsSurvey } from './checks/f14/word-vectors-survey.js'

/** The checks, by id of the paper. */
export const CHECKS: Readonly<Record<string, RunnableCheck>> = {
  'cosine-adapter': cosineAdapter,
  fanns,
  'binary-paragraph-vector': binaryParagraphVector,
  headlines,
  iceberg,
  'llm-embedding-survey': llmEmbeddingSurvey,
  'pretraining-tasks': pretrainingTasks,
  recbench,
  restore,
  tdmatch,
  'stationary-representations': stationaryRepresentations,
  stitching,
  'unisim-bench': unisimBench,
  'word-document-embeddings': wordDocumentEmbeddings,
  'word-vectors-survey': wordVectorsSurvey,
}
