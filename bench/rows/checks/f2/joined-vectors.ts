import { indexOf } from '../../../../src/cli/answer-context.js'
import { DenseText } from '../../../../src/evaluate/baselines/dense-text.js'
import type { NextItemMethod } from '../../../../src/evaluate/next-item/method.js'
import { VectorSample } from '../../../../src/ranking/vector-sample.js'
import { normalize } from '../../../../src/vectors/normalize.js'
import { collaborativeVectors } from '../../../transforms/collaborative.js'
import { principalComponents, project } from '../../../transforms/principal-components.js'
import { type ForYouSet, forYouOf } from './for-you.js'

/** Rows that teach the principal components of texts. */
const SAMPLE = 2000

let made: NextItemMethod | undefined

/**
 * Early fusion, which late fusion is held against: one vector an item, half of it the principal components of texts, half those of
 * interactions, each half of unit length, as many dimensions as texts alone have. `forYou` asks them with the same words beside.
 */
export function earlyFusion(films: ForYouSet): NextItemMethod {
  made ??= forYouOf(withVectors(films, joined(films)), null)
  return made
}

function joined({ text, task }: ForYouSet): DenseText {
  const texts = text.vectors.centred()
  const { dimensions } = texts
  const half = dimensions / 2
  const rows = task.ids.length
  const sample = new Float32Array(dimensions * Math.min(rows, SAMPLE))
  const stride = Math.floor(rows / (sample.length / dimensions))
  for (let i = 0; i * dimensions < sample.length; i++) sample.set(texts.row(i * stride), i * dimensions)
  const { components } = principalComponents(sample, new Float32Array(dimensions), half)
  const met = normalize(collaborativeVectors(task.train, half), half)
  const vectors = new Float32Array(rows * dimensions)
  for (let row = 0; row < rows; row++) {
    vectors.set(normalize(project(texts.row(row), components)), row * dimensions)
    vectors.set(met.subarray(row * half, (row + 1) * half), row * dimensions + half)
  }
  return new DenseText(normalize(vectors, dimensions), dimensions)
}

function withVectors({ context }: ForYouSet, vectors: DenseText): ForYouSet['context'] {
  const index = indexOf(vectors)
  index.setCentre(index.mean())
  return { ...context, vectors: { index, sample: new VectorSample(index) } }
}
