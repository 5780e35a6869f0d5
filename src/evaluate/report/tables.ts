import type { FieldReport } from '../autoeval/fields.js'
import { counted, percent } from '../autoeval/finding.js'
import type { Funnel, FunnelStep } from '../autoeval/funnel.js'
import type { AutoevalReport, Meters, StorageReport } from '../autoeval/report.js'
import type { TaskScore } from '../autoeval/score.js'
import type { Interval } from '../metrics/bootstrap.js'

/** A table for people, the same on a terminal and in a page. The first column is text, the others are figures. */
export interface ReportTable {
  readonly id: string
  readonly title: string
  /** How to read it. */
  readonly note: string
  readonly head: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** Rows that are what the page does. */
  readonly marked: readonly number[]
}

/** @param explained The note was given before, to a task above. */
export function taskTable({ task, name, queries, settings }: TaskScore, explained: boolean): ReportTable {
  return {
    id: `task-${task}`,
    title: `${capitalised(name)} (${queries} questions)`,
    note: explained
      ? ''
      : 'MRR: mean of 1 / rank of the answer, 1 at best. First, in ten: share of questions whose answer is first, or among the first ten. ' +
        'Over words: MRR more than words alone, with its 95 % interval; shown beyond chance where that does not hold 0. ' +
        'Query: ms to make its vector + ms to rank. Kept: on the visitor’s device. Fetched: once, as files, the catalog included.',
    head: ['how it answers', 'MRR', '95 %', 'first', 'in ten', 'over words', '95 %', 'query', 'kept', 'fetched'],
    rows: settings.map(({ name, mrr, hit1, hit10, gain, rankMs, cost }) => [
      name,
      mrr.mean.toFixed(3),
      range(mrr),
      percent(hit1.mean),
      percent(hit10.mean),
      gain ? signed(gain.mean) : '',
      gain ? range(gain) : '',
      `${cost.encodeMs > 0 ? `${cost.encodeMs.toFixed(0)} + ` : ''}${rankMs.toFixed(1)} ms`,
      megabytes(cost.keptBytes),
      megabytes(cost.downloadBytes),
    ]),
    marked: settings.flatMap(({ id }, row) => (id === 'page' ? [row] : [])),
  }
}

export function funnelTable(funnel: Funnel): ReportTable {
  const { metrics, bestMetric, metricLoss, compressed, filter } = funnel
  const used = metrics.find(({ id }) => id === (funnel.task === 'linked' ? 'centred' : 'cosine'))!
  const step = ({ name, recall, loss, bytesPerItem }: FunnelStep, given = loss) => [
    name,
    percent(recall.mean),
    range(recall),
    given ? points(given.mean) : '',
    given ? range(given) : '',
    `${bytesPerItem.toLocaleString('en')} B`,
  ]
  const filtered = filter
    ? [
        [
          `filtered by ${filter.field} (${percent(filter.selectivity)} pass), float32`,
          percent(filter.exact.mean),
          range(filter.exact),
          '',
          '',
          '',
        ],
        [
          `filtered by ${filter.field} while searching, int8 (the page)`,
          percent(filter.page.mean),
          range(filter.page),
          points(filter.loss.mean),
          range(filter.loss),
          '',
        ],
        [`the first ten filtered afterwards`, percent(filter.after.mean), range(filter.after), '', '', ''],
      ]
    : []
  const best = metrics.find(({ id }) => id === bestMetric)!
  const rows = [
    ...metrics.map((entry) => step(entry, entry === used ? metricLoss : undefined)),
    ...compressed.map((entry) => step(entry)),
    ...filtered,
  ]
  return {
    id: 'funnel',
    title: 'Where answers get lost between the encoder and the screen',
    note:
      `Share of ${funnel.queries} answers among the first ten, by vectors alone. The encoder itself leaves ${percent(1 - best.recall.mean)} out; ` +
      `the best metric is ${best.name}, the page uses ${used.name} for searches and loses ${points(metricLoss.mean)} by it; int8 codes lose ${points(funnel.compressionLoss.mean)}` +
      `${filter ? `; the filter loses ${points(filter.loss.mean)}` : ''}. Losses are in points of that share, with their 95 % interval.`,
    head: ['step', 'in ten', '95 %', 'lost', '95 %', 'an item'],
    rows,
    marked: [metrics.indexOf(used), metrics.length, ...(filter ? [metrics.length + compressed.length + 1] : [])],
  }
}

export function fieldTable(fields: readonly FieldReport[], items: number): ReportTable {
  const gain = (interval: Interval | undefined) => (interval ? [signed(interval.mean), range(interval)] : ['', ''])
  const measured = fields.filter(({ information }) => information !== undefined)
  const rest = fields.length - measured.length
  return {
    id: 'fields',
    title: 'What each field is worth',
    note:
      'By words, by the encoder: MRR with the field minus without it, 95 % interval; above 0 it helps to find items by their text. ' +
      'Information: bits that its value says about those of like items, beyond what shuffled values say, of what it could say.' +
      (rest > 0 ? ` ${counted(rest, 'field')} that fewer than 30 items have ${rest === 1 ? 'is' : 'are'} not listed.` : ''),
    head: ['field', 'present', 'values', 'commonest', 'information', 'by words', '95 %', 'by the encoder', '95 %'],
    rows: measured.map(({ field, present, distinct, commonest, information, byWords, byVectors }) => [
      field,
      percent(present / Math.max(1, items)),
      distinct.toLocaleString('en'),
      percent(commonest),
      information ? `${number(information.bits, 2)} of ${information.most.toFixed(1)} bits` : '',
      ...gain(byWords),
      ...gain(byVectors),
    ]),
    marked: [],
  }
}

export function meterTable(
  { coverage, gini, hubness, effectiveRank, redundantDimensions, uniformity, exposure }: Meters,
  dimensions: number | undefined,
): ReportTable {
  const unseen = exposure[0]!
  const rows = [
    ['items on some other item’s shelf of ten', percent(coverage), 'the rest are met by search only'],
    ['items on none', unseen.toLocaleString('en'), ''],
    ['how unevenly places are spread (Gini)', gini.toFixed(2), '0 all alike, 1 one item has all'],
    ...(hubness === undefined
      ? []
      : [['hubness (skew of the 10-occurrence)', number(hubness, 2), 'above 1 some items are near everything']]),
    ...(effectiveRank === undefined
      ? []
      : [['directions in use (effective rank)', effectiveRank.toFixed(0), `of ${dimensions}; few: all items speak of one thing`]]),
    ...(redundantDimensions === undefined
      ? []
      : [
          [
            'dimensions that follow from another',
            redundantDimensions.toLocaleString('en'),
            'correlation above .95: vectors may do without',
          ],
        ]),
    ...(uniformity === undefined ? [] : [['uniformity', number(uniformity, 2), 'lower is more spread out; 0 all items are one point']]),
  ]
  return { id: 'meters', title: 'Shelves and vectors as a whole', note: '', head: ['meter', 'figure', 'how to read it'], rows, marked: [] }
}

export function storageTable({ float32BytesPerItem, budgets }: StorageReport): ReportTable {
  return {
    id: 'storage',
    title: 'How small the vectors may be',
    note:
      `float32 takes ${float32BytesPerItem.toLocaleString('en')} B an item. For each budget the smallest form that finds as many of the ten nearest ` +
      'items as any that fits (within half a point), measured among the items of the sample. The page keeps 8 bits (int8) of all dimensions.',
    head: ['budget', 'kept', 'an item', 'of the ten nearest'],
    rows: budgets.map(({ share, dimensions, bits, bytesPerItem, recallAt10 }) => [
      `${percent(share)} of float32`,
      `${dimensions === float32BytesPerItem / 4 ? 'all' : `first ${dimensions}`} dimensions, ${bits} bits each`,
      `${bytesPerItem.toLocaleString('en')} B`,
      percent(recallAt10),
    ]),
    marked: budgets.flatMap(({ dimensions, bits }, row) => (bits === 8 && dimensions === float32BytesPerItem / 4 ? [row] : [])),
  }
}

/** All tables of a report, in the order they are read in. */
export function reportTables({ tasks, funnel, fields, meters, storage, catalog, encoder }: AutoevalReport): ReportTable[] {
  return [
    ...tasks.map((task, place) => taskTable(task, place > 0)),
    ...(funnel ? [funnelTable(funnel)] : []),
    ...(fields.length > 0 ? [fieldTable(fields, catalog.sampled)] : []),
    meterTable(meters, encoder?.dimensions),
    ...(storage ? [storageTable(storage)] : []),
  ]
}

/** One or two sentences on what was measured, and on what. */
export function summaryOf({ catalog, encoder, seconds }: AutoevalReport): string {
  const { items, rejected, sampled, bytes } = catalog
  const rows = `${items.toLocaleString('en')} items${rejected > 0 ? ` (${rejected.toLocaleString('en')} rows rejected)` : ''}, ${megabytes(bytes)}`
  const part = sampled < items ? ` Measured on ${sampled.toLocaleString('en')} of them, drawn at random (the same ones each time).` : ''
  const by = encoder ? `encoder ${encoder.name}, ${encoder.dimensions} dimensions` : 'words alone, no encoder'
  return `${rows}; ${by}.${part} Took ${seconds.total.toFixed(0)} s, of which embedding ${seconds.embedding.toFixed(0)} s.`
}

export function range({ lo, hi }: Interval): string {
  return Number.isNaN(lo) ? '' : `${number(lo, 3)} to ${number(hi, 3)}`
}

export function signed(value: number): string {
  return value < 0 ? number(value, 3) : `+${number(value, 3)}`
}

export function megabytes(bytes: number): string {
  return bytes < 100_000 ? `${(bytes / 1000).toFixed(0)} kB` : `${(bytes / 1e6).toFixed(1)} MB`
}

/** Never "-0.000". */
function number(value: number, digits: number): string {
  const text = Math.abs(value).toFixed(digits)
  return value < 0 && Number(text) !== 0 ? `−${text}` : text
}

function points(share: number): string {
  return `${number(100 * share, 1)} points`
}

const capitalised = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
