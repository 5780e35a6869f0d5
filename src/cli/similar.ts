import type { Command } from 'commander'
import { answerEach, answerOne, type Question, requestOf } from './answers.js'
import { addQuestionFlags, assertOneStdin, optionFlag, type QuestionFlags, wholeNumber } from './flags.js'
import { linesOf, readText } from './input-files.js'
import { openEngine } from './open-engine.js'
import type { Session } from './session.js'

interface SimilarFlags extends QuestionFlags {
  readonly same?: readonly string[]
  readonly different?: readonly string[]
  readonly not?: readonly string[]
  readonly neutral?: readonly string[]
  readonly ignore?: readonly string[]
  readonly like?: string
  readonly cheaper?: boolean
  readonly steps?: number
  readonly as?: readonly string[]
  readonly id?: readonly string[]
  readonly ids?: string
}

/** `pagekin similar`: items like one item (or like several together), or like each of a file's. */
export function addSimilar(program: Command, session: Session): void {
  const command = program.command('similar').description('Finds items like one or several.')
  command.option('--id <id>', 'Id of an item. Repeat it to ask about several together.', (id, ids: readonly string[] = []) => [...ids, id])
  command.option('--ids <file>', 'File with one id a line. Each gets its own answer. - reads standard input.')
  addQuestionFlags(command)
  for (const name of ['same', 'different', 'not', 'like', 'cheaper', 'neutral', 'ignore']) command.addOption(optionFlag(name))
  command.option('--as <ids...>', 'Two ids: finds what is to the item as the second of them is to the first.')
  command.option('--steps <number>', 'Prints so many ways on: fields in which the best items differ.', (raw) => wholeNumber(raw, 1, 20))
  command.action(async (flags: SimilarFlags) => {
    const { id, ids, as = [] } = flags
    if ((id === undefined) === (ids === undefined)) command.error('error: expected either --id or --ids')
    if (as.length !== 0 && as.length !== 2) command.error('error: --as: expected two ids')
    assertOneStdin(command, { '--catalog': flags.catalog, '--ids': ids })
    await similar(flags, session)
  })
}

async function similar(flags: SimilarFlags, session: Session): Promise<void> {
  const { terminal, now } = session
  const lines = flags.ids === undefined ? undefined : linesOf(await readText(flags.ids, terminal))
  const { same = [], different = [], not = [], like, cheaper = false, neutral = [], ignore = [], as = [], steps } = flags
  const steer = { same, different, not, like: like === undefined ? [] : [like], cheaper, neutral, ignore, as }
  const texts = [...not, ...steer.like]
  const engine = await openEngine(flags, terminal, { queries: texts.length > 0, now })
  const isSteered = cheaper || [...same, ...different, ...texts, ...neutral, ...ignore, ...as].length > 0
  const request = {
    ...requestOf(flags),
    ...(isSteered && { steer, complete: true }),
    ...(steps !== undefined && { steps }),
  }
  const question = (id: string): Question => ({ label: { id }, ask: () => engine.similar([id], request) })
  try {
    if (lines) session.failed ||= !(await answerEach(lines.map(question), flags, terminal))
    else await answerOne({ label: {}, ask: () => engine.similar(flags.id ?? [], request) }, flags, terminal)
  } finally {
    engine.dispose()
  }
}
