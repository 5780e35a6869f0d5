import type { CatalogContext } from '../src/cli/answer-context.js'
import type { AnswerContext } from '../src/engine/answers/context.js'
import { forYou, pathOf } from '../src/engine/answers/for-you.js'
import { choiceAt, placesTaken } from '../src/engine/learner.js'
import { interactionShare, summarize, weightsOf } from '../src/ranking/scorers/interaction-summary.js'
import { toSequences } from '../src/ranking/sequences.js'
import { visitorWeights } from '../src/ranking/visitor-weights.js'
import type { Interaction, ItemId } from '../src/types.js'
import type { Rating } from './data/movielens.js'
import { type NextItemSet, type NextItemSetName, openNextItemSet } from './next-item-sets.js'
import { sharedSets } from './shared-data.js'
import { splitByHash } from './split.js'

/** What a visitor did, oldest first; what they disliked is dismissed. */
interface Visitor {
  readonly user: string
  readonly events: readonly Interaction[]
}

/** After so many events: what does the visitor take next? */
export interface LearnQuestion {
  /** The catalog, what others did, and what this visitor did before. */
  readonly context: AnswerContext
  readonly target: ItemId
}

/** What one visitor is asked after so many events. */
export interface Asked {
  /** As questions, at that moment. */
  readonly at: AnswerContext
  readonly questions: readonly LearnQuestion[]
  /** What the visitor takes and dismisses from then on. */
  readonly taken: readonly ItemId[]
  readonly disliked: readonly ItemId[]
}

export interface LearnSetting {
  readonly half: 'dev' | 'test'
  /** So many items were taken. */
  readonly after: number
  /** With what other visitors did, not this one. */
  readonly warm: boolean
}

/** Questions after each moment, at most. */
const NEXT = 5
/** Of the items that come later, of each kind. */
const LATER = 20
const STEP_MS = 60_000

/** Who asks: dev users are those that constants are chosen on, and no test user is among what their visitors know of others. */
export async function openLearnSet(name: NextItemSetName): Promise<(setting: LearnSetting) => Asked[]> {
  const set = await openNextItemSet(name)
  const visitors = VISITORS[name](set)
  const { dev } = splitByHash(
    `learn ${name}`,
    visitors.map(({ user }) => user),
  )
  const isDev = new Set(dev)
  return ({ half, after, warm }) => {
    const own = visitors.filter(({ user }) => isDev.has(user) === (half === 'dev'))
    return [0, 1].flatMap((fold) => {
      const asking = own.filter((_, v) => v % 2 === fold)
      const known = [...own.filter((_, v) => v % 2 !== fold), ...(half === 'dev' ? [] : visitors.filter(({ user }) => isDev.has(user)))]
      const context = { ...set.context, ...(warm && { interactionSummary: summaryOf(known, set.context) }) }
      return asking.flatMap((visitor) => askedOf(visitor, after, context))
    })
  }
}

function askedOf({ events }: Visitor, after: number, context: CatalogContext): Asked[] {
  const places = events.flatMap(({ type }, place) => (type === 'dismiss' ? [] : [place]))
  const [first] = places.slice(after)
  if (first === undefined) return []
  const contextAt = (place: number): AnswerContext => ({ ...context, interactions: events.slice(0, place), now: events[place]!.at })
  const laterOf = (isDismissed: boolean) =>
    events
      .slice(first)
      .filter(({ type }) => (type === 'dismiss') === isDismissed)
      .slice(0, LATER)
      .map(({ id }) => id)
  return [
    {
      at: contextAt(first),
      questions: places.slice(after, after + NEXT).map((place) => ({ context: contextAt(place), target: events[place]!.id })),
      taken: laterOf(false),
      disliked: laterOf(true),
    },
  ]
}

function summaryOf(visitors: readonly Visitor[], { rows }: CatalogContext) {
  const lists = visitors.map(({ events }) => events.flatMap(({ type, id }) => (type === 'dismiss' ? [] : [rows.rowOf(id)!])))
  return summarize(toSequences(lists, rows.size))
}

/** nDCG@10 of the items taken next, each alone; mean of the questions. `change`: of what the engine knows. */
export function gainOf({ questions }: Asked, change: Partial<AnswerContext>): number {
  const gains = questions.map(({ context, target }) => {
    const place = forYou({ limit: 10, diversity: 0 }, { ...context, ...change }).findIndex(({ item }) => item.id === target)
    return place < 0 ? 0 : 1 / Math.log2(place + 2)
  })
  return gains.reduce((sum, gain) => sum + gain, 0) / gains.length
}

/** Of the pairs of an item taken later and one dismissed later, how many are in this order; NaN without any. */
export function pairsOf(asked: Asked, change: Partial<AnswerContext>): number {
  return pairsInOrder(
    asked,
    scoresOf(asked, change).map(({ id }) => id),
  )
}

/** The same by `forYou` that learns nothing, and 4 standard units for a cosine of 1 to the nearest dismissed item: what it did before. */
export function pairsByNearest(asked: Asked): number {
  const { interactions, interactionSummary, rows, vectors } = asked.at
  const { index } = vectors!
  const most = Math.min(20, Math.floor(50_000 / index.size))
  const dismissed = interactions
    .filter(({ type }) => type === 'dismiss')
    .slice(-most)
    .map(({ id }) => index.centre(index.vector(rows.rowOf(id)!)))
  const share = interactionSummary ? interactionShare(pathOf(asked.at, 1), interactionSummary) : 0
  const scored = scoresOf(asked, {}).map(({ id, score }) => {
    const cosines = dismissed.map((vector) => index.scores(vector, [rows.rowOf(id)!], 'given')[0]!)
    return { id, score: score - (cosines.length > 0 ? 4 * (1 - share) * Math.max(...cosines) : 0) }
  })
  return pairsInOrder(
    asked,
    scored.toSorted((a, b) => b.score - a.score).map(({ id }) => id),
  )
}

/** How many pairs of an item taken and one dismissed a visitor has told before. */
export function pairsTold({ at: { interactions } }: Asked): number {
  const dismissed = interactions.filter(({ type }) => type === 'dismiss').length
  return dismissed * (interactions.length - dismissed)
}

/** What comes later, best first. */
function scoresOf({ at, taken, disliked }: Asked, change: Partial<AnswerContext>): { id: ItemId; score: number }[] {
  const id = [...taken, ...disliked]
  if (disliked.length === 0) return []
  return forYou({ limit: id.length, diversity: 0, where: { id } }, { ...at, ...change }).map(({ item, score }) => ({ id: item.id, score }))
}

function pairsInOrder({ taken, disliked }: Asked, order: readonly ItemId[]): number {
  const unwanted = new Set(disliked)
  let below = disliked.length
  let right = 0
  for (const id of order) {
    if (unwanted.has(id)) below--
    else right += below
  }
  return right / (taken.length * disliked.length)
}

/** The weights that the engine learns in idle time, where it uses them. */
export function learntAt(at: AnswerContext): Partial<AnswerContext> {
  const choices = placesTaken(at)
    .map((place) => choiceAt(place, at))
    .filter((choice) => choice !== null)
  const learnt = visitorWeights(choices, weightsOf(at.interactionSummary))
  return learnt?.helps ? { visitorWeights: learnt.weights } : {}
}

const VISITORS: Readonly<Record<NextItemSetName, (set: NextItemSet) => Visitor[]>> = {
  'movielens-small': ratedFilms,
  'amazon-industrial': (set) => longest(set),
  'bundle-sessions': (set) => longest(set),
}

/** Films of 4 stars or more are taken, of 2 or fewer dismissed, in the order of the ratings. */
function ratedFilms(): Visitor[] {
  const byUser = new Map<string, Rating[]>()
  for (const rating of sharedSets.movieLens().ratings) byUser.set(rating.user, [...(byUser.get(rating.user) ?? []), rating])
  return [...byUser].map(([user, ratings]) => {
    const told = ratings
      .toSorted((a, b) => a.at - b.at || Number(a.movie) - Number(b.movie))
      .filter(({ rating }) => rating >= 4 || rating <= 2)
    return { user, events: told.map(({ movie, rating }, i) => ({ type: rating >= 4 ? 'view' : 'dismiss', id: movie, at: i * STEP_MS })) }
  })
}

/** The longest sequence of each user. */
function longest(set: NextItemSet): Visitor[] {
  const task = set.task('test')
  const byUser = new Map<string, readonly number[]>()
  for (const { user, history, target } of task.queries) {
    if ((byUser.get(user)?.length ?? 0) <= history.length) byUser.set(user, [...history, target])
  }
  return [...byUser].map(([user, rows]) => ({
    user,
    events: rows.map((row, i) => ({ type: 'view', id: task.ids[row]!, at: i * STEP_MS })),
  }))
}
