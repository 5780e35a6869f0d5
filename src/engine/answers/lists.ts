import type { ListRequest } from '../../protocol.js'
import { isDuplicate } from '../../ranking/rerankers/same-product.js'
import { itemItemScores } from '../../ranking/scorers/item-item.js'
import { smoothedRates } from '../../ranking/scorers/popularity.js'
import { AS_IT_IS } from '../../ranking/standardize.js'
import type { RowTerm } from '../../ranking/term.js'
import type { Interaction, InteractionType, Item, ItemId, ListMode, Reason, Recommendations } from '../../types.js'
import { type AnswerContext, present, type Request, rankFor } from './context.js'
import { goesWith } from './goes-with.js'
import { maskOf } from './mask.js'

/** What a list is asked with. */
export type ListQuestion = Omit<ListRequest, 'callId'>

/** A row of a list, and why it is there. */
interface Entry {
  readonly row: number
  reason(weight: number): Reason
}

/** The score of the first; the others follow in equal steps. A boost of the site weighs as much here as elsewhere. */
const FIRST = 3
/** No list has more. */
const MOST = 100
const DAY_MS = 86_400_000

/** A list with an order of its own. @throws PagekinError `filter-invalid`, `usage`. */
export function list(mode: ListMode, { items: shown, ...request }: ListQuestion, context: AnswerContext): Recommendations {
  const { rows } = context
  const first = shown.map(rows.rowOf).find((row) => row !== undefined)
  const mask = maskOf(request, context, shown, first === undefined ? undefined : rows.items[first])
  switch (mode) {
    case 'recent':
      return inOrder(recentEntries(context), mask, request, context)
    case 'again':
      return inOrder(againEntries(context), mask, request, context)
    case 'popular': {
      const entries = popularEntries(context)
      // what is drawn follows the list
      const most = request.explore ? MOST + request.limit : MOST
      const answer = inOrder(oneOfEach(entries, mask, rows.items, most), mask, request, context)
      return Object.assign(
        answer,
        entries.length === 0 && { lacks: 'popularity: no item has a `popularity`, and no interactions are known' },
      )
    }
    case 'others': {
      const answer = inOrder(othersEntries(shown, context), mask, request, context)
      return Object.assign(answer, !context.interactionSummary && { lacks: 'interactions: there is no log and no pack that has some' })
    }
    case 'goes-with':
      return goesWith(shown, mask, request, context)
    case 'new': {
      const entries = newEntries(context)
      const answer = inOrder(oneOfEach(entries, mask, rows.items), mask, request, context)
      return Object.assign(answer, entries.length === 0 && { lacks: 'dates: no item has a date in `published` that has come' })
    }
  }
}

/** Scores entries by their place, with the site's rules. */
function inOrder(entries: readonly Entry[], mask: Uint8Array, request: Request, context: AnswerContext): Recommendations {
  const { rows } = context
  const allowed = entries.filter(({ row }) => mask[row] === 1)
  if (allowed.length === 0) return []
  const listed = new Uint8Array(rows.size)
  const scores = new Float32Array(rows.size)
  allowed.forEach(({ row }, place) => {
    listed[row] = 1
    scores[row] = (FIRST * (allowed.length - place)) / allowed.length
  })
  for (const id of request.rules?.pin ?? []) {
    const row = rows.rowOf(id)
    if (row !== undefined) listed[row] = mask[row]!
  }
  const entryOf = new Map(allowed.map((entry) => [entry.row, entry]))
  const reason: RowTerm['reason'] = (row, weight) => entryOf.get(row)?.reason(weight) ?? { kind: 'boosted', weight }
  return present(rankFor([{ kind: 'rows', weight: 1, scores, standard: AS_IT_IS, reason }], listed, request, 0, context), context)
}

function recentEntries({ interactions, rows }: AnswerContext): Entry[] {
  const seen = [...byItem(interactions, ['view', 'click'])].sort(([, a], [, b]) => b.last.at - a.last.at)
  return seen.flatMap(([id, { last }]) => youDid(rows.rowOf(id), last))
}

function againEntries({ interactions, rows }: AnswerContext): Entry[] {
  const bought = [...byItem(interactions, ['purchase'])].sort(([, a], [, b]) => b.count - a.count || b.last.at - a.last.at)
  return bought.flatMap(([id, { last }]) => youDid(rows.rowOf(id), last))
}

function youDid(row: number | undefined, { type, at }: Interaction): Entry[] {
  return row === undefined ? [] : [{ row, reason: (weight) => ({ kind: 'you-did', event: type, at, weight }) }]
}

/** How often something was done with each item, and when last. Of equal times the later event counts. */
function byItem(
  interactions: readonly Interaction[],
  types: readonly InteractionType[],
): Map<ItemId, { readonly count: number; readonly last: Interaction }> {
  const found = new Map<ItemId, { count: number; last: Interaction }>()
  for (const event of interactions) {
    if (!types.includes(event.type)) continue
    const known = found.get(event.id)
    const last = known && known.last.at > event.at ? known.last : event
    // a later event moves its item to the end, so that equal times keep their order
    found.delete(event.id)
    found.set(event.id, { count: (known?.count ?? 0) + 1, last })
  }
  return new Map([...found].reverse())
}

/** A day alone may have begun elsewhere already. */
function newEntries({ rows, now }: AnswerContext): Entry[] {
  const dated = rows.items.flatMap((item, row) => {
    const { published } = item
    const at = published === undefined ? Number.NaN : Date.parse(published)
    return at <= now + DAY_MS ? [{ row, at, reason: (weight: number): Reason => ({ kind: 'new', published: published!, weight }) }] : []
  })
  return dated.sort((a, b) => b.at - a.at || a.row - b.row)
}

/** What visitors did lately a day, else how many did something, else what the catalog says. */
function popularEntries({ rows: { items }, interactionSummary }: AnswerContext): Entry[] {
  const { rates, users = [] } = interactionSummary ?? {}
  const counts = rates ? smoothedRates(rates, (row) => items[row]!.category?.[0] ?? '') : users
  const known = Array.from(counts).some((count) => count > 0) ? counts : items.map(({ popularity = 0 }) => popularity)
  return ranked(known, (weight) => ({ kind: 'popular', weight }))
}

function othersEntries(shown: readonly ItemId[], { rows, interactionSummary }: AnswerContext): Entry[] {
  if (!interactionSummary) return []
  const asked = shown.flatMap((id) => rows.rowOf(id) ?? []).map((row) => ({ row, weight: 1 }))
  const scores = new Float32Array(rows.size)
  itemItemScores(asked, interactionSummary.together, scores)
  // a pack expects new items somewhere, which nobody met
  interactionSummary.users.forEach((count, row) => {
    if (count === 0) scores[row] = 0
  })
  return ranked(scores, (weight) => ({ kind: 'interactions', weight }))
}

/** Rows above 0, highest first. */
function ranked(scores: ArrayLike<number>, reason: Entry['reason']): Entry[] {
  const entries = Array.from(scores, (_, row) => ({ row, reason })).filter(({ row }) => scores[row]! > 0)
  return entries.sort((a, b) => scores[b.row]! - scores[a.row]! || a.row - b.row)
}

/** The first of each product. */
function oneOfEach(entries: readonly Entry[], mask: Uint8Array, items: readonly Item[], most = MOST): Entry[] {
  const kept: Entry[] = []
  for (const entry of entries) {
    if (kept.length === most) break
    if (mask[entry.row] === 1 && !kept.some(({ row }) => isDuplicate(items[row]!, items[entry.row]!))) kept.push(entry)
  }
  return kept
}
