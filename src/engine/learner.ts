import { DEFAULT_WEIGHTS, type ForYouWeights } from '../ranking/for-you-weights.js'
import { interactionShare, weightsOf } from '../ranking/scorers/interaction-summary.js'
import { type Choice, LEARNT, type VisitorWeights, visitorWeights } from '../ranking/visitor-weights.js'
import type { Interaction, RecommenderState } from '../types.js'
import { sampleRows } from '../vectors/statistics.js'
import type { AnswerContext } from './answers/context.js'
import { pathOf, termScores } from './answers/for-you.js'

type Learned = NonNullable<RecommenderState['learned']>

/** The latest so many choices teach: each costs what an answer does. */
const LATEST = 30
/** What stands for all that was not taken. */
const OTHERS = 100
/** Without a new state for so long, nobody has asked anything. */
const IDLE_MS = 1000

export interface LearnerParts {
  /** What answers are made from now. */
  context(): AnswerContext
  /** Whether this event may teach. */
  teaches(event: Interaction): boolean
  /** @param isNew Whether answers change. */
  onLearnt(learned: Learned | undefined, isNew: boolean): void
}

/**
 * Learns the weights of `forYou` from what this visitor took, in idle time: each item taken is asked about once more with the past before
 * it. What is learnt is a function of the history, so forgetting an event forgets what it taught, and nothing more is stored.
 */
export class Learner {
  readonly #parts: LearnerParts
  #learnt: VisitorWeights | null = null
  #told: string | undefined
  /** By event; made from what they name. */
  #choices = new Map<Interaction, Choice | null>()
  #madeFrom: readonly unknown[] = []
  #timer: ReturnType<typeof setTimeout> | undefined
  /** Counts states: a run ends when the number is no longer its own. */
  #run = 0
  #heard = -1

  constructor(parts: LearnerParts) {
    this.#parts = parts
  }

  /** Those that answers use; undefined where the usual ones are as good. */
  get weights(): ForYouWeights | undefined {
    return this.#learnt?.helps ? this.#learnt.weights : undefined
  }

  /** Called with every state. Begins once the state has rested and all vectors are there. */
  heed({ phase, revision }: RecommenderState): void {
    if (revision === this.#heard && phase === 'ready') return
    this.pause()
    if (phase !== 'ready') return
    this.#heard = revision
    this.#timer = setTimeout(() => void this.#learn(this.#run), IDLE_MS)
  }

  /** Stops until the next state. */
  pause(): void {
    this.#run++
    this.#heard = -1
    clearTimeout(this.#timer)
  }

  /** At once, with what was learnt; what remains of the history teaches anew. */
  forget(): void {
    this.pause()
    this.#choices.clear()
    this.#tell(null)
  }

  async #learn(run: number): Promise<void> {
    const context = this.#parts.context()
    const { rows, vectors, interactionSummary, interactions } = context
    if (!interactionSummary) return
    const madeFrom = [rows.items, vectors?.index.count, interactionSummary]
    if (madeFrom.some((part, i) => part !== this.#madeFrom[i])) this.#choices.clear()
    this.#madeFrom = madeFrom
    const places = placesTaken(context, this.#parts.teaches)
    for (const place of places) {
      const event = interactions[place]!
      if (this.#choices.has(event)) continue
      // one a task, so that a question waits for one at most
      await new Promise((resolve) => setTimeout(resolve))
      if (this.#run !== run) return
      this.#choices.set(event, choiceAt(place, context))
    }
    const choices = places.map((place) => this.#choices.get(interactions[place]!)).filter((choice) => choice != null)
    this.#tell(visitorWeights(choices, weightsOf(interactionSummary)), weightsOf(interactionSummary))
  }

  #tell(learnt: VisitorWeights | null, usual = DEFAULT_WEIGHTS): void {
    const [before, told] = [this.weights, this.#told]
    this.#learnt = learnt
    const learned = learnt ? inWords(learnt, usual) : undefined
    this.#told = learned?.words
    if (this.#told !== told)
      this.#parts.onLearnt(
        learned,
        LEARNT.some((name) => before?.[name] !== this.weights?.[name]),
      )
  }
}

/** Of each of the latest items that a visitor took, the place in their history where they first did. */
export function placesTaken({ interactions, rows }: AnswerContext, teaches: (event: Interaction) => boolean = () => true): number[] {
  const met = new Set<string>()
  const places = interactions.flatMap((event, place) => {
    const isFirst = !met.has(event.id)
    met.add(event.id)
    return isFirst && event.type !== 'dismiss' && rows.rowOf(event.id) !== undefined && teaches(event) ? [place] : []
  })
  return places.slice(-LATEST)
}

/** An item taken as a question: what each term said of it then, and of other rows. Null without a past. */
export function choiceAt(place: number, context: AnswerContext): Choice | null {
  const { interactions, rows, interactionSummary } = context
  const { id, at } = interactions[place]!
  const before: AnswerContext = { ...context, interactions: interactions.slice(0, place), now: at }
  const met = new Set(before.interactions.map((event) => rows.rowOf(event.id)))
  const taken = rows.rowOf(id)!
  const { fade } = weightsOf(interactionSummary)
  const path = pathOf(before, fade)
  if (!interactionSummary || path.length === 0) return null
  const asked = [taken, ...sampleRows(rows.size, { size: OTHERS, seed: place + 1, accept: (row) => row !== taken && !met.has(row) })]
  const share = interactionShare(path, interactionSummary)
  return termScores(before, interactionSummary, fade).map((scores, t) => {
    const factor = t < 2 ? 1 - share : share
    return Float32Array.from(asked, (row) => factor * scores[row]!)
  })
}

function inWords({ weights, helps, choices, gain }: VisitorWeights, usual: ForYouWeights): Learned {
  if (!helps) {
    const words = `The usual weights of forYou stay: those learnt from ${choices} items that this visitor took do not place such items higher for sure.`
    return { helps, choices, words }
  }
  const changed = LEARNT.map((name) => `${name} ${weights[name].toFixed(1)} (${usual[name]})`).join(', ')
  const share = Math.round(100 * Math.exp(-gain))
  const words = `Weights of forYou were learnt from ${choices} items that this visitor took (in brackets the usual ones): ${changed}. Replayed, such an item comes at ${share} % of its usual place.`
  return { helps, choices, words }
}
