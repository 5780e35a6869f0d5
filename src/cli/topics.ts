import type { Command } from 'commander'
import { type Topic, topicsOf } from '../engine/answers/topics.js'
import { readCatalogOf, tellRejected } from './catalog-input.js'
import { addOutputFlags, type OutputFlags, optionFlag } from './flags.js'
import type { Session } from './session.js'

interface TopicsFlags extends OutputFlags {
  readonly catalog: string
  readonly fields?: Readonly<Record<string, string>>
  readonly currency?: string
}

/** `pagekin topics`: what a catalog is about, by the words of its items. */
export function addTopics(program: Command, session: Session): void {
  const command = program
    .command('topics')
    .description(
      'Lists what a catalog is about, by the words of its items: topics and their parts, named by the phrases that tell each from the others.',
    )
  for (const name of ['catalog', 'fields', 'currency']) command.addOption(optionFlag(name))
  addOutputFlags(command).action((flags: TopicsFlags) => tellTopics(flags, session))
}

async function tellTopics(flags: TopicsFlags, { terminal }: Session): Promise<void> {
  const { items, rejected } = await readCatalogOf(flags, terminal)
  tellRejected({ items: { rejected: rejected.length, total: items.length }, rejectedRows: rejected }, terminal)
  const topics = topicsOf(items)
  if (flags.json) return terminal.out(`${JSON.stringify({ topics })}\n`)
  if (topics.length === 0) return terminal.out(`no topics: the words of ${items.length} items do not fall into groups\n`)
  const tell = ({ id, name, items, children }: Topic, indent: string): void => {
    terminal.out(`${indent}${id}  ${name}  ${items.length}\n`)
    for (const child of children) tell(child, `${indent}  `)
  }
  for (const topic of topics) tell(topic, '')
}
