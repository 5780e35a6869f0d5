import { linksIn } from '../../links.js'
import { addFromAlike, commonScores, goesWithTerm } from '../../ranking/scorers/goes-with.js'
import { type ItemWeights, sparseWeights } from '../../ranking/scorers/item-item.js'
import { standardize, standardOf } from '../../ranking/standardize.js'
import type { Term } from '../../ranking/term.js'
import type { Item, ItemId, Recommendations } from '../../types.js'
import { TopK } from '../../vectors/top-k.js'
import { type AnswerContext, present, type Request, rankFor, titleOf } from './context.js'
import { embeddedShare, itemTerms } from './item-terms.js'

/** How an answer is made of what is known. */
interface Way {
  /** How much what goes with items alike counts beside texts. */
  readonly trust: number
  /** How much it counts that an item goes with many. */
  readonly common: number
  /** Whether an answer may have items of a kind asked about, or two of one kind. */
  readonly sameKind: boolean
}

/** Beside texts, where it counts (docs/measurements.md#goes-with). */
const COMMON = 3
/** The first is taken where the site's own links do not tell. */
const WAYS: readonly Way[] = [false, true].flatMap((sameKind) =>
  [0, COMMON].flatMap((common) => [30, 10, 100, 0].map((trust) => ({ trust, common, sameKind }))),
)
/** Where texts are all that is known. */
const BY_TEXTS: Way = { trust: 0, common: 0, sameKind: true }
/** Fewer items with links tell nothing (docs/measurements.md#goes-with). */
const LEAST_LINKED = 6
/** So many are tried of a large catalog too. */
const LEAST_TRIED = 20
const MOST_TRIED = 100
/** Rows that a trial may read in all: it is made once, between two answers. */
const ROWS_TRIED = 200_000
/** Places that a trial looks at, and rows among which they are found. */
const PLACES = 10
const SHORTLIST = 60

/**
 * Items that go with these: like the texts say, and before them what was bought or linked together. How much what goes with items alike
 * counts, and whether a kind may come twice, is what finds most of the site's own links (docs/measurements.md#goes-with).
 */
export function goesWith(shown: readonly ItemId[], mask: Uint8Array, request: Request, context: AnswerContext): Recommendations {
  const { rows, vectors } = context
  const asked = [...new Set(shown.flatMap((id) => rows.rowOf(id) ?? []))]
  if (asked.length === 0) return []
  const { weights, way } = complementsOf(context)
  const terms = textTerms(asked, context)
  if (weights) terms.push(goesWithTerm(asked, weights, vectors?.index ?? null, way))
  if (way.sameKind) return present(rankFor(terms, mask, request, 0, context, asked), context)
  const kinds = new Set(asked.map((row) => kindOf(rows.items[row]!)))
  const allowed = mask.map((one, row) => (isOf(kinds, rows.items[row]!) ? 0 : one))
  const found = rankFor(terms, allowed, { ...request, limit: Math.max(request.limit, SHORTLIST) }, 0, context, asked)
  return present(found.filter(({ row }) => isNewKind(kinds, rows.items[row]!)).slice(0, request.limit), context)
}

function textTerms(asked: readonly number[], context: AnswerContext): Term[] {
  const seeds = asked.map((row) => ({
    row,
    share: 1 / asked.length,
    reason: (weight: number) => ({ kind: 'similar-to', id: context.rows.items[row]!.id, title: titleOf(row, context), weight }) as const,
  }))
  return itemTerms(seeds, seeds, context)
}

const kindOf = ({ category }: Item): string | undefined => category?.at(-1)

const isOf = (kinds: ReadonlySet<string | undefined>, item: Item): boolean => {
  const kind = kindOf(item)
  return kind !== undefined && kinds.has(kind)
}

/** The first of its kind; from then on its kind is known. */
function isNewKind(kinds: Set<string | undefined>, item: Item): boolean {
  const isNew = !isOf(kinds, item)
  kinds.add(kindOf(item))
  return isNew
}

/** What is known of a catalog, and from what it was made. */
interface Complements {
  readonly baskets: ItemWeights | undefined
  readonly vectors: number
  readonly weights: ItemWeights | null
  readonly way: Way
}

const known = new WeakMap<readonly Item[], Complements>()

/** From the catalog's links and from baskets, kept until something changes. Nothing is tried while rows get their vectors. */
function complementsOf(context: AnswerContext): Complements {
  const { rows, interactionSummary, vectors } = context
  const share = embeddedShare(vectors, rows)
  const now = { baskets: interactionSummary?.baskets, vectors: share === 1 ? rows.size : 0 }
  const before = known.get(rows.items)
  if (before && before.baskets === now.baskets && before.vectors === now.vectors) return before
  const weights = before && before.baskets === now.baskets ? before.weights : joined(linksOf(rows.items, rows.rowOf), now.baskets)
  const way = weights ? (share === 0 || share === 1 ? bestWay(weights, context) : WAYS[0]!) : BY_TEXTS
  const made = { ...now, weights, way }
  known.set(rows.items, made)
  return made
}

/**
 * The way that finds most of what is known to go with a sample of items, in ten places. An item tried has neither its own links nor
 * those of items linked with it, so that no basket finds itself again.
 */
function bestWay(weights: ItemWeights, context: AnswerContext): Way {
  const { rows, vectors } = context
  const linked = Array.from({ length: rows.size }, (_, row) => row).filter((row) => weights.offset[row + 1]! > weights.offset[row]!)
  if (linked.length < LEAST_LINKED) return WAYS[0]!
  const tried = Math.min(linked.length, MOST_TRIED, Math.max(LEAST_TRIED, Math.floor(ROWS_TRIED / rows.size)))
  const found = new Float64Array(WAYS.length)
  for (let i = 0; i < tried; i++) {
    const row = linked[Math.floor((i * linked.length) / tried)]!
    const partners = new Set(weights.rows.subarray(weights.offset[row]!, weights.offset[row + 1]!))
    const byText = textScores(textTerms([row], context), context)
    const byLikeness = new Float32Array(rows.size)
    addFromAlike(row, weights, vectors?.index ?? null, 1, byLikeness, partners)
    const often = commonScores(weights, new Set([row, ...partners]))
    const candidates = candidatesOf(row, byText, byLikeness, often, rows.items)
    WAYS.forEach((way, w) => {
      const first = firstRows(
        row,
        candidates[Number(way.sameKind)]!,
        (other) => byText[other]! + way.trust * byLikeness[other]! + way.common * often[other]!,
        way,
        rows.items,
      )
      found[w]! += first.filter((other) => partners.has(other)).length / partners.size
    })
  }
  return WAYS[found.indexOf(Math.max(...found))]!
}

/** Of other kinds, and of all: the only rows that can be first, because likeness moves none but those it speaks for. */
function candidatesOf(
  row: number,
  byText: Float32Array,
  byLikeness: Float32Array,
  often: Float32Array,
  items: readonly Item[],
): readonly number[][] {
  const kinds = new Set([kindOf(items[row]!)])
  return [false, true].map((sameKind) => {
    const spokenFor: number[] = []
    const first = [0, COMMON].map((common) => {
      const best = TopK.of(Math.min(SHORTLIST, byText.length))
      byText.forEach((score, other) => {
        if (other === row || (!sameKind && isOf(kinds, items[other]!))) return
        if (byLikeness[other]! > 0) spokenFor.push(other)
        else best.offer(other, score + common * often[other]!)
      })
      const { rows, length } = best.drain()
      return [...rows.subarray(0, length)]
    })
    return [...new Set([...first.flat(), ...spokenFor])]
  })
}

function firstRows(
  row: number,
  candidates: readonly number[],
  scoreOf: (row: number) => number,
  { sameKind }: Way,
  items: readonly Item[],
): number[] {
  const kinds = new Set([kindOf(items[row]!)])
  const best = TopK.of(Math.min(SHORTLIST, candidates.length))
  for (const other of candidates) best.offer(other, scoreOf(other))
  const { rows, length } = best.drain()
  return Array.from(rows.subarray(0, length))
    .filter((other) => sameKind || isNewKind(kinds, items[other]!))
    .slice(0, PLACES)
}

/** The sum of terms for every row, as `rank` has it for its shortlist. */
function textScores(terms: readonly Term[], { rows, vectors }: AnswerContext): Float32Array {
  const all = Uint32Array.from({ length: rows.size }, (_, row) => row)
  const out = new Float32Array(rows.size)
  for (const term of terms) {
    const lists = term.kind === 'rows' ? [term.scores] : term.parts.map(({ vector }) => vectors!.index.scores(vector, all, 'given'))
    for (const scores of lists) {
      const standard = (term.kind === 'rows' && term.standard) || standardOf(scores)
      for (let row = 0; row < out.length; row++) out[row]! += term.weight * standardize(scores[row]!, standard)
    }
  }
  return out
}

/** The sum of both; null without either. */
function joined(linked: ItemWeights | null, baskets: ItemWeights | undefined): ItemWeights | null {
  if (!linked) return baskets && baskets.rows.length > 0 ? baskets : null
  if (!baskets) return linked
  const size = linked.offset.length - 1
  return sparseWeights(size, size, (row, out) => {
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

function linksOf(items: readonly Item[], rowOf: (id: ItemId) => number | undefined): ItemWeights | null {
  const lists = items.map(({ attributes = {} }, row) =>
    Object.entries(attributes)
      .flatMap(([name, value]) => linksIn(name, value))
      .flatMap((id) => rowOf(id) ?? [])
      .filter((to) => to !== row),
  )
  if (lists.every((list) => list.length === 0)) return null
  return sparseWeights(lists.length, lists.length, (row, out) => {
    for (const other of lists[row]!) out[other] = 1
    return [...new Set(lists[row])]
  })
}
