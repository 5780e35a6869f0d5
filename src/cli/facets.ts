import { type Command, InvalidArgumentError } from 'commander'
import { isRecord } from '../catalog/rows.js'
import { facets } from '../engine/answers/facets.js'
import { CatalogRows } from '../engine/catalog-rows.js'
import type { FacetsRequest } from '../protocol.js'
import type { FacetChoice, Where } from '../types.js'
import { readCatalogOf, tellRejected } from './catalog-input.js'
import { addOutputFlags, type OutputFlags, optionFlag, wholeNumber } from './flags.js'
import type { Session } from './session.js'
import { inOneLine } from './table.js'

interface FacetsFlags extends OutputFlags {
  readonly catalog: string
  readonly fields?: Readonly<Record<string, string>>
  readonly currency?: string
  readonly where?: Where
  readonly chosen?: NonNullable<FacetsRequest['chosen']>
  readonly limit: number
  readonly values: number
}

/** `pagekin facets`: what a catalog can be narrowed by, as `kin.facets` says it. */
export function addFacets(program: Command, session: Session): void {
  const command = program
    .command('facets')
    .description('Lists the fields that a catalog can be narrowed by, with how many items each value leaves.')
  for (const name of ['catalog', 'fields', 'currency', 'where', 'limit']) command.addOption(optionFlag(name))
  command.option('--chosen <json>', `What has been chosen, by field: '{"brand": ["Acme"], "price": [{"min": 10, "max": 50}]}'.`, readChosen)
  command.option('--values <number>', 'The most values of a field.', (raw) => wholeNumber(raw, 1, 1000), 10)
  addOutputFlags(command).action((flags: FacetsFlags) => tellFacets(flags, session))
}

async function tellFacets(flags: FacetsFlags, { terminal }: Session): Promise<void> {
  const { where, chosen, limit, values, json } = flags
  const { items, rejected } = await readCatalogOf(flags, terminal)
  tellRejected({ items: { rejected: rejected.length, total: items.length }, rejectedRows: rejected }, terminal)
  const rows = new CatalogRows()
  rows.replace({ items, hashes: items.map(() => '') })
  const found = facets({ ...(where && { where }), ...(chosen && { chosen }), limit, values }, { rows, interactions: [] })
  if (json) return terminal.data(`${JSON.stringify(found)}\n`)
  terminal.out(`${found.items} items\n`)
  for (const { field, values } of found.fields) {
    terminal.out(`\n${inOneLine(field)}\n`)
    for (const { value, items, chosen, level = 0 } of values) {
      terminal.out(`${' '.repeat(2 + 2 * level)}${chosen ? '* ' : ''}${nameOf(value)}  ${items}\n`)
    }
  }
}

export function nameOf(value: FacetChoice): string {
  return typeof value === 'object' ? `${value.min} ${value.max === undefined ? 'and more' : `to ${value.max}`}` : inOneLine(String(value))
}

function readChosen(raw: string): unknown {
  try {
    const chosen: unknown = JSON.parse(raw)
    if (isRecord(chosen) && Object.values(chosen).every((choices) => Array.isArray(choices) && !choices.includes(null))) return chosen
  } catch {
    // told below, as what is JSON of another form
  }
  throw new InvalidArgumentError(`received "${raw.slice(0, 60)}", expected JSON: lists of values by field`)
}
