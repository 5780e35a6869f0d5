import { Bm25Index } from '../../lexical/bm25.js'
import { itemFields } from '../../lexical/item-fields.js'
import { bytesOfRow } from '../../vectors/row-memory.js'
import { bitRanker, DEPTH, exactRanker, int8Ranker, type Ranker, type TaskVectors, wordRanker } from './rankers.js'
import type { EvaluatedEncoder } from './report.js'
import type { Cost, Setting } from './score.js'
import type { Task } from './task.js'

/** Answers of the page's engine over some items, as rows. */
export interface PageAnswers {
  /** Rows found for a text, best first. */
  search(text: string, limit: number): Promise<ArrayLike<number>>
  /** Rows similar to one, best first, by score alone. */
  similar(row: number, limit: number): Promise<ArrayLike<number>>
  /** The shelf of ten under an item, as a page draws it. */
  shelf(row: number): Promise<ArrayLike<number>>
  dispose(): void
}

/** A posting is a row and its impact, 4 bytes each. */
const POSTING_BYTES = 8

/**
 * The ways to answer that are compared: words; with an encoder its vectors as they are, cut, and as codes; and last the page's own
 * engine. Words come first, because gains are measured over them.
 */
export function settingsOf(
  task: Task,
  page: PageAnswers,
  catalogBytes: number,
  encoder: EvaluatedEncoder | undefined,
  vectors: TaskVectors | undefined,
): Setting[] {
  const rows = task.items.length
  const postings = postingBytes(task)
  const words: Cost = { encodeMs: 0, keptBytes: postings, downloadBytes: catalogBytes }
  const asked: Ranker = ({ text, row }) => (text === null ? page.similar(row, DEPTH) : page.search(text, DEPTH))
  const settings: Setting[] = [{ id: 'words', name: 'words (BM25)', ranker: wordRanker(task.items), cost: words }]
  if (!encoder || !vectors) return [...settings, { id: 'page', name: 'the page, without an encoder', ranker: asked, cost: words }]
  const byVectors = (bytesPerItem: number): Cost => ({
    encodeMs: encoder.encodeMs,
    keptBytes: rows * bytesPerItem,
    downloadBytes: catalogBytes + encoder.downloadBytes,
  })
  const { dimensions } = vectors
  const full = byVectors(4 * dimensions)
  return [
    ...settings,
    { id: 'vectors', name: `vectors, ${dimensions} dimensions`, ranker: exactRanker(vectors), cost: full },
    ...[256, 128, 64]
      .filter((cut) => cut < dimensions)
      .map((cut) => ({
        id: `vectors-${cut}`,
        name: `vectors, first ${cut} dimensions`,
        ranker: exactRanker(vectors, { dimensions: cut }),
        cost: byVectors(4 * cut),
      })),
    { id: 'int8', name: 'vectors, int8', ranker: int8Ranker(vectors), cost: byVectors(bytesOfRow(dimensions)) },
    { id: 'bits', name: 'vectors, one bit a dimension', ranker: bitRanker(vectors), cost: byVectors(Math.ceil(dimensions / 8)) },
    {
      id: 'page',
      name: 'the page: words and int8 vectors',
      ranker: asked,
      cost: { ...byVectors(bytesOfRow(dimensions)), keptBytes: rows * bytesOfRow(dimensions) + postings },
    },
  ]
}

function postingBytes({ items }: Task): number {
  const index = Bm25Index.build(items.map(itemFields))
  let postings = 0
  for (let row = 0; row < items.length; row++) postings += index.termsOf(row).length
  return postings * POSTING_BYTES
}
