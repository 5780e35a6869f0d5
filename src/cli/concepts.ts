import { type Command, InvalidArgumentError } from 'commander'
import { PagekinError } from '../errors.js'
import { fieldValues, isRead, namedFields } from '../evaluate/autoeval/item-values.js'
import { conceptsOf, fitConcepts, type SharedConcept, sharedConcepts } from '../ranking/transforms/concepts.js'
import type { Item } from '../types.js'
import { topK } from '../vectors/top-k.js'
import { addSourceFlags, optionFlag, type SourceFlags } from './flags.js'
import { type ItemVectors, withItemVectors } from './item-vectors.js'
import type { Session } from './session.js'
import { columnsOf } from './table.js'

interface ConceptFlags extends SourceFlags {
  readonly id: string
  readonly limit: number
  readonly weights?: Readonly<Record<string, number>>
}

/** Rarer values teach nothing; of the others the most frequent. */
const MIN_ITEMS = 3
const MAX_CONCEPTS = 512
/** Concepts told as the reason. */
const TOLD = 4

/** `pagekin concepts`: items like one by what can be named, with the exact sum; what counts can be edited. */
export function addConcepts(program: Command, session: Session): void {
  const command = program
    .command('concepts')
    .description('Finds items like one, by shared concepts (values of fields). Each comes with the exact sum.')
  addSourceFlags(command)
    .requiredOption('--id <id>', 'Id of an item.')
    .addOption(optionFlag('limit'))
    .option('--weights <json>', 'Weight of concepts, default 1: {"brand: Norlumo": 0, "material: oak": 2}.', readWeights)
    .action((flags: ConceptFlags) =>
      withItemVectors(
        flags,
        session.terminal,
        (items) => questionOf(items, flags),
        (items, all, question) => concepts(items, all, question, flags, session),
      ),
    )
}

interface Question extends NamedConcepts {
  /** Row of the item. */
  readonly asked: number
}

/** @throws PagekinError `item-unknown`; `usage` where a weight is of no concept, or there is none. */
function questionOf(items: readonly Item[], { id, weights = {} }: ConceptFlags): Question {
  const asked = items.findIndex((item) => item.id === id)
  if (asked < 0) throw new PagekinError('item-unknown', `--id: received "${id.slice(0, 100)}", expected one of the ${items.length} items`)
  const named = namedConcepts(items)
  const unknown = Object.keys(weights).find((name) => !named.names.includes(name))
  if (unknown !== undefined || named.names.length === 0) {
    const received = unknown === undefined ? `no value that ${MIN_ITEMS} items have` : `"${unknown.slice(0, 100)}"`
    throw new PagekinError('usage', `concepts: received ${received}, expected one of ${named.names.slice(0, 5).join('; ') || 'some'}`)
  }
  return { ...named, asked }
}

async function concepts(
  items: readonly Item[],
  { vectors, dimensions }: ItemVectors,
  { asked, names, known }: Question,
  flags: ConceptFlags,
  { terminal }: Session,
): Promise<void> {
  const space = fitConcepts(vectors, dimensions, known, names, flags.weights && { weights: flags.weights })
  const rows = items.map((_, row) => conceptsOf(space, vectors.subarray(row * dimensions, (row + 1) * dimensions)))
  const shared = rows.map((row) => sharedConcepts(space, rows[asked]!, row))
  const scores = Float32Array.from(shared, (terms, row) => (row === asked ? Number.NaN : sumOf(terms)))
  const hits = topK(scores, flags.limit)
  const found = [...hits.rows.subarray(0, hits.length)].filter((row) => scores[row]! > 0)
  const answers = found.map((row) => ({ item: items[row]!, score: sumOf(shared[row]!), concepts: shared[row]! }))
  if (flags.json) terminal.data(`${JSON.stringify({ items: answers })}\n`)
  else {
    const lines = answers.map(({ item, score, concepts: terms }) => [item.id, item.title, score.toFixed(2), why(terms)])
    terminal.out(lines.length === 0 ? 'nothing found\n' : columnsOf(['id', 'title', 'score', 'why'], lines, terminal))
  }
}

function sumOf(terms: readonly SharedConcept[]): number {
  return terms.reduce((sum, { weight }) => sum + weight, 0)
}

/** The strongest, and the rest as one: they add up to the score. */
function why(terms: readonly SharedConcept[]): string {
  const told = terms.slice(0, TOLD).map(({ name, weight }) => `+${weight.toFixed(2)} ${name}`)
  return [...told, ...(terms.length > TOLD ? [`+${sumOf(terms.slice(TOLD)).toFixed(2)} other`] : [])].join(', ')
}

export interface NamedConcepts {
  readonly names: readonly string[]
  /** Of each item, as indexes into `names`. */
  readonly known: readonly (readonly number[])[]
}

/** The values of fields that teach, of each item: those that at least three items have. */
export function namedConcepts(items: readonly Item[]): NamedConcepts {
  const fields = namedFields(items).filter((field) => isRead(items, field))
  const told = items.map((item) => fields.flatMap((field) => fieldValues(item, field).map((value) => `${field}: ${value}`)))
  const counts = new Map<string, number>()
  for (const own of told) for (const name of new Set(own)) counts.set(name, (counts.get(name) ?? 0) + 1)
  const frequent = [...counts].filter(([, count]) => count >= MIN_ITEMS).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
  const names = frequent.slice(0, MAX_CONCEPTS).map(([name]) => name)
  const indexOf = new Map(names.map((name, index) => [name, index]))
  return { names, known: told.map((own) => own.flatMap((name) => indexOf.get(name) ?? [])) }
}

function readWeights(raw: string): Record<string, number> {
  let json: unknown
  try {
    json = JSON.parse(raw)
  } catch {
    // told below
  }
  const isRecord = typeof json === 'object' && json !== null && !Array.isArray(json)
  if (isRecord && Object.values(json as object).every((value) => Number.isFinite(value) && value >= 0))
    return json as Record<string, number>
  throw new InvalidArgumentError(`received ${raw.slice(0, 60)}, expected JSON such as {"brand: Norlumo": 0}`)
}
