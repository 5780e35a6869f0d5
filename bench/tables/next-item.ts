import { type CatalogContext, forYouMethod } from '../../src/cli/answer-context.js'
import { fitWeights, toldOfWeights } from '../../src/cli/fitted-weights.js'
import { baselineContenders } from '../../src/evaluate/baselines/contenders.js'
import { UNTUNED } from '../../src/evaluate/baselines/parameters.js'
import { type Contender, evaluateMethod } from '../../src/evaluate/next-item/evaluate-method.js'
import { nextItemTable } from '../../src/evaluate/next-item/table.js'
import { textOfTable } from '../../src/evaluate/next-item/table-text.js'
import type { NextItemTask } from '../../src/evaluate/next-item/task.js'
import type { InteractionLog } from '../../src/log/read-log.js'
import { summarize } from '../../src/ranking/scorers/interaction-summary.js'
import { type Sequences, sequenceAt, sequenceCount } from '../../src/ranking/sequences.js'
import { tuneBaselines } from '../baselines/tune.js'
import { PARAMETERS } from '../next-item-parameters.js'
import { NEXT_ITEM_SETS, type NextItemSet, openNextItemSet } from '../next-item-sets.js'
import { hasSharedData } from '../shared-data.js'

/**
 * `npm run bench -- next-item`: who guesses best what a user of MovieLens, of a shop for industrial goods or of one for clothes takes next, and at
 * what cost. `--json` one document; `--valid` the half that is tuned on; `--tune` tries the settings of the baselines on that half
 * and prints what is best; `--quick` asks 300 of the questions; `--cold` takes differences to pagekin without what others did. The name of a
 * set: only that one.
 */
const flags = new Set(process.argv.slice(2))
const QUICK_QUERIES = 300
/** Sequences have no times: a view a minute. */
const STEP_MS = 60_000
const COLD = 'pagekin (cold)'
const WARM = 'pagekin (warm)'
const FITTED = 'pagekin (warm, weights fitted)'

if (hasSharedData('next-item')) {
  for (const name of NEXT_ITEM_SETS.filter((name) => flags.has(name) || !NEXT_ITEM_SETS.some((other) => flags.has(other)))) {
    const set = await openNextItemSet(name)
    if (flags.has('--tune')) tune(set)
    else report(set)
  }
}

function tune(set: NextItemSet): void {
  const best = tuneBaselines(taskOf(set, 'valid'), set.text, UNTUNED, (trial) => console.log(JSON.stringify({ set: set.name, ...trial })))
  console.log(JSON.stringify({ set: set.name, best }))
}

function report(set: NextItemSet): void {
  const task = taskOf(set, flags.has('--valid') ? 'valid' : 'test')
  const contenders = [...baselineContenders(task, set.text, PARAMETERS[set.name]), ...pagekinModes(set, task)]
  const outcomes = contenders.map((contender) => {
    const outcome = evaluateMethod(task, contender)
    // an EASE^R is hundreds of MB, and the next one's time is not to hold its collection
    globalThis.gc?.()
    return outcome
  })
  const table = nextItemTable(task, outcomes, flags.has('--cold') ? COLD : WARM)
  console.log(flags.has('--json') ? JSON.stringify({ table: 'next-item', ...table }) : textOfTable(table))
}

/** As a page answers: from the catalog and the visitor's own history (cold), with what others did, too (warm). */
function pagekinModes({ context }: NextItemSet, { train }: NextItemTask): Contender[] {
  const interactionSummary = summarize(train)
  const begun = process.cpuUsage()
  const fitted = fitWeights({ ...context, interactions: [], now: 0 }, logOf(train, context))
  console.error(`${toldOfWeights(fitted)}fitted in ${(process.cpuUsage(begun).user / 1e6).toFixed(1)} s of processor time`)
  return [
    { name: 'pagekin (cold, words)', make: () => forYouMethod({ ...context, vectors: null }, 0) },
    { name: COLD, make: () => forYouMethod(context, 0) },
    { name: 'pagekin (cold, default diversity)', make: () => forYouMethod(context) },
    { name: WARM, make: () => forYouMethod({ ...context, interactionSummary }, 0) },
    ...(fitted
      ? [
          {
            name: FITTED,
            make: () => forYouMethod({ ...context, interactionSummary: { ...interactionSummary, weights: fitted.weights } }, 0),
          },
        ]
      : []),
  ]
}

/** As a site would have written it down. */
function logOf(train: Sequences, { rows }: CatalogContext): InteractionLog {
  const interactions = Array.from({ length: sequenceCount(train) }, (_, s) =>
    Array.from(sequenceAt(train, s), (row, i) => ({ user: `${s}`, id: rows.items[row]!.id, type: 'view' as const, at: i * STEP_MS })),
  ).flat()
  return { interactions, isTimed: false, hasBaskets: false, rejected: [], rows: interactions.length }
}

function taskOf(set: NextItemSet, half: 'valid' | 'test'): NextItemTask {
  const task = set.task(half)
  if (!flags.has('--quick')) return task
  const step = Math.max(1, Math.floor(task.queries.length / QUICK_QUERIES))
  return { ...task, queries: task.queries.filter((_, q) => q % step === 0) }
}
