import type { Bm25Index, WeightedTerm } from '../../lexical/bm25.js'
import type { Bm25Field } from '../../lexical/forward-index.js'
import { itemItemScores, weightsBytes } from '../../ranking/scorers/item-item.js'
import { itemKnnWeights } from '../../ranking/scorers/item-knn.js'
import { transitionCounts } from '../../ranking/scorers/transitions.js'
import { sequenceCount, sequencesOfRows } from '../../ranking/sequences.js'
import { mulberry32 } from '../../vectors/random.js'
import type { Contender } from '../next-item/evaluate-method.js'
import { candidateMask, scorerMethods } from '../next-item/method.js'
import type { NextItemQuery, NextItemTask } from '../next-item/task.js'
import type { DenseText } from './dense-text.js'
import { type Ease, easeScores, fitEase, MAX_EASE_SIDE } from './ease.js'
import type { BaselineParameters } from './parameters.js'
import { sessionKnnScores } from './session-knn.js'
import { starScores } from './star.js'
import { tfIdfOf, tfIdfScores } from './tf-idf.js'
import { tghRows } from './tgh.js'

/** A catalog's text, row by row as the task's. */
export interface CatalogText {
  readonly fields: readonly (readonly Bm25Field[])[]
  readonly words: Bm25Index
  /** Null where the catalog has no vectors: what needs them is left out. */
  readonly vectors: DenseText | null
}

/** What STAR and TGH ask of text vectors. */
export type TextSimilarity = Pick<DenseText, 'bytes' | 'similarTo'>

/** Terms of an item, and latest items, that make a query of words. */
const ITEM_TERMS = 32
const WORD_EVENTS = 3
const RANDOM_SEED = 1

/** The baselines of a task, cheapest first; EASE^R only where its matrix can be inverted here. */
export function baselineContenders(task: NextItemTask, text: CatalogText, parameters: BaselineParameters): Contender[] {
  const { train, ids } = task
  const inverted = Math.min(sequenceCount(train), ids.length) <= MAX_EASE_SIDE
  return [
    ...unpersonalized(task),
    ...ofWords(task, text),
    ...(text.vectors ? ofVectors(task, text.vectors, parameters) : []),
    itemKnn(task, parameters),
    sessionKnn(task, parameters),
    ...(text.vectors ? hybrids(task, text.vectors, parameters) : []),
    ...(inverted ? [ease(task, parameters)] : []),
  ]
}

function unpersonalized(task: NextItemTask): Contender[] {
  const method = scorerMethods(task)
  const random = mulberry32(RANDOM_SEED)
  return [
    {
      name: 'random',
      make: () =>
        method(0, (_, out) =>
          out.forEach((_value, row) => {
            out[row] = random()
          }),
        ),
    },
    { name: 'popularity', make: () => method(task.met.byteLength, (_, out) => out.set(task.met)) },
  ]
}

function ofWords(task: NextItemTask, { words, fields }: CatalogText): Contender[] {
  const method = scorerMethods(task)
  return [
    {
      name: 'BM25 of the last three',
      make: () => method(0, ({ history }, out) => words.scoresInto(wordsOf(history.slice(-WORD_EVENTS), words), out)),
    },
    {
      name: 'TF-IDF of the history',
      make() {
        const index = tfIdfOf(fields)
        return method(0, ({ history }, out) =>
          tfIdfScores(
            Array.from(history, (row) => ({ row, weight: 1 })),
            index,
            out,
          ),
        )
      },
    },
  ]
}

/** The strongest terms of each row, added up. */
function wordsOf(rows: Uint32Array, words: Bm25Index): WeightedTerm[] {
  return [...rows].flatMap((row) => words.itemQueryTerms(row, ITEM_TERMS))
}

export function lastItem(task: NextItemTask, vectors: DenseText, centred: boolean): Contender {
  return {
    name: 'last item, text vectors',
    make() {
      const own = centred ? vectors.centred() : vectors
      return scorerMethods(task)(own.bytes, ({ history }, out) => own.similarTo(history.at(-1)!, out))
    },
  }
}

export function contentMean(task: NextItemTask, vectors: DenseText, centred: boolean): Contender {
  return {
    name: 'mean of the history, text vectors',
    make() {
      const own = centred ? vectors.centred() : vectors
      return scorerMethods(task)(own.bytes, ({ history }, out) => own.scoresInto(own.profile(history), out))
    },
  }
}

export function itemKnn(task: NextItemTask, parameters: Pick<BaselineParameters, 'itemKnn'>): Contender {
  return {
    name: 'ItemKNN',
    make() {
      const weights = itemKnnWeights(task.train, parameters.itemKnn)
      return scorerMethods(task)(weightsBytes(weights), (query, out) => itemItemScores(once(query), weights, out))
    },
  }
}

export function sessionKnn(task: NextItemTask, parameters: Pick<BaselineParameters, 'sessionKnn'>): Contender {
  return {
    name: 'V-SKNN',
    make() {
      const of = sequencesOfRows(task.train)
      const bytes = task.train.items.byteLength + task.train.offset.byteLength + of.offset.byteLength + of.sequences.byteLength
      return scorerMethods(task)(bytes, ({ history }, out) => sessionKnnScores(history, task.train, of, out, parameters.sessionKnn))
    },
  }
}

/** `fit` where a fit of this lambda is there already. */
export function ease(task: NextItemTask, parameters: Pick<BaselineParameters, 'ease'>, fit?: Ease): Contender {
  return {
    name: 'EASE^R',
    make() {
      const fitted = fit ?? fitEase(task.train, parameters.ease.lambda)
      const bytes = fitted.factor.byteLength + fitted.scale.byteLength
      return scorerMethods(task)(bytes, (query, out) => easeScores(once(query), fitted, out))
    },
  }
}

export function star(task: NextItemTask, vectors: TextSimilarity, parameters: Pick<BaselineParameters, 'star'>): Contender {
  return {
    name: 'STAR',
    make() {
      const shared = itemKnnWeights(task.train, { neighbours: task.ids.length })
      return scorerMethods(task)(weightsBytes(shared) + vectors.bytes, ({ history }, out) =>
        starScores(history, vectors.similarTo, shared, out, parameters.star),
      )
    },
  }
}

export function tgh(task: NextItemTask, vectors: TextSimilarity, parameters: Pick<BaselineParameters, 'tgh'>): Contender {
  return {
    name: 'TGH',
    make() {
      const steps = transitionCounts(task.train, { maxGap: 1 })
      return {
        bytes: weightsBytes(steps) + vectors.bytes,
        top: (query, k) => tghRows(query.history, vectors.similarTo, steps, candidateMask(query, task.ids.length), k, parameters.tgh),
      }
    },
  }
}

function ofVectors(task: NextItemTask, vectors: DenseText, { centred }: BaselineParameters): Contender[] {
  return [lastItem(task, vectors, centred.lastItem), contentMean(task, vectors, centred.profile)]
}

function hybrids(task: NextItemTask, vectors: DenseText, parameters: BaselineParameters): Contender[] {
  return [star(task, vectors, parameters), tgh(task, vectors, parameters)]
}

function once({ history }: NextItemQuery): { readonly row: number; readonly weight: number }[] {
  return [...new Set(history)].map((row) => ({ row, weight: 1 }))
}
