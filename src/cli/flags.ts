import { type Command, InvalidArgumentError, Option } from 'commander'
import { OPTION_DOCS } from '../option-docs.js'
import { kebab, OPTIONS, parseOption } from '../options.js'
import type { Rules, Where } from '../types.js'

/** Flags of the commands that read a catalog. */
export interface SourceFlags extends OutputFlags {
  readonly catalog: string
  readonly fields?: Readonly<Record<string, string>>
  readonly currency?: string
  readonly encoder: string
  readonly device: 'auto' | 'wasm' | 'off'
  /** `false`: `--no-cache`. */
  readonly cache?: string | false
}

/** Flags of the commands that answer questions about a catalog. */
export interface QuestionFlags extends SourceFlags {
  readonly limit: number
  readonly where?: Where
  readonly diversity?: number
  readonly exclude?: readonly string[]
  readonly rules?: Rules
}

export interface OutputFlags {
  readonly json?: true
  readonly quiet?: true
}

/** What the flag of an option differs in from its attribute. */
interface Deviation {
  readonly short?: string
  readonly doc?: string
  readonly choices?: readonly string[]
}

/** Only where the command line is another world than a page; names, types and ranges are those of the one table. */
const DEVIATIONS: Readonly<Record<string, Deviation>> = {
  catalog: { doc: 'The catalog: a file (JSON, JSON lines, CSV, XML, JSON-LD, Shopify, WooCommerce, WordPress); - reads standard input.' },
  encoder: { doc: 'builtin, a model folder, or the id of a Hugging Face ONNX export (fetched from the hub).' },
  device: { doc: 'What the encoder runs on; off ranks by words alone.', choices: ['auto', 'wasm', 'off'] },
  limit: { short: '-k' },
}

const CATALOG_OPTIONS = ['catalog', 'fields', 'currency'] as const
const ENCODER_OPTIONS = ['encoder', 'device'] as const
const QUESTION_OPTIONS = ['limit', 'where', 'diversity', 'exclude', 'rules'] as const

/** Adds the flags of `QuestionFlags`. */
export function addQuestionFlags(command: Command): Command {
  addSourceFlags(command)
  for (const name of QUESTION_OPTIONS) command.addOption(optionFlag(name))
  return command
}

/** Adds the flags of `SourceFlags`. */
export function addSourceFlags(command: Command): Command {
  for (const name of CATALOG_OPTIONS) command.addOption(optionFlag(name))
  return addOutputFlags(addEncoderFlags(command))
}

/** Adds the flags of `SourceFlags` that say how texts are embedded. */
export function addEncoderFlags(command: Command): Command {
  for (const name of ENCODER_OPTIONS) command.addOption(optionFlag(name))
  return command
    .option(
      '--cache <folder>',
      'Folder that stores vectors between runs. Default: node_modules/.cache/pagekin, else pagekin in your cache folder.',
    )
    .option('--no-cache', 'Stores no vectors and uses no stored ones.')
}

/** Ends the command line with a usage error where two of these flags read standard input, which can be read once. */
export function assertOneStdin(command: Command, files: Readonly<Record<`--${string}`, string | undefined>>): void {
  const readers = Object.keys(files).filter((flag) => files[flag as keyof typeof files] === '-')
  if (readers.length > 1) command.error(`error: ${readers.join(' and ')} both read standard input, expected a file for one of them`)
}

export function addOutputFlags(command: Command): Command {
  return command
    .option('--json', 'Prints one JSON document; for many questions one line an answer.')
    .option('--quiet', 'Prints no progress.')
}

/** The flag of an option of the one table, parsed as its attribute is. */
export function optionFlag(name: string): Option {
  const spec = OPTIONS.find((option) => option.name === name)
  if (!spec) throw new Error(`optionFlag: ${name} is not in the table of options`)
  const { short, doc = OPTION_DOCS[spec.name], choices = spec.choices } = DEVIATIONS[name] ?? {}
  const accepted = { ...spec, ...(choices && { choices }) }
  if (spec.kind === 'boolean') return new Option(`--${kebab(name)}`, doc)
  const values = choices ? `<${choices.join('|')}>` : `<${spec.kind}>`
  const option = new Option(`${short ? `${short}, ` : ''}--${kebab(name)} ${values}`, doc)
  option.argParser((raw) => {
    const parsed = parseOption(accepted, raw)
    if (!parsed.ok) throw new InvalidArgumentError(parsed.why)
    if (name === 'limit' && !Number.isInteger(parsed.value)) throw new InvalidArgumentError(`${kebab(name)}: expected a whole number`)
    return parsed.value
  })
  if (name === 'catalog') option.makeOptionMandatory()
  else if (DEFAULTED.has(name)) option.default(spec.defaultValue)
  return option
}

/** Where the table's default is a value; elsewhere it is in words. */
const DEFAULTED: ReadonlySet<string> = new Set(['encoder', 'device', 'limit'])

/** For flags that count. @throws InvalidArgumentError, which ends the command line. */
export function wholeNumber(raw: string, min = 1, max = Number.MAX_SAFE_INTEGER): number {
  const value = raw.trim() === '' ? Number.NaN : Number(raw)
  if (Number.isInteger(value) && value >= min && value <= max) return value
  const range = max === Number.MAX_SAFE_INTEGER ? `of ${min} or more` : `from ${min} to ${max}`
  throw new InvalidArgumentError(`received "${raw.slice(0, 60)}", expected a whole number ${range}`)
}
