import type { AnswerContext } from '../engine/answers/context.js'
import { topics } from '../engine/answers/topics.js'
import { CatalogRows, hashCatalog } from '../engine/catalog-rows.js'
import { PagekinError } from '../errors.js'
import { differencesOf, outside } from '../ranking/queries/neutral.js'
import { VectorSample } from '../ranking/vector-sample.js'
import { FlatIndex } from '../vectors/flat-index.js'
import { normalize } from '../vectors/normalize.js'

/**
 * The same items without the directions in which the topics at the top differ, so that `topics` divides them by something else: phone
 * accessories by what they are, and then by brand.
 *
 * Source: the subspaces of Venkataramanan et al., Attention-based Dynamic Subspace Learners (2022), each found by what the ones before leave;
 * k-means and the span of its means take the place of learners.
 *
 * @throws PagekinError `usage` without vectors.
 */
export async function otherAspect(context: AnswerContext): Promise<AnswerContext> {
  const { rows, vectors } = context
  if (!vectors) throw new PagekinError('usage', 'topics: another aspect: received items without vectors, expected an encoder that runs')
  const { index } = vectors
  const groups = new Map<string, number[]>()
  for (const [row, { id }] of (await topics({ items: 0, places: true }, context)).places!.entries()) {
    const topic = id.split('.')[0]!
    if (index.has(row)) groups.set(topic, [...(groups.get(topic) ?? []), row])
  }
  const told = differencesOf([...groups.values()], index)
  const left = new FlatIndex(index.dimensions, { capacity: index.size })
  left.resize(index.size)
  for (let row = 0; row < index.size; row++) {
    if (index.has(row)) left.set(row, normalize(outside(index.centre(index.vector(row)), told)))
  }
  left.setCentre(left.mean())
  const same = new CatalogRows()
  same.replace(await hashCatalog(rows.items))
  return { ...context, rows: same, vectors: { index: left, sample: new VectorSample(left) } }
}
