import type { Interval } from '../metrics/bootstrap.js'
import type { NextItemTable } from './table.js'

/** A table for a terminal: quality with its intervals and the cost beside it, then nDCG slice by slice. */
export function textOfTable({ task, k, items, trainingSequences, queries, reference, rows, slices }: NextItemTable): string {
  const head = [
    'method',
    `HR@${k}`,
    `nDCG@${k}`,
    '95 %',
    `MRR@${k}`,
    'to reference',
    '95 %',
    `cover@${k}`,
    'bits',
    'gini',
    'ms',
    'MB',
    'build s',
  ]
  const body = rows.map((row) => [
    row.name,
    row.hitRate.mean.toFixed(4),
    row.ndcg.mean.toFixed(4),
    range(row.ndcg),
    row.mrr.mean.toFixed(4),
    row.name === reference ? '' : signed(row.difference.mean),
    row.name === reference ? '' : range(row.difference),
    row.coverage.toFixed(3),
    row.noveltyBits.toFixed(1),
    row.gini.toFixed(2),
    row.msPerQuery.toFixed(2),
    (row.bytes / 1e6).toFixed(1),
    row.buildSeconds.toFixed(1),
  ])
  const title = `${task}: ${queries} questions, ${items} items, learned from ${trainingSequences} sequences; reference: ${reference}`
  const parts = slices.map(({ slice, queries: own, methods }) => {
    const lines = methods.map(({ name, ndcg, hitRate, difference }) => [
      name,
      hitRate.mean.toFixed(4),
      ndcg.mean.toFixed(4),
      range(ndcg),
      name === reference ? '' : signed(difference.mean),
      name === reference ? '' : range(difference),
    ])
    return `${slice} (${own} questions)\n${aligned([['method', `HR@${k}`, `nDCG@${k}`, '95 %', 'to reference', '95 %'], ...lines])}`
  })
  return [`${title}\n${aligned([head, ...body])}`, ...parts].join('\n')
}

/** Columns side by side, the first to the left, figures to the right. */
function aligned(lines: readonly (readonly string[])[]): string {
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)))
  return lines
    .map((line) => line.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join('  '))
    .map((line) => `${line.trimEnd()}\n`)
    .join('')
}

function range({ lo, hi }: Interval): string {
  return `${lo.toFixed(3)}..${hi.toFixed(3)}`
}

function signed(value: number): string {
  return `${value < 0 ? '-' : '+'}${Math.abs(value).toFixed(4)}`
}
