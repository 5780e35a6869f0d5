import { keptFor } from '../../kept-for.js'
import { audienceNamed, audienceTerm } from '../../ranking/scorers/audience.js'
import type { RowTerm } from '../../ranking/term.js'
import type { Item } from '../../types.js'
import type { AnswerContext } from './context.js'

/** A longer attribute is prose. */
const LONGEST_NAME = 40

/** For whom a search is, against whom each item is for; nothing where the text does not say. */
export function wantedAudience(text: string, { rows }: AnswerContext): RowTerm | undefined {
  return audienceTerm(text, rows.size, (row) => audienceOf(rows.items[row]!))
}

/** Whom an item is for. Kept, because each search that names an audience asks all items. */
const audienceOf = keptFor((item: Item) => audienceNamed(shortTexts(item)))

/** What names an item, not what describes it. */
function shortTexts({ title, category = [], tags = [], attributes = {} }: Item): string {
  const values = Object.values(attributes).filter((value) => typeof value === 'string' && value.length <= LONGEST_NAME)
  return [title, ...category, ...tags, ...values].join(' ; ')
}
