import type { Command } from 'commander'
import { answerEach, answerOne, type Question, requestOf } from './answers.js'
import { addQuestionFlags, assertOneStdin, optionFlag, type QuestionFlags } from './flags.js'
import { InputFileError, linesOf, readText } from './input-files.js'
import { openEngine } from './open-engine.js'
import type { Session } from './session.js'

interface SearchFlags extends QuestionFlags {
  readonly query?: string
  readonly queries?: string
  readonly minConfidence?: number
  readonly like?: string
}

/**
 * `pagekin search`: items for a text, or for each line of a file. Always `--limit` answers where the filter lets so many
 * through: items that match nothing come last. With `--min-confidence` those of a lower confidence are left out.
 */
export function addSearch(program: Command, session: Session): void {
  const command = program.command('search').description('Finds items for a text.')
  command.option('--query <text>', 'The text.')
  command.option('--queries <file>', 'File with one text a line. Each gets its own answer. - reads standard input.')
  addQuestionFlags(command)
    .addOption(optionFlag('minConfidence'))
    .addOption(optionFlag('like'))
    .action(async (flags: SearchFlags) => {
      const { query, queries } = flags
      if ((query === undefined) === (queries === undefined)) command.error('error: expected either --query or --queries')
      if (query?.trim() === '') command.error('error: --query: received blank text, expected words')
      if (flags.minConfidence !== undefined && flags.device === 'off')
        command.error('error: --min-confidence: received --device off, expected auto or wasm: confidence takes the encoder')
      assertOneStdin(command, { '--catalog': flags.catalog, '--queries': queries })
      await search(flags, session)
    })
}

async function search(flags: SearchFlags, session: Session): Promise<void> {
  const { terminal, now } = session
  const { query = '', queries } = flags
  const lines = queries === undefined ? undefined : linesOf(await readText(queries, terminal))
  const engine = await openEngine(flags, terminal, { queries: true, now })
  const { minConfidence, like } = flags
  const request = {
    ...requestOf(flags),
    complete: true,
    ...(minConfidence !== undefined && { minConfidence }),
    ...(like !== undefined && { like: [like] }),
  }
  const question = (text: string, row: number): Question => ({
    label: { query: text },
    async ask() {
      if (text.trim() === '') throw new InputFileError(`${queries}, line ${row + 1}: received a blank line, expected a text`)
      return engine.search(text, request)
    },
  })
  try {
    if (lines) session.failed ||= !(await answerEach(lines.map(question), flags, terminal))
    else await answerOne(question(query, 0), flags, terminal)
  } finally {
    engine.dispose()
  }
}
