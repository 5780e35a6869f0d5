import { PagekinError } from '../../errors.js'
import { neutralized } from '../../ranking/queries/neutral.js'
import type { Seed } from '../../ranking/queries/seeds.js'
import type { Term } from '../../ranking/term.js'
import type { Item, ItemId, Recommendations } from '../../types.js'
import { type AnswerContext, DEFAULT_DIVERSITY, present, type Request, rankFor, titleOf } from './context.js'
import { equalSeeds, itemTerms } from './item-terms.js'
import { maskOf } from './mask.js'
import { leftBy, type PreparedSteer, type Steered, steered } from './steer.js'
import { STEPS_FROM, stepsFrom } from './steps.js'

/**
 * Items like these; one that is named twice counts once.
 *
 * @param steer In what they are to be like the items asked about, and in what not.
 * @throws PagekinError `item-unknown`, `filter-invalid`.
 */
export function similar(given: readonly ItemId[], request: Request, context: AnswerContext, steer?: PreparedSteer): Recommendations {
  const seeds = seedsOf('similar', given, context)
  const { items } = context.rows
  const asked = seeds.map(({ row }) => items[row]!)
  const allowed = maskOf(request, context, [...given, ...(steer?.as ?? [])], asked[0])
  const { terms, ...wanted } = wantedOf(seeds, steer, context)
  const { mask, unmet: unmetHere } = leftBy(wanted, allowed)
  const unmet = [...wanted.unmet, ...unmetHere]
  const { limit, steps = 0 } = request
  const shown = seeds.map(({ row }) => row)
  const found = rankFor(
    terms,
    mask,
    steps > 0 ? { ...request, limit: Math.max(limit, STEPS_FROM) } : request,
    DEFAULT_DIVERSITY,
    context,
    shown,
  )
  const best = found.map(({ row }) => items[row]!)
  return Object.assign(
    present(found.slice(0, limit), context),
    unmet.length > 0 && { unmet },
    unmet.some(({ why }) => why === 'nothing-left') && { sure: false },
    steps > 0 &&
      best.length > 0 && {
        steps: stepsFrom(best, asked[0]!, steps, { ...(steer?.cheaper && { price: {} }), all: [request.where ?? {}] }, items),
      },
  )
}

/** How much the step of an analogy counts beside the items asked about. */
const STEP_SHARE = 0.75
const UNSTEERED: Steered = { terms: [], wished: [], dropped: new Set(), neutral: [], unmet: [] }

interface Wanted extends Pick<Steered, 'wished' | 'unmet'> {
  readonly terms: readonly Term[]
}

/** The last question of a catalog: visitors change its filter more often than the item. */
const kept = new WeakMap<readonly Item[], { readonly made: readonly unknown[]; readonly wanted: Wanted }>()

function wantedOf(seeds: readonly Seed[], steer: PreparedSteer | undefined, context: AnswerContext): Wanted {
  const { rows, words, vectors } = context
  const asked = JSON.stringify([seeds.map(({ row }) => row), steer], (_, value) => (ArrayBuffer.isView(value) ? 'vector' : value))
  const made = [asked, words, vectors]
  const last = kept.get(rows.items)
  if (last?.made.every((one, at) => one === made[at])) return last.wanted
  const { terms, wished, dropped, neutral, unmet } = steer
    ? steered(
        seeds.map(({ row }) => rows.items[row]!),
        steer,
        context,
      )
    : UNSTEERED
  const steps = stepSeeds(steer?.as ?? [], context)
  const isEmbedded = steps.every(({ row }) => vectors?.index.has(row))
  const moved = [...seeds, ...steps]
  const ofItems = itemTerms(isEmbedded ? moved : seeds, moved, context, dropped).map((term) =>
    term.kind === 'vector' ? neutralized(term, neutral) : term,
  )
  const wanted = { terms: [...ofItems, ...terms], wished, unmet }
  kept.set(rows.items, { made, wanted })
  return wanted
}

/**
 * What leads from the first item to the second: `similar(c, as: [a, b])` looks for c + s (b - a), by vectors and by words. s: docs/measurements.md#steering.
 * Source: the linear analogies of Mikolov, Yih and Zweig, Linguistic Regularities in Continuous Space Word Representations (2013).
 */
function stepSeeds(as: readonly ItemId[], context: AnswerContext): Seed[] {
  return as.map((id, place): Seed => {
    const [{ row, reason }] = seedsOf('similar: as', [id], context) as [Seed]
    if (place > 0) return { row, reason, share: STEP_SHARE }
    return { row, share: -STEP_SHARE, reason: (weight) => ({ kind: 'unlike', id, title: titleOf(row, context), weight }) }
  })
}

/** Each of these items once, with equal shares. @throws PagekinError `usage`, `item-unknown`. */
export function seedsOf(where: string, given: readonly ItemId[], context: AnswerContext): Seed[] {
  const ids = [...new Set(given)]
  if (ids.length === 0) throw new PagekinError('usage', `${where}: received no id, expected at least one`)
  const rows = ids.map((id) => {
    const row = context.rows.rowOf(id)
    if (row === undefined)
      throw new PagekinError(
        'item-unknown',
        `${where}: received the id "${id.slice(0, 100)}", expected one of the ${context.rows.size} items of the catalog`,
      )
    return row
  })
  return equalSeeds(rows, context)
}
