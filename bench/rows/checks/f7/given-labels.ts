import { itemSentence } from '../../../../src/catalog/item-sentence.js'
import { Bm25Index } from '../../../../src/lexical/bm25.js'
import { itemFields } from '../../../../src/lexical/item-fields.js'
import type { labelScores } from '../../../../src/ranking/scorers/labels.js'
import { centredRows } from '../../../../src/vectors/mean.js'
import type { untouched } from '../../../data/labelled.js'
import { embedTexts } from '../../../text-vectors.js'

/** What `labelScores` is given, as `pagekin label` gives it. */
export async function givenLabels({ items, labels }: ReturnType<typeof untouched>[number]): Promise<Parameters<typeof labelScores>> {
  const { vectors, dimensions } = await embedTexts(items.map(itemSentence))
  const names = await embedTexts(
    labels.map(({ label }) => label),
    { kind: 'query' },
  )
  return [centredRows(vectors, dimensions), dimensions, Bm25Index.build(items.map(itemFields)), labels, names.vectors]
}
