import type { Command } from 'commander'
import { topics } from '../engine/answers/topics.js'
import type { Topic } from '../types.js'
import { addSourceFlags, type SourceFlags, wholeNumber } from './flags.js'
import { openEngine } from './open-engine.js'
import { otherAspect } from './other-aspect.js'
import type { Session } from './session.js'
import { inOneLine } from './table.js'

interface TopicsFlags extends SourceFlags {
  readonly topic?: string
  readonly items: number
  readonly places?: boolean
  readonly aspect: number
}

const MOST_ASPECTS = 6

/** `pagekin topics`: what a catalog is about, as `kin.topics` says it. */
export function addTopics(program: Command, session: Session): void {
  const command = program
    .command('topics')
    .description('Lists what a catalog is about: a tree of topics with names, made of the catalog itself.')
  addSourceFlags(command)
  command.option('--topic <id>', 'Lists the parts of this topic. Default: of the whole catalog.')
  command.option('--items <number>', 'The most items that a topic names.', (raw) => wholeNumber(raw, 0, 100), 3)
  command.option('--places', 'Tells the id of every item, too. Items that share more of it are nearer. Needs --json.')
  command.option(
    '--aspect <number>',
    'Divides the items by something else: 2 by what is left of their vectors without that by which 1 divides them, for example by brand after kind.',
    (raw) => wholeNumber(raw, 1, MOST_ASPECTS),
    1,
  )
  command.action((flags: TopicsFlags) => {
    if (flags.aspect > 1 && flags.device === 'off') {
      command.error(`error: --aspect ${flags.aspect}: received --device off, expected auto or wasm: aspects take the encoder`)
    }
    return tellTopics(flags, session)
  })
}

async function tellTopics(flags: TopicsFlags, { terminal, now }: Session): Promise<void> {
  const { topic, items, places = false, json, aspect } = flags
  const engine = await openEngine(flags, terminal, { queries: false, now })
  try {
    const request = { items, places, ...(topic !== undefined && { topic }) }
    let { context } = engine.explore((given) => ({ context: given }))
    for (let at = 1; at < aspect; at++) context = await otherAspect(context)
    const told = await topics(request, context)
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
