import { bootstrapMean, type Interval, pairedBootstrap } from '../../evaluate/metrics/bootstrap.js'

/** One measure of one set: pagekin beside BM25, over the same questions. No figure without what it costs. */
export interface TextRow {
  readonly set: string
  /** Which part of the set was asked: the test half is what nothing was tuned on; the whole is what others report. */
  readonly part: string
  readonly measure: string
  readonly questions: number
  readonly pagekin: Interval
  readonly bm25: Interval
  /** pagekin - BM25, paired. */
  readonly difference: Interval
  /** Milliseconds a question, without making its vector. */
  readonly milliseconds: { readonly pagekin: number; readonly bm25: number }
  readonly megabytes: { readonly pagekin: number; readonly bm25: number }
}

/** Answers to the same questions by both. */
export interface Asked<Answer> {
  readonly pagekin: readonly Answer[]
  readonly bm25: readonly Answer[]
  readonly milliseconds: TextRow['milliseconds']
}

/** Asks every question of both, one after the other, and takes the time. */
export function askBoth<Question, Answer>(
  questions: readonly Question[],
  pagekin: (question: Question) => Answer,
  bm25: (question: Question) => Answer,
): Asked<Answer> {
  const timed = (ask: (question: Question) => Answer) => {
    const begun = performance.now()
    const answers = questions.map(ask)
    return { answers, milliseconds: (performance.now() - begun) / questions.length }
  }
  // what is made at the first question (postings, the sample) is no question's
  if (questions.length > 0) {
    pagekin(questions[0]!)
    bm25(questions[0]!)
  }
  const [ours, words] = [timed(pagekin), timed(bm25)]
  return { pagekin: ours.answers, bm25: words.answers, milliseconds: { pagekin: ours.milliseconds, bm25: words.milliseconds } }
}

/** A row from values a question (or a unit of questions); NaN: the question has no value. */
export function textRow(
  names: Pick<TextRow, 'set' | 'part' | 'measure'>,
  values: { readonly pagekin: ArrayLike<number>; readonly bm25: ArrayLike<number> },
  costs: Pick<TextRow, 'milliseconds' | 'megabytes'>,
): TextRow {
  const pagekin = bootstrapMean(values.pagekin)
  return {
    ...names,
    questions: pagekin.units,
    pagekin,
    bm25: bootstrapMean(values.bm25),
    difference: pairedBootstrap(values.pagekin, values.bm25),
    ...costs,
  }
}
