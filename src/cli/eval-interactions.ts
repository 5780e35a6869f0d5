import { itemSentence } from '../catalog/item-sentence.js'
import { baselineContenders } from '../evaluate/baselines/contenders.js'
import { DenseText } from '../evaluate/baselines/dense-text.js'
import { UNTUNED } from '../evaluate/baselines/parameters.js'
import { type InteractionTask, interactionTask } from '../evaluate/interactions/task.js'
import { type Contender, evaluateMethod } from '../evaluate/next-item/evaluate-method.js'
import { nextItemTable } from '../evaluate/next-item/table.js'
import { textOfTable } from '../evaluate/next-item/table-text.js'
import { itemFields } from '../lexical/item-fields.js'
import { crowdOf } from '../ranking/scorers/crowd.js'
import type { Item } from '../types.js'
import { catalogContext, forYouMethod, indexOf } from './answer-context.js'
import { InputFileError } from './input-files.js'
import { readLog, toldOfLog } from './interaction-log.js'
import type { Terminal } from './terminal.js'

export interface EvaluateInteractionsOptions {
  /** The log: a path, or - for standard input. */
  readonly path: string
  readonly items: readonly Item[]
  /** Null: by words alone. */
  readonly encode: ((texts: readonly string[], kind: 'item') => Promise<Float32Array>) | null
  readonly dimensions: number
  readonly json: boolean
  /** Called before each step, for people who wait. */
  readonly onStep: (what: string) => void
}

const PAGEKIN_WORDS = 'pagekin, words'
const PAGEKIN = 'pagekin, words and vectors'
const PAGEKIN_WARM = 'pagekin, with the log'
const LISTED_ROWS = 100

/**
 * `pagekin eval --interactions`: what every user did last is left out and guessed from what they did before, by `forYou` and by
 * the baselines. Prints a table, or one JSON document.
 *
 * @throws InputFileError for a log that cannot be read, or in which nobody met two items of the catalog.
 */
export async function evaluateInteractions(options: EvaluateInteractionsOptions, terminal: Terminal): Promise<void> {
  const { path, items, json, onStep } = options
  const ids = new Set(items.map(({ id }) => id))
  const log = await readLog(path, (id) => ids.has(id), terminal)
  const { task, users } = interactionTask(
    path,
    items.map(({ id }) => id),
    log.interactions,
  )
  if (users.asked === 0) {
    throw new InputFileError(
      `${path}: ${users.total} users and none of them met two items of the catalog, expected one at least; ${toldOfLog(log)}`,
    )
  }
  const outcomes = (await contendersOf(options, task)).map((contender) => {
    onStep(`${contender.name}: ${users.asked} questions`)
    return evaluateMethod(task, contender)
  })
  const table = nextItemTable(task, outcomes, outcomes.some(({ name }) => name === PAGEKIN) ? PAGEKIN : PAGEKIN_WORDS)
  const { rows, rejected } = log
  if (json) {
    terminal.out(
      `${JSON.stringify({ interactions: { rows, rejected: rejected.length, rejectedRows: rejected.slice(0, LISTED_ROWS), users }, ...table })}\n`,
    )
  } else terminal.out(`${toldOfLog(log)}\n${told(users)}\n\n${textOfTable(table)}`)
}

/** The baselines, then `forYou` without and with vectors, and with what the others of the log did; diversity 0, because it is guessing that is measured. */
async function contendersOf(
  { items, encode, dimensions, onStep }: EvaluateInteractionsOptions,
  task: InteractionTask['task'],
): Promise<Contender[]> {
  if (encode) onStep(`vectors of ${items.length} items`)
  const vectors = encode && new DenseText(await encode(items.map(itemSentence), 'item'), dimensions)
  const context = await catalogContext(items, vectors && indexOf(vectors))
  const text = { fields: items.map(itemFields), words: context.words, vectors }
  return [
    ...baselineContenders(task, text, UNTUNED),
    { name: PAGEKIN_WORDS, make: () => forYouMethod({ ...context, vectors: null }, 0) },
    ...(vectors ? [{ name: PAGEKIN, make: () => forYouMethod(context, 0) }] : []),
    { name: PAGEKIN_WARM, make: () => forYouMethod({ ...context, crowd: crowdOf(task.train) }, 0) },
  ]
}

function told({ total, tooShort, asked }: InteractionTask['users']): string {
  return `${total} users, ${tooShort} of them with fewer than two items; ${asked} are asked about`
}
