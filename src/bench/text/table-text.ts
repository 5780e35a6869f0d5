import type { Interval } from '../../evaluate/metrics/bootstrap.js'
import type { TextRow } from './row.js'

/** The table for a terminal, also a table of Markdown. */
export function textOfRows(rows: readonly TextRow[]): string {
  const head = ['set', 'part', 'questions', 'measure', 'pagekin', 'BM25', 'difference', 'ms', 'MB']
  const body = rows.map(({ set, part, questions, measure, pagekin, bm25, difference, milliseconds, megabytes }) => [
    set,
    part,
    String(questions),
    measure,
    withBounds(pagekin),
    withBounds(bm25),
    withBounds(difference),
    `${milliseconds.pagekin.toFixed(2)} / ${milliseconds.bm25.toFixed(2)}`,
    `${megabytes.pagekin.toFixed(1)} / ${megabytes.bm25.toFixed(1)}`,
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
