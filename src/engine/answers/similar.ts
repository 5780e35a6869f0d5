import { PagekinError } from '../../errors.js'
import type { Seed } from '../../ranking/queries/seeds.js'
import type { ItemId, Recommendation } from '../../types.js'
import { type AnswerContext, DEFAULT_DIVERSITY, present, type Request, rankFor, titleOf } from './context.js'
import { itemTerms } from './item-terms.js'
import { maskOf } from './mask.js'

/** Items like these; one that is named twice counts once. @throws PagekinError `item-unknown`, `filter-invalid`. */
export function similar(given: readonly ItemId[], request: Request, context: AnswerContext): Recommendation[] {
  const ids = [...new Set(given)]
  if (ids.length === 0) throw new PagekinError('usage', 'similar: received no id, expected at least one')
  const seeds = ids.map((id): Seed => {
    const row = context.rows.rowOf(id)
    if (row === undefined)
      throw new PagekinError(
        'item-unknown',
        `similar: received the id "${id.slice(0, 100)}", expected one of the ${context.rows.size} items of the catalog`,
      )
    return { row, share: 1 / ids.length, reason: (weight) => ({ kind: 'similar-to', id, title: titleOf(row, context), weight }) }
  })
  const mask = maskOf(request, context, ids)
  const shown = seeds.map(({ row }) => row)
  return present(rankFor(itemTerms(seeds, seeds, context), mask, request, DEFAULT_DIVERSITY, context, shown), context)
}
