import { forYou } from '../engine/answers/for-you.js'
import type { NextItemQuery, NextItemTask } from '../evaluate/next-item/task.js'
import type { InteractionSummary } from '../ranking/scorers/interaction-summary.js'
import { type CatalogContext, eventsOf } from './answer-context.js'

/** How much of what orders the lists of `forYou` comes from the interactions of others. */
export interface VarianceShare {
  /** Mean over the questions: variance of the interactions' part of a score, divided by that of both parts. */
  readonly interactions: number
  readonly questions: number
}

/** Every item is scored for each: more of them cost seconds and say the same. */
const QUESTIONS = 60

/** The two parts of every score of one `forYou`, in the order of its list. They add up to the score. */
export interface ScoreParts {
  readonly texts: Float64Array
  readonly interactions: Float64Array
}

/** Source: the dominance of one branch over the other that PRORec reports. Near 1 texts have no say, near 0 interactions have none. */
export function varianceShare(context: CatalogContext, summary: InteractionSummary, { queries }: NextItemTask): VarianceShare {
  const shares = queries.slice(0, QUESTIONS).map((query) => {
    const parts = scoreParts(context, summary, query)
    const [texts, interactions] = [variance(parts.texts), variance(parts.interactions)]
    return texts + interactions > 0 ? interactions / (texts + interactions) : 0
  })
  return { interactions: shares.reduce((sum, share) => sum + share, 0) / shares.length, questions: shares.length }
}

export function scoreParts(context: CatalogContext, interactionSummary: InteractionSummary | null, query: NextItemQuery): ScoreParts {
  const request = { limit: context.rows.size, diversity: 0 }
  const list = forYou(request, { ...context, interactionSummary, ...eventsOf(query, context) })
  const part = (wanted: boolean) =>
    Float64Array.from(list, ({ reasons }) =>
      reasons.reduce((sum, { kind, weight }) => ((kind === 'interactions') === wanted ? sum + weight : sum), 0),
    )
  return { texts: part(false), interactions: part(true) }
}

function variance(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
}
