import fc from 'fast-check'
import type { Interaction, Recommendation } from '../types.js'
import type { Engine } from './engine.js'
import { NOW } from './engine.test-helper.js'

export const WORDS = 'copper steel wool linen lamp kettle mug blanket chair green black small round warm lidded folding'.split(' ')
export const IDS = Array.from({ length: 24 }, (_, i) => `item-${i}`)
const item = fc.record({
  id: fc.constantFrom(...IDS),
  title: fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 4 }).map((words) => words.join(' ')),
  description: fc.array(fc.constantFrom(...WORDS), { maxLength: 12 }).map((words) => words.join(' ')),
  price: fc.integer({ min: 1, max: 50 }),
})
export const items = (minLength: number) => fc.uniqueArray(item, { minLength, maxLength: 20, selector: ({ id }) => id })
export const QUESTIONS = ['copper kettle', 'warm wool, not green', 'lamps under 30 euro', 'steel or linen', 'chiar']

/** Ids in their order, and scores to six digits. */
export function told(answer: readonly Recommendation[]): unknown[] {
  return answer.map(({ item: { id }, score, confidence, reasons }) => [id, score.toFixed(6), confidence?.toFixed(6), reasons.length])
}

/** What an engine answers about these items, to questions, to a visitor with a history (views of the first three) and to one without. */
export async function answersOf(
  engine: Engine,
  ids: readonly string[],
  history: readonly Interaction[] = ids.slice(0, 3).map((id) => ({ type: 'view', id, at: NOW - 1000 })),
): Promise<Record<string, unknown>> {
  const answers: Record<string, unknown> = {}
  for (const id of ids) answers[`similar ${id}`] = told(await engine.similar([id], { limit: 30 }))
  for (const text of QUESTIONS) answers[text] = told(await engine.search(text, { limit: 30, complete: true }))
  answers['for you'] = told(await engine.forYou({ limit: 30 }, history))
  answers['for a stranger'] = told(await engine.forYou({ limit: 30 }, []))
  return answers
}
