import type { Finding } from '../autoeval/finding.js'
import type { AutoevalReport } from '../autoeval/report.js'
import { type ReportTable, reportTables, summaryOf } from './tables.js'

const BOLD = '\u001b[1m'
const RESET = '\u001b[0m'

export interface TextOptions {
  /** Characters a line has; prose is broken there. Default 100. */
  readonly columns?: number | undefined
  readonly colour?: boolean
}

/** A report for a terminal: findings first, then the tables. Text of the catalog loses its control characters. */
export function textReport(report: AutoevalReport, more: readonly ReportTable[], options: TextOptions = {}): string {
  const columns = Math.max(40, Math.min(options.columns ?? 100, 120))
  const bold = (text: string) => (options.colour ? `${BOLD}${text}${RESET}` : text)
  const findings =
    report.findings.length === 0
      ? 'Nothing: no defect that is looked for was found.\n'
      : report.findings.map((finding, place) => findingText(finding, place, columns, bold)).join('\n')
  const tables = [...reportTables(report), ...more].map(
    (table) => `${bold(table.title)}\n${table.note === '' ? '' : wrapped(table.note, columns, '')}${tableText(table)}`,
  )
  const tasks =
    report.tasks.length === 0
      ? [wrapped('No free pairs: fewer than 20 items have a text of two sentences, or a title and a text.', columns, '')]
      : []
  return [
    wrapped(summaryOf(report), columns, ''),
    `${bold('What is wrong with this catalog, what hurts most first')}\n\n${findings}`,
    ...tasks,
    ...tables,
  ].join('\n')
}

function findingText({ title, why, advice, examples }: Finding, place: number, columns: number, bold: (text: string) => string): string {
  const indent = '    '
  const number = `${String(place + 1).padStart(2)}. `
  const shown = examples.map(({ ids, note }) => cut(`${indent}- ${ids.join(', ')}: ${plain(note)}`, columns))
  return [
    `${number}${bold(wrapped(plain(title), columns, indent).slice(indent.length).trimEnd())}`,
    wrapped(plain(why), columns, indent).trimEnd(),
    wrapped(`To do: ${plain(advice)}`, columns, indent).trimEnd(),
    ...shown.map(plainLine),
  ]
    .map((line) => `${line}\n`)
    .join('')
}

/** Columns side by side, the first to the left, figures to the right. */
export function tableText({ head, rows, marked }: ReportTable): string {
  const lines = [head, ...rows].map((cells, line) => [marked.includes(line - 1) ? '>' : '', ...cells.map(plain)])
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => [...line[column]!].length)))
  const pad = (text: string, column: number) => {
    const blanks = ' '.repeat(widths[column]! - [...text].length)
    return column <= 1 ? text + blanks : blanks + text
  }
  return lines.map((line) => `${line.map(pad).join('  ').trimEnd()}\n`).join('')
}

/** Without what could move a terminal's cursor or break a line. */
function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
}

const plainLine = (line: string) => line.replace(/[\p{Cc}\p{Cf}]+/gu, ' ')

function wrapped(text: string, columns: number, indent: string): string {
  const lines: string[] = []
  let line = indent
  for (const word of text.split(' ')) {
    if (line.length + word.length > columns && line.trim() !== '') {
      lines.push(line.trimEnd())
      line = indent
    }
    line += `${word} `
  }
  return [...lines, line.trimEnd()].map((text) => `${text}\n`).join('')
}

function cut(text: string, max: number): string {
  const characters = [...text]
  return characters.length > max ? `${characters.slice(0, max - 1).join('')}…` : text
}
