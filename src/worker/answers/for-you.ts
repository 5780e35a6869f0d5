import { type ProfileEvent, profileOf } from '../../ranking/queries/profile.js'
import type { Seed } from '../../ranking/queries/seeds.js'
import { spread } from '../../ranking/rerankers/spread.js'
import { centralityTerm } from '../../ranking/scorers/centrality.js'
import { crowdShare, crowdTerm, metTerm } from '../../ranking/scorers/crowd.js'
import { popularityTerm } from '../../ranking/scorers/popularity.js'
import type { Term } from '../../ranking/term.js'
import type { ItemId, Recommendation } from '../../types.js'
import { type AnswerContext, DEFAULT_DIVERSITY, present, type Request, rankFor, titleOf } from './context.js'
import { itemTerms } from './item-terms.js'
import { maskOf } from './mask.js'
import { similar } from './similar.js'

/**
 * How the past counts by meaning and by words: the last step says most, and what has to be named in words needs more of it. nDCG@10 on
 * the valid halves of MovieLens and Amazon Industrial .0293 and .0678; with a decay of .9 and the words of the last three .0250 and
 * .0624; on MovieLens with multi-query attention (MQSA) instead of the decay .0285 to .0299, by its settings.
 */
const BY_MEANING = { decay: 0.5, items: 10 }
const BY_WORDS = { decay: 0.8, items: 10 }
/** What others did tells more of the whole path. */
const BY_OTHERS = { decay: 0.9, items: 100 }

/**
 * From this visitor's history; without any, like `request.context` (the item on the page), else by popularity, else a
 * varied choice. Items of the history do not come back.
 */
export function forYou(request: Request & { readonly context?: ItemId }, context: AnswerContext): Recommendation[] {
  const profile = profileOf(context.interactions, context.rows.rowOf, context.now, BY_MEANING)
  const mask = maskOf(request, context, [
    ...context.interactions.map(({ id }) => id),
    ...(request.context === undefined ? [] : [request.context]),
  ])
  if (profile.length > 0) {
    const words = profileOf(context.interactions, context.rows.rowOf, context.now, BY_WORDS)
    const terms = besideOthers(itemTerms(seedsOf(profile, context), seedsOf(words, context), context), context)
    return present(rankFor(terms, mask, request, DEFAULT_DIVERSITY, context), context)
  }
  if (request.context !== undefined && context.rows.rowOf(request.context) !== undefined)
    return similar([request.context], request, context)
  return withoutHistory(mask, request, context)
}

/** What texts say and what others did, each by how much the others know of this path. */
function besideOthers(terms: readonly Term[], { crowd, interactions, rows, now }: AnswerContext): readonly Term[] {
  if (!crowd) return terms
  const path = profileOf(interactions, rows.rowOf, now, BY_OTHERS).map(({ row, share }) => ({ row, weight: share }))
  const share = crowdShare(path, crowd)
  if (share === 0) return terms
  return [...terms.map((term) => ({ ...term, weight: term.weight * (1 - share) })), crowdTerm(path, crowd, share)]
}

function seedsOf(profile: readonly ProfileEvent[], context: AnswerContext): Seed[] {
  return profile.map(({ row, share, event }) => {
    const type = event.type === 'dismiss' ? 'view' : event.type
    return { row, share, reason: (weight) => ({ kind: 'because-you', event: type, id: event.id, title: titleOf(row, context), weight }) }
  })
}

function withoutHistory(mask: Uint8Array, request: Request, context: AnswerContext): Recommendation[] {
  const { rows, vectors, crowd } = context
  const popular = popularityTerm(rows.items, 1) ?? (crowd ? metTerm(crowd, 1) : null)
  if (popular) return present(rankFor([popular], mask, request, DEFAULT_DIVERSITY, context), context)
  if (vectors && vectors.index.count > 0) return present(rankFor([centralityTerm(vectors, 1)], mask, request, 0.7, context), context)
  const all = rankFor([], mask, { ...request, limit: rows.size }, 0, context)
  const varied = spread(all, (row) => rows.items[row]?.category?.[0] ?? '', request.limit)
  return present(
    varied.map((candidate) => ({ ...candidate, reasons: [{ kind: 'varied', weight: 0 }] })),
    context,
  )
}
