import type { Command } from 'commander'
import { topics } from '../engine/answers/topics.js'
import type { Topic } from '../types.js'
import { addSourceFlags, type SourceFlags, wholeNumber } from './flags.js'
import { openEngine } from './open-engine.js'
import type { Session } from './session.js'
import { inOneLine } from './table.js'

interface TopicsFlags extends SourceFlags {
  readonly topic?: string
  readonly items: number
  readonly places?: boolean
}

/** `pagekin topics`: what a catalog is about, as `kin.topics` says it. */
export function addTopics(program: Command, session: Session): void {
  const command = program
    .command('topics')
    .description('Lists what a catalog is about: a tree of topics with names, made of the catalog itself.')
  addSourceFlags(command)
  command.option('--topic <id>', 'Lists the parts of this topic. Default: of the whole catalog.')
  command.option('--items <number>', 'The most items that a topic names.', (raw) => wholeNumber(raw, 0, 100), 3)
  command.option('--places', 'Tells the id of every item, too. Items that share more of it are nearer. Needs --json.')
  command.action((flags: TopicsFlags) => tellTopics(flags, session))
}

async function tellTopics(flags: TopicsFlags, { terminal, now }: Session): Promise<void> {
  const { topic, items, places = false, json } = flags
  const engine = await openEngine(flags, terminal, { queries: false, now })
  try {
    const request = { items, places, ...(topic !== undefined && { topic }) }
    const told = await engine.explore((context) => ({ all: topics(request, context) })).all
    if (json) return terminal.data(`${JSON.stringify(told)}\n`)
    terminal.out(`${told.items} items\n`)
    const titleOf = new Map(engine.catalog.rows.items.map(({ id, title }) => [id, title]))
    const tell = (one: Topic, indent: string): void => {
      const typical = inOneLine(one.items.map((id) => titleOf.get(id)).join(', '))
      terminal.out(`${indent}${one.id}  ${inOneLine(one.name)}  ${one.size}${indent === '' && typical !== '' ? `  (${typical})` : ''}\n`)
      for (const child of one.children) tell(child, `${indent}  `)
    }
    for (const one of told.topics) tell(one, '')
  } finally {
    engine.dispose()
  }
}
