import type { Interval } from '../../src/evaluate/metrics/bootstrap.js'
import type { By, TextRow } from './row.js'

/** The table for a terminal, also a table of Markdown. Costs: pagekin / before the model / BM25. */
export function textOfRows(rows: readonly TextRow[]): string {
  const head = ['set', 'part', 'questions', 'measure', 'pagekin', 'before the model', 'BM25', 'pagekin - BM25', 'ms', 'MB']
  const body = rows.map(({ set, part, questions, measure, figure, difference, milliseconds, megabytes }) => [
    set,
    part,
    String(questions),
    measure,
    withBounds(figure.pagekin),
    figure.lexical ? withBounds(figure.lexical) : '',
    withBounds(figure.bm25),
    withBounds(difference),
    costs(milliseconds, 2),
    costs(megabytes, 1),
  ])
  const lines = [head, head.map(() => ''), ...body]
  const widths = head.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)))
  return lines
    .map(
      (line, n) => `| ${line.map((cell, column) => (n === 1 ? '-'.repeat(widths[column]!) : cell.padEnd(widths[column]!))).join(' | ')} |`,
    )
    .join('\n')
}

function withBounds({ mean, lo, hi }: Interval): string {
  return `${mean.toFixed(3)} [${lo.toFixed(3)}, ${hi.toFixed(3)}]`
}

function costs({ pagekin, lexical, bm25 }: By<number>, digits: number): string {
  return [pagekin, lexical, bm25].flatMap((cost) => (cost === undefined ? [] : [cost.toFixed(digits)])).join(' / ')
}
