import { absentOf } from '../beside.js'
import { OutOfTime } from '../text-vectors.js'
import type { RunnableCheck } from './check.js'
import { type Cold, createContext } from './context.js'
import { NOT_IN_A_PAGE, type NotInAPage } from './not-in-a-page.js'
import { OPEN, type OpenRow } from './open.js'
import type { Outcome } from './outcome.js'
import { PAPERS, type Paper } from './papers.js'
import { CHECKS } from './registry.js'

/** A paper with what is known of it. */
export interface Row extends Paper, Outcome {
  /** How a user reaches it; empty if nobody can. */
  readonly reachable: string
  readonly product: boolean
  readonly data: string
  readonly check: string
  /** The check threw: it says nothing, and no record excuses it. */
  readonly threw: boolean
}

export interface RunOptions {
  /** Only checks that are quick and need nothing beside the repository. */
  readonly quick: boolean
  readonly family?: string
  readonly row?: number
  /** Only these, by number. */
  readonly only?: ReadonlySet<number>
  /** From then on (milliseconds since 1970) no check starts. */
  readonly until?: number
  onRow?(row: Row, seconds: number): void
}

/** What one registry knows of one paper: exactly one of the three. */
export type Entry = { readonly check: RunnableCheck } | { readonly open: OpenRow } | { readonly notInAPage: NotInAPage }

/** @throws Error where a paper is in none of the three lists, or in two. */
export function entryOf({ id }: Paper): Entry {
  const entries: Entry[] = []
  const check = CHECKS[id]
  const open = OPEN[id]
  const notInAPage = NOT_IN_A_PAGE[id]
  if (check) entries.push({ check })
  if (open) entries.push({ open })
  if (notInAPage) entries.push({ notInAPage })
  if (entries.length !== 1) throw new Error(`rows: ${id} is in ${entries.length} of registry, open and not-in-a-page, expected one`)
  return entries[0]!
}

/** Runs the checks one after the other, in the order of the papers, and reports all rows asked for. */
export async function runRows(options: RunOptions): Promise<{ rows: Row[]; cold: Cold }> {
  const cold: Cold = { texts: 0, seconds: 0 }
  const outcomes = new Map<string, Promise<Outcome>>()
  const outcome = (id: string): Promise<Outcome> => {
    const known = outcomes.get(id)
    if (known) return known
    const paper = PAPERS.find((other) => other.id === id)
    if (!paper) throw new Error(`rows: received the id ${id}, expected that of a paper`)
    const made = outcomeOf(entryOf(paper), options.quick).catch((thrown: unknown) => {
      if (thrown instanceof OutOfTime) return bare('absent', thrown.message)
      threw.add(id)
      return bare('fails', `its check threw: ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}`)
    })
    outcomes.set(id, made)
    return made
  }
  const context = createContext(outcome, cold)
  const threw = new Set<string>()
  async function outcomeOf(entry: Entry, quick: boolean): Promise<Outcome> {
    if ('open' in entry) return bare('open', `not built: ${entry.open.missing}`)
    if ('notInAPage' in entry) {
      const nearest = await outcome(entry.notInAPage.nearest)
      return bare('not-in-a-page', `${entry.notInAPage.why}; nearest: ${entry.notInAPage.nearest}, ${nearest.state}`)
    }
    const { check } = entry
    const missing = absentOf(check.needs)
    if (missing.length > 0) return bare('absent', `data absent: ${missing.join(', ')}`)
    if (quick && !check.quick) return bare('absent', 'left out by --quick')
    if (Date.now() >= (options.until ?? Number.POSITIVE_INFINITY)) return bare('absent', 'no time left to run it')
    return check.run(context)
  }
  const rows: Row[] = []
  const wanted = PAPERS.filter(
    ({ n, family }) =>
      (options.family ?? family) === family && (options.row === undefined || options.row === n) && (options.only?.has(n) ?? true),
  )
  for (const paper of wanted) {
    const begun = performance.now()
    const found = await outcome(paper.id)
    const { figure, baseline, ci } = found
    const row: Row = {
      ...paper,
      ...found,
      figure: rounded(figure),
      baseline: rounded(baseline),
      ci: ci && ([...ci].map(rounded) as [number, number]),
      ...conditionsOf(entryOf(paper)),
      check: whatOf(entryOf(paper)),
      threw: threw.has(paper.id),
    }
    rows.push(row)
    options.onRow?.(row, (performance.now() - begun) / 1000)
  }
  return { rows, cold }
}

/** The conditions that a row of the registry states; those of a row without a check are empty. */
export function conditionsOf(entry: Entry): Pick<Row, 'reachable' | 'product' | 'data'> {
  if (!('check' in entry)) return { reachable: '', product: false, data: '' }
  const { reachable, product, data } = entry.check
  return { reachable, product, data }
}

export function whatOf(entry: Entry): string {
  if ('check' in entry) return entry.check.what
  return 'open' in entry ? entry.open.check : 'none: its nearest feature has one'
}

function bare(state: Outcome['state'], why: string): Outcome {
  return { state, figure: null, baseline: null, ci: null, excludesControl: 'none', why }
}

/** Four digits: what is printed is what can be compared. */
function rounded<Value extends number | null>(value: Value): Value {
  return (value === null ? null : Math.round((value as number) * 1e4) / 1e4) as Value
}
