import { round } from './check.js'
import type { Cold } from './context.js'
import type { Row } from './run.js'

const STATES = ['green', 'fails', 'open', 'not-in-a-page'] as const

/** `12 green, 1 fails, ...`. */
export function tally(states: readonly string[]): string {
  return STATES.map((state) => `${states.filter((other) => other === state).length} ${state}`).join(', ')
}

/** The one document that `--json` prints. */
export function toJson(rows: readonly Row[]): string {
  const ordered = rows.map(({ n, id, title, family, class: cls, state, figure, baseline, ci, check, why }) => {
    return { n, id, title, family, class: cls, state, figure, baseline, ci, check, why }
  })
  return JSON.stringify({ rows: ordered })
}

/** One line a row for a terminal. */
export function toLine({ n, id, family, class: cls, state, figure, baseline, ci, why }: Row): string {
  const numbers =
    figure === null
      ? ''
      : `${round(figure)}${baseline === null ? '' : ` vs ${round(baseline)}`}${ci ? ` [${ci.map(round).join(', ')}]` : ''}`
  return `${String(n).padStart(2)} ${family.padEnd(3)} ${cls.padEnd(3)} ${state.padEnd(13)} ${id.padEnd(32)} ${numbers.padEnd(30)} ${why}`
}

/** The state of each row in a ROWS.md, by number. */
export function statesIn(markdown: string): Map<number, string> {
  return new Map([...markdown.matchAll(/^\| (\d+) \|(?: [^|]* \|){3} ([a-z-]+) \|/gm)].map(([, n, state]) => [Number(n), state!]))
}

/** Rows that fail now and did not when ROWS.md was written. */
export function newFailures(rows: readonly Row[], known: ReadonlyMap<number, string>): Row[] {
  return rows.filter(({ n, state }) => state === 'fails' && known.get(n) !== 'fails')
}

/** How long texts took that were not in the cache; they are paid once a machine. */
export function coldLine({ texts, seconds }: Cold): string {
  return texts === 0 ? 'cache warm' : `${texts} texts embedded that were not in the cache, ${seconds.toFixed(1)} s of it`
}

/** ROWS.md with these rows, and the lines of `before` for the others. */
export function toMarkdown(rows: readonly Row[], before = ''): string {
  const lines = new Map([...before.matchAll(/^\| (\d+) \|.*$/gm)].map(([line, n]) => [Number(n), line]))
  for (const row of rows) lines.set(row.n, toMarkdownLine(row))
  const sorted = [...lines].sort(([a], [b]) => a - b).map(([, line]) => line)
  const states = [...statesIn(sorted.join('\n')).values()]
  return `# The ${sorted.length} papers

Written by \`npm run rows\`, from the checks in \`src/bench/rows\`. ${tally(states)}.

- **green**: the check passes, and does not pass with its control in the capability's place (the identity, or shuffled input).
- **fails**: the check runs and does not pass. The capability is not offered by default.
- **open**: there is no check yet, or something it speaks of is not built; the last column says what.
- **not-in-a-page**: cannot run in a page; the last column names the nearest thing that does.

The interval is of 95 %, of figure minus baseline where there is a baseline, else of the figure. Classes: A runs in the page, B by
a model that the site brings, C made at build time, D adopted as a measure, E out of reach; letters after the first are of a
paper's other halves.

| # | paper | family | class | state | figure | baseline | interval | check | what came of it |
|---|---|---|---|---|---|---|---|---|---|
${sorted.join('\n')}
`
}

function toMarkdownLine({ n, title, family, class: cls, state, figure, baseline, ci, check, why }: Row): string {
  const cell = (text: string) => text.replaceAll('|', '\\|')
  const number = (value: number | null) => (value === null ? '' : round(value))
  const bounds = ci ? `${round(ci[0])} to ${round(ci[1])}` : ''
  return `| ${[n, cell(title), family, cls, state, number(figure), number(baseline), bounds, cell(check), cell(why)].join(' | ')} |`
}
