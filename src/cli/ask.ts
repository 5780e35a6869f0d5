import { type Command, InvalidArgumentError } from 'commander'
import { isRecord } from '../catalog/rows.js'
import { ask } from '../engine/answers/ask.js'
import { CatalogRows } from '../engine/catalog-rows.js'
import type { Told, Where } from '../types.js'
import { readCatalogOf, tellRejected } from './catalog-input.js'
import { nameOf } from './facets.js'
import { addOutputFlags, type OutputFlags, optionFlag, wholeNumber } from './flags.js'
import type { Session } from './session.js'
import { inOneLine } from './table.js'

interface AskFlags extends OutputFlags {
  readonly catalog: string
  readonly fields?: Readonly<Record<string, string>>
  readonly currency?: string
  readonly where?: Where
  readonly told: readonly Told[]
  readonly limit: number
  readonly values: number
  readonly enough: number
}

/** `pagekin ask`: the question that narrows a catalog most, as `kin.ask` says it. */
export function addAsk(program: Command, session: Session): void {
  const command = program
    .command('ask')
    .description('Says the question whose answer narrows a catalog most, and the items that fit the answers so far.')
  for (const name of ['catalog', 'fields', 'currency', 'where', 'limit']) command.addOption(optionFlag(name))
  command.option(
    '--told <json>',
    `The answers so far: '[{"field": "brand", "values": ["Acme"]}, {"field": "material", "not": ["wool", "cork"]}, {"field": "price"}]'. The last does not mind.`,
    readTold,
    [],
  )
  command.option('--values <number>', 'The most values that a question offers.', (raw) => wholeNumber(raw, 1, 1000), 6)
  command.option('--enough <number>', 'Asks no more once about so many items are left.', (raw) => wholeNumber(raw, 1, 1000), 3)
  addOutputFlags(command).action((flags: AskFlags) => tellQuestion(flags, session))
}

async function tellQuestion(flags: AskFlags, { terminal }: Session): Promise<void> {
  const { where, told, limit, values, enough, json } = flags
  const { items, rejected } = await readCatalogOf(flags, terminal)
  tellRejected({ items: { rejected: rejected.length, total: items.length }, rejectedRows: rejected }, terminal)
  const rows = new CatalogRows()
  rows.replace({ items, hashes: items.map(() => '') })
  const asked = ask({ ...(where && { where }), told, limit, values, enough }, { rows, interactions: [] })
  if (json) return terminal.data(`${JSON.stringify(asked)}\n`)
  const { question, likely } = asked
  terminal.out(`about ${asked.items} items left\n`)
  if (question) {
    terminal.out(`\n${inOneLine(question.field)}? (${question.gain.toFixed(2)} bits)\n`)
    for (const value of question.values) terminal.out(`  ${nameOf(value)}\n`)
  }
  terminal.out('\n')
  for (const { id, share } of likely)
    terminal.out(`${(100 * share).toFixed(1)} %  ${inOneLine(id)}  ${inOneLine(items[rows.rowOf(id)!]!.title)}\n`)
}

function readTold(raw: string): unknown {
  try {
    const told: unknown = JSON.parse(raw)
    if (Array.isArray(told) && told.every(isTold)) return told
  } catch {
    // told below, as what is JSON of another form
  }
  throw new InvalidArgumentError(`received "${raw.slice(0, 60)}", expected JSON: a list of {field, values} or {field, not}`)
}

function isTold(answer: unknown): boolean {
  if (!isRecord(answer) || typeof answer.field !== 'string') return false
  return [answer.values ?? [], answer.not ?? []].every((given) => Array.isArray(given) && !given.includes(null))
}
