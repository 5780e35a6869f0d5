import type { AnswerContext } from '../engine/answers/context.js'
import { topics } from '../engine/answers/topics.js'
import { tellingValues } from '../ranking/scorers/expected-users.js'

/** `tellingValues` of each item, its topics among them. @param context With vectors. */
export async function valuesOfItems(context: AnswerContext): Promise<string[][]> {
  const { items } = context.rows
  const { places } = await topics({ items: 0, places: true }, context)
  return items.map((item, row) => tellingValues(item, places![row]!.id))
}
