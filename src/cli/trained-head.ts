import type { AnswerContext } from '../engine/answers/context.js'
import { pathOf, termScores } from '../engine/answers/for-you.js'
import { draws } from '../evaluate/draw.js'
import { type Interval, pairedBootstrap } from '../evaluate/metrics/bootstrap.js'
import { type InteractionLog, pathsOfLog } from '../log/read-log.js'
import { DEFAULT_WEIGHTS, type ForYouWeights } from '../ranking/for-you-weights.js'
import { expectedUsers } from '../ranking/scorers/expected-users.js'
import { type InteractionSummary, interactionScores, interactionShare, summarize } from '../ranking/scorers/interaction-summary.js'
import { withNewItems } from '../ranking/scorers/new-items.js'
import { type Sequences, toSequences } from '../ranking/sequences.js'
import { applyHead, type Head, type HeadOptions, trainHead } from '../ranking/transforms/head.js'
import { FlatIndex } from '../vectors/flat-index.js'
import { topK } from '../vectors/top-k.js'
import { toldGain } from './told-gain.js'

/** What a log says about a head; why nothing could be said. */
export type JudgedHead = HeadGain | { readonly isKept: false; readonly why: string }

export interface HeadGain {
  /** Whether the gain is shown: its interval is above 0. */
  readonly isKept: boolean
  /** Share of the hidden items that users met which `forYou` has among the first 20 of them, without the head. */
  readonly before: number
  readonly gain: Interval
  readonly hidden: number
  readonly users: number
}

export interface TrainOptions extends Pick<HeadOptions, 'outputs' | 'epochs' | 'seed' | 'loss'> {
  /** Of `forYou`. Default: `DEFAULT_WEIGHTS`. */
  readonly weights?: ForYouWeights
  /** Of each row, as `tellingValues` gives them: by how many users a page ranks new items. Default: it does not. */
  readonly values?: readonly (readonly string[])[]
  readonly onEpoch?: (done: number, epochs: number) => void
}

/** Of the items that somebody met. */
const HIDDEN = 0.2
const FEWEST_HIDDEN = 50
const FEWEST_USERS = 20
const K = 20
/** More say the same, and each looks at every item. */
const MOST_USERS = 1000
const MOST_ROWS_READ = 1e7
/** A pack in lists has no weights of new items. */
const MOST_ITEMS = 50_000

/**
 * Whether a head helps `forYou` with new items. A fifth of the items is hidden from the whole log. A head is trained on each half of the users,
 * and the other half is asked which of the hidden items they met: R@20 of `forYou` among these, once with the items alike told by texts
 * (`withNewItems`), once by texts and the head, with `values` both beside how many users are expected. The same log says the same.
 *
 * @param context The catalog, with all its vectors. Its interactions are not looked at.
 */
export function judgeHead(context: AnswerContext, log: InteractionLog, options: TrainOptions = {}): JudgedHead {
  const { rows, vectors } = context
  const { weights = DEFAULT_WEIGHTS, values } = options
  const paths = [...pathsOfLog(log).values()]
  const met = [...new Set(paths.flatMap((path) => path.map(({ id }) => rows.rowOf(id)!)))].sort((a, b) => a - b)
  const { shuffled, integer } = draws(1)
  const hidden = new Set(shuffled(met).slice(0, Math.round(HIDDEN * met.length)))
  const none = (why: string): JudgedHead => ({ isKept: false, why })
  if (!vectors) return none('items have no vectors')
  if (rows.size > MOST_ITEMS) return none(`the catalog has more than ${MOST_ITEMS} items`)
  if (met.length === rows.size) return none('every item was met, and none is new')
  if (hidden.size < FEWEST_HIDDEN) return none(`${met.length} items were met, it takes ${FEWEST_HIDDEN / HIDDEN}`)
  const users = paths.map((path) => ({
    interactions: path.filter(({ id }) => !hidden.has(rows.rowOf(id)!)),
    wanted: new Set(path.map(({ id }) => rows.rowOf(id)!).filter((row) => hidden.has(row))),
  }))
  const halfOf = users.map(() => integer(0, 1))
  const known = users.map(({ interactions }) => interactions.map(({ id }) => rows.rowOf(id)!))
  const asking = users.flatMap(({ interactions, wanted }, user) =>
    interactions.length > 0 && wanted.size > 0 ? [{ interactions, wanted, half: halfOf[user]! }] : [],
  )
  const most = Math.max(FEWEST_USERS, Math.min(MOST_USERS, Math.floor(MOST_ROWS_READ / rows.size)))
  const step = Math.max(1, asking.length / most)
  const asked = asking.filter((_, at) => Math.floor((at + 1) / step) > Math.floor(at / step))
  if (asked.length < FEWEST_USERS) return none(`${asked.length} users can be asked, it takes ${FEWEST_USERS}`)
  const halves = [0, 1].map((half) => known.filter((_, user) => halfOf[user] !== half))
  const counted = summarize(toSequences(known, rows.size))
  const summary = values ? { ...counted, expected: expectedUsers(counted.users, values) } : counted
  const plain = withNewItems(summary, vectors.index)
  const mask = new Uint8Array(rows.size)
  for (const row of hidden) mask[row] = 1
  const recalls = new Map<object, readonly number[]>()
  for (const [half, taught] of halves.entries()) {
    const head = trainOn(toSequences(taught, rows.size), vectors.index, options)
    if (!head) return none('too few users met two items')
    const trained = withNewItems(summary, indexWithHead(vectors.index, head))
    for (const one of asked.filter((other) => other.half === half)) {
      const { interactions, wanted } = one
      const scores = forYouScores({ ...context, interactions, now: interactions.at(-1)!.at }, plain, trained, weights)
      recalls.set(
        one,
        scores.map((score) => {
          const best = topK(score, K, mask)
          return best.rows.subarray(0, best.length).filter((row) => wanted.has(row)).length / Math.min(K, wanted.size)
        }),
      )
    }
  }
  const [before, after] = [0, 1].map((which) => asked.map((one) => recalls.get(one)![which]!))
  const gain = pairedBootstrap(after!, before!)
  return {
    isKept: gain.lo > 0,
    before: before!.reduce((sum, recall) => sum + recall, 0) / before!.length,
    gain,
    hidden: hidden.size,
    users: asked.length,
  }
}

/** The head of a whole log; null if it has too few pairs. */
export function headOfLog({ rows, vectors }: AnswerContext, log: InteractionLog, options: TrainOptions = {}): Head | null {
  const paths = [...pathsOfLog(log).values()].map((path) => path.map(({ id }) => rows.rowOf(id)!))
  return vectors && trainOn(toSequences(paths, rows.size), vectors.index, options)
}

/** Vectors in which two items are as alike as by texts and by the head, on average. @param index Its centre is set. */
export function indexWithHead(index: FlatIndex, head: Head): FlatIndex {
  const { dimensions, outputs } = head
  const texts = centredVectors(index)
  const mapped = applyHead(head, texts)
  const both = new FlatIndex(dimensions + outputs, { capacity: index.size })
  both.resize(index.size)
  for (let row = 0; row < index.size; row++) {
    if (!index.has(row)) continue
    const vector = new Float32Array(dimensions + outputs)
    vector.set(texts.subarray(row * dimensions, (row + 1) * dimensions))
    vector.set(mapped.subarray(row * outputs, (row + 1) * outputs), dimensions)
    both.set(
      row,
      vector.map((value) => value * Math.SQRT1_2),
    )
  }
  both.setCentre(both.mean())
  return both
}

function trainOn(sequences: Sequences, index: FlatIndex, options: TrainOptions): Head | null {
  return trainHead(centredVectors(index), index.dimensions, sequences, options)
}

/** Row by row, 0 for one without a vector. */
function centredVectors(index: FlatIndex): Float32Array {
  const vectors = new Float32Array(index.size * index.dimensions)
  for (let row = 0; row < index.size; row++) if (index.has(row)) vectors.set(index.centre(index.vector(row)), row * index.dimensions)
  return vectors
}

/** Every row's score by `forYou` with the one summary and with the other, which differ in what was met together alone. */
function forYouScores(
  context: AnswerContext,
  one: InteractionSummary,
  other: InteractionSummary,
  weights: ForYouWeights,
): readonly Float32Array[] {
  const [words, meaning, together, next, popular] = termScores(context, one, weights.fade) as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ]
  const path = pathOf(context, weights.fade)
  const share = interactionShare(path, { ...one, weights })
  return [together, interactionScores(path, other).together].map((met) =>
    met.map(
      (score, row) =>
        (1 - share) * (weights.words * words[row]! + weights.meaning * meaning[row]!) +
        share * (weights.together * score + weights.next * next[row]! + weights.popular * popular[row]!),
    ),
  )
}

/** For people: whether the head is kept, and what it gains. */
export function toldOfHead(judged: JudgedHead): string {
  if ('why' in judged) return `head for new items: none; ${judged.why}\n`
  const { isKept, before, gain, hidden, users } = judged
  const figures = `${toldGain(gain, `R@${K}`, before)}, ${hidden} items hidden, ${users} users held out`
  return isKept
    ? `head for new items: trained on the log, in the pack (${figures})\n`
    : `head for new items: none; one trained on the log has no sure gain (${figures})\n`
}
