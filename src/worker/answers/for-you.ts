import { profileOf } from '../../ranking/queries/profile.js'
import type { Seed } from '../../ranking/queries/seeds.js'
import { spread } from '../../ranking/rerankers/spread.js'
import { centralityTerm } from '../../ranking/scorers/centrality.js'
import { popularityTerm } from '../../ranking/scorers/popularity.js'
import type { ItemId, Recommendation } from '../../types.js'
import { type AnswerContext, DEFAULT_DIVERSITY, present, type Request, rankFor, titleOf } from './context.js'
import { itemTerms } from './item-terms.js'
import { maskOf } from './mask.js'
import { similar } from './similar.js'

/** Words of the last three events, as measured best together with vectors (DESIGN.md 5.6). */
const WORD_EVENTS = 3

/**
 * From this visitor's history; without any, like `request.context` (the item on the page), else by popularity, else a
 * varied choice. Items of the history do not come back.
 */
export function forYou(request: Request & { readonly context?: ItemId }, context: AnswerContext): Recommendation[] {
  const profile = profileOf(context.interactions, context.rows.rowOf, context.now)
  const mask = maskOf(request, context, [
    ...context.interactions.map(({ id }) => id),
    ...(request.context === undefined ? [] : [request.context]),
  ])
  if (profile.length > 0) {
    const seeds = profile.map(({ row, share, event }): Seed => {
      const type = event.type === 'dismiss' ? 'view' : event.type
      return { row, share, reason: (weight) => ({ kind: 'because-you', event: type, id: event.id, title: titleOf(row, context), weight }) }
    })
    return present(rankFor(itemTerms(seeds, seeds.slice(0, WORD_EVENTS), context), mask, request, DEFAULT_DIVERSITY, context), context)
  }
  if (request.context !== undefined && context.rows.rowOf(request.context) !== undefined)
    return similar([request.context], request, context)
  return withoutHistory(mask, request, context)
}

function withoutHistory(mask: Uint8Array, request: Request, context: AnswerContext): Recommendation[] {
  const { rows, vectors } = context
  const popular = popularityTerm(rows.items, 1)
  if (popular) return present(rankFor([popular], mask, request, DEFAULT_DIVERSITY, context), context)
  if (vectors && vectors.index.count > 0) return present(rankFor([centralityTerm(vectors, 1)], mask, request, 0.7, context), context)
  const all = rankFor([], mask, { ...request, limit: rows.size }, 0, context)
  const varied = spread(all, (row) => rows.items[row]?.category?.[0] ?? '', request.limit)
  return present(
    varied.map((candidate) => ({ ...candidate, reasons: [{ kind: 'varied', weight: 0 }] })),
    context,
  )
}
