import { type CatalogContext, forYouMethod } from '../../../../src/cli/answer-context.js'
import { CatalogRows, hashCatalog } from '../../../../src/engine/catalog-rows.js'
import { draws } from '../../../../src/evaluate/draw.js'
import { type NextItemMethod, scorerMethods } from '../../../../src/evaluate/next-item/method.js'
import type { NextItemQuery, NextItemTask } from '../../../../src/evaluate/next-item/task.js'
import { type InteractionSummary, interactionTerm, moveSummary, summarize } from '../../../../src/ranking/scorers/interaction-summary.js'
import { type Sequences, sequenceAt, sequenceCount } from '../../../../src/ranking/sequences.js'
import { FlatIndex } from '../../../../src/vectors/flat-index.js'
import { type NextItemSet, type NextItemSetName, openNextItemSet } from '../../../next-item-sets.js'
import { gainAt, hitAt, pathOf } from './movies.js'

/** What `forYou` is told of other visitors, made of all there is to tell. Null: nothing. */
export type Told = (summary: InteractionSummary) => InteractionSummary | null

/** `forYou` is told all; the controls tell it nothing, or the interactions with other items. */
export const ALL: Told = (summary) => summary
export const CONTROLS = {
  identity: () => null,
  shuffled: (summary) => moveSummary(summary, draws(1).shuffled([...summary.users.keys()]), summary.users.length),
} as const satisfies Record<string, Told>

/** A real set as `forYou` is asked of it, on its test half. */
export interface ForYouSet extends Pick<NextItemSet, 'text' | 'context'> {
  readonly task: NextItemTask
  readonly summary: InteractionSummary
}

const OPENED = new Map<NextItemSetName, Promise<ForYouSet>>()

/** Read once a run. */
export function openForYou(name: NextItemSetName): Promise<ForYouSet> {
  const opened = OPENED.get(name) ?? readSet(name)
  OPENED.set(name, opened)
  return opened
}

async function readSet(name: NextItemSetName): Promise<ForYouSet> {
  const { task, text, context } = await openNextItemSet(name)
  const test = task('test')
  return { task: test, text, context, summary: summarize(test.train) }
}

/** `forYou` of a page, without diversity: it is guessing that is measured. */
export function forYouOf(context: CatalogContext, interactionSummary: InteractionSummary | null): NextItemMethod {
  return forYouMethod({ ...context, interactionSummary }, 0)
}

/** The interactions of others without any text; where they know nothing, popularity. */
export function interactionsAlone({ task, summary }: ForYouSet): NextItemMethod {
  return scorerMethods(task)(0, ({ history }, out) => out.set(interactionTerm(pathOf(history, 0.9, 100), summary, 1).scores))
}

/** Place of each target, from 1, among what its whole history does not have; infinite beyond `k`. `known` is what the method sees of a history. */
export function places(
  queries: readonly NextItemQuery[],
  method: NextItemMethod,
  k: number,
  known: (history: Uint32Array) => Uint32Array = (history) => history,
): number[] {
  return queries.map((query) => {
    const seen = new Set(query.history)
    const history = known(query.history)
    const forgotten = seen.size - new Set(history).size
    const rows = Array.from(method.top({ ...query, history }, k + forgotten)).filter((row) => !seen.has(row))
    const at = rows.indexOf(query.target)
    return at >= 0 && at < k ? at + 1 : Number.POSITIVE_INFINITY
  })
}

export const gains = (found: readonly number[], k: number): number[] => found.map((place) => gainAt(place, k))
export const hits = (found: readonly number[], k: number): number[] => found.map((place) => hitAt(place, k))

/** Share of the items that are new to everybody. */
const HIDDEN = 0.2

/** A fifth of the items, which nobody has met, and what each user met of the others and of them. */
export function withoutAFifth(train: Sequences, items: number) {
  const hidden = new Set(
    draws(7)
      .shuffled([...Array(items).keys()])
      .slice(0, Math.round(HIDDEN * items)),
  )
  const users = Array.from({ length: sequenceCount(train) }, (_, user) => {
    const path = [...sequenceAt(train, user)]
    return { history: Uint32Array.from(path.filter((row) => !hidden.has(row))), wanted: path.filter((row) => hidden.has(row)) }
  })
  return { hidden, users }
}

/** The same catalog, in which new items say so. */
export async function withNewMarked(context: CatalogContext, hidden: ReadonlySet<number>): Promise<CatalogContext> {
  const rows = new CatalogRows()
  const items = context.rows.items.map((item, row) => ({
    ...item,
    attributes: { ...item.attributes, new: hidden.has(row) ? 'yes' : 'no' },
  }))
  rows.replace(await hashCatalog(items))
  return { ...context, rows }
}

/** Each item has the vector of another. */
export function textsDealtAnew(index: FlatIndex): FlatIndex {
  const mixed = new FlatIndex(index.dimensions, { capacity: index.size })
  mixed.resize(index.size)
  draws(1)
    .shuffled([...new Array(index.size).keys()])
    .forEach((from, row) => {
      mixed.set(row, index.vector(from))
    })
  mixed.setCentre(mixed.mean())
  return mixed
}

/** Share of the wanted, at most 20 of them, in the first 20 of `forYou`. */
export function recallAt20(
  context: CatalogContext,
  interactionSummary: InteractionSummary,
  history: Uint32Array,
  wanted: readonly number[],
  where?: { readonly new: string },
): number {
  const best = forYouMethod({ ...context, interactionSummary }, 0, where).top({ user: '', history, target: -1 }, 20)
  return Array.from(best).filter((row) => wanted.includes(row)).length / Math.min(20, wanted.length)
}
