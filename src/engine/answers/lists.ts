import { foldName } from '../../catalog/aliases.js'
import type { ListRequest } from '../../protocol.js'
import { isDuplicate } from '../../ranking/rerankers/same-product.js'
import { goesWithScores } from '../../ranking/scorers/goes-with.js'
import { type ItemWeights, itemItemScores, sparseWeights } from '../../ranking/scorers/item-item.js'
import { smoothedRates } from '../../ranking/scorers/popularity.js'
import type { RowTerm } from '../../ranking/term.js'
import type { AttributeValue, Interaction, InteractionType, Item, ItemId, ListMode, Reason, Recommendations } from '../../types.js'
import type { CatalogRows } from '../catalog-rows.js'
import { type AnswerContext, present, type Request, rankFor } from './context.js'
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
const AS_IT_IS = { mean: 0, deviation: 1 } as const
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
      const answer = inOrder(oneOfEach(entries, mask, rows.items), mask, request, context)
      return Object.assign(
        answer,
        entries.length === 0 && { lacks: 'popularity: no item has a `popularity`, and no interactions are known' },
      )
    }
    case 'others': {
      const answer = inOrder(othersEntries(shown, context), mask, request, context)
      return Object.assign(answer, !context.interactionSummary && { lacks: 'interactions: there is no log and no pack that has some' })
    }
    case 'goes-with': {
      const weights = complementsOf(context)
      const answer = weights ? inOrder(goesWithEntries(shown, weights, mask, context), mask, request, context) : []
      return Object.assign(
        answer,
        !weights && { lacks: 'baskets: no log or pack has purchases or orders, and no item has links such as `crosssell`' },
      )
    }
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
  return ranked(scores, (weight) => ({ kind: 'interactions', weight }))
}

/** Columns in which a catalog links items, in the form `foldName` gives. */
const LINKS =
  /^(?:(?:crosssells?|related|accessor(?:y|ies)|complements?)(?:products?)?(?:ids?|skus?)?|goeswith|(?:frequently)?boughttogether|completethelook)$/

/** From the catalog's links and from baskets; null without both. */
function complementsOf({ rows, interactionSummary }: AnswerContext): ItemWeights | null {
  const linked = linksOf(rows)
  const baskets = interactionSummary?.baskets
  if (!linked) return baskets && baskets.rows.length > 0 ? baskets : null
  if (!baskets) return linked
  return sparseWeights(rows.size, rows.size, (row, out) => {
    const both = [linked, baskets].flatMap(({ offset, rows: to, weights }) =>
      Array.from({ length: offset[row + 1]! - offset[row]! }, (_, e) => ({
        row: to[offset[row]! + e]!,
        weight: weights[offset[row]! + e]!,
      })),
    )
    for (const { row: other, weight } of both) out[other]! += weight
    return [...new Set(both.map(({ row: other }) => other))]
  })
}

const links = new WeakMap<readonly Item[], ItemWeights | null>()

/** Of one catalog, read once. */
function linksOf({ items, rowOf }: CatalogRows): ItemWeights | null {
  const known = links.get(items)
  if (known !== undefined) return known
  const found = toLists(items.map(({ attributes = {} }) => linksIn(attributes).flatMap((id) => rowOf(id) ?? [])))
  links.set(items, found)
  return found
}

function toLists(lists: readonly (readonly number[])[]): ItemWeights | null {
  if (lists.every((list) => list.length === 0)) return null
  return sparseWeights(lists.length, lists.length, (row, out) => {
    for (const other of lists[row]!) out[other] = 1
    return [...new Set(lists[row])]
  })
}

function linksIn(attributes: Readonly<Record<string, AttributeValue>>): string[] {
  return Object.entries(attributes).flatMap(([name, value]) => {
    if (!LINKS.test(foldName(name))) return []
    const texts = Array.isArray(value) ? (value as readonly string[]) : String(value).split(/[,;|\n]/)
    return texts.map((text) => text.trim())
  })
}

/** None of a kind asked about, and one of each kind. */
function goesWithEntries(shown: readonly ItemId[], weights: ItemWeights, mask: Uint8Array, { rows, vectors }: AnswerContext): Entry[] {
  const asked = shown.flatMap((id) => rows.rowOf(id) ?? [])
  const scores = new Float32Array(rows.size)
  goesWithScores(asked, weights, vectors?.index ?? null, scores)
  const kindOf = (row: number) => rows.items[row]!.category?.at(-1)
  const kinds = new Set(asked.map(kindOf))
  return ranked(scores, (weight) => ({ kind: 'goes-with', weight })).filter(({ row }) => {
    const kind = kindOf(row)
    if (mask[row] !== 1 || (kind !== undefined && kinds.has(kind))) return false
    kinds.add(kind)
    return true
  })
}

/** Rows above 0, highest first. */
function ranked(scores: ArrayLike<number>, reason: Entry['reason']): Entry[] {
  const entries = Array.from(scores, (_, row) => ({ row, reason })).filter(({ row }) => scores[row]! > 0)
  return entries.sort((a, b) => scores[b.row]! - scores[a.row]! || a.row - b.row)
}

/** The first of each product. */
function oneOfEach(entries: readonly Entry[], mask: Uint8Array, items: readonly Item[]): Entry[] {
  const kept: Entry[] = []
  for (const entry of entries) {
    if (kept.length === MOST) break
    if (mask[entry.row] === 1 && !kept.some(({ row }) => isDuplicate(items[row]!, items[entry.row]!))) kept.push(entry)
  }
  return kept
}
