import type { Command } from 'commander'
import type { Interaction } from '../types.js'
import { answerEach, type Question, requestOf } from './answers.js'
import { addQuestionFlags, assertOneStdin, optionFlag, type QuestionFlags } from './flags.js'
import { InputFileError, linesOf, parseLine, readText } from './input-files.js'
import { fittedSummaryOfFile } from './interaction-log.js'
import { openEngine } from './open-engine.js'
import type { Session } from './session.js'

interface RecommendFlags extends QuestionFlags {
  readonly histories: string
  readonly interactions?: string
  readonly explore?: number
}

/** Histories give an order and no times: a view a minute, the last one now. */
const STEP_MS = 60_000

/** `pagekin recommend`: for each history of a file, what its visitor would be shown. */
export function addRecommend(program: Command, session: Session): void {
  const command = program.command('recommend').description('Recommends items for each of many histories.')
  command.requiredOption('--histories <file>', 'File with one {"user", "history": [ids]} a line, oldest first; - reads standard input.')
  command.option(
    '--interactions <file>',
    'Interactions of many users, as CSV or JSON with user, item, and maybe type and time. They count the more, the more users know the items of a history.',
  )
  addQuestionFlags(command)
    .addOption(optionFlag('explore'))
    .action((flags: RecommendFlags) => {
      const { catalog, histories, interactions } = flags
      assertOneStdin(command, { '--catalog': catalog, '--histories': histories, '--interactions': interactions })
      return recommend(flags, session)
    })
}

async function recommend(flags: RecommendFlags, session: Session): Promise<void> {
  const { terminal, now } = session
  const { histories, explore: share } = flags
  const lines = linesOf(await readText(histories, terminal))
  const engine = await openEngine(flags, terminal, { queries: false, now })
  const request = requestOf(flags)
  const unknown: string[] = []
  let asked = 0
  const question = (line: string, row: number): Question => {
    const parsed = attempt(() => readHistory(line, histories, row, now))
    if ('error' in parsed) return { label: { user: null }, ask: () => Promise.reject(parsed.error) }
    const { user, interactions } = parsed.value
    const strangers = interactions.flatMap(({ id }) => (engine.has(id) ? [] : [id]))
    unknown.push(...strangers)
    asked += interactions.length
    return {
      label: { user, ...(strangers.length > 0 && { unknown: strangers.length }) },
      heading: String(user),
      // each visitor and each run draws anew
      ask: () => engine.forYou({ ...request, ...(share && { explore: { share, seed: now + row } }) }, interactions),
    }
  }
  try {
    if (flags.interactions !== undefined) engine.interactions.learn(await fittedSummaryOfFile(flags.interactions, engine, terminal))
    const questions = lines.map(question)
    if (unknown.length > 0) {
      const counted = `${unknown.length} of the ${asked} ids in ${histories} are not in the catalog`
      terminal.err(`${counted}, for example ${JSON.stringify(unknown[0]!.slice(0, 60))}: they count for nothing\n`)
    }
    session.failed ||= !(await answerEach(questions, flags, terminal))
  } finally {
    engine.dispose()
  }
}

/** Reads one line. Ids may be numbers, as in a catalog. @throws InputFileError. */
function readHistory(line: string, path: string, row: number, now: number): { user: string | number; interactions: Interaction[] } {
  const { user, history } = parseLine(line, path, row)
  const isId = (value: unknown): value is string | number => typeof value === 'string' || typeof value === 'number'
  if (!isId(user) || !Array.isArray(history) || !history.every(isId)) {
    const received = JSON.stringify(line.slice(0, 60))
    throw new InputFileError(`${path}, line ${row + 1}: received ${received}, expected {"user": id, "history": [ids]}`)
  }
  const last = history.length - 1
  return { user, interactions: history.map((id, i) => ({ type: 'view', id: String(id), at: now - (last - i) * STEP_MS })) }
}

function attempt<T>(make: () => T): { readonly value: T } | { readonly error: unknown } {
  try {
    return { value: make() }
  } catch (error) {
    return { error }
  }
}
