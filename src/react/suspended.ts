import { DISPOSE_DELAY_MS } from '../page/shared-recommenders.js'
import type { Source } from '../shelf/answer.js'
import { LiveAnswer } from '../shelf/live-answer.js'
import type { ShelfQuestion } from '../shelf/question.js'
import type { Recommendation } from '../types.js'
import { create } from './create.js'

interface Waiting {
  readonly answered: Promise<void>
  /** Once answered; empty where there is no answer, which the component then finds out by itself. */
  list: readonly Recommendation[] | undefined
}

/** By source and question. A component that suspends keeps no state of its own. */
const waiting = new Map<string, Waiting>()
const sources = new WeakMap<object, number>()
let known = 0

/**
 * The first answer to a question. Throws a promise, as Suspense wants it, until it is there. It then stays for as long as a recommender
 * waits for its next user, so that the component that is drawn with it goes on from there.
 */
export function suspended(
  source: Source,
  question: ShelfQuestion,
  sourceKey: object | string | undefined,
  questionKey: string,
): readonly Recommendation[] | undefined {
  if (typeof document === 'undefined') return undefined
  const key = `${typeof sourceKey === 'object' ? numberOf(sourceKey) : sourceKey} ${questionKey}`
  const there = waiting.get(key) ?? ask(source, question, key)
  if (there.list === undefined) throw there.answered
  return there.list.length > 0 ? there.list : undefined
}

function ask(source: Source, question: ShelfQuestion, key: string): Waiting {
  const live = new LiveAnswer(create)
  const answered = new Promise<void>((resolve) => {
    const stop = live.subscribe(() => {
      const { status, recommendations } = live.getSnapshot()
      if (status === 'loading') return
      stop()
      there.list = recommendations
      resolve()
      setTimeout(() => {
        waiting.delete(key)
        live.disconnect()
      }, DISPOSE_DELAY_MS)
    })
  })
  const there: Waiting = { answered, list: undefined }
  waiting.set(key, there)
  live.ask(question)
  live.connect(source)
  return there
}

function numberOf(source: object): number {
  const number = sources.get(source) ?? ++known
  sources.set(source, number)
  return number
}
