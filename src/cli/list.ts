import { Argument, type Command } from 'commander'
import { answerOne, requestOf } from './answers.js'
import { addQuestionFlags, assertOneStdin, optionFlag, type QuestionFlags } from './flags.js'
import { InputFileError } from './input-files.js'
import { summaryOfFile } from './interaction-log.js'
import { openEngine } from './open-engine.js'
import type { Session } from './session.js'

interface ListFlags extends QuestionFlags {
  readonly id?: readonly string[]
  readonly interactions?: string
  readonly budget?: number
}

/** The lists that are no visitor's own. */
const MODES = ['new', 'popular', 'others', 'goes-with'] as const

/** `pagekin list`: a list that needs no question. */
export function addList(program: Command, session: Session): void {
  const command = program
    .command('list')
    .description('Lists items that are new or popular, that others met together with an item, or that go with it.')
  command.addArgument(new Argument('<mode>', 'Which list.').choices(MODES))
  command.option('--id <id>', 'Id of an item on the page. Repeat it for several.', (id, ids: readonly string[] = []) => [...ids, id])
  command.option('--interactions <file>', 'Interactions of many users, as CSV or JSON with user, item, and maybe type and time.')
  addQuestionFlags(command)
  command.addOption(optionFlag('budget'))
  command.action(async (mode: (typeof MODES)[number], flags: ListFlags) => {
    const { catalog, id = [], interactions, budget } = flags
    if ((mode === 'others' || mode === 'goes-with') && id.length === 0) command.error(`error: ${mode} expects --id`)
    if (mode !== 'goes-with' && budget !== undefined) command.error('error: --budget is of goes-with alone')
    assertOneStdin(command, { '--catalog': catalog, '--interactions': interactions })
    const { terminal, now } = session
    const engine = await openEngine(flags, terminal, { queries: false, now })
    try {
      // a page's items may be sold out; on a command line it is a slip
      const { unknown } = engine.explore(({ rows }) => ({ unknown: id.find((one) => rows.rowOf(one) === undefined) }))
      if (unknown !== undefined) throw new InputFileError(`--id: received ${JSON.stringify(unknown)}, expected an id of the catalog`)
      if (interactions !== undefined) engine.interactions.learn(await summaryOfFile(interactions, engine, terminal))
      const ask = async () => {
        const answer = await engine.list(mode, { ...requestOf(flags), items: id, ...(budget !== undefined && { budget }) })
        if (answer.lacks !== undefined) terminal.err(`list ${mode} lacks ${answer.lacks}\n`)
        return answer
      }
      await answerOne({ label: { mode }, ask }, flags, terminal)
    } finally {
      engine.dispose()
    }
  })
}
