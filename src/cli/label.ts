import type { Command } from 'commander'
import { fieldOfAlias } from '../catalog/aliases.js'
import { PagekinError } from '../errors.js'
import { Bm25Index } from '../lexical/bm25.js'
import { itemFields } from '../lexical/item-fields.js'
import type { Described } from '../ranking/scorers/descriptors.js'
import { type LabelScore, labelScores } from '../ranking/scorers/labels.js'
import type { Item } from '../types.js'
import { centredRows } from '../vectors/mean.js'
import { addSourceFlags, assertOneStdin, type SourceFlags } from './flags.js'
import { InputFileError, readText } from './input-files.js'
import { type ItemVectors, withItemVectors } from './item-vectors.js'
import { writeText } from './output-file.js'
import type { Session } from './session.js'
import { columnsOf } from './table.js'

interface LabelFlags extends SourceFlags {
  readonly labels: string
  readonly as: string
  readonly output?: string
}

/** Descriptors told as the reason. */
const TOLD = 3

/** `pagekin label`: a field of the owner's own for every item, told by lists of short descriptions that can be edited. */
export function addLabel(program: Command, session: Session): void {
  const command = program
    .command('label')
    .description('Gives each item the label that fits it best, by the names or descriptions of the labels alone: no example is needed.')
  addSourceFlags(command)
    .requiredOption(
      '--labels <file>',
      'JSON: names, ["Kitchen", "Garden"], or descriptions for each, {"Kitchen": ["kettle", "something to cook with"], ...}.',
    )
    .option('--as <field>', 'Name of the new field.', 'label')
    .option('--output <file>', 'Writes the catalog with the new field, as a JSON array.')
    .action(async (flags: LabelFlags) => {
      assertOneStdin(command, { '--catalog': flags.catalog, '--labels': flags.labels })
      const labels = readDescribed(await readText(flags.labels, session.terminal), flags.labels)
      await withItemVectors(
        flags,
        session.terminal,
        (items) => {
          assertNewField(flags.as, items)
          return labels
        },
        (items, all) => label(items, all, labels, flags, session),
      )
    })
}

async function label(
  items: readonly Item[],
  all: ItemVectors,
  labels: readonly Described[],
  flags: LabelFlags,
  { terminal }: Session,
): Promise<void> {
  const { dimensions } = all
  const described = await all.encode(labels.flatMap(({ descriptors }) => descriptors))
  const words = Bm25Index.build(items.map(itemFields))
  const scores = labelScores(centredRows(all.vectors, dimensions), dimensions, words, labels, described)
  const told = items.map(({ id, title }, row): LabelScore & { id: string; title: string } => ({ id, title, ...scores[row]![0]! }))
  if (flags.output !== undefined) {
    const labelled = items.map((item, row) => ({ ...item, attributes: { ...item.attributes, [flags.as]: told[row]!.label } }))
    await writeText('--output', flags.output, terminal.cwd, `${JSON.stringify(labelled)}\n`)
  }
  if (flags.json) terminal.data(`${JSON.stringify(told)}\n`)
  else if (flags.output === undefined) {
    const lines = told.map((one) => [one.id, one.title, one.score.toFixed(3), one.label, why(one)])
    terminal.out(columnsOf(['id', 'title', 'score', flags.as, 'why'], lines, terminal))
  }
}

function why({ terms, alike, words }: LabelScore): string {
  const signed = (weight: number, what: string) => `${weight < 0 ? '' : '+'}${weight.toFixed(3)} ${what}`
  const shown = terms.slice(0, TOLD).map(({ descriptor, weight }) => signed(weight, descriptor))
  const more = terms.length > TOLD ? [`and ${terms.length - TOLD} more`] : []
  return [...shown, ...more, signed(alike, 'items like it'), ...(words > 0 ? [signed(words, 'words')] : [])].join(', ')
}

/** A filter reads a field of the catalog before one of the owner's own. @throws PagekinError `usage`. */
function assertNewField(name: string, items: readonly Item[]): void {
  const isTaken = name.trim() === '' || fieldOfAlias(name) !== undefined || items.some(({ attributes }) => attributes?.[name] !== undefined)
  if (isTaken) throw new PagekinError('usage', `--as: received "${name}", expected the name of a field that no item has, such as "label"`)
}

/** @throws InputFileError. */
function readDescribed(text: string, path: string): Described[] {
  const refuse = (received: string) =>
    new InputFileError(
      `--labels ${path}: received ${received.slice(0, 100)}, expected ["label", ...] or {"label": ["a description", ...], ...}`,
    )
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw refuse(JSON.stringify(text))
  }
  if (typeof json !== 'object' || json === null || Object.keys(json).length === 0) throw refuse(JSON.stringify(json))
  const lists = Array.isArray(json) ? Object.fromEntries(json.map((name: unknown) => [String(name), [name]])) : json
  return Object.entries(lists).map(([name, descriptors]: [string, unknown]) => {
    const isList = Array.isArray(descriptors) && descriptors.length > 0
    if (!isList || !descriptors.every((one): one is string => typeof one === 'string' && one.trim() !== ''))
      throw refuse(`${JSON.stringify(descriptors)} for "${name}"`)
    return { label: name, descriptors }
  })
}
