import type { LoggedInteraction } from '../../log/read-log.js'
import type { Interaction } from '../../types.js'
import { mulberry32 } from '../../vectors/random.js'
import type { NextItemQuery, NextItemTask } from '../next-item/task.js'
import { nextItemTask } from '../next-item/task.js'

export interface InteractionTask {
  readonly task: NextItemTask
  readonly users: {
    readonly total: number
    /** Users who met fewer than two items: nothing can be left out. */
    readonly tooShort: number
    /** Users who are asked about; all are learned from. */
    readonly asked: number
  }
}

/** More questions make the intervals narrower than any difference that matters, and cost minutes. */
const MAX_QUESTIONS = 2000
const SEED = 1

/**
 * Leave-last-out: for every user the item that they met last for the first time is what has to be guessed, from what they did
 * before. What came after is not seen, dismissed items are no items met, and all that other users did before their own last item
 * is learned from. Events of one moment keep the order of the file.
 *
 * @param maxQuestions Users asked, drawn with a fixed seed. Default 2,000.
 */
export function interactionTask(
  name: string,
  ids: readonly string[],
  interactions: readonly LoggedInteraction[],
  maxQuestions = MAX_QUESTIONS,
): InteractionTask {
  const byUser = new Map<string, LoggedInteraction[]>()
  for (const interaction of interactions) {
    const own = byUser.get(interaction.user)
    if (own) own.push(interaction)
    else byUser.set(interaction.user, [interaction])
  }
  const parted = [...byUser].flatMap(([user, own]) => partLast(user, own) ?? [])
  const asked = sample(parted, maxQuestions)
  const task = nextItemTask({ name, ids, train: parted.map(({ history }) => history), queries: asked })
  return { task, users: { total: byUser.size, tooShort: byUser.size - parted.length, asked: asked.length } }
}

interface Parted {
  readonly user: string
  readonly history: readonly string[]
  readonly target: string
  readonly events: NonNullable<NextItemQuery['events']>
}

function partLast(user: string, own: readonly LoggedInteraction[]): Parted | null {
  const inOrder = [...own].sort((a, b) => a.at - b.at)
  const dismissed = new Set(inOrder.filter(({ type }) => type === 'dismiss').map(({ id }) => id))
  const met = inOrder.filter(({ id }) => !dismissed.has(id))
  const distinct = [...new Set(met.map(({ id }) => id))]
  const target = distinct.at(-1)
  if (target === undefined || distinct.length < 2) return null
  const { at: now } = met.find(({ id }) => id === target)!
  const before = inOrder.slice(
    0,
    inOrder.findIndex(({ id, type }) => id === target && type !== 'dismiss'),
  )
  const interactions = before.map(({ type, id, at }): Interaction => ({ type, id, at }))
  return { user, history: before.filter(({ id }) => !dismissed.has(id)).map(({ id }) => id), target, events: { interactions, now } }
}

/** As many as asked for, all alike, in their order (algorithm S: Knuth, The Art of Computer Programming, 3.4.2). */
function sample<T>(from: readonly T[], count: number): T[] {
  const random = mulberry32(SEED)
  let wanted = Math.min(count, from.length)
  return from.filter((_, i) => {
    const taken = random() * (from.length - i) < wanted
    if (taken) wanted--
    return taken
  })
}
