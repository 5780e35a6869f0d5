import { itemSentence } from '../../../src/catalog/item-sentence.js'
import { parseCatalog } from '../../../src/catalog/parse.js'
import { catalogContext, indexOf } from '../../../src/cli/answer-context.js'
import type { AnswerContext } from '../../../src/engine/answers/context.js'
import { DenseText } from '../../../src/evaluate/baselines/dense-text.js'
import { VectorSample } from '../../../src/ranking/vector-sample.js'
import type { Item } from '../../../src/types.js'
import type { FlatIndex } from '../../../src/vectors/flat-index.js'
import type { CatalogRow } from '../../data/catalog-rows.js'
import { embedTexts } from '../../text-vectors.js'

/** A real set as the engine answers from it, for a visitor without a history. */
export interface OpenCatalog {
  readonly items: readonly Item[]
  /** @param change What becomes of the vectors before the first answer. */
  answering(change?: (index: FlatIndex) => void): AnswerContext
}

export async function openCatalog(source: string, rows: readonly CatalogRow[]): Promise<OpenCatalog> {
  const { items } = parseCatalog(rows, { source })
  const { vectors, dimensions } = await embedTexts(items.map(itemSentence))
  const dense = new DenseText(vectors, dimensions)
  const context = { ...(await catalogContext(items, indexOf(dense))), interactions: [], now: 0 }
  return {
    items,
    answering(change) {
      if (!change) return context
      const index = indexOf(dense)
      index.setCentre(index.mean())
      change(index)
      return { ...context, vectors: { index, sample: new VectorSample(index) } }
    },
  }
}
