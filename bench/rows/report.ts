import { round } from './check.js'
import type { Cold } from './context.js'
import type { Row } from './run.js'

const STATES = ['green', 'fails', 'open', 'absent', 'not-in-a-page'] as const

/** `12 green, 1 fails, ...`. */
export function tally(states: readonly string[]): string {
  return STATES.map((state) => `${states.filter((other) => other === state).length} ${state}`).join(', ')
}

/** What the files were that a run measured. */
export interface Tree {
  /** Commit id of HEAD, or `unknown` outside of a repository. */
  readonly commit: string
  /** No file differed from the commit. */
  readonly clean: boolean
}

/** The one document that `--json` prints. `worse` lists the ids of rows that came out worse than ROWS.md records them. */
export function toJson(rows: readonly Row[], { commit, clean }: Tree, recorded: ReadonlyMap<number, string>): string {
  const ordered = rows.map((row) => {
    const { n, id, title, family, class: cls, state, figure, baseline, ci, reachable, product, data, excludesControl, check, why } = row
    return { n, id, title, family, class: cls, state, figure, baseline, ci, reachable, product, data, excludesControl, check, why }
  })
  return JSON.stringify({ commit, clean, worse: worseThan(recorded, rows).map(({ id }) => id), rows: ordered })
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
  return new Map(cellsIn(markdown).map((cells) => [Number(cells[0]), cells[4]!]))
}

/**
 * Rows that came out worse than recorded: not green any more, failing although recorded otherwise, or thrown. A row whose
 * check did not run (`absent`) is not worse, and neither is what was recorded as absent.
 */
export function worseThan(recorded: ReadonlyMap<number, string>, rows: readonly Row[]): Row[] {
  return rows.filter(({ n, state, threw }) => {
    if (threw) return true
    if (state === 'absent') return false
    const before = recorded.get(n)
    return (before === 'green' && state !== 'green') || (state === 'fails' && before !== 'fails' && before !== 'absent')
  })
}

/** How long texts took that were not in the cache; they are paid once a machine. */
export function coldLine({ texts, seconds }: Cold): string {
  return texts === 0 ? 'cache warm' : `${texts} texts embedded that were not in the cache, ${seconds.toFixed(1)} s of it`
}

/** The whole of ROWS.md. */
export function toMarkdown(rows: readonly Row[], { commit, clean }: Tree): string {
  return `# The ${rows.length} papers

Written by one run of \`npm run rows\`, from the checks in \`bench/rows\`, ${clean ? `at commit ${commit}` : `with uncommitted changes on commit ${commit}`}.
${tally(rows.map(({ state }) => state))}.

- **green**: the check passes, does not pass with its control in the capability's place (the identity, or shuffled input), and the
  four conditions hold: a user can reach it, the check calls the product, the data are real, the interval excludes the control.
- **fails**: the check runs and does not pass. The capability is not offered by default.
- **open**: there is no check yet, or a condition does not hold; the last column says which.
- **absent**: the check did not run; the last column says why.
- **not-in-a-page**: cannot run in a page; the last column names the nearest thing that does.

The interval is of 95 %, of figure minus baseline where there is a baseline, else of the figure. T1 is the synthetic shop. Classes: A
runs in the page, B by a model that the site brings, C made at build time, D adopted as a measure, E out of reach; letters after the
first are of a paper's other halves.

| # | paper | family | class | state | figure | baseline | interval | reachable by | calls the product | data | interval excludes the control | check | what came of it |
|---|---|---|---|---|---|---|---|---|---|---|---|---|---|
${rows.map(toMarkdownLine).join('\n')}
`
}

const ALONE = 'Measured alone since, by `npm run rows -- --row N --record`: '

/** A ROWS.md with this row measured anew, at a commit of its own. */
export function withRow(markdown: string, row: Row, { commit, clean }: Tree): string {
  const lines = markdown.split('\n').map((line) => (line.startsWith(`| ${row.n} |`) ? toMarkdownLine(row) : line))
  const states = [...statesIn(lines.join('\n')).values()]
  const others = lines.find((line) => line.startsWith(ALONE)) ?? ALONE
  const known = others
    .slice(ALONE.length)
    .replace(/\.$/, '')
    .split(', ')
    .filter((one) => one !== '' && !one.startsWith(`${row.n} at `))
  const alone = `${ALONE}${[...known, `${row.n} at ${commit}${clean ? '' : ' with changes'}`].join(', ')}.`
  return lines
    .filter((line) => !line.startsWith(ALONE))
    .flatMap((line) => (/^\d+ green, /.test(line) ? [alone, `${tally(states)}.`] : [line]))
    .join('\n')
}

function toMarkdownLine(row: Row): string {
  const { n, title, family, class: cls, state, figure, baseline, ci, check, why } = row
  const number = (value: number | null) => (value === null ? '' : round(value))
  const bounds = ci ? `${round(ci[0])} to ${round(ci[1])}` : ''
  const interval = row.data === '' ? '' : row.excludesControl
  return lineOf([n, title, family, cls, state, number(figure), number(baseline), bounds, ...conditionCells(row), interval, check, why])
}

/** The conditions that the registry states, as three cells. A row without a check has none. */
export function conditionCells({ reachable, product, data }: Pick<Row, 'reachable' | 'product' | 'data'>): string[] {
  return data === '' ? ['', '', ''] : [reachable || 'nobody', product ? 'yes' : 'no', data]
}

function lineOf(cells: readonly (string | number)[]): string {
  return `| ${cells
    .map((text) =>
      String(text)
        .replaceAll('|', '\\|')
        .replaceAll(/\s*\n\s*/g, ' '),
    )
    .join(' | ')} |`
}

/** The cells of each row of a ROWS.md. */
export function cellsIn(markdown: string): string[][] {
  const lines = [...markdown.matchAll(/^\| (\d+ \|.*) \|$/gm)].map(([, line]) => line!)
  return lines.map((line) => line.split(/ \| /).map((cell) => cell.replaceAll('\\|', '|')))
}
