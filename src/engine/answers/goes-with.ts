import { linksIn } from '../../links.js'
import { atOnce } from '../../pieces.js'
import { standardScores } from '../../ranking/rank.js'
import { addFromAlike, commonScores, goesWithTerm } from '../../ranking/scorers/goes-with.js'
import { highestTerm } from '../../ranking/scorers/highest.js'
import { addRow, type ItemWeights, makingSparseWeights } from '../../ranking/scorers/item-item.js'
import { ValuePairs } from '../../ranking/scorers/value-pairs.js'
import type { Item, ItemId, Recommendations } from '../../types.js'
import { topK } from '../../vectors/top-k.js'
import type { CatalogRows } from '../catalog-rows.js'
import { type AnswerContext, present, type Request, rankFor } from './context.js'
import { embeddedShare, equalSeeds, itemTerms } from './item-terms.js'

/** How an answer is made of what is known. */
interface Way {
  /** How much what goes with items alike counts beside texts. */
  readonly trust: number
  /** How much it counts that an item goes with many. */
  readonly common: number
  /** How much it counts which values go together. */
  readonly values: number
  /** Whether an answer may have items of a kind asked about, or two of one kind. */
  readonly sameKind: boolean
}

/** Beside texts, where it counts (docs/measurements.md#goes-with). */
const COMMON = 3
const VALUES = 2
/** The weight of what one of several items asked about finds alone (docs/measurements.md#several-items). */
const MOST_ALIKE = 0.5
/** The first is taken if the site's own links do not tell; the last, in which a kind may come twice, if there are only texts. */
const WAYS: readonly Way[] = [false, true].flatMap((sameKind) =>
  [0, VALUES].flatMap((values) => [0, COMMON].flatMap((common) => [30, 10, 100, 0].map((trust) => ({ trust, common, values, sameKind })))),
)
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
/** Of sums of prices. */
const ROUNDING = 1e-6

/**
 * Items that go with these: like the texts say, and before them what was bought or linked together. How much what goes with items alike
 * counts, and whether a kind may come twice, is what finds most of the site's own links (docs/measurements.md#goes-with). Of several items
 * asked about, what is most like one of them counts beside what is like all.
 */
export function goesWith(shown: readonly ItemId[], mask: Uint8Array, request: Request, context: AnswerContext): Recommendations {
  const { rows, vectors } = context
  const asked = [...new Set(shown.flatMap((id) => rows.rowOf(id) ?? []))]
  if (asked.length === 0) return []
  const { weights, pairs, way } = atOnce(makingComplements(context))
  const seeds = equalSeeds(asked, context)
  const terms = itemTerms(seeds, seeds, context)
  if (asked.length > 1) {
    const alone = seeds.map(({ row, reason }) => ({
      scores: textScores(row, context),
      reason: (_: number, weight: number) => reason(weight),
    }))
    terms.push(highestTerm(alone, MOST_ALIKE))
  }
  if (weights) terms.push(goesWithTerm(asked, weights, pairs!, vectors?.index ?? null, way))
  const { items } = rows
  const { limit, budget } = request
  const within = budget === undefined ? mask : affordable(budget, asked, mask, items)
  const ownKinds = new Set(asked.map((row) => kindOf(items[row]!)))
  const most = way.sameKind && budget === undefined ? limit : Math.max(limit, SHORTLIST)
  let allowed = way.sameKind ? within : ofOtherKinds(ownKinds, within, items)
  for (let before = 0; ; ) {
    const found = rankFor(terms, allowed, { ...request, limit: most }, 0, context, asked)
    const kinds = new Set(ownKinds)
    let left = (budget ?? Number.POSITIVE_INFINITY) + ROUNDING
    const fitting = found.filter(({ row }) => {
      // what is passed over takes no other's place
      if (costOf(items[row]!) > left || !(way.sameKind || isNewKind(kinds, items[row]!))) return false
      left -= costOf(items[row]!)
      return true
    })
    if (budget === undefined || found.length < most || fitting.length >= limit || fitting.length === before) {
      return Object.assign(
        present(fitting.slice(0, limit), context),
        budget !== undefined && found.length === 0 && { lacks: `budget: no item that may be shown costs ${budget} or less` },
      )
    }
    // what still fits may come after many that do not
    before = fitting.length
    const chosen = new Set(fitting.map(({ row }) => row))
    const others = way.sameKind ? allowed : ofOtherKinds(kinds, allowed, items)
    allowed = allowed.map((one, row) => (chosen.has(row) || (others[row] === 1 && costOf(items[row]!) <= left) ? one : 0))
  }
}

const costOf = ({ price }: Item): number => price?.value ?? 0

/** Rows with a price within a budget, in the currency of the items asked about, else of the first price. */
function affordable(budget: number, asked: readonly number[], mask: Uint8Array, items: readonly Item[]): Uint8Array {
  const { price: known } = [...asked.map((row) => items[row]!), ...items].find(({ price }) => price) ?? {}
  return mask.map((one, row) => {
    const { price } = items[row]!
    return price && price.currency === known!.currency && price.value <= budget ? one : 0
  })
}

/** What texts say of every row where one is asked about. */
function textScores(row: number, context: AnswerContext): Float32Array {
  const seeds = equalSeeds([row], context)
  const scores = new Float32Array(context.rows.size)
  for (const term of itemTerms(seeds, seeds, context)) {
    const standard = standardScores(term, context.vectors)
    for (let other = 0; other < scores.length; other++) scores[other]! += term.weight * standard[other]!
  }
  return scores
}

/** An item without a category is a kind of its own. */
const kindOf = (item: Item): unknown => item.category?.at(-1) ?? item

const ofOtherKinds = (kinds: ReadonlySet<unknown>, mask: Uint8Array, items: readonly Item[]): Uint8Array =>
  mask.map((one, row) => (kinds.has(kindOf(items[row]!)) ? 0 : one))

/** The first of its kind; from then on its kind is known. */
function isNewKind(kinds: Set<unknown>, item: Item): boolean {
  const { size } = kinds
  return kinds.add(kindOf(item)).size > size
}

/** What is known of a catalog, and from what it was made. */
interface Complements {
  readonly baskets: ItemWeights | undefined
  readonly vectors: number
  readonly weights: ItemWeights | null
  readonly pairs: ValuePairs | null
  readonly way: Way
}

const known = new WeakMap<readonly Item[], Complements>()

/**
 * From the catalog's links and from baskets, kept until something changes; else it is long work, made in pieces. Nothing is tried while rows
 * get their vectors.
 */
export function* makingComplements(context: AnswerContext): Generator<void, Complements> {
  const { rows, interactionSummary, vectors } = context
  const { items } = rows
  const share = embeddedShare(vectors, rows)
  const now = { baskets: interactionSummary?.baskets, vectors: share === 1 ? rows.size : 0 }
  const before = known.get(items)
  if (before?.vectors === now.vectors && before.baskets === now.baskets) return before
  const weights = yield* makingTogether(rows, now.baskets)
  const pairs = weights && (yield* ValuePairs.making(items, weights))
  const mayTry = share === 0 || share === 1
  const way = !pairs ? WAYS.at(-1)! : mayTry ? yield* tryingWays(weights, pairs, context) : WAYS[0]!
  const made = { ...now, weights, pairs, way }
  known.set(items, made)
  return made
}

/**
 * The way that finds most of what is known to go with a sample of items, in ten places. An item tried has neither its own links nor
 * those of items linked with it, so that no basket finds itself again. Values that go together count only if they find more for sure.
 */
function* tryingWays(weights: ItemWeights, pairs: ValuePairs, context: AnswerContext): Generator<void, Way> {
  const { rows, vectors } = context
  const linked = [...rows.items.keys()].filter((row) => partnersOf(row, weights).length > 0)
  if (linked.length < LEAST_LINKED) return WAYS[0]!
  const tried = Math.min(linked.length, MOST_TRIED, Math.max(LEAST_TRIED, Math.floor(ROWS_TRIED / rows.size)))
  // without vectors nothing is alike, whatever it counts
  const ways = WAYS.filter(({ trust }) => vectors?.index.count || trust === WAYS[0]!.trust)
  const found = ways.map(() => [] as number[])
  const scores = new Float32Array(rows.size)
  for (let i = 0; i < tried; i++) {
    const row = linked[Math.floor((i * linked.length) / tried)]!
    const partners = new Set(partnersOf(row, weights))
    const skip = new Set([row, ...partners])
    const byText = textScores(row, context)
    yield
    const byLikeness = new Float32Array(rows.size)
    addFromAlike(row, weights, vectors?.index ?? null, 1, byLikeness, skip)
    const often = commonScores(weights, skip)
    yield
    const byValues = new Float32Array(rows.size)
    pairs.addScores([row], 1, byValues, skip)
    const kind = kindOf(rows.items[row]!)
    const others = new Uint8Array(rows.size).fill(1)
    others[row] = 0
    const ofOthers = ofOtherKinds(new Set([kind]), others, rows.items)
    for (const [w, { trust, common, values, sameKind }] of ways.entries()) {
      yield
      for (let other = 0; other < rows.size; other++)
        scores[other] = byText[other]! + trust * byLikeness[other]! + common * often[other]! + values * byValues[other]!
      const best = [...topK(scores, sameKind ? PLACES : SHORTLIST, sameKind ? others : ofOthers).rows]
      const kinds = new Set([kind])
      const first = best.filter((other) => sameKind || isNewKind(kinds, rows.items[other]!))
      found[w]!.push(first.slice(0, PLACES).filter((other) => partners.has(other)).length / partners.size)
    }
  }
  const [without, withValues] = [0, VALUES].map((values) => {
    const totals = ways.map((way, w) => (way.values === values ? sumOf(found[w]!) : -1))
    return totals.indexOf(Math.max(...totals))
  }) as [number, number]
  const gains = found[withValues]!.map((share, i) => share - found[without]![i]!)
  const gain = sumOf(gains) / tried
  // two standard errors above 0
  return ways[gain * tried > 2 * Math.hypot(...gains.map((one) => one - gain)) ? withValues : without]!
}

const sumOf = (numbers: readonly number[]) => numbers.reduce((sum, one) => sum + one, 0)

const partnersOf = (row: number, { offset, rows }: ItemWeights) => rows.subarray(offset[row], offset[row + 1])

/** The sum of the catalog's links and of baskets; null without either. */
function* makingTogether({ items, rowOf }: CatalogRows, baskets: ItemWeights | undefined): Generator<void, ItemWeights | null> {
  const weights = yield* makingSparseWeights(items.length, items.length, (row, out) => {
    const linked = Object.entries(items[row]!.attributes ?? {})
      .flatMap(([name, value]) => linksIn(name, value))
      .flatMap((id) => rowOf(id) ?? [])
      .filter((to) => to !== row)
    for (const other of linked) out[other] = 1
    if (baskets) addRow(row, baskets, 1, out)
    return [...new Set([...linked, ...(baskets ? partnersOf(row, baskets) : [])])]
  })
  return weights.rows.length > 0 ? weights : null
}
