import type { Finding } from '../autoeval/finding.js'
import type { AutoevalReport } from '../autoeval/report.js'
import { type ReportPlot, reportPlots } from './plots.js'
import { STYLE } from './style.js'
import { type ReportTable, reportTables, summaryOf } from './tables.js'

/**
 * A report as one page: no network, no scripts, light or dark as the reader has it, narrow or wide. Whatever the catalog says is
 * text here. `title` names the catalog; `more` are further tables.
 */
export function htmlReport(report: AutoevalReport, more: readonly ReportTable[], title: string): string {
  const plots = reportPlots(report)
  const { findings } = report
  const tables = [...reportTables(report), ...more].map((table) =>
    section(
      table.id,
      table.title,
      `${table.note === '' ? '' : `<p class="note">${escaped(table.note)}</p>`}<div class="beside">${tableHtml(table)}${plotsOf(table.id, plots)}</div>`,
    ),
  )
  const list =
    findings.length === 0
      ? '<p>Nothing: no defect that is looked for was found.</p>'
      : `<div class="beside"><ol class="findings">${findings.map(findingHtml).join('')}</ol>${plotsOf('findings', plots)}</div>`
  const none =
    report.tasks.length > 0
      ? ''
      : '<p class="note">No free pairs: fewer than 20 items have a text of two sentences, or a title and a text.</p>'
  return pageHtml({
    title,
    command: 'eval',
    summary: summaryOf(report),
    main: `${section('findings', 'What is wrong with this catalog, what hurts most first', list)}
${none}
${tables.join('\n')}`,
    footer: `<footer><p>Questions are free pairs: texts of the catalog that must find the item they were taken from. They show which setting is better
here, not how content visitors are. Made by <code>pagekin eval</code> on the machine it ran on; nothing was sent anywhere.</p></footer>
`,
  })
}

interface PageParts {
  /** Names the catalog. */
  readonly title: string
  /** Which command made the page. */
  readonly command: string
  /** Beside what all reports share. */
  readonly style?: string
  readonly summary: string
  /** HTML. */
  readonly main: string
  /** HTML. */
  readonly footer?: string
}

/** A page that loads and runs nothing. */
export function pageHtml({ title, command, style = '', summary, main, footer = '' }: PageParts): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}: pagekin ${command}</title>
<style>${STYLE}${style}</style>
</head>
<body>
<header><h1>${escaped(title)}</h1><p>${escaped(summary)}</p></header>
<main>
${main}
</main>
${footer}</body>
</html>
`
}

export function section(id: string, title: string, content: string): string {
  return `<section aria-labelledby="${escaped(id)}"><h2 id="${escaped(id)}">${escaped(title)}</h2>${content}</section>`
}

function findingHtml({ title, why, advice, examples }: Finding): string {
  const shown = examples.map(
    ({ ids, note }) => `<li>${ids.map((id) => `<code>${escaped(id)}</code>`).join(' ')} <bdi>${escaped(note)}</bdi></li>`,
  )
  const list = shown.length > 0 ? `<ul>${shown.join('')}</ul>` : ''
  return `<li><h3><bdi>${escaped(title)}</bdi></h3><p>${prose(why)}</p><p class="advice">${prose(advice)}</p>${list}</li>`
}

function tableHtml({ id, title, head, rows, marked }: ReportTable): string {
  const cells = (row: readonly string[]) =>
    row.map((cell, column) => (column === 0 ? `<th scope="row">${escaped(cell)}</th>` : `<td>${escaped(cell)}</td>`)).join('')
  const body = rows.map((row, place) => `<tr${marked.includes(place) ? ' class="page"' : ''}>${cells(row)}</tr>`)
  const heading = head.map((name) => `<th scope="col">${escaped(name)}</th>`).join('')
  // a region that scrolls must be reachable by keyboard
  return `<div class="scroll" role="region" aria-label="${escaped(title)}" tabindex="0"><table class="${escaped(id)}"><thead><tr>${heading}</tr></thead><tbody>${body.join('')}</tbody></table></div>`
}

function plotsOf(table: string, plots: readonly ReportPlot[]): string {
  const own = plots.filter((plot) => plot.table === table)
  const figures = own.map(({ title, svg }) => `<figure>${svg}<figcaption>${escaped(title)}</figcaption></figure>`)
  return own.length > 0 ? `<div class="plots">${figures.join('')}</div>` : ''
}

/** Our own sentences, in which names stand between backticks. */
function prose(text: string): string {
  return escaped(text).replace(/`([^`]+)`/g, '<code>$1</code>')
}

/** Text for elements and quoted attributes; without control characters, which a page may not hold. */
export function escaped(text: string): string {
  return text
    .replace(/[\p{Cc}]+/gu, ' ')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}
