import { Command, CommanderError } from 'commander'
import { PagekinError } from '../errors.js'
import { addAsk } from './ask.js'
import { addAssets } from './assets.js'
import { addAssign } from './assign.js'
import { addBuild } from './build.js'
import { addConcepts } from './concepts.js'
import { applyConfig } from './config.js'
import { addDoctor } from './doctor.js'
import { addEmbed } from './embed.js'
import { addEnrich } from './enrich.js'
import { addEval } from './eval.js'
import { addFacets } from './facets.js'
import { addInit } from './init.js'
import { InputFileError } from './input-files.js'
import { addInspect } from './inspect.js'
import { addLabel } from './label.js'
import { addList } from './list.js'
import { addMerge } from './merge.js'
import { addPack } from './pack.js'
import { addRecommend } from './recommend.js'
import { addSearch } from './search.js'
import { addServe } from './serve.js'
import type { Session } from './session.js'
import { addSimilar } from './similar.js'
import { addTag } from './tag.js'
import { type Streams, terminalOf } from './terminal.js'
import { addTopics } from './topics.js'
import { addValidate } from './validate.js'

const FINE = 0
const INPUT = 1
const USAGE = 2

/** All commands with their flags. */
export function commandLine(session: Session): Command {
  const { out, err } = session.terminal
  const program = new Command('pagekin')
    .description('Recommends from a catalog, with the engine that also runs in pages.')
    .version(__PAGEKIN_VERSION__)
    .exitOverride()
    .configureOutput({ writeOut: out, writeErr: err })
  const site = [addInit, addBuild, addPack, addAssets, addServe, addDoctor]
  const catalog = [addValidate, addInspect, addEval, addEnrich, addLabel, addTag]
  const answers = [addSimilar, addSearch, addRecommend, addList, addFacets, addAsk, addTopics, addConcepts]
  const cluster = [addEmbed, addAssign, addMerge]
  for (const add of [...site, ...catalog, ...answers, ...cluster]) add(program, session)
  return program
}

/**
 * Runs one command line, without the program's name.
 *
 * @returns The exit code: 0 fine, 1 something is wrong with the user's files or data (or with this machine), 2 with the command line.
 */
export async function run(args: readonly string[], streams: Streams): Promise<number> {
  const terminal = terminalOf(streams)
  const session: Session = { terminal, now: Date.now(), failed: false }
  try {
    const program = commandLine(session)
    await applyConfig(program, terminal.cwd)
    await program.parseAsync([...args], { from: 'user' })
    return session.failed ? INPUT : FINE
  } catch (thrown) {
    // commander has told it already
    if (thrown instanceof CommanderError) return thrown.exitCode === 0 ? FINE : USAGE
    const error = PagekinError.from(thrown, 'worker-failed', 'pagekin')
    // the hint of a usage error is to read its message
    terminal.err(`${error.message}\n${error.code === 'usage' ? '' : `${error.hint}\n`}`)
    return error.code === 'usage' && !(error instanceof InputFileError) ? USAGE : INPUT
  }
}
