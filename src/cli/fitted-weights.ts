import type { AnswerContext } from '../engine/answers/context.js'
import { pathOf, termScores } from '../engine/answers/for-you.js'
import { bootstrapMean, type Interval, meanByUnit } from '../evaluate/metrics/bootstrap.js'
import { type InteractionLog, type LoggedInteraction, pathsOfLog } from '../log/read-log.js'
import { DEFAULT_WEIGHTS, type ForYouWeights } from '../ranking/for-you-weights.js'
import { type InteractionSummary, meanUsers, summarize } from '../ranking/scorers/interaction-summary.js'
import { toSequences } from '../ranking/sequences.js'
import { topK } from '../vectors/top-k.js'
import { toldGain } from './told-gain.js'

/** What a log says about the weights of `forYou`. */
export interface FittedWeights {
  /** Fitted to all questions. */
  readonly weights: ForYouWeights
  /** Whether the gain is shown: its interval is above 0. Else the defaults stay. */
  readonly isKept: boolean
  /** nDCG@10 with the defaults. */
  readonly before: number
  /** What each half of the users gains by the weights that the other half chose. */
  readonly gain: Interval
  readonly questions: number
  readonly users: number
}

/** More say the same, and each looks at every item several times. */
const MOST_QUESTIONS = 1000
const MOST_ROWS_READ = 1e7
/** Hidden of one user: the last so many, and a third of all at most. */
const MOST_HIDDEN = 5
const FEWEST_USERS = 20
/** Kept of each term: what none of them has among its best is among nobody's first ten. */
const BEST_OF_TERM = 100
const K = 10
const TERMS = ['words', 'meaning', 'together', 'next', 'popular'] as const
const FADES = [1, 0.25]
const CHOICES: Readonly<Record<keyof ForYouWeights, readonly number[]>> = {
  words: [0.25, 0.5, 1, 2, 4],
  meaning: [0.25, 0.5, 1, 2, 4],
  together: [0, 0.25, 0.5, 1, 2, 4],
  next: [0, 0.25, 0.5, 1, 2],
  popular: [0, 0.25, 0.5, 1, 2],
  halfKnown: [1, 3, 10, 30, 100, 300],
  fade: FADES,
}

interface Hidden {
  readonly user: string
  readonly target: number
  /** What the user did before. */
  readonly interactions: readonly LoggedInteraction[]
  readonly now: number
}

type Column = Float32Array

/** The terms of a question for its candidates, term by term as in `TERMS`; the first candidate is the target. */
interface Scored {
  readonly terms: readonly Column[]
  /** Users of the items of the history. */
  readonly known: number
}

interface Question {
  readonly user: string
  readonly byFade: ReadonlyMap<number, Scored>
}

/**
 * Fits the weights of `forYou` to the last events of a log: what users met last is hidden and guessed from what they did before, and the
 * weights that guess best win, one changed at a time (coordinate ascent on nDCG@10). Each half of the users is then judged by the weights
 * that the other half chose. The same log gives the same weights.
 *
 * @param context The catalog, with all its vectors. Its interactions are not looked at.
 * @returns null if too few users met two items.
 */
export function fitWeights(context: AnswerContext, log: InteractionLog): FittedWeights | null {
  const { hidden, summary } = hideLast(context, log)
  const users = [...new Set(hidden.map(({ user }) => user))]
  if (users.length < FEWEST_USERS) return null
  const questions = hidden.map((one) => scored(one, context, summary))
  const half = new Map(users.map((user, u) => [user, u % 2]))
  const before = ndcgs(questions, DEFAULT_WEIGHTS)
  const gains = before.map((ndcg) => -ndcg)
  for (const side of [0, 1]) {
    const weights = ascend(questions.filter(({ user }) => half.get(user) === side))
    ndcgs(questions, weights).forEach((ndcg, q) => {
      if (half.get(questions[q]!.user) !== side) gains[q]! += ndcg
    })
  }
  const byUser = questions.map(({ user }) => user)
  const gain = bootstrapMean(meanByUnit(gains, byUser))
  const { mean } = bootstrapMean(meanByUnit(before, byUser), { resamples: 1 })
  return {
    weights: inUsualUnits(ascend(questions)),
    isKept: gain.lo > 0,
    before: mean,
    gain,
    questions: questions.length,
    users: users.length,
  }
}

/** Hides the last items of some users, and sums up the rest. */
function hideLast({ rows }: AnswerContext, { interactions }: InteractionLog): { hidden: Hidden[]; summary: InteractionSummary } {
  const users = [...pathsOfLog({ interactions: interactions.filter(({ id }) => rows.rowOf(id) !== undefined) })].map(([user, events]) => {
    const first = new Map<string, number>()
    events.forEach(({ id }, place) => {
      if (!first.has(id)) first.set(id, place)
    })
    const last = first.size < 2 ? 0 : Math.min(MOST_HIDDEN, Math.max(1, Math.floor(first.size / 3)))
    return { user, events, places: last === 0 ? [] : [...first.values()].slice(-last) }
  })
  const all = users.reduce((sum, { places }) => sum + places.length, 0)
  const most = Math.min(MOST_QUESTIONS, MOST_ROWS_READ / rows.size)
  // evenly over the log, so that no part of it goes unheard
  let due = 0
  const paths: number[][] = []
  const hidden: Hidden[] = []
  for (const { user, events, places } of users) {
    due += places.length * Math.min(1, most / all)
    const isAsked = places.length > 0 && hidden.length + places.length <= due + 1e-9
    paths.push(events.slice(0, isAsked ? places[0] : undefined).map(({ id }) => rows.rowOf(id)!))
    if (!isAsked) continue
    for (const place of places) {
      const { id, at } = events[place]!
      hidden.push({ user, target: rows.rowOf(id)!, interactions: events.slice(0, place), now: at })
    }
  }
  return { hidden, summary: summarize(toSequences(paths, rows.size)) }
}

function scored({ user, target, interactions, now }: Hidden, catalog: AnswerContext, summary: InteractionSummary): Question {
  const context = { ...catalog, interactions, now }
  const mask = new Uint8Array(catalog.rows.size).fill(1)
  for (const { id } of interactions) mask[catalog.rows.rowOf(id)!] = 0
  const columns = FADES.map((fade) => columnsOf(context, summary, fade))
  const found = columns.flatMap(({ terms }) => terms.map((term) => topK(term, BEST_OF_TERM, mask)))
  const candidates = [...new Set([target, ...found.flatMap(({ rows, length }) => [...rows.subarray(0, length)])])]
  const byFade = FADES.map((fade, f): [number, Scored] => {
    const { terms, known } = columns[f]!
    return [fade, { known, terms: terms.map((term) => Float32Array.from(candidates, (row) => term[row]!)) }]
  })
  return { user, byFade: new Map(byFade) }
}

/** Every row's score by each term. */
function columnsOf(context: AnswerContext, summary: InteractionSummary, fade: number): Scored {
  return { terms: termScores(context, summary, fade), known: meanUsers(pathOf(context, fade), summary) }
}

/** Changes one weight at a time, the one that gains most first, until none gains. */
function ascend(questions: readonly Question[]): ForYouWeights {
  const quality = (weights: ForYouWeights) => ndcgs(questions, weights).reduce((sum, ndcg) => sum + ndcg, 0)
  let best = { weights: DEFAULT_WEIGHTS, quality: quality(DEFAULT_WEIGHTS) }
  for (;;) {
    const { weights } = best
    const moves = Object.entries(CHOICES).flatMap(([name, values]) => values.map((value): ForYouWeights => ({ ...weights, [name]: value })))
    const next = moves
      .map((move) => ({ weights: move, quality: quality(move) }))
      .reduce((a, b) => (b.quality > a.quality + 1e-9 ? b : a), best)
    if (next === best) return weights
    best = next
  }
}

/** The five weights add up to those of the defaults, beside which a site chooses the weights of its boosts. */
function inUsualUnits(weights: ForYouWeights): ForYouWeights {
  const sum = (of: ForYouWeights) => TERMS.reduce((total, name) => total + of[name], 0)
  const factor = sum(DEFAULT_WEIGHTS) / sum(weights)
  return { ...weights, ...Object.fromEntries(TERMS.map((name) => [name, Number((weights[name] * factor).toPrecision(3))])) }
}

/** nDCG@10 of each question: `1 / log2(1 + rank)` of its target. */
function ndcgs(questions: readonly Question[], weights: ForYouWeights): number[] {
  return questions.map(({ byFade }) => {
    const { terms, known } = byFade.get(weights.fade)!
    const share = known / (known + weights.halfKnown)
    const factors = TERMS.map((name, t) => weights[name] * (t < 2 ? 1 - share : share))
    const [a, b, c, d, e] = factors as [number, number, number, number, number]
    const [words, meaning, together, next, popular] = terms as [Column, Column, Column, Column, Column]
    const scoreOf = (i: number) => a * words[i]! + b * meaning[i]! + c * together[i]! + d * next[i]! + e * popular[i]!
    const own = scoreOf(0)
    let above = 0
    for (let other = 1; other < words.length && above < K; other++) if (scoreOf(other) >= own) above++
    return above < K ? 1 / Math.log2(above + 2) : 0
  })
}

const NAMED: Readonly<Record<keyof ForYouWeights, string>> = {
  words: 'words',
  meaning: 'meaning',
  together: 'met together',
  next: 'met next',
  popular: 'popularity',
  halfKnown: 'users at which interactions and texts count the same',
  fade: 'how fast the past fades',
}

/** For people: whether the weights are kept, and by how much they gain. */
export function toldOfWeights(fitted: FittedWeights | null): string {
  if (!fitted) return `weights of forYou: the defaults; fewer than ${FEWEST_USERS} users met two items\n`
  const { weights, isKept, before, gain, questions, users } = fitted
  const judged = `${toldGain(gain, 'nDCG@10', before)}, ${questions} last events of ${users} users`
  if (!isKept) return `weights of forYou: the defaults; those fitted to the log have no sure gain (${judged})\n`
  const changed = Object.entries(NAMED).flatMap(([name, told]) => {
    const [value, usual] = [weights, DEFAULT_WEIGHTS].map((of) => of[name as keyof ForYouWeights])
    return value === usual ? [] : `${told} ${value} (${usual})`
  })
  return `weights of forYou: fitted to the log (${judged}): ${changed.join(', ')}\n`
}
