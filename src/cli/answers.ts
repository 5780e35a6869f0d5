import { knownOf } from '../engine/answers/context.js'
import { PagekinError } from '../errors.js'
import type { EngineRequest } from '../protocol.js'
import type { Recommendations } from '../types.js'
import type { QuestionFlags } from './flags.js'
import { InputFileError } from './input-files.js'
import { inOneLine, tableOf } from './table.js'
import type { Terminal } from './terminal.js'

export interface Question {
  /** What tells its answer from the others in a batch: `{ id }`, `{ query }` or `{ user }`. */
  readonly label: Readonly<Record<string, unknown>>
  /** The same for people. Default: the label's values. */
  readonly heading?: string
  ask(): Promise<Recommendations>
}

/** The part of a request that flags decide. */
export function requestOf({ limit, where, diversity, exclude, rules }: QuestionFlags): Omit<EngineRequest, 'callId'> {
  return {
    limit,
    ...(where && { where }),
    ...(diversity !== undefined && { diversity }),
    ...(exclude && { exclude }),
    ...(rules && { rules }),
  }
}

/** Asks and prints one question: a JSON document, or a table. @throws what asking throws. */
export async function answerOne({ label, ask }: Question, { json }: Pick<QuestionFlags, 'json'>, terminal: Terminal): Promise<void> {
  const { recommendations, tookMs } = await timed(ask)
  if (json) terminal.data(`${JSON.stringify({ ...label, ...documentOf(recommendations, tookMs) })}\n`)
  else terminal.out(tableOf(recommendations, terminal))
}

/**
 * Asks and prints many questions, a line (or table) each. What is wrong with one question is its answer, and the others go on;
 * what is wrong with all of them (a filter, the encoder) is thrown.
 *
 * @returns Whether every question had an answer.
 */
export async function answerEach(
  questions: readonly Question[],
  { json }: Pick<QuestionFlags, 'json'>,
  terminal: Terminal,
): Promise<boolean> {
  let complete = true
  for (const { label, ask, heading = Object.values(label).join(' ') } of questions) {
    try {
      const { recommendations, tookMs } = await timed(ask)
      // a slow reader is waited for
      if (json) await terminal.data(`${JSON.stringify({ ...label, ...documentOf(recommendations, tookMs) })}\n`)
      else await terminal.out(`${inOneLine(heading)}\n${tableOf(recommendations, terminal)}\n`)
    } catch (thrown) {
      if (!isOfQuestion(thrown)) throw thrown
      complete = false
      if (json) await terminal.data(`${JSON.stringify({ ...label, error: thrown.toReport() })}\n`)
      else await terminal.out(`${inOneLine(heading)}\n${thrown.message}\n\n`)
    }
  }
  return complete
}

function isOfQuestion(thrown: unknown): thrown is PagekinError {
  return thrown instanceof InputFileError || (thrown instanceof PagekinError && thrown.code === 'item-unknown')
}

async function timed(ask: Question['ask']): Promise<{ recommendations: Recommendations; tookMs: number }> {
  const begun = performance.now()
  const recommendations = await ask()
  return { recommendations, tookMs: Math.round((performance.now() - begun) * 1000) / 1000 }
}

function documentOf(recommendations: Recommendations, tookMs: number) {
  return { ...knownOf(recommendations), items: recommendations.map(({ item, ...rest }) => ({ id: item.id, ...rest })), tookMs }
}
