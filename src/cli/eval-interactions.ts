import { itemSentence } from '../catalog/item-sentence.js'
import { baselineContenders } from '../evaluate/baselines/contenders.js'
import { DenseText } from '../evaluate/baselines/dense-text.js'
import { UNTUNED } from '../evaluate/baselines/parameters.js'
import { type InteractionTask, interactionTask } from '../evaluate/interactions/task.js'
import { type Contender, evaluateMethod } from '../evaluate/next-item/evaluate-method.js'
import { nextItemTable } from '../evaluate/next-item/table.js'
import { textOfTable } from '../evaluate/next-item/table-text.js'
import { itemFields } from '../lexical/item-fields.js'
import { type InteractionSummary, summarize } from '../ranking/scorers/interaction-summary.js'
import type { Item } from '../types.js'
import { type CatalogContext, catalogContext, forYouMethod, indexOf } from './answer-context.js'
import { InputFileError } from './input-files.js'
import { readLogFile, toldOfLog } from './interaction-log.js'
import type { Terminal } from './terminal.js'
import { type VarianceShare, varianceShare } from './variance-share.js'

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
/** A side with more of the variance leaves the other hardly any say. */
const DOMINANT = 0.8

/**
 * `pagekin eval --interactions`: what every user did last is left out and guessed from what they did before, by `forYou` and by
 * the baselines. Prints a table, or one JSON document.
 *
 * @throws InputFileError for a log that cannot be read, or in which nobody met two items of the catalog.
 */
export async function evaluateInteractions(options: EvaluateInteractionsOptions, terminal: Terminal): Promise<void> {
  const { path, items, json, onStep } = options
  const log = await readLogFile(path, items, terminal)
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
  const vectors = await vectorsOf(options)
  const context = await catalogContext(items, vectors && indexOf(vectors))
  const summary = summarize(task.train)
  const outcomes = contendersOf(items, context, vectors, summary, task).map((contender) => {
    onStep(`${contender.name}: ${users.asked} questions`)
    return evaluateMethod(task, contender)
  })
  const table = nextItemTable(task, outcomes, outcomes.some(({ name }) => name === PAGEKIN) ? PAGEKIN : PAGEKIN_WORDS)
  const variance = varianceShare(context, summary, task)
  const { rows, rejected } = log
  if (json) {
    terminal.data(
      `${JSON.stringify({ interactions: { rows, rejected: rejected.length, rejectedRows: rejected.slice(0, LISTED_ROWS), users }, variance, ...table })}\n`,
    )
  } else terminal.out(`${toldOfLog(log)}\n${told(users)}\n\n${textOfTable(table)}\n${toldOfVariance(variance)}\n`)
}

async function vectorsOf({ items, encode, dimensions, onStep }: EvaluateInteractionsOptions): Promise<DenseText | null> {
  if (!encode) return null
  onStep(`vectors of ${items.length} items`)
  return new DenseText(await encode(items.map(itemSentence), 'item'), dimensions)
}

/** The baselines, then `forYou` without and with vectors, and with the interactions of the other users of the log; diversity 0, because it is guessing that is measured. */
function contendersOf(
  items: readonly Item[],
  context: CatalogContext,
  vectors: DenseText | null,
  interactionSummary: InteractionSummary,
  task: InteractionTask['task'],
): Contender[] {
  const text = { fields: items.map(itemFields), words: context.words, vectors }
  return [
    ...baselineContenders(task, text, UNTUNED),
    { name: PAGEKIN_WORDS, make: () => forYouMethod({ ...context, vectors: null }, 0) },
    ...(vectors ? [{ name: PAGEKIN, make: () => forYouMethod(context, 0) }] : []),
    { name: PAGEKIN_WARM, make: () => forYouMethod({ ...context, interactionSummary }, 0) },
  ]
}

function toldOfVariance({ interactions, questions }: VarianceShare): string {
  const share = `${PAGEKIN_WARM}: interactions have ${interactions.toFixed(2)} of the variance of its scores, texts the rest (${questions} questions)`
  return interactions > DOMINANT
    ? `${share}; texts have hardly any say`
    : interactions < 1 - DOMINANT
      ? `${share}; interactions have hardly any say`
      : share
}

function told({ total, tooShort, asked }: InteractionTask['users']): string {
  return `${total} users, ${tooShort} of them with fewer than two items; ${asked} are asked about`
}
