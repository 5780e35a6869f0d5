import { bootstrapMean, type Interval, pairedBootstrap } from '../../src/evaluate/metrics/bootstrap.js'
import { timedEach } from '../processor-time.js'

/**
 * Who answers: `pagekin` as it is once the catalog is embedded, `lexical` as it is before anything is downloaded (words and
 * their graph), and `bm25`.
 */
export type By<Value> = { readonly pagekin: Value; readonly lexical?: Value; readonly bm25: Value }

/** One measure of one set, over the same questions. No figure without what it costs. */
export interface TextRow {
  readonly set: string
  /** Which part of the set was asked: the test half is what nothing was tuned on; the whole is what others report. */
  readonly part: string
  readonly measure: string
  readonly questions: number
  readonly figure: By<Interval>
  /** pagekin - BM25, paired. */
  readonly difference: Interval
  /** Processor milliseconds a question, without making its vector. */
  readonly milliseconds: By<number>
  /** Kept beside the catalog's own text. */
  readonly megabytes: By<number>
}

/** Asks every question of each, one after the other, and takes the time. */
export function askAll<Question, Answer>(
  questions: readonly Question[],
  ask: Required<By<(question: Question) => Answer>>,
): { readonly answers: Required<By<readonly Answer[]>>; readonly milliseconds: Required<By<number>> } {
  const timed = (answer: (question: Question) => Answer) => {
    // what is made at the first question (postings, the sample) is no question's
    for (const question of questions.slice(0, 1)) answer(question)
    return timedEach(questions.length, () => questions.map(answer))
  }
  const [pagekin, lexical, bm25] = [timed(ask.pagekin), timed(ask.lexical), timed(ask.bm25)]
  return {
    answers: { pagekin: pagekin.value, lexical: lexical.value, bm25: bm25.value },
    milliseconds: { pagekin: pagekin.milliseconds, lexical: lexical.milliseconds, bm25: bm25.milliseconds },
  }
}

/** A row from values a question (or a unit of questions); NaN: the question has no value. */
export function textRow(
  names: Pick<TextRow, 'set' | 'part' | 'measure'>,
  values: Required<By<ArrayLike<number>>>,
  costs: Pick<TextRow, 'milliseconds' | 'megabytes'>,
): TextRow {
  const pagekin = bootstrapMean(values.pagekin)
  return {
    ...names,
    questions: pagekin.units,
    figure: { pagekin, lexical: bootstrapMean(values.lexical), bm25: bootstrapMean(values.bm25) },
    difference: pairedBootstrap(values.pagekin, values.bm25),
    ...costs,
  }
}

/** The same done to what each has. */
export function each<Value, Result>({ pagekin, lexical, bm25 }: Required<By<Value>>, make: (value: Value) => Result): Required<By<Result>> {
  return { pagekin: make(pagekin), lexical: make(lexical), bm25: make(bm25) }
}
